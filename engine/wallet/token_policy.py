"""What is fixed about tokens: how long they last, when they can be spent, when a sale is final."""

from __future__ import annotations

from datetime import timedelta

EARNED_LAST = timedelta(days=180)
VESTS_AFTER = timedelta(
    hours=24
)  # a thousand new accounts cannot spend at once what they were paid
WARNED_BEFORE = timedelta(days=14)
COURSE_MATURES_AFTER = timedelta(days=14)
NEW_EDUCATOR = timedelta(days=90)  # counted from their first sale
RESERVE_BPS = 1_000  # of what a new educator earns
RESERVED_FOR = timedelta(days=90)
FUND_SHARE_PERCENT = 20  # of a final fee: what feeds the rewards fund
SESSION_MATURES_AFTER = timedelta(hours=48)
GRACE = timedelta(hours=72)  # for what would be past its expiry when an educator cancels
REDEMPTION_HELD_FOR = timedelta(minutes=10)  # a step after which nobody was there any more
VOUCHERS_MONTHLY_CAP = 1_000  # tokens per cap group and calendar month, UTC
GIVEN_FOR = timedelta(days=90)  # how long a scholarship waits to be used
