"""What is fixed about tokens: how long earned ones last, when they can be spent, who is warned."""

from __future__ import annotations

from datetime import timedelta

EARNED_LAST = timedelta(days=180)
VESTS_AFTER = timedelta(
    hours=24
)  # a thousand new accounts cannot spend at once what they were paid
WARNED_BEFORE = timedelta(days=14)
