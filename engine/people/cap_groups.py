"""Who counts as one for caps: all who were ever one person, also after an undo or an erasure."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.foundation.button_key import FIND_KEY, button_key
from engine.foundation.tx import ReadTx, Tx
from engine.people import statements as sql
from engine.people import tables

people = tables.person.c
erased = tables.erased_identity.c

GROUP_OF = select(
    func.coalesce(people.cap_group_id, people.id).label("group_id"), people.cap_group_id
).where(people.id == bindparam("of_person"))
MEMBERS = (
    select(people.id, people.created_at)
    .where(or_(people.id == bindparam("of_group"), people.cap_group_id == bindparam("of_group")))
    .order_by(people.id)
)
UNITE = (
    update(tables.person)
    .where(
        or_(
            people.id.in_((bindparam("one"), bindparam("other"))),
            people.cap_group_id.in_((bindparam("one"), bindparam("other"))),
        )
    )
    .values(cap_group_id=bindparam("into"))
)
FIND_ERASED = select(erased.cap_group_id).where(erased.digest == bindparam("of_digest"))
_keep_erased = upsert(tables.erased_identity).values(
    digest=bindparam("of_digest"), cap_group_id=bindparam("of_group")
)
KEEP_ERASED = _keep_erased.on_conflict_do_update(
    index_elements=["digest"], set_={"cap_group_id": _keep_erased.excluded.cap_group_id}
)


@dataclass(frozen=True)
class CapGroup:
    """`is_alone`: nobody else is in it, or ever was."""

    id: int
    is_alone: bool


@dataclass(frozen=True)
class Member:
    """`since`: our first sight of them; it stays when they are erased."""

    person_id: int
    since: datetime


def cap_group_of(tx: ReadTx, person_id: int) -> int:
    """The same number for all who were ever linked or merged with each other, undone or not, and
    for who was erased and came back: caps count them as one, and they are one when several must
    agree."""
    row = tx.one(GROUP_OF, of_person=person_id)
    return int(row.group_id) if row else person_id


def cap_group_members(tx: ReadTx, person_id: int) -> frozenset[int]:
    """All whom `cap_group_of` counts as one, with themselves."""
    group = cap_group_of(tx, person_id)
    return frozenset({person_id, *(one.person_id for one in members_of(tx, group))})


def own_cap_group(tx: Tx, person_id: int) -> CapGroup:
    """The group of the person who acts, held until the end: what it has earned is counted by one
    command after the other. (Who is alone is held as a person already.)"""
    row: Any = tx.known(sql.FIND_PERSON, person_id=person_id)
    if row is None or row.cap_group_id is not None:
        group = cap_group_of(tx, person_id)
        tx.lock("cap_group", group)
        return CapGroup(group, is_alone=False)
    return CapGroup(int(row.id), is_alone=True)


def first_seen(tx: ReadTx, person_id: int) -> datetime:
    """Of the person who acts; their row is at hand already."""
    row: Any = tx.known(sql.FIND_PERSON, person_id=person_id)
    seen: datetime = row.created_at
    return seen


def members_of(tx: ReadTx, group_id: int) -> tuple[Member, ...]:
    return tuple(Member(row.id, row.created_at) for row in tx.query(MEMBERS, of_group=group_id))


def unite(tx: Tx, one: int, other: int) -> int:
    """Two people's groups are one from here on, whatever is undone later; its number."""
    groups = cap_group_of(tx, one), cap_group_of(tx, other)
    tx.lock("cap_group", *set(groups))
    tx.change(UNITE, one=groups[0], other=groups[1], into=min(groups))
    return min(groups)


def remember_erased(tx: Tx, person_id: int, accounts: Iterable[Any]) -> None:
    """Only a keyed digest of each platform id stays: nobody can tell from it who it was, but who
    comes back is told from somebody new."""
    group = cap_group_of(tx, person_id)
    for account in accounts:
        digest = _digest(tx, account.platform, account.platform_user_id)
        tx.change(KEEP_ERASED, of_digest=digest, of_group=group)


def recall_erased(tx: Tx, person_id: int, platform: str, platform_user_id: int) -> None:
    """A new person whose account was erased before goes on where their group stood."""
    if tx.one(FIND_KEY) is None:
        return  # nobody was erased yet: there is no key to have made a digest with
    row = tx.one(FIND_ERASED, of_digest=_digest(tx, platform, platform_user_id))
    if row is not None:
        unite(tx, person_id, row.cap_group_id)


def _digest(tx: Tx, platform: str, platform_user_id: int) -> str:
    # A key of its own, drawn from the one that the deployment has: a digest signs no button.
    key = hmac.digest(button_key(tx, None), b"cap group", hashlib.sha256)
    return hmac.new(key, f"{platform}:{platform_user_id}".encode(), hashlib.sha256).hexdigest()
