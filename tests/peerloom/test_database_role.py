"""On PostgreSQL the program's role lives a whole life and cannot write a line of the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import ProgrammingError

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.schema import with_connection
from engine.wallet.queries import verify
from peerloom.cli import main
from peerloom.database import OutOfReach, go_back, migrate
from peerloom.database_role import POSTED, NotShared, may_write_ledger, share_with
from tests.engine.wallet.test_snapshots import rows
from tests.engine.wallet.test_what_is_written import LOTS, life, written
from tests.postgresql import PostgresServer

LIFE = Path(__file__).parents[1] / "engine" / "wallet" / "a_life.txt"


@pytest.fixture(scope="module")
def role(postgres_server: PostgresServer) -> str:
    """Its name has to be quoted."""
    postgres_server.ask('CREATE ROLE "peerloom-program" LOGIN')
    return "peerloom-program"


@pytest.fixture
def owners(postgres_server: PostgresServer, migrated_template: str) -> Iterator[str]:
    """The address of the owner of a database with the newest tables."""
    address = postgres_server.new_database(migrated_template)
    yield address
    postgres_server.drop(address)


def as_role(address: str, role: str) -> str:
    return address.replace("//postgres@", f"//{role}@")


def runs(address: str, *statements: str) -> None:
    def run(connection: Connection) -> None:
        for statement in statements:
            connection.exec_driver_sql(statement)

    with_connection(address, run, commit=True)


async def test_a_life_is_the_same_without_the_right_to_write_the_ledger(
    owners: str, role: str
) -> None:
    share_with(owners, role)
    share_with(owners, role)  # again is the same
    address = as_role(owners, role)
    clock = FrozenClock(datetime(2027, 3, 4, 9, 0, tzinfo=UTC))
    engine = Engine(address, clock)
    try:
        await life(engine, clock)
        lots = "\n".join(" ".join(map(str, row)) for row in rows(address, LOTS))
        assert f"{written(engine)}\n\n{lots}\n" == LIFE.read_text()
        assert (await engine.read(verify, None)).problems == ()
    finally:
        await engine.close()


ATTACKS = {
    **{f"a line added to {table}": f"INSERT INTO {table} DEFAULT VALUES" for table in POSTED},
    "an edited balance": "UPDATE ledger_balance SET balance = 999, version = version + 1",
    "an edited posting": "UPDATE ledger_posting SET amount = 900",
    "a deleted entry": "DELETE FROM ledger_entry",
    "an emptied journal": "TRUNCATE ledger_journal CASCADE",
    "a trigger switched off": "ALTER TABLE ledger_posting DISABLE TRIGGER ALL",
    "every trigger switched off": "SET session_replication_role = replica",
    "a trigger of one's own": "CREATE TRIGGER mine AFTER INSERT ON ledger_posting "
    "FOR EACH ROW EXECUTE FUNCTION ledger_append_only()",
    "another posting function": "CREATE OR REPLACE FUNCTION ledger_append_only() "
    "RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$",
    "a table of one's own": "CREATE TABLE ledger_extra (id int)",
    "a table taken away": "DROP TABLE ledger_entry",
    "a version pretended": "UPDATE alembic_version SET version_num = '0001'",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_the_role_may_not(owners: str, role: str, attack: str) -> None:
    share_with(owners, role)
    runs(as_role(owners, role), "SELECT count(*) FROM ledger_entry")
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        runs(as_role(owners, role), attack)


def test_a_temporary_table_of_the_same_name_is_not_written_instead(owners: str, role: str) -> None:
    share_with(owners, role)
    post = (
        "SELECT ledger_post('k', 'h', 'test', NULL, NULL, now(), now(), '{}', "
        "ARRAY['bank', 'own:capital'], ARRAY[NULL, NULL]::text[], ARRAY['asset', 'equity'], "
        "ARRAY[1, -1], ARRAY[NULL, NULL]::bigint[], ARRAY[0, 0], "
        "ARRAY['bank'], ARRAY['own:capital'], ARRAY['USD'], ARRAY[5]::bigint[], "
        "ARRAY[NULL]::bigint[])"
    )
    runs(
        as_role(owners, role),
        "CREATE TEMPORARY TABLE ledger_posting (LIKE public.ledger_posting)",
        "CREATE TEMPORARY TABLE ledger_journal (LIKE public.ledger_journal)",
        post,
    )
    assert rows(owners, "SELECT amount FROM ledger_posting") == [(5,)]


def test_who_may_all_is_refused(owners: str, postgres_server: PostgresServer) -> None:
    with pytest.raises(NotShared, match="neither the owner nor a superuser"):
        share_with(owners, "postgres")
    with pytest.raises(NotShared, match="there is no role 'nobody-here'"):
        share_with(owners, "nobody-here")


def test_the_shell_shares_and_the_doctor_tells(
    owners: str,
    role: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    go_back(owners, "0008")  # an update came: tables and rights are brought up together

    def says(address: str, *arguments: str) -> tuple[int, str]:
        monkeypatch.setenv("PEERLOOM_DATABASE", address)
        code = main(["--data", str(tmp_path), *arguments])
        return code, "".join(capsys.readouterr())

    code, said = says(owners, "database", "share", role)
    assert (code, said.splitlines()[0]) == (
        0, f"{role} may do what the program does; the ledger's tables it can only read"
    )  # fmt: skip
    assert says(as_role(owners, role), "init", "--fund", "10000")[0] == 0
    assert (
        "ok    the program can only read the ledger's tables"
        in says(as_role(owners, role), "doctor")[1]
    )
    assert "note  the program may write the ledger's tables" in says(owners, "doctor")[1]
    assert may_write_ledger(owners)
    assert not may_write_ledger(as_role(owners, role))
    code, said = says(owners, "database", "share", "nobody-here")
    assert code != 0
    assert "CREATE ROLE" in said


def test_tables_of_before_are_the_owners_to_change(owners: str, role: str) -> None:
    go_back(owners, "0008")
    share_with(owners, role)
    with pytest.raises(OutOfReach, match="peerloom database share ROLE"):
        migrate(as_role(owners, role))


def test_a_file_has_no_roles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), "database", "share", "anybody"]) != 0
    assert "a file has no roles" in capsys.readouterr().err
    with pytest.raises(ValueError, match="only a PostgreSQL"):
        may_write_ledger(str(tmp_path))
