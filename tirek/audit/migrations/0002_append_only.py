"""The journal only grows: the database refuses to change or delete its rows."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_journalentry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
DO $$ DECLARE reader text; BEGIN
    FOREACH reader IN ARRAY ARRAY['tirek_app', 'tirek_worker', 'tirek_report'] LOOP
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = reader) THEN
            EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audit_journalentry FROM %I', reader);
        END IF;
    END LOOP;
END $$;
"""
ALLOW = """
DROP TRIGGER audit_append_only ON audit_journalentry;
DROP FUNCTION audit_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_journal")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
