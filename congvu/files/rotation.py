"""After a new key was put in front of `CONGVU_KEYS`: encrypt anew what older keys encrypted, batch by batch.

Restartable: a batch is one transaction, what is done is skipped. Afterwards the older keys may be taken out (keep them
for as long as you keep backups made under them). The bytes of files are not touched: only their keys are wrapped anew.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction

from congvu.files import keys, secrets, store
from congvu.files.models import StoredFile

BATCH = 500


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many values of a column were encrypted anew."""

    column: str
    count: int


def rotate() -> list[Rotated]:
    """Every file key and every registered column. Raises KeysDoNotFit when an older key is missing."""
    done = [Rotated("files.StoredFile.wrapped_key", _rotate(StoredFile, "wrapped_key", _wrap_anew))]
    for column in sorted(secrets.COLUMNS.values(), key=lambda column: (column.model, column.field)):
        count = _rotate(apps.get_model(column.model), column.field, _encrypt_anew(column))
        done.append(Rotated(f"{column.model}.{column.field}", count))
    return done


def _rotate(model: type[models.Model], field: str, anew: Any) -> int:
    """In order of id, rows whose value was not made with the newest key."""
    newest = keys.newest().key_id
    count, after = 0, 0
    while True:
        with transaction.atomic():
            rows = list(
                model._default_manager.select_for_update(of=("self",))
                .filter(pk__gt=after)
                .exclude(**{field: ""})
                .exclude(**{f"{field}__startswith": f"{newest}:"})
                .order_by("pk")[:BATCH]
            )
            for row in rows:
                changed = anew(row)
                row.save(update_fields=changed)
        count += len(rows)
        if len(rows) < BATCH:
            return count
        after = rows[-1].pk


def _wrap_anew(stored: StoredFile) -> list[str]:
    stored.wrapped_key = store.wrap(store.unwrap(stored.wrapped_key))
    return ["wrapped_key"]


def _encrypt_anew(column: secrets.Column) -> Any:
    def anew(row: Any) -> list[str]:
        plain = secrets.decrypt(getattr(row, column.field))
        setattr(row, column.field, secrets.encrypt(plain))
        if not column.index_field:
            return [column.field]
        setattr(row, column.index_field, secrets.blind_index(plain, column.purpose))
        return [column.field, column.index_field]

    return anew
