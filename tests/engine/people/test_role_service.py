"""Roles: the first administrator's code, applications to teach, two administrators for a third."""

from __future__ import annotations

import asyncio

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import Forbidden, NotFound, TooMany
from engine.foundation.outbox import ClaimDeliveries, claim_deliveries
from engine.people.commands import (
    ApplicationQuery,
    ApplyToTeach,
    Appoint,
    ClaimAdmin,
    DecideApplication,
    Decision,
    ErasePerson,
    GrantRole,
    MakeClaimCode,
    Meet,
    RevokeRole,
    Role,
)
from engine.people.errors import (
    AlreadyDecided,
    AlreadyEducator,
    ApplicationEmpty,
    ApplicationWaiting,
    LastAdmin,
    RoleFixed,
)
from engine.people.events import ApplicationWasDecided, RoleProposed, TeachingRequested
from engine.people.queries import (
    admins,
    application,
    roles_of,
    waiting_applications,
)
from engine.people.service import (
    apply_to_teach,
    appoint,
    claim_admin,
    decide_application,
    erase_person,
    grant_role,
    make_claim_code,
    meet,
    revoke_role,
)
from tests.engine.people.stored import everything_in

ANSWERS = (("subject", "Rivers"), ("why", "I live by one"))


async def met(engine: Engine, number: int, *roles: Role) -> int:
    person_id = (await engine.run(meet, Meet("telegram", number, "Maple"))).who.person_id
    for role in roles:
        await engine.run(appoint, Appoint(person_id, role))
    return person_id


async def told(engine: Engine) -> list[tuple[int, object]]:
    claimed = await engine.run(claim_deliveries, ClaimDeliveries("telegram"))
    return [(delivery.to_id, delivery.event) for delivery in claimed]


async def test_the_shells_code_makes_one_administrator(engine: Engine) -> None:
    first, second = await met(engine, 1), await met(engine, 2)
    made = await engine.run(make_claim_code, MakeClaimCode())
    assert made.code not in repr(made)
    typed = f" {made.code[:5].lower()}-{made.code[5:]} "
    assert (await engine.run(claim_admin, ClaimAdmin(first, typed))).is_accepted
    assert await engine.read(admins, None) == (first,)
    used = await engine.run(claim_admin, ClaimAdmin(second, made.code))
    assert not used.is_accepted
    assert made.code not in everything_in(engine.address)


async def test_twenty_claims_of_one_code_make_one_administrator(engine: Engine) -> None:
    people = [await met(engine, number) for number in range(20)]
    made = await engine.run(make_claim_code, MakeClaimCode())
    answers = await asyncio.gather(
        *(engine.run(claim_admin, ClaimAdmin(one, made.code)) for one in people)
    )
    assert sum(answer.is_accepted for answer in answers) == 1
    assert len(await engine.read(admins, None)) == 1


async def test_old_and_replaced_codes_are_wrong_codes(engine: Engine, clock: FrozenClock) -> None:
    person_id = await met(engine, 1)
    replaced = await engine.run(make_claim_code, MakeClaimCode())
    old = await engine.run(make_claim_code, MakeClaimCode())
    clock.advance(minutes=15)
    answers = [
        await engine.run(claim_admin, ClaimAdmin(person_id, code))
        for code in (replaced.code, old.code, "0000000000")
    ]
    assert [answer.is_accepted for answer in answers] == [False] * 3
    assert [answer.tries_left for answer in answers] == [4, 3, 2]


async def test_five_wrong_tries_an_hour_are_all(engine: Engine, clock: FrozenClock) -> None:
    person_id = await met(engine, 1)
    for _ in range(5):
        await engine.run(claim_admin, ClaimAdmin(person_id, "WRONG"))
        clock.advance(minutes=1)
    made = await engine.run(make_claim_code, MakeClaimCode())
    with pytest.raises(TooMany) as refusal:
        await engine.run(claim_admin, ClaimAdmin(person_id, made.code))
    assert refusal.value.data["retry_after_seconds"] == 55 * 60 + 1
    clock.advance(minutes=56)
    made = await engine.run(make_claim_code, MakeClaimCode())
    assert (await engine.run(claim_admin, ClaimAdmin(person_id, made.code))).is_accepted


async def test_an_application_reaches_all_administrators_and_is_decided_once(
    engine: Engine,
) -> None:
    first, second = await met(engine, 1, Role.ADMIN), await met(engine, 2, Role.ADMIN)
    applicant = await met(engine, 3)
    made = await engine.run(apply_to_teach, ApplyToTeach(applicant, ANSWERS))
    requested = TeachingRequested(made.application_id, applicant, is_answer=False)
    assert await told(engine) == [(first, requested), (second, requested)]
    [waiting] = await engine.read(waiting_applications, first)
    assert waiting.answers == ANSWERS
    decisions = await asyncio.gather(
        *(
            engine.run(
                decide_application, DecideApplication(admin, made.application_id, Decision.APPROVE)
            )
            for admin in (first, second)
        ),
        return_exceptions=True,
    )
    assert [isinstance(one, AlreadyDecided) for one in decisions] == [False, True]
    assert Role.EDUCATOR in await engine.read(roles_of, applicant)
    decided = ApplicationWasDecided(made.application_id, applicant, "approved")
    assert await told(engine) == [(applicant, decided)]
    with pytest.raises(AlreadyEducator):
        await engine.run(apply_to_teach, ApplyToTeach(applicant, ANSWERS))


async def test_an_administrator_asks_and_the_answer_comes_to_the_same_application(
    engine: Engine,
) -> None:
    admin, applicant = await met(engine, 1, Role.ADMIN), await met(engine, 2)
    made = await engine.run(apply_to_teach, ApplyToTeach(applicant, ANSWERS))
    with pytest.raises(ApplicationWaiting):
        await engine.run(apply_to_teach, ApplyToTeach(applicant, ANSWERS))
    ask = DecideApplication(admin, made.application_id, Decision.ASK, "Which rivers?")
    await engine.run(decide_application, ask)
    with pytest.raises(AlreadyDecided):
        await engine.run(decide_application, ask)
    read = await engine.read(application, ApplicationQuery(applicant, made.application_id))
    assert (read.state, read.note) == ("asked", "Which rivers?")
    answered = await engine.run(apply_to_teach, ApplyToTeach(applicant, (("which", "All"),)))
    assert (answered.application_id, answered.is_answer) == (made.application_id, True)
    declined = await engine.run(
        decide_application, DecideApplication(admin, made.application_id, Decision.DECLINE)
    )
    assert declined.state == "declined"
    again = await engine.run(apply_to_teach, ApplyToTeach(applicant, ANSWERS))
    assert again.application_id != made.application_id


async def test_who_is_no_administrator_decides_and_sees_nothing(engine: Engine) -> None:
    applicant, other = await met(engine, 1), await met(engine, 2, Role.EDUCATOR)
    made = await engine.run(apply_to_teach, ApplyToTeach(applicant, ANSWERS))
    for by_person in (applicant, other):
        decision = DecideApplication(by_person, made.application_id, Decision.APPROVE)
        with pytest.raises(Forbidden):
            await engine.run(decide_application, decision)
        with pytest.raises(Forbidden):
            await engine.read(waiting_applications, by_person)
    with pytest.raises(NotFound):
        await engine.read(application, ApplicationQuery(other, made.application_id))
    with pytest.raises(ApplicationEmpty):
        await engine.run(apply_to_teach, ApplyToTeach(await met(engine, 3), (("why", "  "),)))


async def test_a_third_administrator_needs_two(engine: Engine) -> None:
    first, second = await met(engine, 1, Role.ADMIN), await met(engine, 2, Role.ADMIN)
    person_id = await met(engine, 3)
    grant = GrantRole(first, person_id, Role.ADMIN)
    assert not (await engine.run(grant_role, grant)).is_done
    assert not (await engine.run(grant_role, grant)).is_done
    proposed = RoleProposed(person_id, "admin", first)
    assert await told(engine) == [(second, proposed)]
    assert (await engine.run(grant_role, GrantRole(second, person_id, Role.ADMIN))).is_done
    assert person_id in await engine.read(admins, None)


async def test_a_proposal_of_a_former_administrator_counts_no_more(engine: Engine) -> None:
    first, second = await met(engine, 1, Role.ADMIN), await met(engine, 2, Role.ADMIN)
    person_id = await met(engine, 3)
    await engine.run(grant_role, GrantRole(first, person_id, Role.ADMIN))
    await engine.run(revoke_role, RevokeRole(second, first, Role.ADMIN))
    assert not (await engine.run(grant_role, GrantRole(second, person_id, Role.ADMIN))).is_done


async def test_roles_are_given_and_taken_by_administrators(engine: Engine) -> None:
    admin, person_id = await met(engine, 1, Role.ADMIN), await met(engine, 2)
    with pytest.raises(Forbidden):
        await engine.run(grant_role, GrantRole(person_id, person_id, Role.EDUCATOR))
    assert (await engine.run(grant_role, GrantRole(admin, person_id, Role.EDUCATOR))).is_done
    assert await engine.run(revoke_role, RevokeRole(admin, person_id, Role.EDUCATOR))
    assert not await engine.run(revoke_role, RevokeRole(admin, person_id, Role.EDUCATOR))
    with pytest.raises(RoleFixed):
        await engine.run(revoke_role, RevokeRole(admin, person_id, Role.LEARNER))
    with pytest.raises(LastAdmin):
        await engine.run(revoke_role, RevokeRole(admin, admin, Role.ADMIN))
    with pytest.raises(LastAdmin):
        await engine.run(erase_person, ErasePerson(admin))
