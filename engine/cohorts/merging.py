"""Cohorts of two people who turn out to be one: their places hear of the one they are now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, select

from engine.cohorts import statements as sql
from engine.cohorts import tables
from engine.cohorts.following import follow_member, unfollow_member
from engine.foundation.own_rows import HandedOver, OwnRows
from engine.foundation.tx import Tx
from engine.people.merges import Merge

MEMBERSHIPS = OwnRows(tables.membership, one_per=("cohort_id",))
_ROWS = {
    "memberships": MEMBERSHIPS,
    "opened": OwnRows(tables.cohort, "opened_by"),
    "places": OwnRows(tables.place, "linked_by"),
}
IS_MEMBER = select(tables.membership.c.state).where(
    tables.membership.c.person_id == bindparam("of_person"),
    tables.membership.c.cohort_id == bindparam("of_cohort"),
    tables.membership.c.state == "active",
)


@dataclass(frozen=True)
class Noted:
    handed: dict[str, HandedOver]
    followed: tuple[int, ...]  # cohorts whose places followed the leaver


def merge(tx: Tx, merge: Merge) -> Noted:
    giver, taker = merge.leaver, merge.keeper
    theirs = [cohort for cohort in _cohorts_of(tx, giver) if cohort.state == "active"]
    # Who is in a cohort as one of both stays in it, though they left it as the other.
    left = [
        MEMBERSHIPS.drop(tx, own)
        for their, own in MEMBERSHIPS.clashes(tx, giver=giver, taker=taker)
        if their.state == "active" and own.state != "active"
    ]
    handed = {name: rows.hand_over(tx, giver=giver, taker=taker) for name, rows in _ROWS.items()}
    members = handed["memberships"]
    handed["memberships"] = replace(members, dropped=(*members.dropped, *left))
    for cohort in theirs:
        unfollow_member(tx, cohort, giver)
        follow_member(tx, cohort, taker)
    return Noted(handed, tuple(cohort.id for cohort in theirs))


def undo(tx: Tx, merge: Merge, note: Noted) -> None:
    for name, rows in _ROWS.items():
        rows.hand_back(tx, note.handed[name], giver=merge.leaver, taker=merge.keeper)
    for cohort_id in note.followed:
        cohort = tx.one(sql.FIND_COHORT, cohort_id=cohort_id)
        if cohort is None:
            continue
        if tx.one(IS_MEMBER, of_person=merge.keeper, of_cohort=cohort_id) is None:
            unfollow_member(tx, cohort, merge.keeper)
        # Places share the topic of a person's milestones: what stays is followed anew.
        for person_id in (merge.keeper, merge.leaver):
            for known in _cohorts_of(tx, person_id):
                if known.state == "active":
                    follow_member(tx, known, person_id)


def _cohorts_of(tx: Tx, person_id: int) -> list[Any]:
    return tx.query(sql.MEMBERSHIPS_OF, of_person=person_id)
