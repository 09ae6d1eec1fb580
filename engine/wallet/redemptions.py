"""Earned tokens turned into something: held first, then confirmed, or everything comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.foundation.errors import NotFound
from engine.foundation.registry import event, job
from engine.foundation.tx import ReadTx, Tx
from engine.people.queries import cap_group_members, person_row, private_chats
from engine.wallet import hold_journals, holds, ledger
from engine.wallet import redemption_statements as sql
from engine.wallet.chart import prepaid_vouchers, voucher_payable
from engine.wallet.errors import HoldOver, TreasuryNotOpen
from engine.wallet.hold_commands import HoldTokens
from engine.wallet.lots import EARNED, pairs_of, spendable
from engine.wallet.queries import treasury_state
from engine.wallet.redemption_commands import EndRedemption, Redeeming, RedeemVoucher
from engine.wallet.redemption_errors import EarnedTooFew, NoPaidPurchase, SoldOut, VoucherCap
from engine.wallet.sale_queries import has_paid_for_good
from engine.wallet.token_policy import REDEMPTION_HELD_FOR, VOUCHERS_MONTHLY_CAP

OWN_GOODS = "deferred:redemption"


@event("wallet.redemption_voided")
@dataclass(frozen=True)
class RedemptionVoided:
    """To who wanted it: nothing came of it, the tokens are back."""

    person_id: int
    tokens: int


def hold_voucher(tx: Tx, command: RedeemVoucher) -> Redeeming:
    """The first step: the tokens are held and one code is set aside. Until it is confirmed, nobody
    sees the code; ten minutes later both are let go.

    Raises NotFound, TreasuryNotOpen, SoldOut, NoPaidPurchase, VoucherCap, EarnedTooFew.
    """
    person_row(tx, command.person_id)
    group = cap_group_members(tx, command.person_id)
    tx.lock("cap_group", min(group))
    key = f"voucher:{command.offer_id}:{command.person_id}:{command.number}"
    known = tx.one(sql.FIND_REDEMPTION_KEY, of_key=key)
    if known is not None:
        return Redeeming(known.id, known.state, is_new=False)
    treasury = treasury_state(tx)
    if not treasury.is_open or treasury.mode == "points":
        raise TreasuryNotOpen(mode=treasury.mode)
    tx.lock("voucher_offer", command.offer_id)
    offer = tx.one(sql.FIND_OFFER, offer_id=command.offer_id)
    if offer is None:
        raise NotFound(what="offer")
    if offer.valid_until <= tx.now or not offer.in_stock:
        raise SoldOut(title=offer.title)
    _check_person(tx, command.person_id, group, offer.price)
    voucher_id = tx.query(sql.FREE_VOUCHER, of_offer=offer.id)[0].id
    _move(tx, voucher_id, "free", "held")
    return _hold(
        tx, key, command.person_id, offer.price, thing=f"offer:{offer.id}", voucher_id=voucher_id
    )


def hold_for_own_goods(tx: Tx, *, key: str, person_id: int, tokens: int, thing: str) -> Redeeming:
    """The same for a code for our own goods (`thing`: "subscription:1"); no code of a partner is
    set aside. Raises InsufficientBalance."""
    tx.lock("cap_group", min(cap_group_members(tx, person_id)))
    known = tx.one(sql.FIND_REDEMPTION_KEY, of_key=key)
    if known is not None:
        return Redeeming(known.id, known.state, is_new=False)
    return _hold(tx, key, person_id, tokens, thing=thing, voucher_id=None)


def confirm_redemption(tx: Tx, command: EndRedemption) -> Redeeming:
    """The second step: the tokens are used up and the code is this person's. Again is the same.
    Raises NotFound, also for another's; HoldOver when it came to nothing."""
    row, hold = _locked(tx, command)
    if row.state in ("confirmed", "lapsed"):
        return Redeeming(row.id, row.state, is_new=False)
    holds.end_hold(tx, hold, "posted", earned=hold.earned)
    money = treasury_state(tx).money
    paid_to, cost = OWN_GOODS, hold.earned * money.peg
    if row.voucher_id is not None:
        offer = tx.query(sql.OFFER_OF_VOUCHER, of_voucher=row.voucher_id)[0]
        account = prepaid_vouchers if offer.is_prepaid else voucher_payable
        paid_to, cost = account(offer.partner), offer.cost
        _move(tx, row.voucher_id, "held", "handed")
    taken = holds.parts_of_hold(tx, hold.id, EARNED)
    journal = hold_journals.redemption_confirmed(
        money,
        hold.id,
        key=f"hold-ended:{hold.id}",
        refers_to=hold.journal_id,
        taken=pairs_of(taken),
        paid_to=paid_to,
        cost=cost,
        about={"hold": hold.id, "redemption": row.id},
    )
    ledger.post(tx, journal)
    _end(tx, row, "held", "confirmed")
    return Redeeming(row.id, "confirmed", is_new=True)


def void_redemption(tx: Tx, command: EndRedemption) -> Redeeming:
    """Nothing comes of it: the tokens go back into their lots, the code back on the shelf. Raises
    NotFound, also for another's; HoldOver when it was confirmed."""
    row, hold = _locked(tx, command)
    if row.state == "voided":
        return Redeeming(row.id, row.state, is_new=False)
    if row.state != "held":
        raise HoldOver(state="posted")
    holds.bring_back(tx, hold, "voided")
    _let_go(tx, row)
    return Redeeming(row.id, "voided", is_new=True)


def lapse_redemption(tx: Tx, command: EndRedemption) -> Redeeming:
    """A code for our own goods that was not used in time: its money returns to the fund. Raises
    NotFound; HoldOver when it was never confirmed, or is a partner's."""
    row, hold = _locked(tx, command)
    if row.state == "lapsed":
        return Redeeming(row.id, row.state, is_new=False)
    if row.state != "confirmed" or row.voucher_id is not None:
        raise HoldOver(state=hold.state)
    journal = hold_journals.redemption_lapsed(
        treasury_state(tx).money,
        row.tokens,
        key=f"redemption-lapsed:{row.id}",
        refers_to=hold.journal_id,
        about={"redemption": row.id},
    )
    ledger.post(tx, journal)
    _end(tx, row, "confirmed", "lapsed")
    return Redeeming(row.id, "lapsed", is_new=True)


def expire_redemption(tx: Tx, command: ExpireRedemption) -> bool:
    """What a crash or a closed chat left half done comes back, and the person is told; False where
    there is nothing to do."""
    row = tx.one(sql.FIND_REDEMPTION, redemption_id=command.redemption_id)
    if row is None:
        return False
    hold = holds.locked_hold(tx, row.hold_id)
    if hold.state != "pending" or tx.now < hold.expires_at:
        return False
    holds.bring_back(tx, hold, "expired")
    _let_go(tx, row)
    tx.emit(
        RedemptionVoided(hold.person_id, row.tokens), to=private_chats(tx, [hold.person_id])
    )  # fmt: skip
    return True


@job("wallet.expire_redemption", expire_redemption)
@dataclass(frozen=True)
class ExpireRedemption:
    """Ten minutes after it was begun."""

    redemption_id: int


def redeemed_this_month(tx: ReadTx, group: frozenset[int]) -> int:
    """Tokens that a cap group spent on vouchers in this month (UTC)."""
    since = tx.now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return sum(
        int(tx.query(sql.REDEEMED_SINCE, of_person=person_id, since=since)[0].tokens)
        for person_id in sorted(group)
    )


def _check_person(tx: ReadTx, person_id: int, group: frozenset[int], price: int) -> None:
    if not has_paid_for_good(tx, [person_id]):
        raise NoPaidPurchase()
    left = max(0, VOUCHERS_MONTHLY_CAP - redeemed_this_month(tx, group))
    if price > left:
        raise VoucherCap(cap=VOUCHERS_MONTHLY_CAP, left=left)
    held = spendable(tx, person_id, "")
    if held.earned < price:
        raise EarnedTooFew(price=price, earned=held.earned, waiting=held.waiting)


def _hold(
    tx: Tx, key: str, person_id: int, tokens: int, *, thing: str, voucher_id: int | None
) -> Redeeming:
    until = tx.now + REDEMPTION_HELD_FOR
    held = holds.hold_tokens(
        tx, HoldTokens(f"redemption:{key}", "redemption", person_id, thing, until, earned=tokens)
    )
    redemption_id: int = tx.query(
        sql.ADD_REDEMPTION,
        of_key=key,
        of_person=person_id,
        of_voucher=voucher_id,
        units=tokens,
        of_hold=held.hold_id,
        at=tx.now,
    )[0].id
    tx.schedule(ExpireRedemption(redemption_id), at=until, slot=str(redemption_id))
    return Redeeming(redemption_id, "held", is_new=True)


def _locked(tx: Tx, command: EndRedemption) -> tuple[Any, Any]:
    """The redemption and its hold, the person's. Raises NotFound."""
    row = tx.one(sql.FIND_REDEMPTION, redemption_id=command.redemption_id)
    if row is None or row.person_id != command.person_id:
        raise NotFound(what="redemption")
    hold = holds.locked_hold(tx, row.hold_id)
    return tx.query(sql.FIND_REDEMPTION, redemption_id=row.id)[0], hold


def _let_go(tx: Tx, row: Any) -> None:
    if row.voucher_id is not None:
        _move(tx, row.voucher_id, "held", "free")
    _end(tx, row, "held", "voided")


def _end(tx: Tx, row: Any, old: str, state: str) -> None:
    changed = tx.change(
        sql.END_REDEMPTION, redemption_id=row.id, old=old, new_state=state, at=tx.now
    )
    if changed != 1:
        raise HoldOver(state=state)


def _move(tx: Tx, voucher_id: int, old: str, new: str) -> None:
    changed = tx.change(sql.MOVE_VOUCHER, voucher_id=voucher_id, old_state=old, new_state=new)
    if changed != 1:
        raise HoldOver(state=new)
