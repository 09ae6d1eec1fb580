"""The figures as people read them, as one JSON object, and what of them must hold."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median_low
from typing import Any

from simulation import assumptions as given
from simulation.economy import Figures, GroupFigures
from simulation.measures import deciles


def as_json(figures: Figures) -> dict[str, Any]:
    """Shares are of 1, rounded to six places; amounts are tokens, money is in minor units."""
    return {
        "issued": figures.issued,
        "spent": figures.spent,
        "expired": figures.expired,
        "fund": figures.weeks[-1].fund,
        "own_funds_min": figures.own_funds_min,
        "extracted_share": round(figures.extracted_share, 6),
        "honest_reward_share": round(figures.honest_reward_share, 6),
        "honest_held_share": round(figures.honest_held_share, 6),
        "median_honest_tokens": median_honest(figures),
        "fund_at_start": figures.fund_at_start,
        "spent_earned": figures.spent_earned,
        "sold": figures.sold,
        "people": figures.settings.people,
        "days": figures.settings.days,
        "seed": figures.settings.seed,
        "journals": figures.journals,
        "daily_share": round(figures.daily_share, 6),
        "completed_share": round(figures.completed_share, 6),
        "strategies": {
            group.name: {
                "accounts": group.accounts,
                "rewards": group.rewards,
                "held": group.held,
                "declined": group.declined,
                "paid": group.extracted.money,
                "extracted": group.extracted.tokens,
            }
            for group in figures.groups
        },
        "problems": list(figures.problems),
    }


def median_honest(figures: Figures) -> int:
    return median_low(figures.honest) if figures.honest else 0


def failures(figures: Figures) -> list[str]:
    """The thresholds that do not hold, each as a sentence."""
    wrong = []
    if figures.own_funds_min < 0:
        wrong.append(f"own funds fell to {figures.own_funds_min:,}: they must never be below 0")
    most = given.MOST_EXTRACTED_PERCENT
    if figures.extracted_share * 100 > most:
        wrong.append(
            f"adversaries extracted {_percent(figures.extracted_share)} of the fund: "
            f"{most}% at most"
        )
    least = given.LEAST_HONEST_REWARDS_PERCENT
    if figures.honest_reward_share * 100 < least:
        wrong.append(
            f"honest people got {_percent(figures.honest_reward_share)} of the rewards: "
            f"{least}% at least"
        )
    most = given.MOST_HONEST_HELD_PERCENT
    if figures.honest_held_share * 100 > most:
        wrong.append(
            f"{_percent(figures.honest_held_share)} of honest rewards were held: {most}% at most"
        )
    return wrong


def as_text(figures: Figures) -> str:
    return "\n".join(
        (
            *_heading(figures),
            *_tokens(figures),
            *_fund(figures),
            *_honest(figures),
            *_reviewed(figures),
            *_strategies(figures),
            *_books(figures),
        )
    )


def _heading(figures: Figures) -> Iterable[str]:
    asked = figures.settings
    against = ", with adversaries" if asked.with_adversaries else ""
    yield f"Economy of {asked.people:,} people over {asked.days} days, seed {asked.seed}{against}"
    yield (
        f"  {figures.people_came:,} came; {_percent(figures.daily_share)} of them on an average "
        f"day of the last fourteen; {_percent(figures.completed_share)} of enrollments completed"
    )


def _tokens(figures: Figures) -> Iterable[str]:
    yield "Tokens"
    yield f"  issued as rewards     {figures.issued:>12,}"
    yield f"  sold in packs         {figures.sold:>12,}"
    yield f"  spent                 {figures.spent:>12,}   of them earned {figures.spent_earned:,}"
    yield f"  expired               {figures.expired:>12,}"


def _fund(figures: Figures) -> Iterable[str]:
    yield "Rewards fund (minor units)       fund     committed     own funds"
    for week in figures.weeks:
        when = "start" if week.day == 0 else f"day {week.day}"
        yield f"  {when:<20}{week.fund:>15,}{week.committed:>14,}{week.own_funds:>14,}"
    yield f"  lowest own funds after any journal: {figures.own_funds_min:,}"


def _honest(figures: Figures) -> Iterable[str]:
    yield "Honest people"
    yield (
        f"  rewards {figures.honest_rewards:,}: {_percent(figures.honest_reward_share)} of all; "
        f"median of the learners {median_honest(figures):,}"
    )
    yield f"  deciles {' '.join(f'{value:,}' for value in deciles(figures.honest))}"
    paid = [income for income in figures.incomes if income]
    middle = median_low(paid) if paid else 0
    yield (
        f"  educators: {len(figures.incomes)}, {len(paid)} of them with income, "
        f"{sum(paid):,} in all, median {middle:,}, most {max(paid, default=0):,}"
    )


def _reviewed(figures: Figures) -> Iterable[str]:
    yield "Held rewards"
    yield (
        f"  honest: {figures.honest_held:,} of {figures.honest_achievements:,} "
        f"({_percent(figures.honest_held_share)}), {figures.honest_declined:,} of them declined"
    )
    held = sum(group.held for group in figures.groups)
    if figures.groups:
        declined = sum(group.declined for group in figures.groups)
        yield f"  adversaries: {held:,}, {declined:,} of them declined"


def _strategies(figures: Figures) -> Iterable[str]:
    if not figures.groups:
        return
    yield (
        "Strategies            accounts  rewards    held  earnings     goods      paid"
        "  outsiders  extracted"
    )
    for group in figures.groups:
        yield _strategy(group)
    won = sum(max(0, group.extracted.tokens) for group in figures.groups)
    yield f"  together {won:,}: {_percent(figures.extracted_share)} of the fund at the start"


def _strategy(group: GroupFigures) -> str:
    got = group.extracted
    return (
        f"  {group.name:<20}{group.accounts:>8,}{group.rewards:>9,}{group.held:>8,}"
        f"{got.earnings:>10,}{got.goods:>10,}{got.money:>10,}{got.outsiders:>11,}{got.tokens:>11,}"
    )


def _books(figures: Figures) -> Iterable[str]:
    yield "Books"
    if figures.refused:
        told = ", ".join(f"{code} {count:,}" for code, count in figures.refused.items())
        yield f"  plans that ended at a refusal: {told}"
    yield f"  {figures.journals:,} journals; verify: {len(figures.problems) or 'no'} problems"
    for problem in figures.problems:
        yield f"    {problem}"


def _percent(share: float) -> str:
    return f"{share * 100:.2f}%"
