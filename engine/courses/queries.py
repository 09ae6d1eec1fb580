"""Questions about courses: what there is, what is in it, and where a learner is."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

from engine.courses import statements as sql
from engine.courses.access import owns, readable_lesson, visible_course
from engine.courses.commands import (
    CataloguePage,
    CatalogueQuery,
    CourseCard,
    CourseChoice,
    CourseQuery,
    CourseState,
    CourseSummary,
    EnrollmentState,
    LessonPage,
    LessonPageQuery,
    MediaStored,
    MyCoursesQuery,
    NextKind,
    NextStep,
    Outline,
    OutlineLesson,
    OutlineModule,
    TaughtCourse,
)
from engine.courses.content_json import load_pages
from engine.courses.pages import Page
from engine.courses.position import reading_position
from engine.foundation.errors import NotFound
from engine.foundation.tx import ReadTx
from engine.people.commands import Role
from engine.people.queries import person_card, roles_of

EMPTY_PAGE = Page(title="", blocks=())


def catalogue(tx: ReadTx, query: CatalogueQuery) -> CataloguePage:
    """Published courses: in the person's language first, then by interests, then by learners."""
    person = person_card(tx, query.person_id)
    interests = {interest.casefold() for interest in person.interests}
    rows = tx.query(sql.PUBLISHED_CARDS, of_person=query.person_id)

    def order(row: Any) -> tuple[bool, int, int, str]:
        tags = {tag.casefold() for tag in json.loads(row.tags)}
        words = tags.union(row.title.casefold().split())
        is_readable = row.language.split("-")[0] == person.locale
        return not is_readable, -len(interests & words), -row.learners_count, row.title

    pages = max(1, -(-len(rows) // query.page_size))
    page = max(1, min(query.page, pages))
    first = (page - 1) * query.page_size
    shown = sorted(rows, key=order)[first : first + query.page_size]
    return CataloguePage(
        courses=tuple(_card(row, query.person_id) for row in shown),
        page=page,
        pages=pages,
        total=len(rows),
    )


def course_card(tx: ReadTx, query: CourseQuery) -> CourseCard:
    """Raises NotFound, also for a draft that is somebody else's."""
    course = visible_course(tx, query.person_id, query.course)
    row = tx.one(sql.CARD, course_id=course.id, of_person=query.person_id)
    return _card(row, query.person_id)


def outline(tx: ReadTx, query: CourseQuery) -> Outline:
    """Modules and lessons in order, with the asking person's progress. Raises NotFound."""
    card = course_card(tx, query)
    titles = {row.id: row.title for row in tx.query(sql.MODULES_OF, of_course=card.course_id)}
    lessons = tx.query(sql.LESSONS_OF, of_course=card.course_id, of_person=query.person_id)
    here = 0
    if card.enrollment in (EnrollmentState.ACTIVE, EnrollmentState.COMPLETED):
        here, _ = reading_position(tx, query.person_id, card.course_id)
    modules = [
        OutlineModule(
            title=titles[module_id],
            lessons=tuple(
                OutlineLesson(
                    lesson_id=row.id,
                    number=row.position + 1,
                    title=row.title,
                    minutes=row.minutes,
                    pages=row.pages_count,
                    has_quiz=bool(row.has_quiz),
                    is_done=row.done_at is not None,
                    is_here=row.id == here,
                )
                for row in rows
            ),
        )
        for module_id, rows in groupby(lessons, key=lambda row: row.module_id)
    ]
    return Outline(course=card, modules=tuple(modules))


def lesson_page(tx: ReadTx, query: LessonPageQuery) -> LessonPage:
    """One page of a lesson and what follows it. A page behind the end is the last one.

    Raises NotFound (also for a lesson that was taken out), CourseNotFree.
    """
    course, lesson = readable_lesson(tx, query.person_id, query.lesson_id)
    lessons = tx.query(sql.LESSONS_OF, of_course=course.id, of_person=query.person_id)
    pages = load_pages(lesson.pages) or (EMPTY_PAGE,)
    number = max(1, min(query.page, len(pages)))
    page = pages[number - 1]
    at = lesson.position
    following = next((row.id for row in lessons if row.position > at), None)
    previous = next((row.id for row in reversed(lessons) if row.position < at), None)
    enrollment = tx.one(sql.FIND_ENROLLMENT, of_person=query.person_id, of_course=course.id)
    return LessonPage(
        course_id=course.id,
        course_title=course.title,
        course_language=course.language,
        lesson_id=lesson.id,
        lesson_title=lesson.title,
        lesson_number=at + 1,
        lessons_total=len(lessons),
        minutes=lesson.minutes,
        page=number,
        pages=len(pages),
        page_title=page.title,
        blocks=page.blocks,
        challenge=page.challenge,
        had_it=_had_it(tx, query.person_id, lesson.id, page),
        next=_next_step(lesson, number, len(pages), following),
        previous_lesson_id=previous,
        next_lesson_id=following,
        has_quiz=bool(lesson.has_quiz),
        is_done=any(row.id == lesson.id and row.done_at is not None for row in lessons),
        is_enrolled=enrollment is not None and enrollment.state != EnrollmentState.WITHDRAWN,
    )


def my_courses(tx: ReadTx, query: MyCoursesQuery) -> tuple[CourseChoice, ...]:
    """The person's own courses, the newest enrollment first, then the published ones by title;
    those with `prefix` in the title or short name."""
    wanted = query.prefix.strip().casefold()
    own = tx.query(sql.OWN_CARDS, of_person=query.person_id)
    own_ids = {row.id for row in own}
    others = [
        row
        for row in tx.query(sql.PUBLISHED_CARDS, of_person=query.person_id)
        if row.id not in own_ids
    ]
    rows = [row for row in own if row.state != CourseState.DRAFT or row.owner_id == query.person_id]
    rows += sorted(others, key=lambda row: row.title.casefold())
    found = [row for row in rows if wanted in row.title.casefold() or wanted in row.slug]
    return tuple(
        _choice(tx, query.person_id, row, is_enrolled=row.id in own_ids)
        for row in found[: query.limit]
    )


def teaching(tx: ReadTx, owner_id: int) -> tuple[TaughtCourse, ...]:
    """All courses of an educator with their learners, the newest first."""
    return tuple(
        _taught(tx, row, owner_id) for row in tx.query(sql.TAUGHT_CARDS, of_person=owner_id)
    )


def teachable(tx: ReadTx, person_id: int) -> tuple[CourseCard, ...]:
    """Courses that the person may change and open cohorts for: one's own, all for administrators;
    the newest first."""
    is_admin = Role.ADMIN in roles_of(tx, person_id)
    statement = sql.ALL_CARDS if is_admin else sql.TAUGHT_CARDS
    return tuple(_card(row, person_id) for row in tx.query(statement, of_person=person_id))


def media(tx: ReadTx, content_hash: str) -> MediaStored:
    """A stored file by the sha-256 of its content. Raises NotFound."""
    row = tx.one(sql.FIND_MEDIA, hashed=content_hash)
    if row is None:
        raise NotFound(what="media")
    return MediaStored(row.content_hash, row.name, row.kind, bytes(row.content))


def lesson_pages(tx: ReadTx, lesson_id: int) -> tuple[Page, ...]:
    """All pages of a lesson, for other domains that have checked who asks. Raises NotFound."""
    row = tx.one(sql.FIND_LESSON, lesson_id=lesson_id)
    if row is None:
        raise NotFound(what="lesson")
    return load_pages(row.pages)


def course_summary(tx: ReadTx, course_id: int) -> CourseSummary:
    """Title and educator, for other domains that have checked who asks. Raises NotFound."""
    row = tx.one(sql.FIND_COURSE, course_id=course_id)
    if row is None:
        raise NotFound(what="course")
    return CourseSummary(row.id, row.slug, row.title, row.language, row.owner_id)


def can_change_course(tx: ReadTx, query: CourseQuery) -> bool:
    """Is the person its educator, or an administrator? Raises NotFound."""
    return owns(tx, query.person_id, visible_course(tx, query.person_id, query.course))


def _had_it(tx: ReadTx, person_id: int, lesson_id: int, page: Page) -> bool | None:
    if page.challenge is None:
        return None
    row = tx.one(
        sql.FIND_CHECK,
        of_person=person_id,
        in_lesson=lesson_id,
        numbered=page.challenge.number,
    )
    return None if row is None else bool(row.had_it)


def _next_step(lesson: Any, page: int, pages: int, following: int | None) -> NextStep:
    if page < pages:
        return NextStep(NextKind.PAGE, lesson.id, page + 1)
    if lesson.has_quiz:
        return NextStep(NextKind.QUIZ, lesson.id)
    if following is not None:
        return NextStep(NextKind.LESSON, following, 1)
    return NextStep(NextKind.END)


def _card(row: Any, person_id: int) -> CourseCard:
    return CourseCard(
        course_id=row.id,
        slug=row.slug,
        title=row.title,
        summary=row.summary,
        language=row.language,
        licence=row.licence,
        attribution=row.attribution,
        source_url=row.source_url,
        authors=tuple(json.loads(row.authors)),
        tags=tuple(json.loads(row.tags)),
        price_tokens=row.price_tokens,
        state=CourseState(row.state),
        version=row.version,
        owner_id=row.owner_id,
        is_mine=row.owner_id == person_id,
        lessons=row.lessons_count,
        challenges=row.challenges_count,
        quizzes=row.quizzes_count,
        learners=row.learners_count,
        minutes=row.minutes,
        enrollment=EnrollmentState(row.enrollment) if row.enrollment else None,
        lessons_done=row.done_count,
    )


def _choice(tx: ReadTx, person_id: int, row: Any, *, is_enrolled: bool) -> CourseChoice:
    lesson_id, page = reading_position(tx, person_id, row.id) if is_enrolled else (0, 0)
    return CourseChoice(
        course_id=row.id,
        slug=row.slug,
        title=row.title,
        is_enrolled=is_enrolled,
        lessons_done=row.done_count,
        lessons_total=row.lessons_count,
        lesson_id=lesson_id,
        page=page,
    )


def _taught(tx: ReadTx, row: Any, owner_id: int) -> TaughtCourse:
    counts = {found.state: found.count for found in tx.query(sql.COUNT_BY_STATE, of_course=row.id)}
    return TaughtCourse(
        course=_card(row, owner_id),
        learners_active=counts.get(EnrollmentState.ACTIVE.value, 0),
        learners_completed=counts.get(EnrollmentState.COMPLETED.value, 0),
        learners_withdrawn=counts.get(EnrollmentState.WITHDRAWN.value, 0),
        updated_at=row.updated_at,
    )
