"""Triggers: a transfer is never changed or removed."""

from django.db import migrations

SQLITE = {
    "payments_transfer_no_update": """
        CREATE TRIGGER payments_transfer_no_update BEFORE UPDATE ON payments_ledgertransfer
        BEGIN SELECT RAISE(ABORT, 'payments_ledgertransfer is append-only'); END""",
    "payments_transfer_no_delete": """
        CREATE TRIGGER payments_transfer_no_delete BEFORE DELETE ON payments_ledgertransfer
        BEGIN SELECT RAISE(ABORT, 'payments_ledgertransfer is append-only'); END""",
}
POSTGRESQL = """
    CREATE FUNCTION payments_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
    CREATE TRIGGER payments_transfer_append_only BEFORE UPDATE OR DELETE ON payments_ledgertransfer
        FOR EACH ROW EXECUTE FUNCTION payments_append_only();
"""


def create(apps, schema_editor):
    """Make the triggers."""
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE.values():
            schema_editor.execute(statement)
    else:
        schema_editor.execute(POSTGRESQL, params=None)


def drop(apps, schema_editor):
    """Remove the triggers."""
    if schema_editor.connection.vendor == "sqlite":
        for name in SQLITE:
            schema_editor.execute(f"DROP TRIGGER {name}")
    else:
        schema_editor.execute(
            "DROP TRIGGER payments_transfer_append_only ON payments_ledgertransfer;"
            "DROP FUNCTION payments_append_only();",
            params=None,
        )


class Migration(migrations.Migration):
    """Append-only by the database's own hand."""

    dependencies = [("payments", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
