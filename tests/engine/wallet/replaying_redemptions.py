"""What redemptions must be, worked out from bare rows: each code is one person's at most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

TABLES = {
    "voucher": "SELECT id, offer_id, state FROM voucher ORDER BY id",
    "offer": "SELECT id, partner, cost, price, is_prepaid FROM voucher_offer",
    "redemption": "SELECT id, person_id, voucher_id, tokens, hold_id, state FROM redemption",
    "cohort": "SELECT id, course_id FROM cohort",
    # A lot that is for one thing, in what something else was paid with.
    "astray": "SELECT l.id, l.restriction, s.thing FROM token_lot l "
    "JOIN sale_lot p ON p.lot_id = l.id JOIN sale s ON s.id = p.sale_id "
    "WHERE l.restriction <> '' AND l.restriction <> s.thing UNION ALL "
    "SELECT l.id, l.restriction, h.thing FROM token_lot l "
    "JOIN hold_lot p ON p.lot_id = l.id JOIN hold h ON h.id = p.hold_id "
    "WHERE l.restriction <> '' AND l.restriction <> h.thing",
    "linked": "SELECT keeper_id, leaver_id FROM person_merge",
    "code": "SELECT id, fund, thing, most_uses, most_each FROM discount_code",
    # A used code, and what its fund gave for it; how often its thing was bought at that moment.
    "use": "SELECT u.id, u.code_id, u.person_id, u.state, u.thing, u.tokens, l.amount, "
    "l.restriction, (SELECT count(*) FROM sale s WHERE s.thing = u.thing "
    "AND s.buyer_id = u.person_id AND s.sold_at = u.used_at) AS bought FROM discount_use u "
    "LEFT JOIN ledger_journal j ON j.idempotency_key = 'discount:' || CAST(u.id AS TEXT) "
    "LEFT JOIN token_lot l ON l.journal_id = j.id",
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
    courses = {f"cohort:{row.id}": f"course:{row.course_id}" for row in found["cohort"]}
    for lot in found["astray"]:
        if not counts_for(courses, lot.restriction, lot.thing):
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
    yield from _discounts(found, courses)


def counts_for(courses: dict[str, str], what_for: str, thing: str) -> bool:
    """`courses`: of the cohorts that are known. The wallet knows none: there, any may be of any."""
    if what_for in ("", thing):
        return True
    kinds = (what_for.partition(":")[0], thing.partition(":")[0])
    return kinds == ("course", "cohort") and courses.get(thing, what_for) == what_for


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


def _discounts(found: dict[str, list[Any]], courses: dict[str, str]) -> Iterator[str]:
    """No code is used more often than it may, nor without a purchase; what a fund pays for it is
    for that purchase alone."""
    linked = {person for row in found["linked"] for person in row}
    codes = {code.id: code for code in found["code"]}
    in_all: Counter[int] = Counter()
    each: Counter[tuple[int, int]] = Counter()
    waiting: Counter[int] = Counter()
    for use in found["use"]:
        code = codes[use.code_id]
        waiting[use.person_id] += use.state == "open"
        if use.state == "used":
            in_all[use.code_id] += 1
            each[use.code_id, use.person_id] += 1
        is_paid = use.state == "used" and code.fund
        wanted = (use.tokens, use.thing) if is_paid else (None, None)
        if (use.amount, use.restriction) != wanted:
            yield f"discount {use.id} of {wanted} brought {use.amount} for {use.restriction}"
        if use.state == "used" and not (
            use.bought and counts_for(courses, code.thing, use.thing)
        ):  # fmt: skip
            yield f"discount {use.id} was used for {use.thing}, bought {use.bought} times"
    for id, count in in_all.items():
        if count > codes[id].most_uses:
            yield f"code {id} was used {count} times of {codes[id].most_uses}"
    for (id, person), count in each.items():
        # Two who used it once each may be one person since.
        if count > codes[id].most_each and person not in linked:
            yield f"code {id} was used by {person} {count} times of {codes[id].most_each}"
    if any(count > 1 for count in waiting.values()):
        yield f"more than one code waits: {waiting}"
