"""Importing through the door: who may, and what becomes of lessons and of learners' progress."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.courses.commands import (
    CourseQuery,
    ImportCourse,
    LessonChange,
    LessonPageQuery,
    MarkLessonDone,
    OpenPage,
)
from engine.courses.drafts import CourseDraft, ModuleDraft
from engine.courses.errors import CourseNotYours
from engine.courses.queries import course_card, lesson_page, outline
from engine.courses.service import import_course, mark_lesson_done, open_page
from engine.foundation.door import Engine
from engine.foundation.errors import Forbidden, NotFound
from engine.people.commands import Role
from tests.engine.courses.teaching import course, enrolled, imported, met


def without_lesson(draft: CourseDraft, key: str) -> CourseDraft:
    modules = tuple(
        ModuleDraft(module.title, tuple(lesson for lesson in module.lessons if lesson.key != key))
        for module in draft.modules
    )
    return replace(draft, modules=modules)


async def test_only_educators_import(engine: Engine) -> None:
    learner = await met(engine, 1)
    with pytest.raises(Forbidden) as refusal:
        await engine.run(import_course, ImportCourse(learner, course(2)))
    assert refusal.value.data == {"role": "educator"}


async def test_only_its_owner_updates_a_course(engine: Engine) -> None:
    owner = await met(engine, 1, Role.EDUCATOR)
    other = await met(engine, 2, Role.EDUCATOR, Role.ADMIN)
    await imported(engine, owner, course(2))
    with pytest.raises(CourseNotYours):
        await engine.run(import_course, ImportCourse(other, course(2, words={1: "mine now"})))
    card = await engine.read(course_card, CourseQuery(owner, "rivers"))
    assert card.version == 1


async def test_a_changed_lesson_keeps_fourteen_learners_progress(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    first = (await imported(engine, educator, course(12))).course
    assert (first.is_new, first.added, first.learners_kept) == (True, 12, 0)
    learners = await enrolled(engine, first.course_id, *range(10, 24))
    changed_id = first.lessons[4].lesson_id
    for learner in learners:
        await engine.run(mark_lesson_done, MarkLessonDone(learner, changed_id))
    again = await engine.run(
        import_course, ImportCourse(educator, course(12, words={5: "with new words"}))
    )
    assert (again.changed, again.same, again.added, again.removed) == (1, 11, 0, 0)
    assert (again.learners_kept, again.version, again.is_new) == (14, 2, False)
    assert again.lessons[4].lesson_id == changed_id
    for learner in learners:
        page = await engine.read(lesson_page, LessonPageQuery(learner, changed_id))
        assert page.is_done
        assert "with new words" in page.blocks[0].spans[0].text  # type: ignore[union-attr]


async def test_the_same_course_again_changes_nothing(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    await imported(engine, educator, course(12))
    again = await engine.run(import_course, ImportCourse(educator, course(12)))
    assert (again.same, again.changed, again.version) == (12, 0, 1)


async def test_another_title_makes_another_version(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    await imported(engine, educator, course(2))
    again = await engine.run(import_course, ImportCourse(educator, course(2, title="Big rivers")))
    assert (again.same, again.version) == (2, 2)


async def test_a_lesson_taken_out_is_retired_and_comes_back_with_its_progress(
    engine: Engine,
) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    whole = course(4)
    made = (await imported(engine, educator, whole)).course
    second = made.lessons[1].lesson_id
    [learner] = await enrolled(engine, made.course_id, 10)
    await engine.run(open_page, OpenPage(learner, second, 2))
    await engine.run(mark_lesson_done, MarkLessonDone(learner, second))
    shorter = await engine.run(
        import_course, ImportCourse(educator, without_lesson(whole, "lesson-02"))
    )
    assert (shorter.removed, shorter.same) == (1, 3)
    assert [one.change for one in shorter.lessons if one.lesson_id == second] == [
        LessonChange.REMOVED
    ]
    with pytest.raises(NotFound):
        await engine.read(lesson_page, LessonPageQuery(learner, second))
    left = await engine.read(outline, CourseQuery(learner, made.course_id))
    assert [lesson.number for lesson in left.lessons] == [1, 2, 3]
    assert left.course.lessons_done == 0
    back = await engine.run(import_course, ImportCourse(educator, whole))
    assert (back.added, back.same) == (1, 3)
    page = await engine.read(lesson_page, LessonPageQuery(learner, second))
    assert page.is_done
    assert page.lesson_number == 2


async def test_a_shortened_lesson_opens_at_its_last_page(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    made = (await imported(engine, educator, course(1))).course
    [learner] = await enrolled(engine, made.course_id, 10)
    lesson_id = made.lessons[0].lesson_id
    await engine.run(open_page, OpenPage(learner, lesson_id, 3))
    draft = course(1)
    [module] = draft.modules
    short = replace(
        module.lessons[0], pages=module.lessons[0].pages[:1], challenges=(), content_hash="short"
    )
    await engine.run(
        import_course,
        ImportCourse(educator, replace(draft, modules=(ModuleDraft("Upstream", (short,)),))),
    )
    page = await engine.read(lesson_page, LessonPageQuery(learner, lesson_id, 3))
    assert (page.page, page.pages) == (1, 1)


async def test_lessons_moved_to_another_module_are_the_same(engine: Engine) -> None:
    educator = await met(engine, 1, Role.EDUCATOR)
    draft = course(4)
    made = (await imported(engine, educator, draft)).course
    backwards = replace(draft, modules=(ModuleDraft("All in one", tuple(reversed(draft.lessons))),))
    again = await engine.run(import_course, ImportCourse(educator, backwards))
    assert (again.same, again.changed) == (4, 0)
    left = await engine.read(outline, CourseQuery(educator, made.course_id))
    assert [module.title for module in left.modules] == ["All in one"]
    assert [lesson.title for lesson in left.lessons] == [f"Lesson {n}" for n in (4, 3, 2, 1)]
