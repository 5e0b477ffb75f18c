"""The conversation with clamd, against a server of the test's own that speaks its protocol."""

import io
import socketserver
import struct
import threading

import pytest
from django.core.exceptions import ImproperlyConfigured

from congvu.files import backends, scanner, store
from congvu.files.models import ScanState, StoredFile
from tests.files.conftest import NOON, PDF, Who


class Clamd(socketserver.StreamRequestHandler):
    """INSTREAM as clamd does it: finds the word EICAR."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.server.seen.append(content)
        self.wfile.write(self.server.answer or (b"stream: Eicar FOUND\0" if b"EICAR" in content else b"stream: OK\0"))


@pytest.fixture
def clamd(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        server.seen, server.answer = [], None
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMD_URL = f"tcp://127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()


@pytest.mark.django_db
def test_a_clean_file_is_scanned_whole_and_recorded_so(clamd, put):
    content = b"a" * 300_000
    assert put(content, "a.txt").scan_state == ScanState.CLEAN
    assert clamd.seen == [content]


@pytest.mark.django_db
def test_an_infected_file_is_refused_and_leaves_nothing(clamd, put, folder):
    with pytest.raises(scanner.FileIsInfected) as refused:
        put(b"xx EICAR xx", "a.txt")
    assert "Eicar" in str(refused.value)
    assert list(backends.backend().blobs()) == []
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_a_file_taken_unscanned_is_clean_once_it_was_scanned(clamd, put, settings):
    url, settings.CLAMD_URL = settings.CLAMD_URL, ""
    assert put().scan_state == ScanState.NOT_SCANNED
    settings.CLAMD_URL = url
    assert put().scan_state == ScanState.CLEAN
    settings.CLAMD_URL = ""
    assert put().scan_state == ScanState.CLEAN


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: "])
def test_an_answer_that_is_no_verdict_lets_nothing_in(clamd, answer):
    clamd.answer = answer or b"\0"
    with pytest.raises(scanner.ScannerDoesNotAnswer):
        scanner.scan(io.BytesIO(PDF), "a.pdf")


@pytest.mark.django_db
def test_a_scanner_that_is_away_lets_nothing_in(settings):
    settings.CLAMD_URL = "unix:///nowhere/clamd.ctl"
    with pytest.raises(scanner.ScannerDoesNotAnswer):
        store.put(io.BytesIO(PDF), name="a.pdf", declared_type="", actor=Who(), at=NOON)
    assert not StoredFile.objects.exists()


def test_another_address_is_refused(settings):
    settings.CLAMD_URL = "http://x"
    with pytest.raises(ImproperlyConfigured):
        scanner.scan(io.BytesIO(PDF), "a.pdf")


@pytest.mark.parametrize(
    ("url", "word"), [("s3://bucket/x", "mount"), ("file://srv/files", "three"), ("files", "file:///")]
)
def test_a_store_that_is_not_supported_says_what_is(settings, url, word):
    settings.FILES_URL = url
    with pytest.raises(ImproperlyConfigured, match=word):
        backends.backend()
