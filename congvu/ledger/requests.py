"""The same request twice is one act: the API's Idempotency-Key and the hidden `request_key` of every form."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from congvu.core.errors import N_, DomainError
from congvu.ledger.record import Acting

KEPT = timedelta(days=30)


class RequestKeyReused(DomainError):
    """The key was used before for another request."""

    code = "request_key_reused"
    sentence = N_("Khóa chống lặp này đã dùng cho một yêu cầu khác; hãy tải lại trang (hoặc tạo khóa mới) rồi gửi lại.")
    status = 422


def fingerprint(method: str, path: str, body: bytes) -> str:
    """What makes two requests the same."""
    digest = hashlib.sha256()
    for part in (method.encode(), path.encode(), body):
        digest.update(str(len(part)).encode() + b":" + part)
    return digest.hexdigest()


def once(actor: Acting | None, key: str, fingerprint: str, act: Callable[[], Any]) -> Any:
    """Carry out `act` (whose answer is plain JSON) unless this key already was; its answer, the first or the kept one.

    A twin that comes meanwhile waits for the first. A refusal rolls the key back: asked again, it is judged again.
    Raises RequestKeyReused for the same key with another fingerprint.
    """
    who = 0 if actor is None or actor.person_id is None else actor.person_id
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO request_key (actor_id, key, fingerprint, made_at) VALUES (%s, %s, %s, now())"
            " ON CONFLICT (actor_id, key) DO NOTHING RETURNING id",
            [who, key, fingerprint],
        )
        if cursor.fetchone() is None:
            return _kept_answer(cursor, who, key, fingerprint)
        answer = act()
        cursor.execute(
            "UPDATE request_key SET answer = %s::json WHERE actor_id = %s AND key = %s",
            [json.dumps(answer, ensure_ascii=False), who, key],
        )
        return answer


def forget_old(now: datetime) -> int:
    """Keys older than a month can go; how many went."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM request_key WHERE made_at < %s", [now - KEPT])
        return int(cursor.rowcount)


def _kept_answer(cursor: Any, who: int, key: str, fingerprint: str) -> Any:
    cursor.execute("SELECT fingerprint, answer FROM request_key WHERE actor_id = %s AND key = %s", [who, key])
    kept, answer = cursor.fetchone()
    if kept != fingerprint:
        raise RequestKeyReused
    return answer
