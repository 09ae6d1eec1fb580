"""What each programme pays: the policy's amounts, and what administrators have changed of them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from engine.foundation.registry import long_question
from engine.foundation.tx import ReadTx, Tx
from engine.people.commands import Role
from engine.people.queries import require_role
from engine.rewards import policy
from engine.rewards import statements as sql
from engine.rewards.errors import AmountInvalid, SettingUnknown
from engine.wallet.commands import FundState, RewardsMoved
from engine.wallet.queries import cached_total, fund_state, rewards_moved

MOST = 10_000
LOOKED_AT = timedelta(days=30)
CHANGES_SHOWN = 5


@dataclass(frozen=True)
class ChangeProgramme:
    """`by_person_id` 0: the shell, or a community that is set up. `value` in whole tokens (or
    seconds)."""

    by_person_id: int
    programme: str
    setting: str
    value: int


@dataclass(frozen=True)
class PreviewQuery:
    by_person_id: int
    programme: str
    setting: str
    value: int


@dataclass(frozen=True)
class Preview:
    """What the last 30 days cost (tokens), and would have cost with the new value; how many days
    the fund lasts at either rate, None: for ever, as nothing is granted. `cost_after` is None for
    a setting whose effect cannot be told from what was granted."""

    programme: str
    setting: str
    old_value: int
    new_value: int
    cost_before: int
    cost_after: int | None
    lasts_before: int | None
    lasts_after: int | None


@dataclass(frozen=True)
class Activity:
    """Of the last 30 days."""

    programme: str
    grants: int
    tokens: int
    people: int


@dataclass(frozen=True)
class Change:
    programme: str
    setting: str
    old_value: int
    new_value: int
    changed_by: int | None
    changed_at: datetime


@dataclass(frozen=True)
class RewardsPage:
    """`terms` by programme. `scholarship` and the fund's figures in minor units; `lasts_days` None:
    nothing was granted. `moved`: of the last 30 days. `held`: rewards that wait for a decision."""

    fund: FundState
    scholarship: int
    activity: tuple[Activity, ...]
    moved: RewardsMoved
    lasts_days: int | None
    terms: dict[str, dict[str, int]]
    changes: tuple[Change, ...]
    held: int


def terms_now(tx: ReadTx, query: object = None) -> dict[str, dict[str, int]]:
    """What holds now, by programme and setting."""
    changed = {row.name: json.loads(row.terms) for row in tx.query(sql.EVERY_PROGRAMME)}
    return {name: policy.terms_of(name, changed.get(name, {})) for name in policy.PROGRAMMES}


@long_question
def rewards_page(tx: ReadTx, by_person_id: int) -> RewardsPage:
    """Raises Forbidden."""
    require_role(tx, by_person_id, Role.ADMIN)
    activity = activity_of(tx)
    fund = fund_state(tx)
    return RewardsPage(
        fund=fund,
        scholarship=cached_total(tx, "fund:scholarship"),
        activity=activity,
        moved=rewards_moved(tx, tx.now - LOOKED_AT),
        lasts_days=_lasts(fund, sum(one.tokens for one in activity)),
        terms=terms_now(tx),
        changes=tuple(
            Change(
                row.programme,
                row.setting,
                row.old_value,
                row.new_value,
                row.changed_by,
                row.changed_at,
            )
            for row in tx.query(sql.LATEST_CHANGES, most=CHANGES_SHOWN)
        ),
        held=tx.query(sql.COUNT_HELD)[0].count,
    )


def activity_of(tx: ReadTx) -> tuple[Activity, ...]:
    grants: Counter[str] = Counter()
    tokens: Counter[str] = Counter()
    for row in tx.query(sql.ACTIVITY, since=_since(tx)):
        grants[row.kind] += row.grants
        tokens[row.kind] += int(row.tokens)
    people = {row.kind: row.people for row in tx.query(sql.PEOPLE_REWARDED, since=_since(tx))}
    return tuple(
        Activity(name, grants[name], tokens[name], people.get(name, 0))
        for name in policy.PROGRAMMES
        if name != "caps"
    )


def preview_change(tx: ReadTx, query: PreviewQuery) -> Preview:
    """What a new value would have cost at the last 30 days' activity. Raises Forbidden,
    SettingUnknown, AmountInvalid."""
    require_role(tx, query.by_person_id, Role.ADMIN)
    old = _checked(tx, query.programme, query.setting, query.value)
    cost = sum(one.tokens for one in activity_of(tx))
    after: int | None = None
    if query.programme != "caps" and query.setting not in policy.NOT_AMOUNTS:
        times = sum(
            row.grants
            for row in tx.query(sql.ACTIVITY, since=_since(tx))
            if row.kind == query.programme and query.setting in row.parts.split()
        )
        after = max(0, cost + times * (query.value - old))
    fund = fund_state(tx)
    return Preview(
        programme=query.programme,
        setting=query.setting,
        old_value=old,
        new_value=query.value,
        cost_before=cost,
        cost_after=after,
        lasts_before=_lasts(fund, cost),
        lasts_after=None if after is None else _lasts(fund, after),
    )


def change_programme(tx: Tx, command: ChangeProgramme) -> int:
    """Holds from the next reward on; the value before. Again is the same. Raises Forbidden,
    SettingUnknown, AmountInvalid."""
    if command.by_person_id:
        require_role(tx, command.by_person_id, Role.ADMIN)
    tx.lock("programmes", 0)
    old = _checked(tx, command.programme, command.setting, command.value)
    if old == command.value:
        return old
    changed = {row.name: json.loads(row.terms) for row in tx.query(sql.EVERY_PROGRAMME)}
    terms = {**changed.get(command.programme, {}), command.setting: command.value}
    tx.change(sql.SET_PROGRAMME, of_name=command.programme, new_terms=json.dumps(terms))
    tx.change(
        sql.ADD_CHANGE,
        of_programme=command.programme,
        of_setting=command.setting,
        before=old,
        after=command.value,
        by_person=command.by_person_id or None,
        at=tx.now,
    )
    return old


def _checked(tx: ReadTx, programme: str, setting: str, value: int) -> int:
    """The value that holds now."""
    terms = terms_now(tx).get(programme, {})
    if setting not in terms:
        raise SettingUnknown(programme=programme, setting=setting)
    if type(value) is not int or not 0 <= value <= MOST:
        raise AmountInvalid(most=MOST)
    return terms[setting]


def _since(tx: ReadTx) -> object:
    return (tx.now - LOOKED_AT).astimezone(UTC).date()


def _lasts(fund: FundState, tokens: int) -> int | None:
    """Whole days, at this many tokens in 30 days."""
    if not tokens:
        return None
    return (fund.available + fund.in_slices) * LOOKED_AT.days // (tokens * fund.treasury.peg)
