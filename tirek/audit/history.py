"""Row history: the database keeps what a row held before each change, whoever changed it and by whichever statement.

Triggers a statement, not a row: a bulk change costs one insert. A new row leaves nothing, so imports pay nothing. The function
belongs to `authz`, since nobody else may write here; who acts is read from the signed actor, nobody is the machine itself.
"""

from __future__ import annotations

from typing import Any, Final

from django.db.migrations.operations.base import Operation

KEEP: Final = """
CREATE FUNCTION authz.keep_former() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    EXECUTE format($sql$
        INSERT INTO public.audit_formerrow
            (at, actor_id, agency_id, "table", row_id, person_id, category, change, former, salt, digest)
        SELECT clock_timestamp(), $1, $2, %L, former.%I::text, kept.person, %s, %L, kept.body, kept.salt,
            sha256(kept.salt || convert_to(kept.body::text, 'UTF8'))
        FROM former, LATERAL (SELECT to_jsonb(former) AS body, %s AS person,
            uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) AS salt OFFSET 0) AS kept
        WHERE %s
    $sql$, TG_TABLE_NAME, TG_ARGV[0], TG_ARGV[2], lower(TG_OP), TG_ARGV[1], TG_ARGV[3])
    USING authz.worker(), authz.agency();
    RETURN NULL;
END $$;

GRANT EXECUTE ON FUNCTION authz.keep_former() TO tirek_owner;
"""
FORGET_KEEP: Final = "DROP FUNCTION authz.keep_former();"

ERASE: Final = """
CREATE FUNCTION audit_only_erase() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_user = 'tirek_authz' AND NEW.former IS NULL AND NEW.salt IS NULL
       AND to_jsonb(NEW) - 'former' - 'salt' = to_jsonb(OLD) - 'former' - 'salt' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the history is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_formerrow
    FOR EACH ROW EXECUTE FUNCTION audit_only_erase();

CREATE FUNCTION audit_erase_history(person uuid) RETURNS void LANGUAGE sql AS $$
    UPDATE public.audit_formerrow SET former = NULL, salt = NULL WHERE person_id = person AND former IS NOT NULL
$$;
REVOKE EXECUTE ON FUNCTION audit_erase_history(uuid) FROM tirek_app, tirek_worker;
"""
FORGET_ERASE: Final = """
DROP FUNCTION audit_erase_history(uuid);
DROP TRIGGER audit_append_only ON audit_formerrow;
DROP FUNCTION audit_only_erase();
"""
_EVENTS: Final = ("UPDATE", "DELETE")


class KeepHistory(Operation):
    """Keep the former rows of a table: of whom, by an expression over `former`, and of which category of data.

    Without a category the row is of the agency that changed it and of nobody else's, whatever permits others hold.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(
        self,
        table: str,
        *,
        person: str = "former.person_id",
        category: int | str | None = None,
        key: str = "id",
        only: str = "true",
    ) -> None:
        self.table, self.person, self.of_category, self.key, self.only = table, person, category, key, only

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How the operation is written down."""
        said = {"person": self.person, "category": self.of_category, "key": self.key, "only": self.only}
        return type(self).__name__, [self.table], said

    def describe(self) -> str:
        """Said by `migrate --plan`."""
        return f"History of {self.table}"

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing that Django knows of changes."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Put the triggers on."""
        category = "NULL::smallint" if self.of_category is None else f"{self.of_category}::smallint"
        said = ", ".join(
            schema_editor.quote_value(one) for one in (self.key, self.person, category, self.only)
        )
        for event in _EVENTS:
            schema_editor.execute(
                f"CREATE TRIGGER audit_keep_{event.lower()} AFTER {event} ON {self.table}"
                f" REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION authz.keep_former({said})"
            )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take the triggers off; what they kept stays."""
        for event in _EVENTS:
            schema_editor.execute(f"DROP TRIGGER audit_keep_{event.lower()} ON {self.table}")


def of_parent(parent: str, own: str) -> str:
    """The person of the row that this one belongs to."""
    return f"(SELECT parent.person_id FROM public.{parent} AS parent WHERE parent.id = former.{own})"  # noqa: S608
