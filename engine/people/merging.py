"""Accounts, roles and applications of two people who turn out to be one."""

from __future__ import annotations

from typing import Any

from engine.foundation import outbox, readdressing
from engine.foundation.own_rows import HandedOver, OwnRows
from engine.foundation.tx import ReadTx, Tx
from engine.people import cap_groups, tables
from engine.people import link_statements as links
from engine.people import statements as sql
from engine.people.commands import Role
from engine.people.link_errors import BothTeach
from engine.people.merges import Merge
from engine.people.queries import roles_of

ACCOUNTS = OwnRows(tables.platform_account)
ROLES = OwnRows(tables.role_grant, one_per=("role",))
APPLICATIONS = OwnRows(tables.teaching_application)
_ROWS = {"accounts": ACCOUNTS, "roles": ROLES, "applications": APPLICATIONS}


def check(tx: ReadTx, one: int, other: int) -> None:
    """Raises BothTeach: earnings of two educators are never thrown together."""
    if all(Role.EDUCATOR in roles_of(tx, person_id) for person_id in (one, other)):
        raise BothTeach()


def merge(tx: Tx, merge: Merge) -> dict[str, HandedOver]:
    """The leaver's row stays, names and all, while it can be undone."""
    handed = {
        name: rows.hand_over(tx, giver=merge.leaver, taker=merge.keeper)
        for name, rows in _ROWS.items()
    }
    readdressing.readdress(tx, giver=merge.leaver, taker=merge.keeper)
    if merge.run == 0:
        _take_over_settings(tx, merge)
        # What could not reach them on one platform may on the other.
        outbox.release_held(tx, kind="person", id=merge.keeper)
        cap_groups.unite(tx, merge.keeper, merge.leaver)
        tx.change(links.SET_MERGED, of_person=merge.leaver, into=merge.keeper)
    return handed


def undo(tx: Tx, merge: Merge, note: dict[str, HandedOver]) -> None:
    for name, rows in _ROWS.items():
        rows.hand_back(tx, note[name], giver=merge.leaver, taker=merge.keeper)
    if merge.run == 0:
        tx.change(links.SET_ACTIVE, of_person=merge.leaver)
        for account in tx.query(sql.FIND_ACCOUNTS, of_person=merge.leaver):
            readdressing.readdress_on(tx, account.platform, giver=merge.keeper, taker=merge.leaver)


def _take_over_settings(tx: Tx, merge: Merge) -> None:
    """What the keeper never said is taken from what the leaver did."""
    keeper = tx.query(sql.FIND_PERSON, person_id=merge.keeper)[0]
    leaver = tx.query(sql.FIND_PERSON, person_id=merge.leaver)[0]
    if keeper.zone is None and leaver.zone is not None:
        tx.change(sql.SET_ZONE, of_person=keeper.id, to_zone=leaver.zone)
    if keeper.is_onboarded or not leaver.is_onboarded:
        return
    _take_over_answers(tx, keeper.id, leaver)


def _take_over_answers(tx: Tx, keeper_id: int, leaver: Any) -> None:
    tx.change(sql.SET_LOCALE, of_person=keeper_id, to_locale=leaver.locale)
    tx.change(
        sql.SET_VISIBILITY,
        of_person=keeper_id,
        to_visibility=leaver.visibility,
        name=leaver.nickname,
    )
    tx.change(sql.SET_INTERESTS, of_person=keeper_id, tags=leaver.interests)
    tx.change(
        sql.SET_WINDOW,
        of_person=keeper_id,
        from_hour=leaver.window_start,
        to_hour=leaver.window_end,
        with_weekends=leaver.wants_weekends,
    )
    tx.change(sql.SET_NUDGE_LEVEL, of_person=keeper_id, level=leaver.nudge_level)
    tx.change(sql.SET_ONBOARDED, of_person=keeper_id)
