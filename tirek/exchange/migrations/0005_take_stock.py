"""A function by which a large import tells the planner what has come in; ANALYZE is the table's owner's to run."""

from django.db import migrations

TAKE_STOCK = """
CREATE FUNCTION exchange_take_stock() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    ANALYZE people_person, people_personrecord, people_matchdecision, gate_sealedvalue, gate_datakey, gate_permit,
        cases_application, services_service, services_delivery, exchange_importrow, exchange_sourcerow;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_row_security"),
        ("exchange", "0004_row_security"),
        ("gate", "0004_sealed"),
        ("people", "0003_erasure"),
        ("services", "0004_row_security"),
    ]

    operations = [migrations.RunSQL(TAKE_STOCK, "DROP FUNCTION exchange_take_stock()")]
