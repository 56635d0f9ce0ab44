"""Which notices are to be told by mail: found for nobody who acts, ids and the organisation's own address only."""

from django.db import migrations

from tirek.gate.rls import AsAuthz

FORWARDS = """
CREATE FUNCTION authz.notices_to_mail() RETURNS TABLE(notice uuid, agency uuid, address text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT said.id, said.agency_id, told.email FROM public.access_notice AS said
    JOIN public.agencies_agency AS told ON told.id = said.agency_id
    WHERE said.done_at IS NULL AND told.email <> '' AND said.made_at > now() - interval '3 days'
        AND NOT EXISTS (SELECT FROM public.outbox_message AS put
            WHERE put.agency_id = said.agency_id AND put.key = 'access_notice:' || said.id)
    ORDER BY said.made_at LIMIT 200
$$;
GRANT EXECUTE ON FUNCTION authz.notices_to_mail() TO tirek_app, tirek_worker;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0008_opens_on_acceptance"),
        ("agencies", "0007_where_mail_goes"),
        ("outbox", "0001_messages"),
    ]

    operations = [AsAuthz(FORWARDS, "DROP FUNCTION authz.notices_to_mail();")]
