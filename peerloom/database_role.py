"""On PostgreSQL the program works with a role of its own that cannot write the ledger's tables:
journals are posted by one function that has the rights of the tables' owner.

What the role may do elsewhere is all that the program does; what it may not is in nobody's code.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from engine.foundation.addresses import is_postgresql
from engine.foundation.schema import with_connection

# Written by `ledger_post` alone. The version's table is the migrations' own.
POSTED = ("ledger_account", "ledger_balance", "ledger_journal", "ledger_posting", "ledger_entry")
READ_ONLY = (*POSTED, "alembic_version")
WRITING = "INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER"
FIND_ROLE = text(
    "SELECT pg_has_role(oid, (SELECT relowner FROM pg_class "
    "WHERE oid = 'ledger_entry'::regclass), 'MEMBER') AS is_owner "
    "FROM pg_roles WHERE rolname = :role"
)
OWNS = text(
    "SELECT pg_has_role(current_user, (SELECT relowner FROM pg_class "
    "WHERE oid = 'ledger_entry'::regclass), 'MEMBER')"
)


class NotShared(Exception):
    """The role cannot be given its rights; `args[0]` says what to do."""


def share_with(address: str, role: str) -> None:
    """Gives `role` what the program needs and takes away what it does not; again is the same.

    `address` is the owner's, whose tables are of the newest version. Raises NotShared.
    """

    def share(connection: Connection) -> None:
        found = connection.execute(FIND_ROLE, {"role": role}).one_or_none()
        if found is None:
            raise NotShared(f"there is no role {role!r} on this server: CREATE ROLE … LOGIN first")
        if found.is_owner:  # a superuser is a member of every role
            raise NotShared(
                f"{role!r} may do all that the tables' owner may, so nothing can be kept from it: "
                "give a role that is neither the owner nor a superuser"
            )
        quoted = connection.dialect.identifier_preparer.quote_identifier(role)
        # In one transaction: there is no moment in which it could write them.
        for statement in (
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            f"GRANT USAGE ON SCHEMA public TO {quoted}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}",
            f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {quoted}",
            *(f"REVOKE {WRITING} ON {table} FROM {quoted}" for table in READ_ONLY),
            "REVOKE EXECUTE ON FUNCTION ledger_post FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION ledger_post TO {quoted}",
        ):
            connection.exec_driver_sql(statement)

    with_connection(address, share, commit=True)


def may_write_ledger(address: str) -> bool:
    """Whether the role in this address is (a member of) the owner of the ledger's tables."""
    if not is_postgresql(address):
        raise ValueError("only a PostgreSQL server has roles")

    def look(connection: Connection) -> bool:
        return bool(connection.execute(OWNS).scalar_one())

    return with_connection(address, look)
