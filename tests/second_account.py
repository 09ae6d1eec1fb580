"""An account that changes hands behind everybody's back: for what a sender meets when it is gone.

The engine's own linking, with a yes from both sides, is `tests/engine/people/linking.py`.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, text

from engine.foundation.schema import with_connection

TAKE_OVER = text(
    "UPDATE platform_account SET person_id = :person_id "
    "WHERE platform = :platform AND platform_user_id = :platform_user_id"
)


def link_account(
    address: Path | str, *, person_id: int, platform: str, platform_user_id: int
) -> None:
    """An account that the program has met belongs to this person from now on."""

    def change(connection: Connection) -> None:
        found = connection.execute(
            TAKE_OVER,
            {"person_id": person_id, "platform": platform, "platform_user_id": platform_user_id},
        )
        assert found.rowcount == 1, "the program has not met this account"

    with_connection(address, change, commit=True)
