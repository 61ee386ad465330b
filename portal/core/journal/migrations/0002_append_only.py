"""Triggers: an event is never changed or removed, and waits for its place from its first moment."""

from django.db import migrations

SQLITE = {
    "journal_event_no_update": """
        CREATE TRIGGER journal_event_no_update BEFORE UPDATE ON journal_event
        BEGIN SELECT RAISE(ABORT, 'journal_event is append-only'); END""",
    "journal_event_no_delete": """
        CREATE TRIGGER journal_event_no_delete BEFORE DELETE ON journal_event
        BEGIN SELECT RAISE(ABORT, 'journal_event is append-only'); END""",
    "journal_event_pending": """
        CREATE TRIGGER journal_event_pending AFTER INSERT ON journal_event
        BEGIN INSERT INTO journal_pendingevent (event_id) VALUES (NEW.id); END""",
}
POSTGRESQL = """
    CREATE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
    CREATE TRIGGER journal_event_no_update BEFORE UPDATE OR DELETE ON journal_event
        FOR EACH ROW EXECUTE FUNCTION journal_append_only();
    CREATE FUNCTION journal_event_waits() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO journal_pendingevent (event_id) VALUES (NEW.id); RETURN NULL; END $$;
    CREATE TRIGGER journal_event_pending AFTER INSERT ON journal_event
        FOR EACH ROW EXECUTE FUNCTION journal_event_waits();
"""


def create(apps, schema_editor):
    """Make the triggers and the sequence's single row."""
    if schema_editor.connection.vendor == "sqlite":
        for statement in SQLITE.values():
            schema_editor.execute(statement)
    else:
        schema_editor.execute(POSTGRESQL, params=None)
    apps.get_model("journal", "Sequence").objects.create(pk=1)


def drop(apps, schema_editor):
    """Remove the triggers."""
    if schema_editor.connection.vendor == "sqlite":
        for name in SQLITE:
            schema_editor.execute(f"DROP TRIGGER {name}")
    else:
        schema_editor.execute(
            "DROP TRIGGER journal_event_no_update ON journal_event;"
            "DROP TRIGGER journal_event_pending ON journal_event;"
            "DROP FUNCTION journal_append_only(); DROP FUNCTION journal_event_waits();",
            params=None,
        )


class Migration(migrations.Migration):
    """Append-only by the database's own hand."""

    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
