"""Stretches are only ever added to, like events."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("obligations", "0001_initial"), ("ledger", "0002_event_hash_and_refusal")]
    operations = [
        migrations.RunSQL(
            """
            CREATE TRIGGER obligation_stretch_refuse_change BEFORE UPDATE OR DELETE ON obligation_stretch
                FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
            CREATE TRIGGER obligation_stretch_refuse_truncate BEFORE TRUNCATE ON obligation_stretch
                FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
            """,
            """
            DROP TRIGGER obligation_stretch_refuse_change ON obligation_stretch;
            DROP TRIGGER obligation_stretch_refuse_truncate ON obligation_stretch;
            """,
        )
    ]
