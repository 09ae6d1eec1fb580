"""Packs of tokens, bought with a card: a payment's journals, as the ledger's design has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from engine.foundation.tx import Tx
from engine.wallet.chart import TOKENS, person_purchased
from engine.wallet.commands import Journal, Line
from engine.wallet.journals import operator_deposited
from engine.wallet.lots import PURCHASED, NewLot, add_lot
from engine.wallet.queries import treasury_state
from engine.wallet.service import post_journal


@dataclass(frozen=True)
class BuyPack:
    """Sold at the peg, without tax; `fee` is what the card's processing costs the operator."""

    key: str
    person_id: int
    tokens: int
    fee: int
    settles_after: timedelta


@dataclass(frozen=True)
class Deposit:
    """The operator's own money, in minor units."""

    key: str
    amount: int


def buy_pack(tx: Tx, command: BuyPack) -> int:
    """The new lot. Purchased tokens never expire; they settle when the card's payment does."""
    money = treasury_state(tx).money
    lines = (
        Line("issuance:purchased", person_purchased(command.person_id), TOKENS, command.tokens),
        Line("stripe:pending", "backing:purchased", money.currency, command.tokens * money.peg),
    )
    posted = post_journal(tx, Journal(command.key, "tokens.purchased", lines))
    charged = (Line("expense:processing", "stripe:pending", money.currency, command.fee),)
    post_journal(tx, Journal(f"{command.key}:charged", "processing.charged", charged))
    return add_lot(
        tx,
        NewLot(
            person_id=command.person_id,
            bucket=PURCHASED,
            source="pack",
            journal_id=posted.journal_id,
            amount=command.tokens,
            vests_at=tx.now,
            settles_at=tx.now + command.settles_after,
        ),
    )


def deposit(tx: Tx, command: Deposit) -> None:
    money = treasury_state(tx).money
    post_journal(tx, operator_deposited(money, key=command.key, amount=command.amount))
