"""The rewards' SQL."""

from __future__ import annotations

from sqlalchemy import bindparam, case, delete, func, insert, select

from engine.rewards.policy import KINDS_UNDER_DAILY_CAP
from engine.rewards.tables import reward

FIND_REWARD = select(reward.c.tokens, reward.c.withheld_reason).where(
    reward.c.key == bindparam("of_key")
)
ADD_REWARD = insert(reward).values(
    key=bindparam("of_key"),
    person_id=bindparam("of_person"),
    kind=bindparam("of_kind"),
    tokens=bindparam("paid"),
    withheld_reason=bindparam("reason"),
    granted_on=bindparam("on_day"),
    granted_at=bindparam("at"),
)
_is_today = (reward.c.granted_on == bindparam("today")) & reward.c.kind.in_(
    sorted(KINDS_UNDER_DAILY_CAP)
)
EARNED_SO_FAR = select(
    func.coalesce(func.sum(case((_is_today, reward.c.tokens), else_=0)), 0).label("today"),
    func.coalesce(
        func.sum(case((reward.c.granted_on >= bindparam("month_start"), reward.c.tokens), else_=0)),
        0,
    ).label("this_month"),
    func.coalesce(func.sum(reward.c.tokens), 0).label("in_all"),
).where(reward.c.person_id == bindparam("of_person"))
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
