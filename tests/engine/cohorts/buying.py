"""A course, a cohort of it with a price, and somebody with tokens, for the tests of buying one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.cohorts.commands import JoinCohort, JoinOpenCohort, OpenCohort
from engine.cohorts.joining import is_member
from engine.cohorts.offers import cohort_offer, priced_cohorts
from engine.cohorts.purchase_commands import (
    BuyCohort,
    CohortBought,
    CohortOffer,
    CohortOfferQuery,
    GiveBackCohort,
    PricedCohort,
    SetCohortPrice,
)
from engine.cohorts.purchasing import (
    buy_cohort,
    give_course_back,
    refund_cohort,
    set_cohort_price,
    undo_cohort,
    undo_course,
)
from engine.cohorts.service import join_open_cohort, open_cohort
from engine.courses.access import is_enrolled
from engine.courses.commands import (
    BuyCourse,
    CourseImported,
    CourseQuery,
    Enroll,
    GiveBackCourse,
    GivenBack,
    OpenPage,
    SetPrice,
)
from engine.courses.purchasing import buy_course, set_price
from engine.courses.service import enroll, open_page, withdraw
from engine.foundation.door import Engine
from engine.foundation.tx import ReadTx
from engine.people.commands import Role
from engine.wallet.commands import OpenTreasury, WalletQuery
from engine.wallet.lots import EARNED
from engine.wallet.queries import wallet_page
from engine.wallet.service import open_treasury
from tests.engine.courses.teaching import course, imported, met
from tests.engine.wallet.replaying import Rows, problems
from tests.engine.wallet.selling import GiveTokens, deposit, give_tokens, settled, with_history

PRICE, COURSE_PRICE = 300, 100


@dataclass
class Fair:
    """`made`: a course of ten lessons for 100 tokens; `cohort`: one of it for 300."""

    engine: Engine
    address: Path | str
    educator: int
    made: CourseImported
    cohort: int

    @property
    def course(self) -> int:
        return self.made.course_id

    async def buyer(self, number: int = 10, tokens: int = 900, earned: int = 200) -> int:
        person = await met(self.engine, number)
        await self.engine.run(give_tokens, GiveTokens(person, tokens, f"pack-{number}"))
        if earned:
            given = GiveTokens(person, earned, f"quiz-{number}", bucket=EARNED)
            await self.engine.run(give_tokens, given)
        return person

    async def opens_cohort(self, title: str, price: int = 0) -> int:
        asked = OpenCohort(self.educator, self.course, title)
        opened = await self.engine.run(open_cohort, asked)
        if price:
            await self.prices(price, opened.cohort_id)
        return opened.cohort_id

    async def prices(self, tokens: int, cohort: int | None = None) -> bool:
        command = SetCohortPrice(self.educator, cohort or self.cohort, tokens)
        return await self.engine.run(set_cohort_price, command)

    async def prices_course(self, tokens: int) -> None:
        await self.engine.run(set_price, SetPrice(self.educator, self.course, tokens))

    async def offer(self, person: int, cohort: int | None = None) -> CohortOffer:
        query = CohortOfferQuery(person, cohort or self.cohort)
        return await self.engine.read(cohort_offer, query)

    async def sees(self, person: int) -> tuple[PricedCohort, ...]:
        return await self.engine.read(priced_cohorts, CourseQuery(person, self.course))

    async def buys(
        self, person: int, due: int = PRICE, cohort: int | None = None, *, code: int = 0
    ) -> CohortBought:
        command = BuyCohort(person, cohort or self.cohort, due, code)
        return await self.engine.run(buy_cohort, command)

    async def undoes(self, person: int, cohort: int | None = None) -> GivenBack:
        return await self.engine.run(undo_cohort, GiveBackCohort(person, cohort or self.cohort))

    async def refunds(self, person: int, cohort: int | None = None) -> GivenBack:
        return await self.engine.run(refund_cohort, GiveBackCohort(person, cohort or self.cohort))

    async def buys_course(self, person: int, price: int = COURSE_PRICE) -> int:
        bought = await self.engine.run(buy_course, BuyCourse(person, self.course, price))
        return bought.sale_id

    async def undoes_course(self, person: int) -> GivenBack:
        return await self.engine.run(undo_course, GiveBackCourse(person, self.course))

    async def gives_course_back(self, person: int) -> GivenBack:
        return await self.engine.run(give_course_back, GiveBackCourse(person, self.course))

    async def enrolls(self, person: int) -> None:
        await self.engine.run(enroll, Enroll(person, self.course))

    async def starts(self, person: int) -> int | None:
        """As the button does: enrolled, then into a cohort."""
        await self.enrolls(person)
        joined = await self.engine.run(join_open_cohort, JoinOpenCohort(person, self.course))
        return joined.cohort_id

    async def leaves_course(self, person: int) -> None:
        await self.engine.run(withdraw, Enroll(person, self.course))

    async def opens(self, person: int, lessons: int) -> None:
        for lesson in self.made.lessons[:lessons]:
            await self.engine.run(open_page, OpenPage(person, lesson.lesson_id, 1))

    async def has(self, person: int) -> tuple[bool, bool]:
        """Is in the course; is in the cohort."""

        def look(tx: ReadTx, query: JoinCohort) -> tuple[bool, bool]:
            return (
                is_enrolled(tx, query.person_id, self.course),
                is_member(tx, query.person_id, query.cohort_id),
            )

        return await self.engine.read(look, JoinCohort(person, self.cohort))

    async def wealth(self, person: int) -> tuple[int, int]:
        page = await self.engine.read(wallet_page, WalletQuery(person))
        return page.earned, page.purchased

    async def adds_up(self) -> None:
        """By the engine's own check, and by the bare rows."""
        await settled(self.engine)
        assert problems(Rows(self.address), is_in_order=False) == []


async def fair(engine: Engine, address: Path | str) -> Fair:
    await engine.run(open_treasury, OpenTreasury("money", 10_000))
    await engine.run(deposit, 10_000)
    educator = await met(engine, 1, Role.EDUCATOR)
    await with_history(engine, educator)
    made = (await imported(engine, educator, course(10, price_tokens=COURSE_PRICE))).course
    new = Fair(engine, address, educator, made, 0)
    new.cohort = await new.opens_cohort("Spring rivers", PRICE)
    return new
