"""Linking: a code made on one platform and given on the other makes two accounts one person's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine.foundation import wire
from engine.foundation.errors import NotFound
from engine.foundation.registry import job
from engine.foundation.tx import Destination, Tx
from engine.people import link_statements as sql
from engine.people import merges
from engine.people import statements as people
from engine.people.codes import hashed, new_code
from engine.people.commands import Role
from engine.people.events import AccountsLinked, LinkAsked, LinkUndone
from engine.people.link_commands import (
    AcceptLink,
    ConfirmLink,
    DeclineLink,
    GiveLinkCode,
    LinkCodeGiven,
    LinkCodeMade,
    Linked,
    LinkOffer,
    MakeLinkCode,
    MergeUndone,
    UndoMerge,
)
from engine.people.link_errors import (
    AlreadyLinked,
    LinkOver,
    LinkSamePlatform,
    LinkToSelf,
    UndoTooLate,
)
from engine.people.link_queries import UNDO_FOR, offer_of
from engine.people.merges import Merge
from engine.people.queries import accounts_of, person_row, require_role, roles_of
from engine.people.wrong_codes import TRIES_PER_PERSON, TRIES_WITHIN, check_tries

CODE_LIFE = timedelta(minutes=10)  # for each of the two steps
# A command of the leaver that was under way may write after the merge: fetched then.
FETCHED_AFTER = (timedelta(minutes=2), timedelta(hours=1))
KEPT_AFTER_USE = timedelta(days=7)  # a used code is told apart from a wrong one for so long


def make_link_code(tx: Tx, command: MakeLinkCode) -> LinkCodeMade:
    """A code for the person's account on another platform; a former one stops working.

    Raises AlreadyLinked, NotFound.
    """
    person_row(tx, command.person_id)
    own = {account.platform for account in accounts_of(tx, command.person_id)}
    missing = tuple(platform for platform in command.platforms if platform not in own)
    if not missing:
        raise AlreadyLinked()
    tx.change(sql.FORGET_CODES, before=tx.now - KEPT_AFTER_USE)
    tx.change(sql.REPLACE_CODES, of_person=command.person_id)
    code, expires_at = new_code(), tx.now + CODE_LIFE
    code_id: int = tx.query(
        sql.ADD_CODE,
        hashed=hashed(code),
        of_person=command.person_id,
        on_platform=command.platform,
        until=expires_at,
    )[0].id
    return LinkCodeMade(code, expires_at, code_id, missing)


def give_link_code(tx: Tx, command: GiveLinkCode) -> LinkCodeGiven:
    """Shows both sides of what linking would do; a wrong code is a result, so that it is counted.

    Raises TooMany(what="link") after five wrong codes in an hour, or a hundred over all;
    LinkToSelf, LinkSamePlatform, BothTeach, and what a domain has against it.
    """
    person_row(tx, command.person_id)
    made = _count_tries(tx, command.person_id)
    row = tx.one(sql.FIND_HASH, hashed=hashed(command.code))
    if row is None:
        tx.change(sql.ADD_TRY, of_person=command.person_id, at=tx.now)
        return LinkCodeGiven("wrong", TRIES_PER_PERSON - made - 1)
    left = TRIES_PER_PERSON - made
    if row.person_id == command.person_id:
        raise LinkToSelf()
    tx.lock("link_code", row.id)
    is_others = row.state == "taken" and row.shown_to != command.person_id
    if row.state not in ("open", "taken") or is_others:
        return LinkCodeGiven("used", left)
    if row.expires_at <= tx.now:
        return LinkCodeGiven("expired", left)
    _check_pair(tx, row.person_id, command.person_id)
    tx.change(
        sql.SHOW_CODE,
        code_id=row.id,
        to_person=command.person_id,
        on_platform=command.platform,
    )
    return LinkCodeGiven("offered", left, offer_of(tx, tx.query(sql.FIND_CODE, code_id=row.id)[0]))


def accept_link(tx: Tx, command: AcceptLink) -> LinkOffer:
    """Who gave the code agrees; who made it is asked. Again is the same. Raises LinkOver."""
    row = _good_code(tx, command.code_id)
    if row.shown_to != command.person_id:
        raise LinkOver()
    offer = offer_of(tx, row)
    if row.state == "taken":
        return offer
    tx.change(sql.SET_CODE, code_id=row.id, new_state="taken", until=tx.now + CODE_LIFE)
    tx.emit(
        LinkAsked(row.id, row.person_id),
        to=[Destination("person", row.person_id, row.platform, priority=1)],
    )
    return offer


def confirm_link(tx: Tx, command: ConfirmLink) -> Linked:
    """Who made the code agrees as well: from here on the two are one person, told on both
    platforms.

    Raises LinkOver, and whatever `give_link_code` refuses.
    """
    row = _good_code(tx, command.code_id)
    if row.person_id != command.person_id or row.state != "taken":
        raise LinkOver()
    tx.lock("person", row.person_id, row.shown_to)
    _check_pair(tx, row.person_id, row.shown_to)
    tx.change(sql.SET_CODE, code_id=row.id, new_state="used", until=row.expires_at)
    merge = _merge(tx, row.person_id, row.shown_to)
    platforms = tuple(account.platform for account in accounts_of(tx, merge.keeper))
    for platform in platforms:
        tx.emit(
            AccountsLinked(merge.id, merge.keeper, platform),
            to=[Destination("person", merge.keeper, platform)],
        )
    return Linked(merge.id, merge.keeper, tuple(sorted(platforms)))


def decline_link(tx: Tx, command: DeclineLink) -> bool:
    """Either side wants it no more; False when it was over already."""
    row = tx.one(sql.FIND_CODE, code_id=command.code_id)
    if row is None or command.person_id not in (row.person_id, row.shown_to):
        return False
    if row.state not in ("open", "taken"):
        return False
    tx.change(sql.SET_CODE, code_id=row.id, new_state="declined", until=row.expires_at)
    return True


def undo_merge(tx: Tx, command: UndoMerge) -> MergeUndone:
    """By an administrator, within seven days: both get back what was theirs; what was done since
    stays with the person that they were together.

    Raises Forbidden, NotFound, UndoTooLate, and what a domain has against it: tokens that are
    spent cannot go back.
    """
    require_role(tx, command.by_person_id, Role.ADMIN)
    tx.lock("merge", command.merge_id)
    row = tx.one(sql.FIND_MERGE, merge_id=command.merge_id)
    if row is None:
        raise NotFound(what="link")
    if row.state != "done" or row.merged_at <= tx.now - UNDO_FOR:
        raise UndoTooLate(days=UNDO_FOR.days)
    tx.lock("person", row.keeper_id, row.leaver_id)
    runs = wire.load(row.notes)
    for run in reversed(range(len(runs))):
        merges.undo_all(tx, Merge(row.id, run, row.keeper_id, row.leaver_id), runs[run])
    tx.change(sql.UNDO_MERGE, merge_id=row.id, at=tx.now, by_person=command.by_person_id)
    for person_id in (row.keeper_id, row.leaver_id):
        for account in accounts_of(tx, person_id)[:1]:
            tx.emit(
                LinkUndone(row.id, person_id),
                to=[Destination("person", person_id, account.platform)],
            )
    return MergeUndone(row.keeper_id, row.leaver_id)


def fetch_the_rest(tx: Tx, command: FetchTheRest) -> None:
    """What a command that was under way wrote for the leaver follows them."""
    tx.lock("merge", command.merge_id)
    row = tx.one(sql.FIND_MERGE, merge_id=command.merge_id)
    if row is None or row.state != "done":
        return
    tx.lock("person", row.keeper_id, row.leaver_id)
    runs = wire.load(row.notes)
    runs.append(merges.merge_all(tx, Merge(row.id, len(runs), row.keeper_id, row.leaver_id)))
    tx.change(sql.SET_NOTES, merge_id=row.id, new_notes=wire.dump(runs))


def end_merge(tx: Tx, command: EndMerge) -> None:
    """The days for undoing are over: what only undoing needed is let go of, names first."""
    tx.lock("merge", command.merge_id)
    row = tx.one(sql.FIND_MERGE, merge_id=command.merge_id)
    if row is None or row.state != "done":
        return
    tx.change(sql.END_MERGE, merge_id=row.id)
    tx.change(people.EMPTY_PERSON, of_person=row.leaver_id)


@job("people.fetch_the_rest", fetch_the_rest)
@dataclass(frozen=True)
class FetchTheRest:
    merge_id: int


@job("people.end_merge", end_merge)
@dataclass(frozen=True)
class EndMerge:
    merge_id: int


def _count_tries(tx: Tx, person_id: int) -> int:
    """Wrong codes of this person in the hour. Raises TooMany."""
    tx.lock("link_tries", 0)
    since = tx.now - TRIES_WITHIN
    tx.change(sql.FORGET_TRIES, since=since)
    mine = tx.query(sql.TRIES_OF, of_person=person_id, since=since)
    over_all = tx.query(sql.TRIES_OF_ALL, since=since)
    check_tries(mine, over_all, now=tx.now, what="link")
    return len(mine)


def _good_code(tx: Tx, code_id: int) -> Any:
    """Raises LinkOver."""
    tx.lock("link_code", code_id)
    row = tx.one(sql.FIND_CODE, code_id=code_id)
    if row is None or row.state not in ("open", "taken") or row.expires_at <= tx.now:
        raise LinkOver()
    return row


def _check_pair(tx: Tx, one: int, other: int) -> None:
    own = {account.platform for account in accounts_of(tx, one)}
    for account in accounts_of(tx, other):
        if account.platform in own:
            raise LinkSamePlatform(platform=account.platform)
    merges.check_all(tx, one, other)


def _merge(tx: Tx, one: int, other: int) -> Merge:
    keeper, leaver = _keeper_first(tx, one, other)
    merge_id: int = tx.query(sql.ADD_MERGE, keeper=keeper, leaver=leaver, at=tx.now)[0].id
    merge = Merge(merge_id, 0, keeper, leaver)
    tx.change(sql.SET_NOTES, merge_id=merge_id, new_notes=wire.dump([merges.merge_all(tx, merge)]))
    for number, wait in enumerate(FETCHED_AFTER):
        tx.schedule(FetchTheRest(merge_id), at=tx.now + wait, slot=f"{merge_id}:{number}")
    tx.schedule(EndMerge(merge_id), at=tx.now + UNDO_FOR, slot=str(merge_id))
    return merge


def _keeper_first(tx: Tx, one: int, other: int) -> tuple[int, int]:
    """Who teaches stays who they are, then who said most about themselves, then who came first."""

    def weight(person_id: int) -> tuple[bool, bool, bool, datetime, int]:
        row, roles = person_row(tx, person_id), roles_of(tx, person_id)
        return (
            Role.EDUCATOR not in roles,
            Role.ADMIN not in roles,
            not row.is_onboarded,
            row.created_at,
            person_id,
        )

    first, second = sorted((one, other), key=weight)
    return first, second
