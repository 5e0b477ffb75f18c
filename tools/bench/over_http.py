"""The same step over HTTP, everything on: session, rights, policy headers, log line; CPU of the whole server."""

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from congvu.cli.commands import serve
from congvu.orgs.models import Person, Role
from congvu.orgs.sessions import SessionStore
from tools.bench.measured import Measured, tree_ms
from tools.bench.walk import first_desk

ROUNDS, WARM = 60, 15
PORT = 8397
BAR_MS = 6.0
CSRF = "b" * 32


def measure(size: str) -> list[Measured]:
    desk = first_desk()
    Role.objects.filter(code="receiving_officer").update(needs_second_factor=False)
    codes = desk.receive(ROUNDS + WARM, timezone.now())
    with server() as process:
        browser = Browser(desk.officer)
        for code in codes[:WARM]:
            browser.post(f"/ho-so/{code}/chuyen-buoc/", run="1")
        before = tree_ms(process.pid)
        for code in codes[WARM:]:
            browser.post(f"/ho-so/{code}/chuyen-buoc/", run="1")
        each = (tree_ms(process.pid) - before) / ROUNDS
    return [Measured("step over HTTP", each, "CPU ms of the server", f"aim ≤ {BAR_MS}", each / BAR_MS, size)]


@contextmanager
def server() -> Iterator[subprocess.Popen[bytes]]:
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(PORT),
        "--workers", "1", "--blocking-threads", "1", "--log-level", "error", "congvu.config.wsgi:application",
    ]  # fmt: skip
    serve.collect_static()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=2)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    break
            except OSError:
                time.sleep(0.2)
        yield process
    finally:
        process.terminate()
        process.wait(20)


class Browser:
    """Signed in as one person, over one kept connection."""

    def __init__(self, person: Person) -> None:
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "congvu.orgs.signing_in.Backend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        self.headers = {"Cookie": f"sessionid={session.session_key}; csrftoken={CSRF}", "X-CSRFToken": CSRF}
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)

    def post(self, path: str, **fields: str) -> None:
        headers = {**self.headers, "Content-Type": "application/x-www-form-urlencoded"}
        status = self._ask("POST", path, urlencode(fields), headers)
        if status != 302:
            raise RuntimeError(f"POST {path} answered {status}")

    def get_ms(self, path: str) -> float:
        """Wall time of one page, in milliseconds."""
        begun = time.perf_counter()
        status = self._ask("GET", path, None, self.headers)
        if status != 200:
            raise RuntimeError(f"GET {path} answered {status}")
        return (time.perf_counter() - begun) * 1e3

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> int:
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status
