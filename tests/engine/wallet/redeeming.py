"""Vouchers in stock and people who may take them, for the tests of redeeming."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.people.commands import Appoint, Role
from engine.people.role_service import appoint
from engine.wallet.lots import EARNED
from engine.wallet.proposals import Vote, vote
from engine.wallet.redemption_commands import (
    Catalogue,
    EndRedemption,
    ImportVouchers,
    Redeeming,
    RedeemVoucher,
)
from engine.wallet.redemption_queries import catalogue
from engine.wallet.redemptions import confirm_redemption, hold_voucher
from engine.wallet.sale_commands import Sell
from engine.wallet.sales import sell
from engine.wallet.vouchers_csv import VoucherRow, read_vouchers
from engine.wallet.vouchers_importing import import_vouchers
from tests.engine.wallet.selling import GiveTokens, give_tokens, market, work_due_jobs

HEADER = "partner,title,code,cost,price,valid_until"


def file_of(*lines: str, header: str = HEADER) -> bytes:
    return "\n".join((header, *lines, "")).encode()


@dataclass
class Shop:
    """Three administrators, an educator, and learners."""

    engine: Engine
    clock: FrozenClock
    admins: Sequence[int]
    educator: int
    learners: Sequence[int]

    def rows(self, *lines: str) -> tuple[VoucherRow, ...]:
        rows, problems = read_vouchers(file_of(*lines), now=self.engine.clock.now(), peg=1)
        assert problems == ()
        return rows

    async def send(self, *lines: str, is_prepaid: bool = False) -> int:
        command = ImportVouchers(self.admins[0], is_prepaid, self.rows(*lines))
        return (await self.engine.run(import_vouchers, command)).proposal_id

    async def approve(self, proposal_id: int, *admins: int) -> None:
        for admin in admins or self.admins[1:3]:
            await self.engine.run(vote, Vote(admin, proposal_id, is_approval=True))

    async def stock(
        self, codes: int = 2, *, cost: int = 250, price: int = 300, is_prepaid: bool = False
    ) -> int:
        """So many codes of one offer in the catalogue; the offer's id."""
        until = (self.engine.clock.now().astimezone(UTC) + timedelta(days=200)).date()
        known = len((await self.catalogue(self.learners[0])).offers)
        lines = (f"acme,A book,BOOK-{cost}-{n},{cost},{price},{until}" for n in range(codes))
        await self.approve(await self.send(*lines, is_prepaid=is_prepaid))
        offers = (await self.catalogue(self.learners[0])).offers
        assert len(offers) == known + 1
        return max(offer.offer_id for offer in offers)

    async def earns(self, person: int, tokens: int, key: str = "") -> None:
        await self.engine.run(
            give_tokens, GiveTokens(person, tokens, f"quiz-{person}-{key}", bucket=EARNED)
        )

    async def has_paid(self, *people: int) -> None:
        """Each bought a course with purchased tokens, and the sale is final."""
        for person in people:
            await self.engine.run(give_tokens, GiveTokens(person, 20, f"pack-{person}"))
            await self.engine.run(sell, Sell(f"s{person}", person, self.educator, "course:9", 20))
        self.clock.advance(days=14)
        await work_due_jobs(self.engine)

    async def catalogue(self, person: int) -> Catalogue:
        return await self.engine.read(catalogue, person)

    async def take(self, person: int, offer: int, number: int = 0) -> Redeeming:
        return await self.engine.run(hold_voucher, RedeemVoucher(person, offer, number))

    async def confirm(self, person: int, redemption_id: int) -> Redeeming:
        return await self.engine.run(confirm_redemption, EndRedemption(person, redemption_id))


async def open_shop(engine: Engine, clock: FrozenClock, learners: int = 2) -> Shop:
    people = await market(engine, 4 + learners)
    for admin in people[:3]:
        await engine.run(appoint, Appoint(admin, Role.ADMIN))
    return Shop(engine, clock, people[:3], people[3], people[4:])


def far(moment: datetime) -> str:
    return (moment.astimezone(UTC) + timedelta(days=200)).date().isoformat()
