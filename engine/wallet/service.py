"""The wallet's commands: journals, grants from the fund, the treasury."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from engine.foundation.registry import job
from engine.foundation.tx import Tx
from engine.wallet import journals, ledger, lots, statements
from engine.wallet.chart import STARS, TOKENS, fund_slice, stripe_of
from engine.wallet.commands import (
    AddToFund,
    Granted,
    GrantFromFund,
    Journal,
    JournalPosted,
    Money,
    OpenTreasury,
    Treasury,
)
from engine.wallet.errors import (
    InsufficientBalance,
    InsufficientFunds,
    TreasuryAlreadyOpen,
    TreasuryNotOpen,
)
from engine.wallet.queries import own_funds, treasury_state
from engine.wallet.token_policy import EARNED_LAST, VESTS_AFTER

# A slice is drawn in chunks, so that the fund itself is written a few times a day only.
SLICE_CHUNK = 500
SLICE_SHARE = 10  # at most a tenth of the fund at once, while that covers the grant
# Where commands run side by side, a balance is held until its command is on the disk: as many may
# be paid at once. SQLite writes one command after the other anyway.
STRIPES = 16


def post_journal(tx: Tx, journal: Journal) -> JournalPosted:
    """Writes one balanced business fact, once per key.

    The same key with the same request gives the first answer again. Raises KeyConflict,
    InsufficientBalance, AlreadyReversed; ValueError or TypeError for lines that the chart does not
    hold.
    """
    return ledger.post(tx, journal)


def reverse_journal(tx: Tx, journal_id: int, *, key: str, kind: str) -> JournalPosted:
    """Posts the exact opposite of a journal. Raises AlreadyReversed, KeyConflict and, where what
    was given is spent by now, InsufficientBalance."""
    lines = ledger.opposite(ledger.lines_of(tx, journal_id))
    return ledger.post(tx, Journal(key, kind, lines, reverses=journal_id))


def grant_from_fund(tx: Tx, command: GrantFromFund) -> Granted:
    """Gives earned tokens for one achievement, once per key, out of today's slice of the fund.

    All or nothing: the amount is 0 where tokens are not in use or the fund is too empty for it.
    Raises KeyConflict when the key was granted another amount.
    """
    treasury = treasury_state(tx)
    if not treasury.is_open or treasury.mode == "points" or command.amount <= 0:
        return Granted(0, is_new=False)
    money = treasury.money
    day = tx.now.date()
    known = tx.one(statements.FIND_GRANT, of_key=command.key)
    if known is not None:
        # Perhaps granted on another day: the slice is then another one, the fact is the same.
        return Granted(
            command.amount, ledger.post(tx, _grant(command, money, known.paid_by)).is_new
        )
    needed = command.amount * money.peg
    for share in _shares(tx, day, command.person_id):
        journal = _grant(command, money, fund_slice(command.programme, share))
        # The slice is many people's: another grant may take what was seen there just now.
        while _fill_slice(tx, money, command.programme, day, share, needed=needed):
            try:
                posted = ledger.post(tx, journal)
                _add_earned_lot(tx, command, posted.journal_id)
                return Granted(command.amount, posted.is_new)
            except InsufficientBalance:
                tx.lock("fund", 0)
    return Granted(0, is_new=False)


def _shares(tx: Tx, day: date, person_id: int) -> list[str]:
    """The person's own stripe of the day, then the others: where the fund is empty, they may still
    hold something."""
    stripes = STRIPES if tx.is_postgresql else 1
    return [stripe_of(day.isoformat(), (person_id + more) % stripes) for more in range(stripes)]


def _grant(command: GrantFromFund, money: Money, paid_by: str) -> Journal:
    return journals.reward_granted(
        money,
        key=command.key,
        person_id=command.person_id,
        programme=command.programme,
        tokens=command.amount,
        paid_by=paid_by,
        about=command.about,
    )


def _add_earned_lot(tx: Tx, command: GrantFromFund, journal_id: int) -> None:
    lots.add_lot(
        tx,
        lots.NewLot(
            person_id=command.person_id,
            bucket=lots.EARNED,
            source=f"reward:{command.programme}",
            fund="fund:rewards",
            journal_id=journal_id,
            amount=command.amount,
            vests_at=tx.now + VESTS_AFTER,
            settles_at=tx.now,
            expires_at=tx.now + EARNED_LAST,
        ),
    )


def _fill_slice(
    tx: Tx, money: Money, programme: str, day: date, share: str, *, needed: int
) -> bool:
    """Sees to it that the day's slice holds `needed` minor units. False when the fund cannot."""
    code = fund_slice(programme, share)
    present = tx.one(statements.FIND_ACCOUNT, of_code=code)
    held = present.balance if present else 0
    if held >= needed:
        return True
    tx.lock("fund", 0)
    present = tx.one(statements.FIND_ACCOUNT, of_code=code)
    held = present.balance if present else 0
    if held >= needed:
        return True
    fund = tx.one(statements.FIND_ACCOUNT, of_code="fund:rewards")
    available = fund.balance if fund else 0
    missing = needed - held
    if available < missing:
        return False
    version = present.version if present else 0
    # The more a slice has granted, the more it draws: a busy day writes the fund no more often.
    chunk = max(SLICE_CHUNK * money.peg, version * needed)
    amount = max(missing, min(chunk, available // SLICE_SHARE))
    ledger.post(
        tx,
        journals.fund_sliced(
            money,
            key=f"fund-sliced:{programme}:{share}:{version}",
            programme=programme,
            share=share,
            amount=amount,
        ),
    )
    ends_at = datetime.combine(day, time(), tx.now.tzinfo) + timedelta(days=1, minutes=5)
    slot = f"{programme}:{day.isoformat()}"
    tx.schedule(ReturnSlice(programme, day), at=ends_at, slot=slot)
    return True


def return_slice(tx: Tx, command: ReturnSlice) -> int:
    """Gives back to the fund what a past day's slice did not grant; the amount."""
    tx.lock("fund", 0)
    shares = [stripe_of(command.day.isoformat(), stripe) for stripe in range(STRIPES)]
    return sum(_return_share(tx, command.programme, share) for share in shares)


def _return_share(tx: Tx, programme: str, share: str) -> int:
    held = tx.one(statements.FIND_ACCOUNT, of_code=fund_slice(programme, share))
    if held is None or held.balance == 0:
        return 0
    amount: int = held.balance
    ledger.post(
        tx,
        journals.fund_slice_returned(
            treasury_state(tx).money,
            key=f"fund-slice-returned:{programme}:{share}:{held.version}",
            programme=programme,
            share=share,
            amount=amount,
        ),
    )
    return amount


@job("wallet.return_slice", return_slice)
@dataclass(frozen=True)
class ReturnSlice:
    """Worked soon after the slice's UTC day has ended."""

    programme: str
    day: date


def open_treasury(tx: Tx, command: OpenTreasury) -> Treasury:
    """Chooses how tokens work here, once: the operator's deposit becomes the rewards fund.

    The same choice again changes nothing. Raises TreasuryAlreadyOpen for another choice; ValueError
    for an unknown mode or currency, a negative amount or an amount in mode points.
    """
    is_points = command.mode == "points"
    if command.mode not in ("points", "money", "notional"):
        raise ValueError(f"no such mode: {command.mode!r}")
    if type(command.amount) is not int or command.amount < 0 or (is_points and command.amount):
        raise ValueError(f"not an amount for mode {command.mode}: {command.amount!r}")
    if not re.fullmatch("[A-Z]{3}", command.currency) or command.currency in (TOKENS, STARS):
        raise ValueError(f"not a currency's three letters: {command.currency!r}")
    tx.lock("treasury", 1)
    known = tx.one(statements.FIND_TREASURY)
    if known is not None:
        if (known.mode, known.amount) != (command.mode, command.amount):
            raise TreasuryAlreadyOpen(mode=known.mode)
        return treasury_state(tx)
    tx.change(
        statements.ADD_TREASURY,
        of_mode=command.mode,
        of_currency=command.currency,
        of_peg=Money().peg,
        of_amount=command.amount,
        at=tx.now,
    )
    if command.amount:
        add_to_fund(tx, AddToFund("treasury-opened", command.amount))
    return treasury_state(tx)


def add_to_fund(tx: Tx, command: AddToFund) -> None:
    """The operator's deposit becomes part of the rewards fund, once per key.

    Raises TreasuryNotOpen where tokens are not in use, InsufficientFunds when own funds are so low
    that the deposit is owed already, KeyConflict.
    """
    treasury = treasury_state(tx)
    if not treasury.is_open or treasury.mode == "points":
        raise TreasuryNotOpen(mode=treasury.mode)
    money = treasury.money
    deposit = journals.operator_deposited(
        money, key=f"{command.key}:deposited", amount=command.amount
    )
    if not ledger.post(tx, deposit).is_new:
        return
    funds = own_funds(tx, money.currency)
    if funds < command.amount:
        raise InsufficientFunds(own_funds=funds, amount=command.amount)
    ledger.post(tx, journals.fund_added(money, key=f"{command.key}:added", amount=command.amount))
