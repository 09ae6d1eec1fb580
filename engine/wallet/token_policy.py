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
