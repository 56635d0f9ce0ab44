"""Row security on imports: a file and what its rows turned out to be belong to the agency that brought it."""

from django.db import migrations

from tirek.gate.rls import GRANTS_OF_MINE, MINE, MoveRows, Protect, Rules, of_few, with_parent

FILES_OF_MINE = f"SELECT id FROM exchange_import WHERE agency_id = {MINE}"  # noqa: S608
OWN = f"agency_id = {MINE}"


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0003_one_index_a_column"),
        ("documents", "0002_row_security"),
        ("agencies", "0001_agencies"),
        ("gate", "0003_row_security"),
    ]
    # What is sealed has to have an agency by then: without one it would count as left over.
    run_before = [("gate", "0004_sealed")]

    operations = [
        MoveRows(
            "SELECT count(*) FROM documents_storedfile f JOIN agencies_worker w ON w.id = f.created_by",
            "UPDATE documents_storedfile f SET agency_id = w.agency_id FROM agencies_worker w WHERE w.id = f.created_by",
        ),
        MoveRows(
            "SELECT count(*) FROM gate_sealedvalue s JOIN documents_storedfile f ON f.sealed = s.id",
            "UPDATE gate_sealedvalue s SET agency_id = f.agency_id FROM documents_storedfile f WHERE f.sealed = s.id",
        ),
        MoveRows(
            "SELECT count(*) FROM gate_sealedvalue s WHERE EXISTS"
            " (SELECT FROM exchange_importrow r WHERE r.chunk = s.id)",
            "UPDATE gate_sealedvalue s SET agency_id = f.agency_id FROM"
            " (SELECT DISTINCT r.chunk, i.agency_id FROM exchange_importrow r JOIN exchange_import i ON i.id = r.file_id) f"
            " WHERE f.chunk = s.id",
        ),
        MoveRows(
            "SELECT count(*) FROM gate_sealedvalue s JOIN exchange_import i ON i.asked = s.id",
            "UPDATE gate_sealedvalue s SET agency_id = i.agency_id FROM exchange_import i WHERE i.asked = s.id",
        ),
        Protect("exchange_import", Rules(OWN, OWN, OWN, OWN, worker_reads="true")),
        Protect("exchange_importrow", with_parent(of_few("file_id", FILES_OF_MINE))),
        Protect(
            "exchange_sourcerow", with_parent(f"project = {MINE} OR {of_few('project', GRANTS_OF_MINE)}")
        ),
    ]
