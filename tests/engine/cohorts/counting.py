"""The fair of `buying.py` with a scholarship fund, administrators and discount codes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from engine.cohorts.joining import thing_of
from engine.cohorts.purchase_commands import CohortBought, CohortOffer
from engine.courses.commands import BuyCourse, CourseQuery
from engine.courses.discounting import MakeCourseCode, make_course_code
from engine.courses.purchasing import buy_course, purchase_offer
from engine.courses.scholarships import ProposeScholarship, propose_scholarship
from engine.foundation.door import Engine
from engine.foundation.tx import ReadTx
from engine.people.commands import Role
from engine.wallet.discount_codes import CodeFacts, GiveCode, MakeCode, codes_of, give_code
from engine.wallet.lot_statements import LEFT_OF
from engine.wallet.proposals import Propose, Vote, propose, vote
from engine.wallet.sale_commands import SaleFacts
from engine.wallet.sale_queries import kept_sale
from tests.engine.cohorts.buying import Fair, fair
from tests.engine.courses.teaching import course, imported, met


@dataclass
class Counter(Fair):
    """Three administrators, and a scholarship fund of 2,000."""

    admins: list[int] = field(default_factory=list)

    async def approve(self, proposal_id: int, *admins: int) -> None:
        for admin in admins:
            await self.engine.run(vote, Vote(admin, proposal_id, is_approval=True))

    async def grants(self, person: int, tokens: int) -> None:
        """A scholarship for the course, as administrators make one."""
        asked = ProposeScholarship(self.admins[0], person, self.course, tokens)
        made = await self.engine.run(propose_scholarship, asked)
        await self.approve(made.proposal_id, self.admins[1])

    async def scholar(self) -> int:
        """A learner with purchased tokens and a scholarship of 100."""
        person = await self.buyer(earned=0)
        await self.grants(person, 100)
        return person

    async def code(self, code: str, *, of_course: bool = False, **terms: Any) -> CodeFacts:
        """The educator's for the course; with a `fund` an administrator's, for any thing."""
        by = self.admins[0] if "fund" in terms else self.educator
        command = MakeCode(by, code, self.engine.clock.now() + timedelta(days=30), **terms)
        for_course = of_course or "fund" not in terms
        asked = MakeCourseCode(command, self.course if for_course else None)
        return await self.engine.run(make_course_code, asked)

    async def types(self, person: int, code: str) -> None:
        await self.engine.run(give_code, GiveCode(person, code))

    async def used(self) -> dict[str, int]:
        made = (
            *await self.engine.read(codes_of, self.educator),
            *await self.engine.read(codes_of, self.admins[0]),
        )
        return {one.code: one.used for one in made}

    async def takes(self, person: int, cohort: int | None = None) -> CohortBought:
        """Buys at what the screen shows."""
        offer = await self.offer(person, cohort)
        return await self.buys(person, offer.due, cohort, code=offer.code)

    async def takes_course(self, person: int) -> None:
        offer = await self.engine.read(purchase_offer, CourseQuery(person, self.course))
        command = BuyCourse(person, self.course, offer.price, offer.code)
        await self.engine.run(buy_course, command)

    def parts(self, offer: CohortOffer) -> tuple[int, int]:
        assert offer.quoted is not None
        return offer.quoted.offer.earned, offer.quoted.offer.purchased

    async def lots_of(self, person: int) -> list[tuple[str, int, datetime]]:
        """What is for one thing alone: for what, how much is left, until when."""

        def look(tx: ReadTx, person_id: int) -> list[tuple[str, int, datetime]]:
            return [
                (lot.restriction, lot.left_amount, lot.expires_at)
                for lot in tx.query(LEFT_OF, of_person=person_id)
                if lot.restriction
            ]

        return await self.engine.read(look, person)

    async def given(self, person: int) -> dict[str, int]:
        return {thing: left for thing, left, _ in await self.lots_of(person)}

    async def sale(self, person: int) -> SaleFacts:
        kept = await self.engine.read(
            lambda tx, who: kept_sale(tx, who, thing_of(self.cohort)), person
        )
        assert kept is not None
        return kept

    async def another_course(self, price: int) -> Counter:
        """With a cohort for 90."""
        draft = course(3, slug="lakes", title="Lakes", price_tokens=price)
        made = (await imported(self.engine, self.educator, draft)).course
        beside = Counter(self.engine, self.address, self.educator, made, 0, self.admins)
        beside.cohort = await beside.opens_cohort("Spring lakes", 90)
        return beside


async def counter(engine: Engine, address: Path | str) -> Counter:
    plain = await fair(engine, address)
    admins = [await met(engine, number, Role.ADMIN) for number in (2, 3, 4)]
    market = Counter(engine, address, plain.educator, plain.made, plain.cohort, admins)
    asked = Propose("fund.added", 2_000, "fund:scholarship")
    made = await engine.run(propose, asked)
    await market.approve(made.proposal_id, *admins[:2])
    return market
