"""What a town's people do with vouchers and codes for our own goods, and their administrators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from benchmarks.ledger_step import Step, rows

if TYPE_CHECKING:
    from benchmarks.ledger_town import Town

LIKELY = {"stock": 1, "redeem": 12, "own_goods": 3, "confirm": 6, "cancel": 3, "lapse": 2}
OFFERS = "SELECT DISTINCT offer_id FROM voucher WHERE state <> 'waiting'"


def stock(town: Town, do: str) -> Step:
    """A partner's codes, of one worth; paid ahead, or each once it is used."""
    n, chance = town.number + 1, town.chance
    codes, cost = chance.randint(1, 4), chance.randint(10, 40)
    until = (town.moment + timedelta(days=chance.choice([3, 400]))).isoformat()
    given = [chance.choice(town.admins), chance.random() < 0.5, f"CODE-{n}", codes, cost,
             cost + chance.randint(0, 20), until]  # fmt: skip
    return town.step(do, given, key=town.inbox())


def redeem(town: Town, do: str) -> Step | None:
    """Sometimes the button is pressed twice."""
    offers = [row[0] for row in rows(town.address, OFFERS)]
    if not offers:
        return None
    given = [town.buyer(), town.chance.choice(offers), town.number + 1]
    first = town.step(do, given, key=town.maybe())
    if town.chance.random() < 0.2:
        town.left.append(town.step(do, given))
    return first


def own_goods(town: Town, do: str) -> Step:
    given = [f"goods:{town.number + 1}", town.buyer(), town.chance.randint(5, 60)]
    return town.step(do, given, key=town.maybe())


def end(town: Town, do: str) -> Step | None:
    if not town.redeeming:
        return None
    redemption = town.chance.choice(list(town.redeeming))
    return ended(town, do, redemption)


def ended(town: Town, do: str, redemption: int) -> Step:
    person = town.redeeming[redemption]
    if do != "lapse" and town.chance.random() < 0.5:
        del town.redeeming[redemption]
    if do == "confirm":
        town.confirmed[redemption] = person
    return town.step(do, [person, redemption], key=town.inbox())


def lapse(town: Town, do: str) -> Step | None:
    if not town.confirmed:
        return None
    redemption = town.chance.choice(list(town.confirmed))
    return town.step(do, [town.confirmed[redemption], redemption], key=town.inbox())


def racing(town: Town) -> list[Step]:
    """What is nobody's any more, and somebody who confirms it all the same."""
    chosen = town.chance.sample(list(town.redeeming), min(2, len(town.redeeming)))
    return [
        one
        for redemption in chosen
        for one in (
            town.step("let_go", [redemption], key=town.inbox()),
            ended(town, "confirm", redemption),
        )
    ]


INVENTORS: dict[str, Callable[[Any, str], Step | None]] = {
    "stock": stock, "redeem": redeem, "own_goods": own_goods, "confirm": end, "cancel": end,
    "lapse": lapse,
}  # fmt: skip
