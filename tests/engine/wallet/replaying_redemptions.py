"""What redemptions must be, worked out from bare rows: each code is one person's at most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

TABLES = {
    "voucher": "SELECT id, offer_id, state FROM voucher ORDER BY id",
    "offer": "SELECT id, partner, cost, price, is_prepaid FROM voucher_offer",
    "redemption": "SELECT id, person_id, voucher_id, tokens, hold_id, state FROM redemption",
    # A lot that is for one thing, in what something else was paid with.
    "astray": "SELECT l.id, l.restriction, s.thing FROM token_lot l "
    "JOIN sale_lot p ON p.lot_id = l.id JOIN sale s ON s.id = p.sale_id "
    "WHERE l.restriction <> '' AND l.restriction <> s.thing UNION ALL "
    "SELECT l.id, l.restriction, h.thing FROM token_lot l "
    "JOIN hold_lot p ON p.lot_id = l.id JOIN hold h ON h.id = p.hold_id "
    "WHERE l.restriction <> '' AND l.restriction <> h.thing",
}
HOLD_OF = {
    "held": ("pending",),
    "confirmed": ("posted",),
    "lapsed": ("posted",),
    "voided": ("voided", "expired"),
}
HAS_CODE = {"held": "held", "confirmed": "handed"}


def redemption_problems(rows: Any) -> Iterator[str]:
    """Of a `replaying.Rows`."""
    found = rows.found
    for lot in found["astray"]:
        yield f"lot {lot.id} is for {lot.restriction} and was spent on {lot.thing}"
    holds = {hold.id: hold for hold in found["hold"]}
    codes: dict[int, list[str]] = defaultdict(list)
    for redemption in found["redemption"]:
        hold = holds.pop(redemption.hold_id)
        told = hold.kind, hold.person_id, hold.purchased, hold.earned
        if told != ("redemption", redemption.person_id, 0, redemption.tokens):
            yield f"redemption {redemption.id} has a hold of another: {told}"
        if hold.state not in HOLD_OF[redemption.state]:
            yield f"redemption {redemption.id} is {redemption.state}, its hold {hold.state}"
        if redemption.voucher_id is not None and redemption.state in HAS_CODE:
            codes[redemption.voucher_id].append(HAS_CODE[redemption.state])
    for voucher in found["voucher"]:
        has = codes.pop(voucher.id, [])
        if has != ([voucher.state] if voucher.state in ("held", "handed") else []):
            yield f"voucher {voucher.id} is {voucher.state}, by its redemptions {has}"
    if codes:
        yield f"redemptions of vouchers that are not there: {dict(codes)}"
    yield from _money(rows)


def _money(rows: Any) -> Iterator[str]:
    """Each handed code has brought its partner what it costs, out of the account for its kind."""
    offers = {offer.id: offer for offer in rows.found["offer"]}
    wanted: Counter[str] = Counter()
    for voucher in rows.found["voucher"]:
        if voucher.state == "handed":
            offer = offers[voucher.offer_id]
            kind = "prepaid:vouchers" if offer.is_prepaid else "voucher_payable"
            wanted[f"{kind}:{offer.partner}"] += offer.cost
    paid: Counter[str] = Counter()
    for row in rows.postings:
        journal, code = rows.journals[row.journal_id], rows.accounts[row.credit_id].code
        is_to_partner = code.startswith(("prepaid:vouchers:", "voucher_payable:"))
        if rows.found["voucher"] and journal.kind == "redemption.confirmed" and is_to_partner:
            paid[code] += row.amount
    if +paid != +wanted:
        yield f"partners were paid {dict(paid)} for codes that cost {dict(wanted)}"
