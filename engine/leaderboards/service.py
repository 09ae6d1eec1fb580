"""The leaderboards' one command: points for an achievement."""

from __future__ import annotations

from engine.foundation.tx import Tx
from engine.leaderboards import statements
from engine.leaderboards.boards import BOARDS, board_day, starts_on
from engine.leaderboards.commands import AddPoints


def add_points(tx: Tx, command: AddPoints) -> int:
    """The points added: 0 when this key had its points before. Raises ValueError below 0."""
    if command.points < 0:
        raise ValueError(f"points are added, not taken: {command.points}")
    if command.points == 0:
        return 0
    day = board_day(tx.now)
    is_new = tx.change(
        statements.ADD_AWARD,
        award_key=command.key,
        of_person=command.person_id,
        more=command.points,
        day=day,
    )
    if not is_new:
        return 0
    since = {f"{board}_since": starts_on(board, day) for board in BOARDS}
    tx.change(statements.ADD_SCORES, of_person=command.person_id, more=command.points, **since)
    return command.points
