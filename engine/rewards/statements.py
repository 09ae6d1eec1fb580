"""The rewards' SQL."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.rewards import tables
from engine.rewards.tables import reward

counts = tables.cap_earned.c
held = tables.held_reward.c
programmes = tables.programme.c
changes = tables.programme_change.c

FIND_REWARD = select(reward.c.tokens, reward.c.withheld_reason, reward.c.worth).where(
    reward.c.key == bindparam("of_key")
)
ADD_REWARD = insert(reward).values(
    key=bindparam("of_key"),
    person_id=bindparam("of_person"),
    kind=bindparam("of_kind"),
    parts=bindparam("for_parts"),
    worth=bindparam("of_worth"),
    tokens=bindparam("paid"),
    withheld_reason=bindparam("reason"),
    granted_on=bindparam("on_day"),
    granted_at=bindparam("at"),
)
SET_REWARD = (
    update(reward)
    .where(reward.c.key == bindparam("of_key"))
    .values(
        tokens=bindparam("paid"),
        worth=bindparam("of_worth"),
        withheld_reason=bindparam("reason"),
        granted_on=bindparam("on_day"),
        granted_at=bindparam("at"),
    )
)
REWARDS_OF = (
    select(
        reward.c.key,
        reward.c.kind,
        reward.c.tokens,
        reward.c.withheld_reason,
        reward.c.granted_at,
    )
    .where(reward.c.person_id == bindparam("of_person"))
    .order_by(reward.c.granted_at, reward.c.key)
)
DROP_REWARDS = delete(reward).where(reward.c.person_id == bindparam("of_person"))
GRANTED_TODAY = select(func.coalesce(func.sum(reward.c.tokens), 0).label("tokens")).where(
    reward.c.granted_on == bindparam("today"), reward.c.kind == bindparam("of_kind")
)
ACTIVITY = (
    select(
        reward.c.kind,
        reward.c.parts,
        func.count().label("grants"),
        func.sum(reward.c.tokens).label("tokens"),
    )
    .where(reward.c.granted_on > bindparam("since"), reward.c.tokens > 0)
    .group_by(reward.c.kind, reward.c.parts)
)
PEOPLE_REWARDED = (
    select(reward.c.kind, func.count(func.distinct(reward.c.person_id)).label("people"))
    .where(reward.c.granted_on > bindparam("since"), reward.c.tokens > 0)
    .group_by(reward.c.kind)
)

# What a programme pays now, the caps, and what the group has earned: one look for a grant.
_one = select(literal(1).label("one")).subquery()
_own, _caps = tables.programme.alias("own"), tables.programme.alias("caps")
STANDING = select(
    _own.c.terms,
    _caps.c.terms.label("caps"),
    counts.today_on,
    counts.today,
    counts.month_on,
    counts.this_month,
    counts.in_all,
).select_from(
    _one.outerjoin(_own, _own.c.name == bindparam("of_programme"))
    .outerjoin(_caps, _caps.c.name == "caps")
    .outerjoin(tables.cap_earned, counts.cap_group_id == bindparam("of_group"))
)
FIND_COUNTS = select(tables.cap_earned).where(counts.cap_group_id == bindparam("of_group"))
DROP_COUNTS = delete(tables.cap_earned).where(counts.cap_group_id == bindparam("of_group"))
_set_counts = upsert(tables.cap_earned).values(
    cap_group_id=bindparam("of_group"),
    today_on=bindparam("day"),
    today=bindparam("of_day"),
    month_on=bindparam("month"),
    this_month=bindparam("of_month"),
    in_all=bindparam("ever"),
)
SET_COUNTS = _set_counts.on_conflict_do_update(
    index_elements=["cap_group_id"],
    set_={
        name: _set_counts.excluded[name]
        for name in ("today_on", "today", "month_on", "this_month", "in_all")
    },
)

ADD_HELD = (
    insert(tables.held_reward)
    .values(
        key=bindparam("of_key"),
        person_id=bindparam("of_person"),
        programme=bindparam("of_programme"),
        parts=bindparam("for_parts"),
        about=bindparam("facts"),
        wanted=bindparam("worth"),
        reason=bindparam("why"),
        evidence=bindparam("numbers"),
        state="held",
        note="",
        held_at=bindparam("at"),
    )
    .returning(held.id)
)
FIND_HELD = select(tables.held_reward).where(held.id == bindparam("held_id"))
WAITING_HELD = (
    select(tables.held_reward)
    .where(held.state == "held")
    .order_by(held.id)
    .limit(bindparam("most"))
)
COUNT_HELD = select(func.count().label("count")).where(held.state == "held")
DECIDE_HELD = (
    update(tables.held_reward)
    .where(held.id == bindparam("held_id"), held.state == "held")
    .values(
        state=bindparam("new_state"),
        note=bindparam("why"),
        decided_by=bindparam("by_person"),
        decided_at=bindparam("at"),
    )
)
HELD_OF = (
    select(tables.held_reward).where(held.person_id == bindparam("of_person")).order_by(held.id)
)
DROP_HELD = delete(tables.held_reward).where(held.person_id == bindparam("of_person"))
DECIDED_BY = select(held.id, held.state, held.decided_at).where(
    held.decided_by == bindparam("of_person")
)

EVERY_PROGRAMME = select(tables.programme)
_set_programme = upsert(tables.programme).values(
    name=bindparam("of_name"), terms=bindparam("new_terms")
)
SET_PROGRAMME = _set_programme.on_conflict_do_update(
    index_elements=["name"], set_={"terms": _set_programme.excluded.terms}
)
ADD_CHANGE = insert(tables.programme_change).values(
    programme=bindparam("of_programme"),
    setting=bindparam("of_setting"),
    old_value=bindparam("before"),
    new_value=bindparam("after"),
    changed_by=bindparam("by_person"),
    changed_at=bindparam("at"),
)
LATEST_CHANGES = (
    select(tables.programme_change).order_by(changes.id.desc()).limit(bindparam("most"))
)
CHANGES_BY = (
    select(tables.programme_change)
    .where(changes.changed_by == bindparam("of_person"))
    .order_by(changes.id)
)
