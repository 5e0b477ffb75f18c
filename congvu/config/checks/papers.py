"""What was taken in is there and can be opened; what should go out went out."""

from datetime import datetime

from django.db import connection

from congvu.config.checks.finding import Finding, bad, ok, warning


def stored_files(now: datetime) -> list[Finding]:
    """Quick: presence and keys. `congvu files verify` reads every byte."""
    del now
    if "stored_file" not in connection.introspection.table_names():
        return []
    from congvu.files import keys, verify

    lost = sorted(key_id for key_id in _key_ids_in_use() if key_id not in keys.fingerprints())
    if lost:
        return bad("stored_files", f"files need keys that are not in CONGVU_KEYS: {', '.join(lost)}",
                   "Put the older keys back behind the newest, then `congvu keys rotate`.")  # fmt: skip
    report = verify.verify_presence()
    if not report.whole:
        return bad("stored_files", f"{len(report.wrong)} of {report.files} files are missing in the store",
                   "Restore them from a backup (`congvu files verify` names them).")  # fmt: skip
    return ok("stored_files", f"{report.files} files are in the store, their keys in CONGVU_KEYS")


def outbox(now: datetime) -> list[Finding]:
    del now
    if "outgoing_mail" not in connection.introspection.table_names():
        return []
    from congvu.notices.models import MailState, OutgoingMail

    stuck = OutgoingMail.objects.filter(state__in=(MailState.FAILED, MailState.UNSURE)).count()
    if stuck:
        return warning(
            "outbox", f"{stuck} mails did not go out, or perhaps did not", "Decide on the page /thu-gui-di/."
        )
    return ok("outbox", "every mail went out or waits for its turn")


def _key_ids_in_use() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT split_part(wrapped_key, ':', 1) FROM stored_file ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]
