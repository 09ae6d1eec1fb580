"""What a town does with scholarships, discount codes, a ring's income and a course's rewards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from benchmarks.ledger_step import Step, rows

if TYPE_CHECKING:
    from benchmarks.ledger_town import Town

LIKELY = {"scholarship": 5, "make_code": 3, "stop_code": 1, "give_code": 14, "buy": 12, "decide": 2,
          "refund_course": 4}  # fmt: skip
CODES = "SELECT code FROM discount_code WHERE stopped_at IS NULL ORDER BY id"
CODE_IDS = "SELECT id FROM discount_code"
REVIEWS = "SELECT id FROM income_review"
OPEN_REVIEWS = "SELECT id FROM income_review WHERE state <> 'released'"


def scholarship(town: Town, do: str) -> Step:
    n, chance = town.number + 1, town.chance
    given = [chance.randint(1, 150), chance.choice(town.admins), town.buyer(),
             f"course:{n % 7 + 1}", chance.choice(town.educators)]  # fmt: skip
    return town.step(do, given, key=town.inbox())


def make_code(town: Town, do: str) -> Step:
    """A fund's for any course or one, or an educator's for one."""
    n, chance = town.number + 1, town.chance
    fund = chance.choice(["", "fund:rewards", "fund:scholarship"])
    by = chance.choice(town.admins if fund else town.educators)
    thing = f"course:{n % 7 + 1}" if not fund or chance.random() < 0.2 else ""
    percent = chance.choice([0, chance.randint(5, 60)])
    tokens = 0 if percent else chance.randint(5, 80)
    most = chance.randint(1, 2)
    until = (town.moment + timedelta(days=chance.choice([2, 300, 300]))).isoformat()
    given = [by, f"LESS-{n}", until, percent, tokens, thing, fund, most, chance.randint(1, most)]
    return town.step(do, given, key=town.inbox())


def stop_code(town: Town, do: str) -> Step | None:
    ids = [row[0] for row in rows(town.address, CODE_IDS)]
    if not ids:
        return None
    return town.step(do, [town.chance.choice(town.admins), ids[-1]], key=town.inbox())


def give_code(town: Town, do: str) -> Step | None:
    """And then, mostly, something is bought with it."""
    codes = [row[0] for row in rows(town.address, CODES)]
    if not codes:
        return make_code(town, "make_code")
    person = town.buyer()
    given = town.step(do, [person, town.chance.choice(codes[-2:])], key=town.inbox())
    for _ in range(town.chance.choice([0, 1, 2])):
        town.left.append(bought(town, "buy", person))
    return given


def buy(town: Town, do: str) -> Step:
    return bought(town, do, town.buyer())


def bought(town: Town, do: str, person: int) -> Step:
    """With the code that waits, if there is one for it."""
    n, chance = town.number + 1, town.chance
    given = [f"bought:{n}", person, chance.choice(town.educators), town.thing(),
             chance.randint(20, 150), 1_500, chance.randint(0, 40)]  # fmt: skip
    return town.step(do, given, key=town.inbox())


def decide(town: Town, do: str) -> Step | None:
    reviews = [row[0] for row in rows(town.address, REVIEWS)]
    if not reviews:
        return None
    given = [town.chance.choice(town.admins), town.chance.choice(reviews),
             town.chance.random() < 0.3]  # fmt: skip
    return town.step(do, given, key=town.inbox())


def released(town: Town) -> list[Step]:
    """Every review, so that every sale may become final."""
    return [
        town.step("decide", [town.admins[0], row[0], True], key=town.inbox())
        for row in rows(town.address, OPEN_REVIEWS)
    ]


def refund_course(town: Town, do: str) -> Step | None:
    """What is left of a sale, and the course's rewards with it."""
    left = [sale for sale, (_, course) in town.bought.items() if course and town.sales[sale] > 0]
    if not left:
        return None
    sale = town.chance.choice(left)
    person, course = town.bought[sale]
    given = [f"refund:{town.number + 1}", sale, town.sales[sale], person, course]
    return town.step(do, given, key=town.inbox())


INVENTORS: dict[str, Callable[[Any, str], Step | None]] = {
    "scholarship": scholarship, "make_code": make_code, "stop_code": stop_code,
    "give_code": give_code, "buy": buy, "decide": decide, "refund_course": refund_course,
}  # fmt: skip
