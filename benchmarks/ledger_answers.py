"""What an economy's answers say must have happened, once each, against what is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import ledger_held
from benchmarks.ledger_held import Told
from benchmarks.ledger_step import Step, rows

KINDS = "SELECT kind, count(*) FROM ledger_journal GROUP BY kind"
APPROVED = "SELECT id FROM ledger_proposal WHERE state = 'approved'"
# A proposal's journal, where it is called otherwise.
JOURNALS = {"vouchers.imported": "voucher.stocked", "scholarship": "reward.granted"}
DECIDED = "SELECT id, state, decided_by FROM income_review"
# Nobody can use what is theirs who were linked to somebody.
STRANDED = """
    SELECT a.code, b.balance FROM ledger_balance b JOIN ledger_account a ON a.id = b.account_id
    JOIN person_merge m ON m.state IN ('done', 'final')
    AND a.code LIKE 'person:' || CAST(m.leaver_id AS TEXT) || ':%' WHERE b.balance <> 0
"""
PENDING = "SELECT count(*) FROM sale WHERE state = 'pending'"
MOVED = """
    SELECT coalesce(sum(p.amount), 0) FROM ledger_posting p
    JOIN ledger_account d ON d.id = p.debit_id JOIN ledger_account c ON c.id = p.credit_id
    WHERE d.code LIKE 'person:%:{}' AND c.code = '{}'
"""
HELD = """
    SELECT coalesce(sum(b.balance), 0) FROM ledger_balance b
    JOIN ledger_account a ON a.id = b.account_id WHERE a.code LIKE 'person:%:{}'
"""


def differences(address: Path | str, answered: Sequence[Step]) -> list[str]:
    """What the answers say must be there, each once, against what is."""
    journals: Counter[str] = Counter({"operator.deposited": 2, "fund.added": 2})
    purchased = earned = 0
    approved: set[int] = set()
    for step in answered:
        if step.kind != "done" or step.repeats:
            continue
        match step.do:
            case "pack":
                journals["tokens.purchased"] += 1
                purchased += step.given[1]
            case "gift":
                journals["reward.granted"] += 1
                earned += step.given[1]
            case "grant":
                journals["reward.granted"] += step.answer.amount > 0
                earned += step.answer.amount
            case "sell" | "buy":
                sold, granted = step.answer if step.do == "buy" else (step.answer, 0)
                journals["course.purchased"] += 1
                journals["discount.burned"] += sold.offer.discount > 0
                journals["reward.granted"] += granted > 0
                purchased -= sold.offer.purchased
                earned += granted - sold.offer.earned
            case "refund" | "refund_course":
                is_course = step.do == "refund_course"
                back, grants, taken = step.answer if is_course else (step.answer, 0, 0)
                journals["purchase.refunded"] += 1
                journals["discount.returned"] += back.discount > 0
                journals["reward.returned"] += grants
                purchased += back.purchased
                earned += back.earned + back.discount - taken
            case "take_back" if step.answer:
                journals["reward.taken_back"] += 1
                (grant,) = (one for one in answered
                            if one.do == "grant" and one.given[2] == step.given[0]
                            and not one.repeats)  # fmt: skip
                earned -= grant.answer.amount
            case "add_to_fund":
                journals["operator.deposited"] += 1
                journals["fund.added"] += 1
            case "vote" if step.answer.state == "approved":
                is_new = step.answer.proposal_id not in approved
                approved.add(step.answer.proposal_id)
                if is_new and step.answer.journal_id:
                    journals[JOURNALS.get(step.answer.kind, step.answer.kind)] += 1
                    earned += int(step.answer.about.get("tokens", 0))
            case "pay_out":
                journals["payout.requested"] += step.answer > 0
    told = Told(journals, {"purchased": purchased, "earned": earned})
    found = list(ledger_held.differences(address, answered, told))
    found += _reviews(address, answered)
    found += [f"{code} has {tokens}, and is nobody's" for code, tokens in rows(address, STRANDED)]
    return found + list(_differences(address, journals, approved, told.tokens))


def _reviews(address: Path | str, answered: Sequence[Step]) -> Iterator[str]:
    """What was answered to be released stays so, by whom it was."""
    there = {id: (state, by) for id, state, by in rows(address, DECIDED)}
    for step in answered:
        if step.do == "decide" and step.kind == "done" and step.answer.state == "released":
            told = "released", step.answer.decided_by
            if there[step.answer.review_id] != told:
                yield f"review {step.answer.review_id} was {told}, is {there}"


def _differences(
    address: Path | str, journals: Counter[str], approved: set[int], wanted: dict[str, int]
) -> Iterator[str]:
    there = dict(rows(address, KINDS))
    for kind, count in journals.items():
        if there.get(kind, 0) != count:
            yield f"{there.get(kind, 0)} journals {kind}, by the answers {count}"
    booked = {row[0] for row in rows(address, APPROVED)}
    if booked != approved:
        yield f"proposals {sorted(booked ^ approved)} were decided otherwise than answered"
    wanted["earned"] -= sum(
        int(rows(address, MOVED.format("earned", burn))[0][0])
        for burn in ("burn:expiry", "burn:written_off")
    )
    for bucket, tokens in wanted.items():
        held = int(rows(address, HELD.format(bucket))[0][0])
        if held != tokens:
            yield f"people hold {held} {bucket}, by the answers {tokens}"
    if pending := rows(address, PENDING)[0][0]:
        yield f"{pending} sales never became final"
