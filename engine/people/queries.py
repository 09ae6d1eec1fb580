"""Questions about people: who acts, what they may see and do, and how they are reached."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from engine.foundation.errors import Forbidden, NotFound
from engine.foundation.registry import long_question
from engine.foundation.tx import Destination, ReadTx
from engine.people import link_statements as links
from engine.people import personal_data
from engine.people import statements as sql
from engine.people.cap_groups import cap_group_members as cap_group_members
from engine.people.cap_groups import cap_group_of as cap_group_of
from engine.people.commands import (
    AccountQuery,
    Application,
    ApplicationQuery,
    Community,
    NudgeLevel,
    PersonCard,
    PlatformAccount,
    Role,
    Visibility,
    Who,
    WhoQuery,
)
from engine.people.locales import DEFAULT_LOCALE

_COMMUNITY_DEFAULTS = {"name": "Peerloom", "language": DEFAULT_LOCALE, "zone": "UTC"}


@dataclass(frozen=True)
class Reach:
    """How and when a person is written to. `destination` is None while no platform lets us."""

    destination: Destination | None
    locale: str
    zone: str | None
    window_start: int
    window_end: int
    wants_weekends: bool
    nudge_level: NudgeLevel


def who_is(tx: ReadTx, query: WhoQuery) -> Who | None:
    """The person behind a platform's sender; None for somebody we have not met."""
    account = tx.one(sql.FIND_ACCOUNT, on_platform=query.platform, user_id=query.platform_user_id)
    if account is None:
        return None
    row = person_row(tx, account.person_id)
    return Who(
        person_id=row.id,
        first_name=row.first_name,
        locale=row.locale,
        zone=row.zone,
        roles=roles_of(tx, row.id),
        visibility=Visibility(row.visibility),
        is_onboarded=bool(row.is_onboarded),
        can_be_written_to=bool(account.can_be_written_to),
    )


def person_card(tx: ReadTx, person_id: int) -> PersonCard:
    """For the person's own settings. Raises NotFound."""
    row = person_row(tx, person_id)
    accounts = tx.query(sql.FIND_ACCOUNTS, of_person=person_id)
    return PersonCard(
        person_id=row.id,
        first_name=row.first_name,
        username=accounts[0].username if accounts else "",
        locale=row.locale,
        zone=row.zone,
        visibility=Visibility(row.visibility),
        nickname=row.nickname,
        interests=tuple(json.loads(row.interests)),
        window_start=row.window_start,
        window_end=row.window_end,
        wants_weekends=bool(row.wants_weekends),
        nudge_level=NudgeLevel(row.nudge_level),
        is_onboarded=bool(row.is_onboarded),
        roles=roles_of(tx, person_id),
        platforms=tuple(sorted({account.platform for account in accounts})),
        created_at=row.created_at,
    )


def people_cards(tx: ReadTx, ids: Iterable[int]) -> dict[int, str | None]:
    """Names to show where others read, by each person's own rule; None: is not to be named.

    Everybody who was asked for is in it, erased people as None.
    """
    wanted = list(ids)
    names: dict[int, str | None] = dict.fromkeys(wanted)
    rows = {row.id: row for row in tx.query(sql.FIND_PEOPLE, ids=wanted)}
    for person_id in names:
        # What is told may be of somebody who has been linked to another person since.
        row = rows.get(person_id) or _active(tx, person_id)
        names[person_id] = _public_name(row) if row else None
    return names


def first_names(tx: ReadTx, ids: Iterable[int]) -> dict[int, str]:
    """First names for those who teach these people, once it is checked that they do; erased
    people are not in it."""
    return {row.id: row.first_name for row in tx.query(sql.FIND_PEOPLE, ids=list(ids))}


def consents(tx: ReadTx, person_id: int) -> bool:
    """May groups see what this person achieves?"""
    row = _active(tx, person_id)
    return row is not None and row.visibility != Visibility.NONE


def own_zone(tx: ReadTx, person_id: int) -> str:
    """The person's zone, or the community's while they have told us none. Raises NotFound."""
    row = _active(tx, person_id)
    if row is None:
        raise NotFound(what="person")
    return row.zone or community(tx, None).zone


def wishes(tx: ReadTx, person_id: int) -> Reach:
    """When a person may be written to, whatever the way to them. Raises NotFound."""
    row = _active(tx, person_id)
    if row is None:
        raise NotFound(what="person")
    return _reach(row, None)


def reach(tx: ReadTx, person_id: int) -> Reach:
    """Where and when a person may be written to; on the platform they were last seen on.

    Raises NotFound for somebody erased.
    """
    row = person_row(tx, person_id)
    return _reach(row, _private_chat(tx, row.id))


def _reach(row: Any, destination: Destination | None) -> Reach:
    return Reach(
        destination=destination,
        locale=row.locale,
        zone=row.zone,
        window_start=row.window_start,
        window_end=row.window_end,
        wants_weekends=bool(row.wants_weekends),
        nudge_level=NudgeLevel(row.nudge_level),
    )


def private_chats(tx: ReadTx, ids: Iterable[int]) -> tuple[Destination, ...]:
    """Where these people hear from us, each once. Who has closed their chat is among them: what is
    for them waits until they come back."""
    found = (_private_chat(tx, person_id, can_wait=True) for person_id in dict.fromkeys(ids))
    return tuple(destination for destination in found if destination is not None)


def account_on(tx: ReadTx, query: AccountQuery) -> PlatformAccount | None:
    """A person's identity on a platform; None without one."""
    for account in accounts_of(tx, query.person_id):
        if account.platform == query.platform:
            return account
    return None


def accounts_of(tx: ReadTx, person_id: int) -> tuple[PlatformAccount, ...]:
    """The person's identities: those we may write to first, the last used one foremost."""
    return tuple(
        PlatformAccount(
            person_id=row.person_id,
            platform=row.platform,
            platform_user_id=row.platform_user_id,
            first_name=row.first_name,
            username=row.username,
            can_be_written_to=bool(row.can_be_written_to),
        )
        for row in tx.query(sql.FIND_ACCOUNTS, of_person=person_id)
    )


def roles_of(tx: ReadTx, person_id: int) -> frozenset[Role]:
    return frozenset(Role(row.role) for row in tx.query(sql.ROLES_OF, of_person=person_id))


def require_role(tx: ReadTx, person_id: int, *roles: Role) -> None:
    """Raises Forbidden, naming the first of the roles, unless the person has one of them."""
    if not roles_of(tx, person_id).intersection(roles):
        raise Forbidden(role=roles[0].value)


def admins(tx: ReadTx, query: object) -> tuple[int, ...]:
    return tuple(row.person_id for row in tx.query(sql.ADMINS))


def first_educator(tx: ReadTx, query: object) -> int | None:
    """The educator of longest standing: whose course a shell's import is when nobody was named."""
    row = tx.one(sql.FIRST_EDUCATOR)
    return row.person_id if row else None


def waiting_applications(tx: ReadTx, by_person_id: int) -> tuple[Application, ...]:
    """The oldest first, for administrators. Raises Forbidden."""
    require_role(tx, by_person_id, Role.ADMIN)
    return tuple(_application(tx, row) for row in tx.query(sql.WAITING_APPLICATIONS))


def application(tx: ReadTx, query: ApplicationQuery) -> Application:
    """Raises NotFound, also for who is neither an administrator nor the applicant."""
    row = tx.one(sql.FIND_APPLICATION, application_id=query.application_id)
    is_admin = Role.ADMIN in roles_of(tx, query.by_person_id)
    if row is None or not (is_admin or row.person_id == query.by_person_id):
        raise NotFound(what="application")
    return _application(tx, row)


def community(tx: ReadTx, query: object) -> Community:
    """The community's own settings, with defaults for what nobody has set."""
    values = {row.key: row.value for row in tx.query(sql.COMMUNITY)}
    return Community(**{key: values.get(key, usual) for key, usual in _COMMUNITY_DEFAULTS.items()})


@long_question
def export_person(tx: ReadTx, person_id: int) -> dict[str, Any]:
    """All that every domain keeps about the person, ready for json.dumps; only for themselves.

    Raises NotFound.
    """
    person_row(tx, person_id)
    return personal_data.export_all(tx, person_id)


def person_row(tx: ReadTx, person_id: int) -> Any:
    """The stored row, for this domain's own services; of somebody who was linked to another person
    that person's. Raises NotFound."""
    row = tx.one(sql.FIND_PERSON, person_id=person_id)
    if row is None:
        now = survivor_of(tx, person_id)
        row = tx.one(sql.FIND_PERSON, person_id=now) if now != person_id else None
    if row is None:
        raise NotFound(what="person")
    return row


def survivor_of(tx: ReadTx, person_id: int) -> int:
    """Who they are now: another person once two accounts were linked, else themselves."""
    row = tx.one(links.SURVIVOR, of_person=person_id)
    return row.merged_into if row else person_id


def former_ids(tx: ReadTx, person_id: int) -> tuple[int, ...]:
    """Who else they were before their accounts were linked: old buttons are signed for those."""
    return tuple(row.leaver_id for row in tx.query(links.MERGES_INTO, of_person=person_id))


def _active(tx: ReadTx, person_id: int) -> Any | None:
    row = tx.known(sql.FIND_PERSON, person_id=person_id)
    if row is not None:
        return row
    now = survivor_of(tx, person_id)
    return None if now == person_id else tx.known(sql.FIND_PERSON, person_id=now)


def _private_chat(tx: ReadTx, person_id: int, *, can_wait: bool = False) -> Destination | None:
    # Those that can be written to come first.
    for account in tx.query(sql.FIND_ACCOUNTS, of_person=person_id):
        if account.can_be_written_to or can_wait:
            return Destination(kind="person", id=person_id, platform=account.platform)
    return None


def _public_name(row: Any) -> str | None:
    match Visibility(row.visibility):
        case Visibility.FIRST_NAME:
            return str(row.first_name) or None
        case Visibility.NICKNAME:
            return str(row.nickname) or None
        case Visibility.NONE:
            return None


def _application(tx: ReadTx, row: Any) -> Application:
    accounts = accounts_of(tx, row.person_id)
    return Application(
        application_id=row.id,
        person_id=row.person_id,
        first_name=row.first_name,
        username=accounts[0].username if accounts else "",
        answers=tuple((name, text) for name, text in json.loads(row.answers)),
        state=row.state,
        note=row.note,
        created_at=row.created_at,
    )
