"""Cohorts: joined by learners, told of in places that are theirs, each in its own rights."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

import pytest

from engine.cohorts.commands import (
    CloseCohort,
    CohortQuery,
    JoinCohort,
    JoinOpenCohort,
    LinkPlace,
    LosePlace,
    MembersHere,
    MendPlace,
    MovePlace,
    OpenCohort,
    PlaceAt,
    PlaceQuery,
    PlacesIn,
    UnlinkPlace,
)
from engine.cohorts.errors import CohortClosed, PlaceNotManaged, PlaceTaken
from engine.cohorts.events import PlaceLost, PlaceWasMended
from engine.cohorts.queries import cohorts, members_here, place_at, place_of, places_in
from engine.cohorts.service import (
    close_cohort,
    join_cohort,
    join_open_cohort,
    leave_cohort,
    link_place,
    open_cohort,
    place_lost,
    place_mended,
    place_moved,
    unlink_place,
)
from engine.courses.errors import NotEnrolled
from engine.foundation.door import Engine
from engine.foundation.errors import Forbidden, NotFound
from engine.foundation.outbox import (
    ClaimDeliveries,
    ClaimedDelivery,
    EndDelivery,
    claim_deliveries,
    end_delivery,
)
from engine.foundation.tx import Tx
from engine.people.commands import ErasePerson, Role
from engine.people.queries import export_person
from engine.people.service import erase_person
from engine.quizzes.events import QuizPassed
from engine.streaks.events import MilestoneReached
from tests.engine.courses.teaching import course, enrolled, imported, met

CHAT = -100_123


@dataclass(frozen=True)
class Setting:
    admin: int
    educator: int
    course_id: int
    cohort_id: int

    def link(self, chat_id: int = CHAT, **changed: object) -> LinkPlace:
        link = LinkPlace(
            self.educator, self.cohort_id, "telegram", chat_id, title="River friends",
            can_manage_place=True,
        )  # fmt: skip
        return replace(link, **changed)  # type: ignore[arg-type]


@pytest.fixture
async def setting(engine: Engine) -> Setting:
    admin = await met(engine, 1, Role.ADMIN)
    educator = await met(engine, 2, Role.EDUCATOR)
    course_id = (await imported(engine, educator, course(2))).course.course_id
    opened = await engine.run(open_cohort, OpenCohort(educator, course_id, "Spring rivers"))
    assert opened.slug == "spring-rivers"
    return Setting(admin, educator, course_id, opened.cohort_id)


@dataclass(frozen=True)
class Happen:
    event: object
    topic: str


def happen(tx: Tx, command: Happen) -> None:
    tx.emit(command.event, topics=(command.topic,))


async def deliveries(engine: Engine, platform: str = "telegram") -> list[ClaimedDelivery]:
    return list(await engine.run(claim_deliveries, ClaimDeliveries(platform)))


async def passed(engine: Engine, setting: Setting, person_id: int) -> list[int]:
    """Places that hear of this person passing a quiz of the course."""
    event = QuizPassed(person_id, setting.course_id, 1, 1)
    topic = f"person:{person_id}:course:{setting.course_id}"
    await engine.run(happen, Happen(event, topic))
    return [delivery.to_id for delivery in await deliveries(engine)]


async def test_only_administrators_and_the_courses_educator_open_and_link(
    engine: Engine, setting: Setting
) -> None:
    other = await met(engine, 3, Role.EDUCATOR)
    learner = await met(engine, 4)
    for person_id in (other, learner):
        with pytest.raises(Forbidden):
            await engine.run(open_cohort, OpenCohort(person_id, setting.course_id, "Mine"))
        with pytest.raises(Forbidden):
            await engine.run(link_place, setting.link(by_person_id=person_id))
    second = await engine.run(
        open_cohort, OpenCohort(setting.admin, setting.course_id, "Spring rivers")
    )
    assert second.slug == "spring-rivers-2"
    with pytest.raises(PlaceNotManaged):
        await engine.run(link_place, setting.link(can_manage_place=False))
    assert (await engine.run(link_place, setting.link(by_person_id=setting.admin))).is_new


async def test_linking_again_is_the_same_place(engine: Engine, setting: Setting) -> None:
    links = await asyncio.gather(*(engine.run(link_place, setting.link()) for _ in range(20)))
    assert len({link.place_id for link in links}) == 1
    assert sum(link.is_new for link in links) == 1
    await engine.run(link_place, setting.link(title="River fri\u202eends 2", language="es"))
    card = await engine.read(place_at, PlaceAt("telegram", CHAT))
    assert card is not None
    assert (card.title, card.language, card.cohort_title, card.course_title) == (
        "River friends 2", "es", "Spring rivers", "Rivers",
    )  # fmt: skip
    other = await engine.run(open_cohort, OpenCohort(setting.admin, setting.course_id, "Other"))
    with pytest.raises(PlaceTaken) as refusal:
        await engine.run(link_place, setting.link(cohort_id=other.cohort_id))
    assert refusal.value.data == {"title": "Spring rivers"}


async def test_places_hear_of_members_who_come_before_and_after(
    engine: Engine, setting: Setting
) -> None:
    early, late, outsider = await enrolled(engine, setting.course_id, 10, 11, 12)
    await engine.run(join_open_cohort, JoinOpenCohort(early, setting.course_id))
    place = (await engine.run(link_place, setting.link())).place_id
    await engine.run(join_open_cohort, JoinOpenCohort(late, setting.course_id))
    for person_id in (early, late):
        assert await passed(engine, setting, person_id) == [place]
    assert await passed(engine, setting, outsider) == []
    milestone = MilestoneReached(early, 7, (await engine.read(today, None)))
    await engine.run(happen, Happen(milestone, f"person:{early}"))
    assert [delivery.event for delivery in await deliveries(engine)] == [milestone]
    elsewhere = Happen(QuizPassed(early, 99, 1, 1), f"person:{early}:course:99")
    await engine.run(happen, elsewhere)
    assert await deliveries(engine) == []


def today(tx: object, query: object) -> object:
    return tx.now.date()  # type: ignore[attr-defined]


async def test_a_place_hears_nothing_after_leaving_unlinking_or_erasing(
    engine: Engine, setting: Setting
) -> None:
    leaver, erased, stayer = await enrolled(engine, setting.course_id, 10, 11, 12)
    place = (await engine.run(link_place, setting.link())).place_id
    for person_id in (leaver, erased, stayer):
        await engine.run(join_cohort, JoinCohort(person_id, setting.cohort_id))
    exported = await engine.read(export_person, erased)
    assert exported["cohorts"][0]["cohort"] == "Spring rivers"
    assert await engine.run(leave_cohort, JoinCohort(leaver, setting.cohort_id))
    assert not await engine.run(leave_cohort, JoinCohort(leaver, setting.cohort_id))
    await engine.run(erase_person, ErasePerson(erased))
    assert await passed(engine, setting, leaver) == []
    assert await passed(engine, setting, erased) == []
    assert await passed(engine, setting, stayer) == [place]
    with pytest.raises(Forbidden):
        await engine.run(unlink_place, UnlinkPlace(stayer, place))
    assert await engine.run(unlink_place, UnlinkPlace(setting.educator, place))
    assert not await engine.run(unlink_place, UnlinkPlace(setting.educator, place))
    assert await passed(engine, setting, stayer) == []
    assert await engine.read(place_of, PlaceQuery(place)) is None
    relinked = await engine.run(link_place, setting.link())
    assert (relinked.place_id, relinked.is_new) == (place, True)
    assert await passed(engine, setting, stayer) == [place]


async def test_joining_takes_enrollment_and_an_open_cohort(
    engine: Engine, setting: Setting
) -> None:
    visitor = await met(engine, 9)
    with pytest.raises(NotEnrolled):
        await engine.run(join_cohort, JoinCohort(visitor, setting.cohort_id))
    learners = await enrolled(engine, setting.course_id, *range(10, 30))
    joined = await asyncio.gather(
        *(engine.run(join_open_cohort, JoinOpenCohort(one, setting.course_id)) for one in learners)
    )
    assert all(one.is_new and one.cohort_id == setting.cohort_id for one in joined)
    again = await engine.run(join_open_cohort, JoinOpenCohort(learners[0], setting.course_id))
    assert not again.is_new
    [card] = await engine.read(cohorts, CohortQuery(setting.educator))
    assert card.members == 20
    await engine.run(close_cohort, CloseCohort(setting.admin, setting.cohort_id))
    [late] = await enrolled(engine, setting.course_id, 40)
    with pytest.raises(CohortClosed):
        await engine.run(join_cohort, JoinCohort(late, setting.cohort_id))
    none = await engine.run(join_open_cohort, JoinOpenCohort(late, setting.course_id))
    assert none.cohort_id is None


async def test_everybody_sees_the_cohorts_that_concern_them(
    engine: Engine, setting: Setting
) -> None:
    member, outsider = await enrolled(engine, setting.course_id, 10, 11)
    await engine.run(join_cohort, JoinCohort(member, setting.cohort_id))
    await engine.run(link_place, setting.link())
    for person_id in (setting.admin, setting.educator, member):
        [card] = await engine.read(cohorts, CohortQuery(person_id))
        assert len(card.places) == 1
    assert await engine.read(cohorts, CohortQuery(outsider)) == ()
    assert await engine.read(cohorts, CohortQuery(setting.admin, course_id=999)) == ()


async def test_a_group_that_becomes_a_supergroup_takes_its_topics_along(
    engine: Engine, setting: Setting
) -> None:
    await engine.run(link_place, setting.link())
    await engine.run(link_place, setting.link(thread_id=7))
    moved = await engine.run(place_moved, MovePlace("telegram", CHAT, CHAT - 1))
    assert moved == 2
    assert await engine.read(place_at, PlaceAt("telegram", CHAT)) is None
    assert len(await engine.read(places_in, PlacesIn("telegram", CHAT - 1))) == 2
    assert await engine.run(place_moved, MovePlace("telegram", CHAT, CHAT - 1)) == 0


async def test_a_group_linked_anew_before_it_was_moved_is_there_once(
    engine: Engine, setting: Setting
) -> None:
    await engine.run(link_place, setting.link())
    anew = await engine.run(link_place, setting.link(CHAT - 1))
    assert await engine.run(place_moved, MovePlace("telegram", CHAT, CHAT - 1)) == 0
    [place] = await engine.read(places_in, PlacesIn("telegram", CHAT - 1))
    assert place.place_id == anew.place_id
    assert await engine.read(places_in, PlacesIn("telegram", CHAT)) == ()


async def test_a_lost_place_is_told_once_and_what_waited_goes_out(
    engine: Engine, setting: Setting
) -> None:
    [member] = await enrolled(engine, setting.course_id, 10)
    place = (await engine.run(link_place, setting.link())).place_id
    await engine.run(join_cohort, JoinCohort(member, setting.cohort_id))
    topic = f"person:{member}:course:{setting.course_id}"
    for quiz_id in (1, 2):
        event = QuizPassed(member, setting.course_id, quiz_id, 1)
        await engine.run(happen, Happen(event, topic))
    for delivery in await deliveries(engine):
        await engine.run(end_delivery, EndDelivery(delivery.id, "held", error="no_right"))
        await engine.run(place_lost, LosePlace(place, ("send_messages",)))
    card = await engine.read(place_of, PlaceQuery(place))
    assert card is not None
    assert (card.state, card.missing, card.waiting) == ("lost", ("send_messages",), 2)
    told = await deliveries(engine)
    lost = PlaceLost(place, setting.cohort_id, ("send_messages",))
    assert {delivery.to_id for delivery in told} == {setting.educator, setting.admin}
    assert [delivery.event for delivery in told] == [lost, lost]
    mended = await engine.run(place_mended, MendPlace(place))
    assert mended.released == 2
    assert (await engine.run(place_mended, MendPlace(place))).released == 0
    after = await deliveries(engine)
    assert sorted(d.to_kind for d in after) == ["person", "person", "place", "place"]
    assert PlaceWasMended(place, setting.cohort_id, 2) in [d.event for d in after]


async def test_linking_a_lost_place_again_mends_it(engine: Engine, setting: Setting) -> None:
    place = (await engine.run(link_place, setting.link())).place_id
    await engine.run(place_lost, LosePlace(place, ("member",)))
    await engine.run(link_place, setting.link())
    card = await engine.read(place_of, PlaceQuery(place))
    assert card is not None
    assert (card.state, card.missing) == ("active", ())
    with pytest.raises(NotFound):
        await engine.run(place_lost, LosePlace(999, ()))


@pytest.mark.parametrize(
    ("platform", "gone", "guild_id", "new"),
    [("telegram", "topic", 0, (CHAT, 7)), ("discord", "channel", 77, (501, 0))],
)
async def test_a_new_topic_or_channel_takes_a_deleted_ones_place(
    engine: Engine, setting: Setting, platform: str, gone: str, guild_id: int, new: tuple[int, int]
) -> None:
    [member] = await enrolled(engine, setting.course_id, 10)
    await engine.run(join_cohort, JoinCohort(member, setting.cohort_id))
    first = setting.link(platform=platform, thread_id=0 if guild_id else 6, guild_id=guild_id)
    place = (await engine.run(link_place, first)).place_id
    topic = f"person:{member}:course:{setting.course_id}"
    await engine.run(happen, Happen(QuizPassed(member, setting.course_id, 1, 1), topic))
    [waits] = await deliveries(engine, platform)
    await engine.run(end_delivery, EndDelivery(waits.id, "held", error="gone"))
    await engine.run(place_lost, LosePlace(place, (gone,)))
    there = replace(first, chat_id=new[0], thread_id=new[1])
    elsewhere = replace(there, chat_id=-5, guild_id=guild_id and 78)
    assert (await engine.run(link_place, elsewhere)).place_id != place
    assert (await engine.run(link_place, there)).place_id == place
    card = await engine.read(place_of, PlaceQuery(place))
    assert card is not None
    assert (card.state, card.chat_id, card.thread_id) == ("active", *new)
    assert waits.id in [delivery.id for delivery in await deliveries(engine, platform)]


async def test_a_place_that_only_lost_a_right_keeps_its_place(
    engine: Engine, setting: Setting
) -> None:
    place = (await engine.run(link_place, setting.link(thread_id=6))).place_id
    await engine.run(place_lost, LosePlace(place, ("send_messages",)))
    other = (await engine.run(link_place, setting.link(thread_id=7))).place_id
    assert other != place


async def test_a_guilds_channels_share_their_members(engine: Engine, setting: Setting) -> None:
    first, second = await enrolled(engine, setting.course_id, 10, 11)
    await engine.run(join_cohort, JoinCohort(first, setting.cohort_id))
    await engine.run(link_place, setting.link(500, platform="discord", guild_id=77))
    for chat_id, guild_id, people in (
        (500, 77, {first}),
        (501, 77, {first}),
        (500, 0, {first}),
        (501, 0, set()),
        (501, 78, set()),
    ):
        found = await engine.read(members_here, MembersHere("discord", chat_id, guild_id))
        assert found == people
    assert second not in await engine.read(members_here, MembersHere("discord", 500, 77))
