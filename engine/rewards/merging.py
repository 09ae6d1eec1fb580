"""Rewards of two people who turn out to be one: an achievement is paid once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import bindparam, update

from engine.foundation.own_rows import HandedOver, OwnRows
from engine.foundation.tx import Tx
from engine.people.cap_groups import cap_group_of
from engine.people.merges import Merge
from engine.rewards import counting, tables
from engine.wallet.reversing import grant_again, take_back_grant

REWARDS = OwnRows(tables.reward)
HELD = OwnRows(tables.held_reward)
RENAME = (
    update(tables.reward)
    .where(
        tables.reward.c.key == bindparam("old_key"),
        tables.reward.c.person_id == bindparam("of_person"),
    )
    .values(key=bindparam("new_key"))
)
_held = tables.held_reward.c
RENAME_HELD = (
    update(tables.held_reward)
    .where(_held.key == bindparam("old_key"), _held.person_id == bindparam("of_person"))
    .values(key=bindparam("new_key"))
)


@dataclass(frozen=True)
class TakenBack:
    """A grant that was reversed, because the other one of the two had it first."""

    key: str
    person_id: int
    programme: str
    tokens: int
    granted_on: date = date.min


@dataclass(frozen=True)
class Noted:
    handed: HandedOver
    renamed: tuple[tuple[str, str], ...]
    taken_back: tuple[TakenBack, ...]
    held: HandedOver = field(default_factory=HandedOver)


def merge(tx: Tx, merge: Merge) -> Noted:
    """A reward goes by the person's new id, so that it is not paid again. Of two for the same thing
    the later one is taken back, unless its tokens are spent. What both have earned counts together
    from here on, undone or not."""
    counting.add_up(tx, cap_group_of(tx, merge.keeper), cap_group_of(tx, merge.leaver))
    own = {row.key: row for row in REWARDS.of(tx, merge.keeper)}
    dropped, renamed, taken_back = [], [], []
    for reward in REWARDS.of(tx, merge.leaver):
        key = key_for(reward, merge.leaver, merge.keeper)
        twin = own.get(key)
        if twin is not None:
            later = max(twin, reward, key=lambda row: row.granted_at)
            dropped.append(REWARDS.drop(tx, later))
            if later.tokens and take_back_grant(tx, later.key, by=f"merge:{merge.id}"):
                taken = TakenBack(
                    later.key, later.person_id, later.kind, later.tokens, later.granted_on
                )
                taken_back.append(taken)
                _count(tx, merge, taken, -taken.tokens)
            if later is reward:
                continue
        renamed.append((reward.key, key))
    dropped_held = [
        HELD.drop(tx, row)
        for row in (*HELD.of(tx, merge.keeper), *HELD.of(tx, merge.leaver))
        if row.key in {values["key"] for values in dropped}
    ]
    held = HELD.hand_over(tx, giver=merge.leaver, taker=merge.keeper)
    handed = REWARDS.hand_over(tx, giver=merge.leaver, taker=merge.keeper)
    for old, new in renamed:
        _rename(tx, merge, old, new)
    return Noted(
        HandedOver(handed.moved, tuple(dropped)),
        tuple(renamed),
        tuple(taken_back),
        HandedOver(held.moved, tuple(dropped_held)),
    )


def undo(tx: Tx, merge: Merge, note: Noted) -> None:
    for old, new in note.renamed:
        _rename(tx, merge, new, old)
    HELD.hand_back(tx, note.held, giver=merge.leaver, taker=merge.keeper)
    REWARDS.hand_back(tx, note.handed, giver=merge.leaver, taker=merge.keeper)
    for taken in note.taken_back:
        grant_again(
            tx,
            taken.key,
            by=f"merge:{merge.id}",
            person_id=taken.person_id,
            programme=taken.programme,
            tokens=taken.tokens,
        )
        _count(tx, merge, taken, taken.tokens)


def _rename(tx: Tx, merge: Merge, old: str, new: str) -> None:
    for statement in (RENAME, RENAME_HELD):
        tx.change(statement, old_key=old, new_key=new, of_person=merge.keeper)


def _count(tx: Tx, merge: Merge, taken: TakenBack, tokens: int) -> None:
    # People's rows are merged last: until then the two groups stand apart, their sums do not.
    group = min(cap_group_of(tx, merge.keeper), cap_group_of(tx, merge.leaver))
    counts = counting.counts_of(tx, group).plus(tokens, taken.programme, taken.granted_on)
    counting.keep_counts(tx, group, counts)


def key_for(reward: Any, leaver: int, keeper: int) -> str:
    """The same fact about another person: `quiz-passed:{quiz}:{person}`,
    `streak:{person}:{days}:{since}`."""
    words = reward.key.split(":")
    place = 1 if reward.kind == "streak" else -1
    if words[place] != str(leaver):
        raise ValueError(f"the key {reward.key!r} does not name person {leaver}")
    words[place] = str(keeper)
    return ":".join(words)
