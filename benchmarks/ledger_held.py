"""What the answers say has become of every hold: each ended once, as it was answered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.ledger_step import Step, rows

HOLDS = "SELECT id, state FROM hold"
REDEMPTIONS = "SELECT id, hold_id, tokens, state FROM redemption"
ENDS = {"settle": "posted", "void": "voided", "expire": "expired"}
REDEMPTION_ENDS = {"confirm": "confirmed", "cancel": "voided", "let_go": "voided"}


@dataclass
class Told:
    """By the answers: how many journals of each kind, and what people hold of each class."""

    journals: Counter[str]
    tokens: dict[str, int]


def differences(address: Path | str, answered: Sequence[Step], told: Told) -> Iterator[str]:
    """Adds what holds have moved to what was told."""
    done = [step for step in answered if step.kind == "done" and not step.repeats]
    ends: dict[int, list[Step]] = defaultdict(list)
    for step in done:
        if step.do in ENDS and step.answer:
            ends[step.given[0]].append(step)
    states: dict[int, str] = dict(rows(address, HOLDS))
    yield from _redemptions(address, done, states, told)
    booked = {step.answer.hold_id: step for step in done if step.do == "book"}
    if len(booked) != sum(step.do == "book" for step in done):
        yield "two bookings were answered with one hold"
    for hold, step in booked.items():
        state = _end_of(ends[hold])
        if len(ends[hold]) > 1 or states.pop(hold, None) != state:
            ways = [end.do for end in ends[hold]]
            yield f"hold {hold} was answered to have ended by {ways}, and not by that alone"
            continue
        told.journals["class_session.held"] += 1
        if state != "posted":
            told.journals["class_session.voided"] += 1
            continue
        told.journals["class_session.settled"] += 1
        parts = ends[hold][0].answer.offer.parts
        told.tokens["purchased"] -= parts.purchased
        told.tokens["earned"] -= parts.earned
        if parts.purchased > step.answer.purchased or parts.earned > step.answer.earned:
            yield f"hold {hold} paid {parts}, more than it was answered to hold"
    if states:
        yield f"holds that nobody was told of: {states}"


def _redemptions(
    address: Path | str, done: Sequence[Step], states: dict[int, str], told: Told
) -> Iterator[str]:
    """Takes their holds out of `states`."""
    begun = {step.answer.redemption_id for step in done if step.do in ("redeem", "own_goods")}
    ends: dict[int, list[str]] = defaultdict(list)
    lapsed: Counter[int] = Counter()
    for step in done:
        if step.do == "let_go" and step.answer:
            ends[step.given[0]].append(step.do)
        elif step.do in REDEMPTION_ENDS and step.do != "let_go" and step.answer.is_new:
            ends[step.given[1]].append(step.do)
        elif step.do == "lapse" and step.answer.is_new:
            lapsed[step.given[1]] += 1
    for id, hold, tokens, state in rows(address, REDEMPTIONS):
        states.pop(hold, None)
        wanted = REDEMPTION_ENDS[ends[id][0]] if ends[id] else "voided"
        if lapsed[id] and wanted == "confirmed":
            wanted = "lapsed"
        if id not in begun or state != wanted or len(ends[id]) > 1 or lapsed[id] > 1:
            yield f"redemption {id} is {state}, by the answers {ends[id]}, lapsed {lapsed[id]}"
        is_used = state in ("confirmed", "lapsed")
        told.journals["redemption.held"] += 1
        told.journals["redemption.confirmed" if is_used else "redemption.voided"] += 1
        told.journals["redemption.lapsed"] += state == "lapsed"
        told.tokens["earned"] -= tokens if is_used else 0


def _end_of(ends: Sequence[Step]) -> str:
    """Nobody is told of what its job has let go."""
    return ENDS[ends[0].do] if ends else "expired"
