"""An educator hears of what was sold, at most once an hour, unless they would rather not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.foundation.registry import event, job
from engine.foundation.tx import ReadTx, Tx
from engine.people.queries import person_row, private_chats
from engine.wallet import sale_statements as sql
from engine.wallet import tables
from engine.wallet.sale_rows import net_left

TOLD_EVERY = timedelta(hours=1)
_quiet = tables.sale_quiet
IS_QUIET = select(_quiet.c.person_id).where(_quiet.c.person_id == bindparam("of_person"))
SET_QUIET = (
    upsert(_quiet).values(person_id=bindparam("of_person"), since=bindparam("at"))
).on_conflict_do_nothing(index_elements=["person_id"])  # fmt: skip
SET_LOUD = delete(_quiet).where(_quiet.c.person_id == bindparam("of_person"))


@event("wallet.sales_made")
@dataclass(frozen=True)
class SalesMade:
    """To the educator: so many within an hour, and what of them is theirs."""

    educator_id: int
    sales: int
    net: int


@dataclass(frozen=True)
class TellOfSales:
    person_id: int
    is_wanted: bool


def note_sale(tx: Tx, educator_id: int) -> None:
    """Has the educator told once this hour (UTC) is over, of all that it brought."""
    hour = tx.now.replace(minute=0, second=0, microsecond=0)
    tx.schedule(
        SumUpSales(educator_id, hour),
        at=hour + TOLD_EVERY,
        slot=f"{educator_id}:{hour:%Y-%m-%dT%H}",
    )


def sum_up_sales(tx: Tx, command: SumUpSales) -> bool:
    """False when nothing is left to tell of, or they do not want to hear of it."""
    if not is_told_of_sales(tx, command.educator_id):
        return False
    until = command.since + TOLD_EVERY
    sold = [
        sale
        for sale in tx.query(sql.SOLD_SINCE, of_educator=command.educator_id, since=command.since)
        if sale.sold_at < until and sale.state != "refunded"
    ]
    if not sold:
        return False
    tx.emit(
        SalesMade(command.educator_id, len(sold), sum(net_left(sale) for sale in sold)),
        to=private_chats(tx, [command.educator_id]),
    )
    return True


def set_told_of_sales(tx: Tx, command: TellOfSales) -> None:
    """Raises NotFound."""
    person_row(tx, command.person_id)
    if command.is_wanted:
        tx.change(SET_LOUD, of_person=command.person_id)
    else:
        tx.change(SET_QUIET, of_person=command.person_id, at=tx.now)


def is_told_of_sales(tx: ReadTx, person_id: int) -> bool:
    return tx.one(IS_QUIET, of_person=person_id) is None


@job("wallet.sum_up_sales", sum_up_sales)
@dataclass(frozen=True)
class SumUpSales:
    educator_id: int
    since: datetime
