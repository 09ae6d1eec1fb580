"""What holds must be, worked out from their bare rows and the postings of their own accounts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

TABLES = {
    "hold": "SELECT id, key, kind, person_id, thing, purchased, earned, settled_purchased, "
    "settled_earned, state, journal_id, expires_at, ended_at FROM hold ORDER BY id",
    "hold_part": "SELECT hold_id, lot_id, bucket, amount, returned FROM hold_lot ORDER BY id",
    "terms": "SELECT hold_id, educator_id, fee_bps FROM booking_terms",
    "booked_sale": "SELECT key, thing, buyer_id, educator_id, fee_bps, price, earned FROM sale "
    "WHERE substr(key, 1, 8) = 'booking:'",
}
BUCKETS = ("purchased", "earned")
BEGINS = {"booking": "class_session.held", "redemption": "redemption.held"}
ENDS = {
    ("booking", "posted"): "class_session.settled",
    ("booking", "voided"): "class_session.voided",
    ("booking", "expired"): "class_session.voided",
    ("redemption", "posted"): "redemption.confirmed",
    ("redemption", "voided"): "redemption.voided",
    ("redemption", "expired"): "redemption.voided",
}


def hold_problems(rows: Any) -> Iterator[str]:
    """Of a `replaying.Rows`. Journals that were posted alone, with no hold's row, are not asked."""
    found = rows.found
    if not found["hold"]:
        return
    moves: dict[int, list[tuple[Any, str, str]]] = defaultdict(list)  # (posting, bucket, side)
    for row in rows.postings:
        for id, side in ((row.debit_id, "out"), (row.credit_id, "in")):
            if match := re.fullmatch(r"hold:(\d+):(purchased|earned)", rows.accounts[id].code):
                moves[int(match[1])].append((row, match[2], side))
    parts: dict[int, list[Any]] = defaultdict(list)
    for part in found["hold_part"]:
        parts[part.hold_id].append(part)
    for hold in found["hold"]:
        yield from _of_rows(hold, parts[hold.id])
        yield from _of_postings(rows, hold, parts[hold.id], moves.pop(hold.id, []))
    if moves:
        yield f"accounts of holds that there are none of: {sorted(moves)}"
    yield from _bookings(found)


def _of_rows(hold: Any, parts: list[Any]) -> Iterator[str]:
    for bucket in BUCKETS:
        own = [part for part in parts if part.bucket == bucket]
        back = 0 if hold.state == "pending" else _held(hold, bucket) - _settled(hold, bucket)
        has = sum(part.amount for part in own), sum(part.returned for part in own)
        if has != (_held(hold, bucket), back):
            yield f"hold {hold.id} took and returned {has} {bucket}, wanted {back} back"
    if hold.state == "expired" and hold.ended_at < hold.expires_at:
        yield f"hold {hold.id} expired before its time"


def _of_postings(
    rows: Any, hold: Any, parts: list[Any], moves: list[tuple[Any, str, str]]
) -> Iterator[str]:
    """It is filled by one journal and emptied by one, into its own lots of its own person."""
    into: Counter[tuple[str, int]] = Counter()
    back: Counter[tuple[str, int]] = Counter()
    left: Counter[str] = Counter()
    journals: dict[str, set[int]] = {"in": set(), "out": set()}
    people: set[str] = set()
    for row, bucket, side in moves:
        other = rows.accounts[row.debit_id if side == "in" else row.credit_id].code
        journals[side].add(row.journal_id)
        left[bucket] += row.amount if side == "in" else -row.amount
        if side == "in":
            into[bucket, row.lot_id] += row.amount
        if other.startswith("person:"):
            people.add(other.rsplit(":", 1)[0])
            if side == "out":
                back[bucket, row.lot_id] += row.amount
            if not other.endswith(bucket):
                yield f"hold {hold.id} mixes its classes"
    if len(people) != 1:
        yield f"hold {hold.id} is of {sorted(people)}"
    if into != Counter({(part.bucket, part.lot_id): part.amount for part in parts}):
        yield f"hold {hold.id} took {dict(into)} by its postings"
    if +back != +Counter({(part.bucket, part.lot_id): part.returned for part in parts}):
        yield f"hold {hold.id} returned {dict(back)} by its postings"
    for bucket in BUCKETS:
        if left[bucket] != (_held(hold, bucket) if hold.state == "pending" else 0):
            yield f"hold {hold.id} is {hold.state} and has {left[bucket]} {bucket}"
    kinds = {side: [rows.journals[id].kind for id in journals[side]] for side in ("in", "out")}
    wanted = [] if hold.state == "pending" else [ENDS[hold.kind, hold.state]]
    if kinds != {"in": [BEGINS[hold.kind]], "out": wanted}:
        yield f"hold {hold.id} is {hold.state} by {kinds}"


def _bookings(found: dict[str, list[Any]]) -> Iterator[str]:
    """What was settled is a sale to the one and by the other that it was booked with; nothing
    else is."""
    sales = {row.key: row for row in found["booked_sale"]}
    terms = {row.hold_id: row for row in found["terms"]}
    for hold in found["hold"]:
        sale = sales.pop(f"booking:{hold.id}", None)
        if (sale is not None) != (hold.kind == "booking" and hold.state == "posted"):
            yield f"hold {hold.id} of a {hold.kind} is {hold.state}, its sale {sale}"
        elif sale is not None:
            agreed = terms.get(hold.id)
            paid = sale.buyer_id, sale.thing, sale.price, sale.earned
            settled = _settled(hold, "purchased") + _settled(hold, "earned")
            by = (sale.educator_id, sale.fee_bps)
            if paid != (hold.person_id, hold.thing, settled, hold.settled_earned) or (
                agreed is not None and by != (agreed.educator_id, agreed.fee_bps)
            ):
                yield f"hold {hold.id} was settled otherwise than it was booked: {sale}"
    if sales:
        yield f"bookings were sold without a hold: {sorted(sales)}"


def _held(hold: Any, bucket: str) -> int:
    return int(getattr(hold, bucket))


def _settled(hold: Any, bucket: str) -> int:
    return int(getattr(hold, f"settled_{bucket}"))
