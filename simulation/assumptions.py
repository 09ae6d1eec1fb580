"""What the simulation takes for granted: every number in one place, with its source where one is
published (docs/economy.md tells more)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BEGINS_AT = datetime(2027, 1, 4, tzinfo=UTC)  # a Monday
# Half of the educators taught before the month that is looked at, and were paid by people from
# elsewhere: an educator who is new may be given nothing that was earned.
OPENED_AT = BEGINS_AT - timedelta(days=45)
ESTABLISHED_PERCENT = 50
PATRONS_PER_COURSE = 6
MOST_PEOPLE = 100_000
MOST_DAYS = 730

# The operator, in minor units (cents) for each person expected.
FUND_EACH = 150
OWN_CAPITAL_EACH = 100


@dataclass(frozen=True)
class Habit:
    """`share` of the people in percent; `comes` to a day with this probability and `stays` for the
    next one with that; so many lessons a day; `knows` the right answer this often."""

    name: str
    share: int
    comes: float
    stays: float
    lessons: tuple[int, int]
    knows: tuple[float, float]


# Tuned so that a good quarter of a month's people come each day: Duolingo reported 26% in its
# letter to shareholders for the third quarter of 2022; and so that few complete a course: the
# median of 221 open online courses is 12.6% (Jordan 2015, IRRODL 16(3)).
HABITS = (
    Habit("visitor", 45, 0.30, 0.80, (1, 2), (0.60, 0.85)),
    Habit("regular", 37, 0.38, 0.985, (1, 2), (0.70, 0.93)),
    Habit("devoted", 18, 0.82, 0.995, (1, 3), (0.75, 0.97)),
)
ARRIVE_AT_ONCE_PERCENT = 50  # on the first three days; the others evenly over all of them
ON_DISCORD_PERCENT = 45
OLD_ACCOUNT_PERCENT = 90  # of Discord's: made long before they came here
ZONES = ("Europe/Paris", "America/New_York", "Asia/Tokyo", "Pacific/Auckland", "UTC")

# Seconds on one item: most of the mass lies between 8 and 60; nobody reads one in less than 4.
ITEM_SECONDS_MEDIAN = 20.0
ITEM_SECONDS_SIGMA = 0.55
ITEM_SECONDS_LEAST = 4.0
LESSON_MINUTES = (3, 15)

# Of all people so many ever pay: 3.7 million of 56.5 million (the same letter).
PAYING_PERCENT = 7
PACKS = (100, 250, 500, 1_000)  # tokens, sold at the peg
GIVES_BACK_PERCENT = 6  # of purchases by honest people
BUYS_ON_A_DAY = 0.25  # who pays and came today
CARD_SETTLES_AFTER = timedelta(days=7)
PROCESSING_BPS, PROCESSING_FIXED = 290, 30

# Courses.
PEOPLE_PER_EDUCATOR = 40
LEAST_EDUCATORS = 4
LESSONS = (6, 14)
ITEMS = 5
OPTIONS = 4
FREE_PERCENT = 40
PRICES = (80, 400)

# Adversaries, for each thousand honest people; at least so many accounts.
MANY_ACCOUNTS = (150, 20)
RING = (10, 3)
COLLUDING = (20, 4)
CYCLING = (10, 2)
SHARING = (30, 6)
# Administrators look once a day at what is held: an honest person's reward is paid, a cheat's is
# declined this often (they see the same answers given as fast again and again).
DECLINES_CHEATS = 0.9
REVIEWED_AFTER = timedelta(days=1)

# What must hold (--check), in percent.
MOST_EXTRACTED_PERCENT = 5
LEAST_HONEST_REWARDS_PERCENT = 90
MOST_HONEST_HELD_PERCENT = 1
