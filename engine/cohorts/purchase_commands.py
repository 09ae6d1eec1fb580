"""What may be asked about a cohort's price, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from engine.wallet.sale_commands import Quoted


@dataclass(frozen=True)
class SetCohortPrice:
    """By the course's educator or an administrator. 0: it comes with the course."""

    by_person_id: int
    cohort_id: int
    tokens: int


@dataclass(frozen=True)
class CohortOfferQuery:
    """Also for `cohort_price_guidance`."""

    person_id: int
    cohort_id: int


@dataclass(frozen=True)
class CohortOffer:
    """`counted`: what the person has paid for the course and so need not pay again; `due`: what is
    left to pay, in the parts of `quoted` (None: nothing). `no_return`: why it could not be given
    back afterwards, by what they have opened of the course (opened | refunded), or "". `code` to
    `given` as in PurchaseOffer: `lowered` is off `due`, `given` was given for the cohort or its
    course. `can_ask`: the course's part could be paid by a scholarship."""

    cohort_id: int
    title: str
    course_id: int
    course_title: str
    price: int
    counted: int
    due: int
    quoted: Quoted | None
    opened: int
    lessons: int
    no_return: str
    code: int = 0
    lowered: int = 0
    granted: int = 0
    given: int = 0
    can_ask: bool = False


@dataclass(frozen=True)
class BuyCohort:
    """`due_seen`: what the person was shown that is to pay, before a code; `code_seen`: the use of
    a discount code that was in it (0: none). Other terms by now are refused."""

    person_id: int
    cohort_id: int
    due_seen: int
    code_seen: int = 0


@dataclass(frozen=True)
class CohortBought:
    """`is_new` is False for who is in it already. `sale_id` 0: there was nothing to pay."""

    cohort_id: int
    course_id: int
    sale_id: int
    is_new: bool


@dataclass(frozen=True)
class GiveBackCohort:
    person_id: int
    cohort_id: int


@dataclass(frozen=True)
class PricedCohort:
    """As one person sees it. `is_bought`: paid for and not given back; `takes_course`: the course
    would go back with it."""

    cohort_id: int
    title: str
    price: int
    due: int
    is_member: bool
    is_bought: bool
    can_undo: bool
    can_refund: bool
    takes_course: bool
