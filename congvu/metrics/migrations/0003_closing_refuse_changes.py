"""What was signed stays as it was; a closing may only be told what replaced it."""

from django.db import migrations

KEPT = "subject, unit_id, first_on, last_on, as_of, signer, document, note, figures, sha256, closed_at, closed_by_id"
OLD = ", ".join(f"OLD.{name}" for name in KEPT.split(", "))
NEW = ", ".join(f"NEW.{name}" for name in KEPT.split(", "))


class Migration(migrations.Migration):
    dependencies = [("metrics", "0002_add_closings"), ("ledger", "0002_event_hash_and_refusal")]
    operations = [
        migrations.RunSQL(
            f"""
            CREATE TRIGGER closing_refuse_change BEFORE UPDATE ON closing FOR EACH ROW
                WHEN (ROW({OLD}) IS DISTINCT FROM ROW({NEW}) OR OLD.replaced_by_id IS NOT NULL)
                EXECUTE FUNCTION ledger_refuse_change();
            CREATE TRIGGER closing_refuse_delete BEFORE DELETE ON closing
                FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
            CREATE TRIGGER closing_item_refuse_change BEFORE UPDATE OR DELETE ON closing_item
                FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
            """,
            """
            DROP TRIGGER closing_refuse_change ON closing;
            DROP TRIGGER closing_refuse_delete ON closing;
            DROP TRIGGER closing_item_refuse_change ON closing_item;
            """,
        )
    ]
