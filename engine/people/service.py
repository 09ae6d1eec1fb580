"""What people do about themselves: arriving, settings, and leaving."""

from __future__ import annotations

import json

from engine.foundation import outbox
from engine.foundation.errors import TooMany
from engine.foundation.tx import Tx
from engine.people import personal_data
from engine.people import statements as sql
from engine.people.allowances import ALLOWANCES, use
from engine.people.cap_groups import recall_erased
from engine.people.commands import (
    ErasePerson,
    FinishOnboarding,
    Meet,
    Met,
    PersonErased,
    Role,
    SetCommunity,
    SetInterests,
    SetLocale,
    SetNudgeLevel,
    SetReachable,
    SetVisibility,
    SetWindow,
    SetZone,
    UseAllowance,
    Visibility,
    Who,
    WhoQuery,
)
from engine.people.errors import (
    InterestsInvalid,
    LastAdmin,
    LocaleUnknown,
    NicknameMissing,
    NicknameTaken,
    WindowInvalid,
    ZoneUnknown,
)
from engine.people.local_time import is_zone
from engine.people.locales import is_locale, locale_of
from engine.people.names import clean_name
from engine.people.queries import admins, community, person_row, who_is
from engine.people.role_service import (
    apply_to_teach,
    appoint,
    claim_admin,
    decide_application,
    grant_role,
    make_claim_code,
    revoke_role,
)

WINDOW = (8, 22)
NICKNAME_LIMIT = 32
MOST_INTERESTS = 20
INTEREST_LIMIT = 40
# There a bot may write to nobody who has not written to it in private before.
_FIRST_WORD_IS_THEIRS = frozenset({"telegram"})


def meet(tx: Tx, command: Meet) -> Met:
    """Knows the sender from now on: the first time as a new person with the role of a learner.

    Their names are kept up to date, and who writes to us in private can be written to: what waited
    for them goes out.
    """
    name = clean_name(command.first_name) or clean_name(command.username, fallback="?")
    login = clean_name(command.username)
    tx.lock("account", f"{command.platform}:{command.platform_user_id}")
    account = tx.one(
        sql.FIND_ACCOUNT, on_platform=command.platform, user_id=command.platform_user_id
    )
    if account is None:
        return Met(_add_person(tx, command, name, login), is_new=True)
    is_reachable = bool(account.can_be_written_to) or command.is_private
    tx.change(
        sql.SEE_ACCOUNT,
        account_id=account.id,
        name=name,
        login=login,
        is_reachable=is_reachable,
        at=tx.now,
    )
    if account.first_name != name:
        tx.change(sql.SET_FIRST_NAME, of_person=account.person_id, name=name)
    if is_reachable and not account.can_be_written_to:
        outbox.release_held(tx, kind="person", id=account.person_id)
    return Met(_who(tx, command), is_new=False)


def set_locale(tx: Tx, command: SetLocale) -> None:
    """Raises LocaleUnknown."""
    person_row(tx, command.person_id)
    if not is_locale(command.locale):
        raise LocaleUnknown(locale=command.locale[:20])
    tx.change(sql.SET_LOCALE, of_person=command.person_id, to_locale=command.locale)


def set_zone(tx: Tx, command: SetZone) -> None:
    """Raises ZoneUnknown."""
    person_row(tx, command.person_id)
    if not is_zone(command.zone):
        raise ZoneUnknown(zone=clean_name(command.zone))
    tx.change(sql.SET_ZONE, of_person=command.person_id, to_zone=command.zone)


def set_visibility(tx: Tx, command: SetVisibility) -> None:
    """Raises NicknameMissing, NicknameTaken."""
    row = person_row(tx, command.person_id)
    nickname = clean_name(command.nickname, limit=NICKNAME_LIMIT) or row.nickname
    if command.visibility is Visibility.NICKNAME:
        if not nickname:
            raise NicknameMissing()
        tx.lock("nickname", nickname.casefold())
        if tx.one(sql.FIND_NICKNAME, name=nickname, person_id=command.person_id) is not None:
            raise NicknameTaken(nickname=nickname)
    tx.change(
        sql.SET_VISIBILITY,
        of_person=command.person_id,
        to_visibility=command.visibility.value,
        name=nickname,
    )


def set_interests(tx: Tx, command: SetInterests) -> None:
    """Raises InterestsInvalid."""
    person_row(tx, command.person_id)
    cleaned = [clean_name(tag, limit=INTEREST_LIMIT + 1) for tag in command.interests]
    kept = list(dict.fromkeys(tag for tag in cleaned if tag))
    if len(kept) > MOST_INTERESTS or any(len(tag) > INTEREST_LIMIT for tag in kept):
        raise InterestsInvalid(limit=MOST_INTERESTS, length=INTEREST_LIMIT)
    tags = json.dumps(kept, ensure_ascii=False)
    tx.change(sql.SET_INTERESTS, of_person=command.person_id, tags=tags)


def set_window(tx: Tx, command: SetWindow) -> None:
    """Raises WindowInvalid."""
    person_row(tx, command.person_id)
    if not 0 <= command.start_hour < command.end_hour <= 24:
        raise WindowInvalid(start_hour=command.start_hour, end_hour=command.end_hour)
    tx.change(
        sql.SET_WINDOW,
        of_person=command.person_id,
        from_hour=command.start_hour,
        to_hour=command.end_hour,
        with_weekends=command.wants_weekends,
    )


def set_nudge_level(tx: Tx, command: SetNudgeLevel) -> None:
    person_row(tx, command.person_id)
    tx.change(sql.SET_NUDGE_LEVEL, of_person=command.person_id, level=command.level.value)


def finish_onboarding(tx: Tx, command: FinishOnboarding) -> None:
    person_row(tx, command.person_id)
    tx.change(sql.SET_ONBOARDED, of_person=command.person_id)


def mark_unreachable(tx: Tx, command: SetReachable) -> bool:
    """The platform refused to pass a private message on; False when that was known."""
    return _set_reachable(tx, command, is_reachable=False)


def mark_reachable(tx: Tx, command: SetReachable) -> bool:
    """They came back: what waited for them goes out. False when they were reachable already."""
    is_changed = _set_reachable(tx, command, is_reachable=True)
    if is_changed:
        outbox.release_held(tx, kind="person", id=command.person_id)
    return is_changed


def use_allowance(tx: Tx, command: UseAllowance) -> None:
    """Counts one use. Raises TooMany(what, retry_after_seconds) when none is left."""
    person_row(tx, command.person_id)
    allowance = ALLOWANCES[command.kind]
    row = tx.one(sql.FIND_ALLOWANCE, of_person=command.person_id, of_kind=command.kind)
    passed = (tx.now - row.updated_at).total_seconds() if row else 0.0
    used = use(allowance, left_millis=row.left_millis if row else None, passed_seconds=passed)
    if used.retry_after_seconds:
        raise TooMany(what=command.kind, retry_after_seconds=used.retry_after_seconds)
    tx.change(
        sql.SET_ALLOWANCE,
        of_person=command.person_id,
        of_kind=command.kind,
        left=used.left_millis,
        at=tx.now,
    )


def erase_person(tx: Tx, command: ErasePerson) -> PersonErased:
    """Has every domain drop what names this person; an empty row keeps their id.

    Raises LastAdmin, and what a domain has against it.
    """
    tx.lock("roles", 0)
    person_row(tx, command.person_id)
    if admins(tx, None) == (command.person_id,):
        raise LastAdmin()
    personal_data.erase_all(tx, command.person_id)
    return PersonErased(command.person_id)


def set_community(tx: Tx, command: SetCommunity) -> None:
    """From the shell. Raises LocaleUnknown, ZoneUnknown."""
    if command.language is not None and not is_locale(command.language):
        raise LocaleUnknown(locale=command.language)
    if command.zone is not None and not is_zone(command.zone):
        raise ZoneUnknown(zone=command.zone)
    values = {
        "name": clean_name(command.name) if command.name else None,
        "language": command.language,
        "zone": command.zone,
    }
    for key, value in values.items():
        if value is not None:
            tx.change(sql.SET_COMMUNITY, of_key=key, new_value=value)


def _add_person(tx: Tx, command: Meet, name: str, login: str) -> Who:
    locale = locale_of(command.language, community(tx, None).language)
    person_id = tx.query(
        sql.ADD_PERSON,
        name=name,
        in_locale=locale,
        from_hour=WINDOW[0],
        to_hour=WINDOW[1],
        at=tx.now,
    )[0].id
    tx.change(
        sql.ADD_ACCOUNT,
        on_platform=command.platform,
        user_id=command.platform_user_id,
        of_person=person_id,
        name=name,
        login=login,
        is_reachable=command.is_private or command.platform not in _FIRST_WORD_IS_THEIRS,
        at=tx.now,
    )
    tx.change(
        sql.ADD_ROLE, of_person=person_id, new_role=Role.LEARNER.value, by_person=None, at=tx.now
    )
    recall_erased(tx, person_id, command.platform, command.platform_user_id)
    return _who(tx, command)


def _who(tx: Tx, command: Meet) -> Who:
    who = who_is(tx, WhoQuery(command.platform, command.platform_user_id))
    if who is None:
        raise AssertionError("an account that was just written is missing")
    return who


def _set_reachable(tx: Tx, command: SetReachable, *, is_reachable: bool) -> bool:
    changed = tx.change(
        sql.SET_REACHABLE,
        of_person=command.person_id,
        on_platform=command.platform,
        is_reachable=is_reachable,
    )
    return bool(changed)


__all__ = [
    "apply_to_teach",
    "appoint",
    "claim_admin",
    "decide_application",
    "erase_person",
    "finish_onboarding",
    "grant_role",
    "make_claim_code",
    "mark_reachable",
    "mark_unreachable",
    "meet",
    "revoke_role",
    "set_community",
    "set_interests",
    "set_locale",
    "set_nudge_level",
    "set_visibility",
    "set_window",
    "set_zone",
    "use_allowance",
]
