"""Earning: the one function through which every reward is granted, held or withheld."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from engine.foundation.tx import Tx
from engine.people.cap_groups import CapGroup, cap_group_of, members_of, own_cap_group
from engine.people.queries import accounts_of, admins, private_chats
from engine.rewards import policy
from engine.rewards import statements as sql
from engine.rewards.anomalies import Suspect, anomaly_of
from engine.rewards.counting import Counts, counts_in, keep_counts, utc_day
from engine.rewards.events import RewardHeld
from engine.wallet.commands import GrantFromFund
from engine.wallet.queries import treasury_state
from engine.wallet.sale_queries import has_paid_for_good
from engine.wallet.service import grant_from_fund

_DISCORD_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Earn:
    """One achievement of a person, paid once per key.

    `parts`: what of the programme's terms was reached ("passed", "all_right"): their sum is what is
    wanted, so that nobody is paid another amount than what holds. `bonus`: the part that the
    journal tells apart. `course_owner_id`: 0 where no course is behind it. `suspect`: what is
    looked at for anomalies, None for nothing.
    """

    person_id: int
    programme: str
    key: str
    parts: tuple[str, ...]
    about: Mapping[str, int | str] = field(default_factory=dict)
    course_owner_id: int = 0
    bonus: str = ""
    suspect: Suspect | None = None


@dataclass(frozen=True)
class Earned:
    """`bonus`: the part of `tokens` that was for the request's bonus. `withheld_reason`: None when
    all was paid. `is_new` is False when the key was known."""

    tokens: int
    withheld_reason: str | None
    bonus: int = 0
    is_new: bool = True


@dataclass(frozen=True)
class _Standing:
    group: CapGroup
    terms: dict[str, int]
    caps: policy.Caps
    counts: Counts

    def worth(self, parts: tuple[str, ...]) -> int:
        return sum(self.terms[part] for part in parts)


def earn(tx: Tx, request: Earn) -> Earned:
    """Pays what the caps and the fund allow and keeps what became of it. A suspect achievement is
    held for a look instead: nothing is granted yet, nothing lost."""
    group = own_cap_group(tx, request.person_id)
    known = tx.one(sql.FIND_REWARD, of_key=request.key)
    if known is not None:
        return Earned(known.tokens, known.withheld_reason or None, is_new=False)
    standing = _standing(tx, group, request.programme)
    amount, reason = _payable(tx, request, standing)
    if amount and _is_held(tx, request, standing):
        amount, reason = 0, "held"
    amount, reason = _grant(tx, request, standing, amount, reason)
    tx.change(
        sql.ADD_REWARD,
        of_key=request.key,
        of_person=request.person_id,
        of_kind=request.programme,
        for_parts=" ".join(request.parts),
        of_worth=standing.worth(request.parts),
        paid=amount,
        reason=reason or "",
        on_day=utc_day(tx),
        at=tx.now,
    )
    return _earned(standing, request, amount, reason)


def pay_held(tx: Tx, request: Earn) -> Earned:
    """What was held is paid after all: with the amounts, the caps and the fund of now."""
    standing = _standing(tx, own_cap_group(tx, request.person_id), request.programme)
    amount, reason = _payable(tx, request, standing)
    amount, reason = _grant(tx, request, standing, amount, reason)
    tx.change(
        sql.SET_REWARD,
        of_key=request.key,
        of_worth=standing.worth(request.parts),
        paid=amount,
        reason=reason or "",
        on_day=utc_day(tx),
        at=tx.now,
    )
    return _earned(standing, request, amount, reason)


def is_own_course(tx: Tx, person_id: int, owner_id: int) -> bool:
    """Also of somebody whose caps count with theirs."""
    if not owner_id or person_id == owner_id:
        return person_id == owner_id
    group = own_cap_group(tx, person_id)
    return not group.is_alone and cap_group_of(tx, owner_id) == group.id


def _earned(standing: _Standing, request: Earn, amount: int, reason: str | None) -> Earned:
    plain = standing.worth(tuple(part for part in request.parts if part != request.bonus))
    return Earned(amount, reason, max(0, amount - plain))


def _standing(tx: Tx, group: CapGroup, programme: str) -> _Standing:
    row = tx.query(sql.STANDING, of_programme=programme, of_group=group.id)[0]
    return _Standing(
        group,
        policy.terms_of(programme, json.loads(row.terms or "{}")),
        policy.Caps(**policy.terms_of("caps", json.loads(row.caps or "{}"))),
        counts_in(row),
    )


def _payable(tx: Tx, request: Earn, standing: _Standing) -> tuple[int, str | None]:
    """What tokens there are for it at all, before the fund is asked."""
    if treasury_state(tx).mode == "points":
        return 0, "points_only"
    if is_own_course(tx, request.person_id, request.course_owner_id):
        return 0, "own_course"
    wanted = standing.worth(request.parts)
    so_far = standing.counts.at(utc_day(tx))
    amount, reason = policy.within_caps(
        wanted,
        request.programme,
        so_far,
        # Who is far from that cap is not asked how long they have been here.
        is_newcomer=so_far.in_all + wanted > standing.caps.newcomer
        and _is_newcomer(tx, standing.group),
        caps=standing.caps,
    )
    limit = standing.terms["daily_limit"]
    if limit and amount:
        tx.lock("programme", request.programme)
        row = tx.query(sql.GRANTED_TODAY, today=utc_day(tx), of_kind=request.programme)[0]
        room = max(0, limit - int(row.tokens))
        if room < amount:
            return room, "slice_empty"
    return amount, reason


def _grant(
    tx: Tx, request: Earn, standing: _Standing, amount: int, reason: str | None
) -> tuple[int, str | None]:
    if not amount:
        return 0, reason
    about = dict(request.about)
    if request.programme == "quiz":
        about["bonus"] = standing.terms[request.bonus] if request.bonus in request.parts else 0
    grant = GrantFromFund(request.key, request.person_id, request.programme, amount, about)
    if grant_from_fund(tx, grant).amount == 0:
        return 0, "fund_empty"
    counts = standing.counts.plus(amount, request.programme, utc_day(tx))
    keep_counts(tx, standing.group.id, counts)
    return amount, reason


def _is_held(tx: Tx, request: Earn, standing: _Standing) -> bool:
    if request.suspect is None:
        return False
    anomaly = anomaly_of(
        request.suspect,
        seconds_per_item=standing.terms.get("seconds_per_item", 0),
        cap_group_id=standing.group.id,
        was_paid_before=standing.counts.in_all > 0,
    )
    if anomaly is None:
        return False
    about = {**request.about, "owner": request.course_owner_id, "bonus_part": request.bonus}
    held_id: int = tx.query(
        sql.ADD_HELD,
        of_key=request.key,
        of_person=request.person_id,
        of_programme=request.programme,
        for_parts=" ".join(request.parts),
        facts=json.dumps(about),
        worth=standing.worth(request.parts),
        why=anomaly.name,
        numbers=json.dumps(anomaly.numbers),
        at=tx.now,
    )[0].id
    tx.emit(RewardHeld(held_id), to=private_chats(tx, admins(tx, None)))
    return True


def _is_newcomer(tx: Tx, group: CapGroup) -> bool:
    """Until one of the group has an account of 30 days (on Discord its id tells when it was made,
    on Telegram our first sight of them counts) or has paid for something that is final."""
    members = members_of(tx, group.id)
    since = min((member.since for member in members), default=tx.now)
    for member in members:
        for account in accounts_of(tx, member.person_id):
            if account.platform == "discord":
                made_at = _DISCORD_EPOCH + timedelta(milliseconds=account.platform_user_id >> 22)
                since = min(since, made_at)
    if tx.now - since >= policy.NEWCOMER_FOR:
        return False
    return not has_paid_for_good(tx, [member.person_id for member in members])
