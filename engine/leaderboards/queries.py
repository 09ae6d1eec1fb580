"""The leaderboards' questions. Ids only: names are the dialogue's business."""

from __future__ import annotations

from engine.foundation.tx import ReadTx
from engine.leaderboards import ranking, statements
from engine.leaderboards.boards import board_day, starts_on
from engine.leaderboards.commands import LeaderboardPage, LeaderboardQuery, Standing


def leaderboard_page(tx: ReadTx, query: LeaderboardQuery) -> LeaderboardPage:
    """The first places of a board, and a person's own with its neighbours."""
    since = starts_on(query.board, query.on or board_day(tx.now))
    if query.scope is None:
        rows = tx.query(statements.EVERYONE, of_board=query.board, since=since)
    else:
        rows = tx.query(
            statements.SOME, of_board=query.board, since=since, people=sorted(query.scope)
        )
    places = ranking.ranked((row.person_id, row.points) for row in rows)
    return LeaderboardPage(
        board=query.board,
        starts_on=None if query.board == "all" else since,
        top=tuple(places[: query.limit]),
        neighbours=ranking.around(places, query.person_id),
        own=ranking.standing_among(places, query.person_id, query.board),
    )


def standing(tx: ReadTx, person_id: int, board: str = "week") -> Standing:
    """A person's place among everyone, as of now; without reading the whole board."""
    since = starts_on(board, board_day(tx.now))
    row = tx.query(statements.STANDING, of_board=board, since=since, of_person=person_id)[0]
    return Standing(
        board=board,
        rank=row.above + 1 if row.is_ranked else 0,
        points=row.points,
        behind=row.next_points - row.points if row.above else 0,
        of=row.ranked,
    )
