"""Courses through the door: published, read, marked done, completed."""

from __future__ import annotations

import asyncio

import pytest

from engine.courses.commands import (
    CatalogueQuery,
    CheckChallenge,
    CourseQuery,
    CourseState,
    Enroll,
    EnrollmentState,
    LessonPageQuery,
    MarkLessonDone,
    MyCoursesQuery,
    NextKind,
    OpenPage,
    PublishCourse,
)
from engine.courses.errors import CourseEmpty, CourseNotFree, CourseNotOpen, NotEnrolled
from engine.courses.queries import (
    catalogue,
    course_card,
    lesson_page,
    media,
    my_courses,
    outline,
    teachable,
    teaching,
)
from engine.courses.service import (
    check_challenge,
    enroll,
    mark_lesson_done,
    open_page,
    publish_course,
    retire_course,
    unpublish_course,
    withdraw,
)
from engine.foundation.door import Engine
from engine.foundation.errors import Forbidden, NotFound
from engine.people.commands import ErasePerson, Role, SetInterests, SetLocale
from engine.people.queries import export_person
from engine.people.service import erase_person, set_interests, set_locale
from tests.engine.courses.teaching import (
    PICTURE,
    PICTURE_HASH,
    course,
    enrolled,
    imported,
    met,
    quiz,
)


async def lesson_ids(engine: Engine, person_id: int, course_id: int) -> list[int]:
    found = await engine.read(outline, CourseQuery(person_id, course_id))
    return [lesson.lesson_id for lesson in found.lessons]


async def test_a_draft_is_seen_by_its_owner_and_administrators_alone(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    admin = await met(engine, 2, Role.ADMIN)
    learner = await met(engine, 3)
    made = (await imported(engine, educator, course(3), is_published=False)).course
    for person_id in (educator, admin):
        card = await engine.read(course_card, CourseQuery(person_id, "rivers"))
        assert card.state is CourseState.DRAFT
    for wanted in (made.course_id, "rivers"):
        with pytest.raises(NotFound):
            await engine.read(course_card, CourseQuery(learner, wanted))
    with pytest.raises(NotFound):
        await engine.run(enroll, Enroll(learner, made.course_id))
    page = LessonPageQuery(learner, made.lessons[0].lesson_id)
    with pytest.raises(NotFound):
        await engine.read(lesson_page, page)
    assert (await engine.read(catalogue, CatalogueQuery(learner))).total == 0


async def test_only_its_educator_or_an_administrator_publishes(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    other = await met(engine, 2, Role.EDUCATOR)
    admin = await met(engine, 3, Role.ADMIN)
    made = (await imported(engine, educator, course(3), is_published=False)).course
    with pytest.raises(NotFound):
        await engine.run(publish_course, PublishCourse(other, made.course_id))
    published = await engine.run(publish_course, PublishCourse(admin, made.course_id))
    assert published.state is CourseState.PUBLISHED
    assert published.is_changed
    again = await engine.run(publish_course, PublishCourse(educator, made.course_id))
    assert not again.is_changed
    with pytest.raises(Forbidden):
        await engine.run(unpublish_course, PublishCourse(other, made.course_id))


async def test_an_empty_course_is_not_published(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = (await imported(engine, educator, course(0), is_published=False)).course
    with pytest.raises(CourseEmpty):
        await engine.run(publish_course, PublishCourse(educator, made.course_id))


async def test_the_card_counts_what_is_in_the_course(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = (await imported(engine, educator, course(12, quizzes={2: quiz(), 5: quiz()}))).course
    await enrolled(engine, made.course_id, 10, 11, 12)
    card = await engine.read(course_card, CourseQuery(educator, "rivers"))
    assert (card.lessons, card.challenges, card.quizzes) == (12, 12, 2)
    assert (card.learners, card.minutes) == (3, 120)
    assert card.is_mine
    assert card.enrollment is None
    taught = await engine.read(teaching, educator)
    assert [one.learners_active for one in taught] == [3]


async def test_a_learner_reads_on_where_they_were(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = (await imported(engine, educator, course(4, quizzes={1: quiz()}))).course
    first, second, *_ = (lesson.lesson_id for lesson in made.lessons)
    [learner] = await enrolled(engine, made.course_id, 10)
    page = await engine.read(lesson_page, LessonPageQuery(learner, first))
    assert (page.page, page.pages, page.lesson_number, page.lessons_total) == (1, 3, 1, 4)
    assert page.next.kind is NextKind.PAGE
    assert page.next.page == 2
    last = await engine.read(lesson_page, LessonPageQuery(learner, first, 99))
    assert last.page == 3
    assert last.next.kind is NextKind.QUIZ
    assert last.next_lesson_id == second
    opened = await engine.run(open_page, OpenPage(learner, second, 2))
    assert opened.is_recorded
    back = await engine.run(enroll, Enroll(learner, made.course_id))
    assert (back.is_new, back.lesson_id, back.page) == (False, second, 2)
    [mine] = await engine.read(my_courses, MyCoursesQuery(learner, "riv"))
    assert (mine.is_enrolled, mine.lesson_id, mine.page) == (True, second, 2)
    here = await engine.read(outline, CourseQuery(learner, made.course_id))
    assert [lesson.lesson_id for lesson in here.lessons if lesson.is_here] == [second]
    assert [module.title for module in here.modules] == ["Upstream", "Downstream"]


async def test_the_last_page_of_the_last_lesson_is_the_end(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = (await imported(engine, educator, course(2))).course
    first, second = (lesson.lesson_id for lesson in made.lessons)
    [learner] = await enrolled(engine, made.course_id, 10)
    page = await engine.read(lesson_page, LessonPageQuery(learner, first, 3))
    assert (page.next.kind, page.next.lesson_id) == (NextKind.LESSON, second)
    page = await engine.read(lesson_page, LessonPageQuery(learner, second, 3))
    assert page.next.kind is NextKind.END
    assert page.previous_lesson_id == first


async def test_who_looks_inside_leaves_no_trace(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = (await imported(engine, educator, course(2))).course
    visitor = await met(engine, 10)
    opened = await engine.run(open_page, OpenPage(visitor, made.lessons[1].lesson_id))
    assert not opened.is_recorded
    for refused in (
        engine.run(mark_lesson_done, MarkLessonDone(visitor, made.lessons[0].lesson_id)),
        engine.run(check_challenge, CheckChallenge(visitor, made.lessons[0].lesson_id, 1, True)),
    ):
        with pytest.raises(NotEnrolled):
            await refused


async def test_a_lesson_counts_once_and_the_last_one_completes_the_course(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = (await imported(engine, educator, course(2))).course
    first, second = (lesson.lesson_id for lesson in made.lessons)
    [learner] = await enrolled(engine, made.course_id, 10)
    done = await engine.run(mark_lesson_done, MarkLessonDone(learner, first))
    assert done.is_first_time
    assert (done.lessons_done, done.lessons_total, done.next_lesson_id) == (1, 2, second)
    assert done.rewarded is not None
    assert done.rewarded.points == 5
    again = await engine.run(mark_lesson_done, MarkLessonDone(learner, first))
    assert not again.is_first_time
    assert again.rewarded is None
    last = await engine.run(mark_lesson_done, MarkLessonDone(learner, second))
    assert last.is_course_completed
    assert last.next_lesson_id is None
    assert not (
        await engine.run(mark_lesson_done, MarkLessonDone(learner, second))
    ).is_course_completed
    card = await engine.read(course_card, CourseQuery(learner, made.course_id))
    assert (card.enrollment, card.lessons_done) == (EnrollmentState.COMPLETED, 2)


async def test_twenty_presses_at_once_count_one_lesson(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = (await imported(engine, educator, course(3))).course
    [learner] = await enrolled(engine, made.course_id, 10)
    press = MarkLessonDone(learner, made.lessons[0].lesson_id)
    results = await asyncio.gather(*(engine.run(mark_lesson_done, press) for _ in range(20)))
    assert sum(result.is_first_time for result in results) == 1
    assert {result.lessons_done for result in results} == {1}


async def test_the_same_key_enrolls_once_and_twenty_learners_are_twenty(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = (await imported(engine, educator, course(2))).course
    learners = [await met(engine, number) for number in range(10, 30)]
    first = await engine.run(enroll, Enroll(learners[0], made.course_id), key="telegram:1:1")
    again = await engine.run(enroll, Enroll(learners[0], made.course_id), key="telegram:1:1")
    assert first == again
    assert again.is_new
    await asyncio.gather(
        *(engine.run(enroll, Enroll(learner, made.course_id)) for learner in learners)
    )
    card = await engine.read(course_card, CourseQuery(educator, made.course_id))
    assert card.learners == 20


async def test_the_last_word_on_a_challenge_counts(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = (await imported(engine, educator, course(2))).course
    lesson_id = made.lessons[0].lesson_id
    [learner] = await enrolled(engine, made.course_id, 10)
    page = await engine.read(lesson_page, LessonPageQuery(learner, lesson_id, 2))
    assert page.challenge is not None
    assert page.had_it is None
    first = await engine.run(check_challenge, CheckChallenge(learner, lesson_id, 1, False))
    assert (first.challenges_had, first.challenges_total) == (0, 2)
    assert first.rewarded is not None
    second = await engine.run(check_challenge, CheckChallenge(learner, lesson_id, 1, True))
    assert second.challenges_had == 1
    assert second.rewarded is None
    page = await engine.read(lesson_page, LessonPageQuery(learner, lesson_id, 2))
    assert page.had_it is True
    with pytest.raises(NotFound):
        await engine.run(check_challenge, CheckChallenge(learner, lesson_id, 7, True))


async def test_a_course_with_a_price_opens_its_first_lesson_only(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = (await imported(engine, educator, course(3, price_tokens=50))).course
    visitor = await met(engine, 10)
    with pytest.raises(CourseNotFree) as refusal:
        await engine.run(enroll, Enroll(visitor, made.course_id))
    assert refusal.value.data == {"title": "Rivers", "price_tokens": 50}
    await engine.read(lesson_page, LessonPageQuery(visitor, made.lessons[0].lesson_id))
    with pytest.raises(CourseNotFree):
        await engine.read(lesson_page, LessonPageQuery(visitor, made.lessons[1].lesson_id))


async def test_a_retired_course_is_read_on_and_takes_nobody_new(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    admin = await met(engine, 2, Role.ADMIN)
    made = (await imported(engine, educator, course(3))).course
    [learner] = await enrolled(engine, made.course_id, 10)
    visitor = await met(engine, 11)
    await engine.run(retire_course, PublishCourse(admin, made.course_id))
    await engine.read(lesson_page, LessonPageQuery(learner, made.lessons[2].lesson_id))
    with pytest.raises(NotFound):
        await engine.run(enroll, Enroll(visitor, made.course_id))
    await engine.run(withdraw, Enroll(learner, made.course_id))
    with pytest.raises(CourseNotOpen):
        await engine.run(enroll, Enroll(learner, made.course_id))


async def test_who_withdraws_finds_their_progress_again(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = (await imported(engine, educator, course(1))).course
    [learner] = await enrolled(engine, made.course_id, 10)
    await engine.run(mark_lesson_done, MarkLessonDone(learner, made.lessons[0].lesson_id))
    assert await engine.run(withdraw, Enroll(learner, made.course_id))
    assert not await engine.run(withdraw, Enroll(learner, made.course_id))
    back = await engine.run(enroll, Enroll(learner, made.course_id))
    assert back.is_new
    card = await engine.read(course_card, CourseQuery(learner, made.course_id))
    assert (card.lessons_done, card.enrollment) == (1, EnrollmentState.COMPLETED)


async def test_the_catalogue_begins_with_ones_language_and_interests(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    for slug, language, tags in (
        ("rivers", "en", ()),
        ("rios", "es", ()),
        ("python", "en", ("programming",)),
    ):
        await imported(
            engine, educator, course(1, slug=slug, title=slug, language=language, tags=tags)
        )
    learner = await met(engine, 10)
    await engine.run(set_interests, SetInterests(learner, ("Programming",)))
    page = await engine.read(catalogue, CatalogueQuery(learner))
    assert [card.slug for card in page.courses] == ["python", "rivers", "rios"]
    await engine.run(set_locale, SetLocale(learner, "es"))
    page = await engine.read(catalogue, CatalogueQuery(learner, page=1, page_size=2))
    assert [card.slug for card in page.courses] == ["rios", "python"]
    assert (page.pages, page.total) == (2, 3)
    last = await engine.read(catalogue, CatalogueQuery(learner, page=9, page_size=2))
    assert (last.page, [card.slug for card in last.courses]) == (2, ["rivers"])


async def test_administrators_may_teach_with_every_course(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    admin = await met(engine, 2, Role.ADMIN)
    learner = await met(engine, 3)
    await imported(engine, educator, course(1))
    counts = [len(await engine.read(teachable, one)) for one in (educator, admin, learner)]
    assert counts == [1, 1, 0]


async def test_media_are_found_by_their_hash(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    await imported(engine, educator, course(1))
    found = await engine.read(media, PICTURE_HASH)
    assert (found.name, found.kind, found.content) == ("river.png", "image", PICTURE)
    with pytest.raises(NotFound):
        await engine.read(media, "0" * 64)


async def test_an_export_tells_the_progress_and_erasing_drops_it(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = (await imported(engine, educator, course(2))).course
    [learner] = await enrolled(engine, made.course_id, 10)
    lesson_id = made.lessons[0].lesson_id
    await engine.run(mark_lesson_done, MarkLessonDone(learner, lesson_id))
    await engine.run(check_challenge, CheckChallenge(learner, lesson_id, 1, True))
    exported = (await engine.read(export_person, learner))["courses"]
    assert exported["enrollments"][0]["course"] == "Rivers"
    assert exported["lessons"][0]["lesson"] == "Lesson 1"
    assert exported["challenges"][0]["had_it"] is True
    await engine.run(erase_person, ErasePerson(learner))
    card = await engine.read(course_card, CourseQuery(educator, made.course_id))
    assert card.learners == 0
    with pytest.raises(NotFound):
        await engine.read(export_person, learner)
