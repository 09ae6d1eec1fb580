"""The boards' SQL."""

from __future__ import annotations

from sqlalchemy import Date, bindparam, delete, exists, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.leaderboards.boards import BOARDS
from engine.leaderboards.tables import board_score, points_award

ADD_AWARD = (
    upsert(points_award)
    .values(
        key=bindparam("award_key"),
        person_id=bindparam("of_person"),
        points=bindparam("more"),
        awarded_on=bindparam("day"),
    )
    .on_conflict_do_nothing(index_elements=["key"])
)
_score = upsert(board_score).values(
    [
        {
            "board": board,
            "starts_on": bindparam(f"{board}_since", type_=Date),
            "person_id": bindparam("of_person"),
            "points": bindparam("more"),
        }
        for board in BOARDS
    ]
)
ADD_SCORES = _score.on_conflict_do_update(
    index_elements=["board", "starts_on", "person_id"],
    set_={"points": board_score.c.points + _score.excluded.points},
)
_on_board = (
    board_score.c.board == bindparam("of_board"),
    board_score.c.starts_on == bindparam("since"),
)
EVERYONE = select(board_score.c.person_id, board_score.c.points).where(*_on_board)
SOME = EVERYONE.where(board_score.c.person_id.in_(bindparam("people", expanding=True)))
POINTS_OF = select(board_score.c.points).where(
    *_on_board, board_score.c.person_id == bindparam("of_person")
)
_same = board_score.alias("same")
_there = (_same.c.board == bindparam("of_board"), _same.c.starts_on == bindparam("since"))
_own = func.coalesce(
    select(board_score.c.points)
    .where(*_on_board, board_score.c.person_id == bindparam("of_person"))
    .scalar_subquery(),
    0,
)
_above = (*_there, _same.c.points > _own)
STANDING = select(
    _own.label("points"),
    select(func.count()).select_from(_same).where(*_there).scalar_subquery().label("ranked"),
    select(func.count()).select_from(_same).where(*_above).scalar_subquery().label("above"),
    select(func.min(_same.c.points)).where(*_above).scalar_subquery().label("next_points"),
    exists()
    .where(*_on_board, board_score.c.person_id == bindparam("of_person"))
    .label("is_ranked"),
)
COUNT = select(func.count().label("count")).select_from(board_score).where(*_on_board)
ABOVE = select(
    func.count().label("count"), func.min(board_score.c.points).label("next_points")
).where(*_on_board, board_score.c.points > bindparam("own_points"))

AWARDS_OF = (
    select(points_award.c.key, points_award.c.points, points_award.c.awarded_on)
    .where(points_award.c.person_id == bindparam("of_person"))
    .order_by(points_award.c.awarded_on, points_award.c.key)
)
DROP_AWARDS = delete(points_award).where(points_award.c.person_id == bindparam("of_person"))
DROP_SCORES = delete(board_score).where(board_score.c.person_id == bindparam("of_person"))
