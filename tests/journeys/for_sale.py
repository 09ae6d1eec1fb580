"""Courses with a price for the journeys of buying, and off the shelf again after each."""

from __future__ import annotations

from engine.courses.commands import PublishCourse
from engine.courses.service import publish_course, retire_course
from engine.quizzes.commands import ImportWithQuizzes
from engine.quizzes.service import import_course_with_quizzes
from tests.engine.courses.teaching import course
from tests.journeys.stage import Stage
from tests.journeys.telling import beside


async def puts_up_for_sale(stage: Stage, slug: str, title: str, price: int) -> tuple[int, int]:
    """Four lessons of the demonstration's educator; the educator's id and the course's."""
    [[owner]] = stage.rows("SELECT owner_id FROM course WHERE slug = 'two-steps'")
    draft = course(4, slug=slug, title=title, price_tokens=price)
    async with beside(stage) as engine:
        made = await engine.run(import_course_with_quizzes, ImportWithQuizzes(owner, draft))
        await engine.run(publish_course, PublishCourse(owner, made.course.course_id))
    return owner, made.course.course_id


async def retires(stage: Stage, course_id: int) -> None:
    """So that other stories do not meet it in the catalogue."""
    [[owner]] = stage.rows("SELECT owner_id FROM course WHERE id = ?", course_id)
    async with beside(stage) as engine:
        await engine.run(retire_course, PublishCourse(owner, course_id))
