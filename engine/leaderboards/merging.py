"""Points of two people who turn out to be one: each achievement counts once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, update

from engine.foundation.own_rows import HandedOver, OwnRows
from engine.foundation.tx import Tx
from engine.leaderboards import statements, tables
from engine.leaderboards.boards import BOARDS, starts_on
from engine.people.merges import Merge

AWARDS = OwnRows(tables.points_award)
SCORES = OwnRows(tables.board_score, one_per=("board", "starts_on"))
RENAME = (
    update(tables.points_award)
    .where(
        tables.points_award.c.key == bindparam("old_key"),
        tables.points_award.c.person_id == bindparam("of_person"),
    )
    .values(key=bindparam("new_key"))
)


@dataclass(frozen=True)
class Noted:
    handed: HandedOver
    renamed: tuple[tuple[str, str], ...]


def merge(tx: Tx, merge: Merge) -> Noted:
    """An award's key ends with the person: it is theirs under the new id, so that nothing is
    awarded a second time. Of two for the same thing the first one stays."""
    own = {row.key: row for row in AWARDS.of(tx, merge.keeper)}
    dropped, renamed = [], []
    for award in AWARDS.of(tx, merge.leaver):
        key = f"{award.key.removesuffix(f':{merge.leaver}')}:{merge.keeper}"
        if key in own:
            later = max(own[key], award, key=lambda row: row.awarded_on)
            dropped.append(AWARDS.drop(tx, later))
            if later is award:
                continue
        renamed.append((award.key, key))
    handed = AWARDS.hand_over(tx, giver=merge.leaver, taker=merge.keeper)
    for old, new in renamed:
        tx.change(RENAME, old_key=old, new_key=new, of_person=merge.keeper)
    _add_up(tx, merge.keeper)
    tx.change(statements.DROP_SCORES, of_person=merge.leaver)
    return Noted(HandedOver(handed.moved, tuple(dropped)), tuple(renamed))


def undo(tx: Tx, merge: Merge, note: Noted) -> None:
    for old, new in note.renamed:
        tx.change(RENAME, old_key=new, new_key=old, of_person=merge.keeper)
    AWARDS.hand_back(tx, note.handed, giver=merge.leaver, taker=merge.keeper)
    for person_id in (merge.keeper, merge.leaver):
        _add_up(tx, person_id)


def _add_up(tx: Tx, person_id: int) -> None:
    """The boards' sums, from the awards."""
    tx.change(statements.DROP_SCORES, of_person=person_id)
    for award in tx.query(statements.AWARDS_OF, of_person=person_id):
        since = {f"{board}_since": starts_on(board, award.awarded_on) for board in BOARDS}
        tx.change(statements.ADD_SCORES, of_person=person_id, more=award.points, **since)
