"""The courses domain's SQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, bindparam, case, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.courses import tables

courses = tables.course.c
modules = tables.module.c
lessons = tables.lesson.c
challenges = tables.challenge.c
enrollments = tables.enrollment.c
progress = tables.lesson_progress.c
checks = tables.challenge_check.c

# --- content -------------------------------------------------------------------------------------

FIND_COURSE = select(tables.course).where(courses.id == bindparam("course_id"))
FIND_BY_SLUG = select(tables.course).where(courses.slug == bindparam("of_slug"))
_content: dict[str, Any] = {
    "title": bindparam("new_title"),
    "summary": bindparam("new_summary"),
    "language": bindparam("new_language"),
    "licence": bindparam("new_licence"),
    "attribution": bindparam("new_attribution"),
    "source_url": bindparam("new_source_url"),
    "authors": bindparam("new_authors"),
    "tags": bindparam("new_tags"),
    "price_tokens": bindparam("new_price"),
    "version": bindparam("new_version"),
    "updated_at": bindparam("at"),
}
ADD_COURSE = (
    insert(tables.course)
    .values(
        owner_id=bindparam("by_person"),
        slug=bindparam("of_slug"),
        state="draft",
        created_at=bindparam("at"),
        **_content,
    )
    .returning(courses.id)
)
UPDATE_COURSE = update(tables.course).where(courses.id == bindparam("course_id")).values(**_content)
SET_COURSE_STATE = (
    update(tables.course)
    .where(courses.id == bindparam("course_id"))
    .values(state=bindparam("new_state"), updated_at=bindparam("at"))
)

SET_PRICE = (
    update(tables.course)
    .where(courses.id == bindparam("course_id"))
    .values(price_tokens=bindparam("new_price"), updated_at=bindparam("at"))
)
PRICED = select(courses.id, courses.language, courses.tags, courses.price_tokens).where(
    courses.state == "published", courses.price_tokens > 0
)

MODULES_OF = (
    select(tables.module)
    .where(modules.course_id == bindparam("of_course"))
    .order_by(modules.position)
)
_put_module = upsert(tables.module).values(
    course_id=bindparam("of_course"), position=bindparam("at_position"), title=bindparam("named")
)
PUT_MODULE = _put_module.on_conflict_do_update(
    index_elements=["course_id", "position"], set_={"title": _put_module.excluded.title}
).returning(modules.id)
DROP_MODULES_FROM = delete(tables.module).where(
    modules.course_id == bindparam("of_course"), modules.position >= bindparam("from_position")
)

ALL_LESSONS = select(
    lessons.id, lessons.key, lessons.title, lessons.content_hash, lessons.state
).where(lessons.course_id == bindparam("of_course"))
ADD_LESSON = (
    insert(tables.lesson)
    .values(
        course_id=bindparam("of_course"),
        module_id=bindparam("of_module"),
        key=bindparam("of_key"),
        position=bindparam("at_position"),
        title=bindparam("named"),
        minutes=bindparam("takes"),
        content_hash=bindparam("hashed"),
        pages=bindparam("content"),
        pages_count=bindparam("how_many"),
        has_quiz=False,
        state="active",
    )
    .returning(lessons.id)
)
UPDATE_LESSON = (
    update(tables.lesson)
    .where(lessons.id == bindparam("lesson_id"))
    .values(
        module_id=bindparam("of_module"),
        position=bindparam("at_position"),
        title=bindparam("named"),
        minutes=bindparam("takes"),
        content_hash=bindparam("hashed"),
        pages=bindparam("content"),
        pages_count=bindparam("how_many"),
        state="active",
    )
)
PLACE_LESSON = (
    update(tables.lesson)
    .where(lessons.id == bindparam("lesson_id"))
    .values(module_id=bindparam("of_module"), position=bindparam("at_position"))
)
RETIRE_LESSON = (
    update(tables.lesson)
    .where(lessons.id == bindparam("lesson_id"))
    .values(state="retired", module_id=None)
)
SET_LESSON_QUIZ = (
    update(tables.lesson)
    .where(lessons.id == bindparam("lesson_id"))
    .values(has_quiz=bindparam("with_quiz"))
)
FIND_LESSON = select(tables.lesson).where(lessons.id == bindparam("lesson_id"))
LESSONS_OF = (
    select(
        lessons.id,
        lessons.module_id,
        lessons.position,
        lessons.title,
        lessons.minutes,
        lessons.pages_count,
        lessons.has_quiz,
        progress.done_at,
    )
    .join_from(
        tables.lesson,
        tables.lesson_progress,
        and_(progress.lesson_id == lessons.id, progress.person_id == bindparam("of_person")),
        isouter=True,
    )
    .where(lessons.course_id == bindparam("of_course"), lessons.state == "active")
    .order_by(lessons.position)
)
DROP_CHALLENGES = delete(tables.challenge).where(challenges.lesson_id == bindparam("of_lesson"))
ADD_CHALLENGE = insert(tables.challenge).values(
    lesson_id=bindparam("of_lesson"), number=bindparam("numbered"), title=bindparam("named")
)
FIND_CHALLENGE = select(tables.challenge).where(
    challenges.lesson_id == bindparam("of_lesson"), challenges.number == bindparam("numbered")
)
ADD_MEDIA = (
    upsert(tables.media)
    .values(
        content_hash=bindparam("hashed"),
        name=bindparam("named"),
        kind=bindparam("of_kind"),
        content=bindparam("bytes"),
    )
    .on_conflict_do_nothing(index_elements=["content_hash"])
)
FIND_MEDIA = select(tables.media).where(tables.media.c.content_hash == bindparam("hashed"))

# --- learners ------------------------------------------------------------------------------------

FIND_ENROLLMENT = select(tables.enrollment).where(
    enrollments.person_id == bindparam("of_person"), enrollments.course_id == bindparam("of_course")
)
_enroll = upsert(tables.enrollment).values(
    person_id=bindparam("of_person"),
    course_id=bindparam("of_course"),
    state="active",
    page=1,
    enrolled_at=bindparam("at"),
)
ENROLL = _enroll.on_conflict_do_update(
    index_elements=["person_id", "course_id"],
    # Who had completed the course before leaving it comes back as that.
    set_={"state": case((enrollments.completed_at.is_not(None), "completed"), else_="active")},
)
WITHDRAW = (
    update(tables.enrollment)
    .where(
        enrollments.person_id == bindparam("of_person"),
        enrollments.course_id == bindparam("of_course"),
    )
    .values(state="withdrawn")
)
COMPLETE = (
    update(tables.enrollment)
    .where(
        enrollments.person_id == bindparam("of_person"),
        enrollments.course_id == bindparam("of_course"),
    )
    .values(state="completed", completed_at=bindparam("at"))
)
SET_POSITION = (
    update(tables.enrollment)
    .where(
        enrollments.person_id == bindparam("of_person"),
        enrollments.course_id == bindparam("of_course"),
    )
    .values(lesson_id=bindparam("in_lesson"), page=bindparam("at_page"))
)
COUNT_KEPT = (
    select(func.count().label("count"))
    .select_from(tables.enrollment)
    .where(enrollments.course_id == bindparam("of_course"), enrollments.state != "withdrawn")
)
COUNT_BY_STATE = (
    select(enrollments.state, func.count().label("count"))
    .where(enrollments.course_id == bindparam("of_course"))
    .group_by(enrollments.state)
)

FIND_PROGRESS = select(tables.lesson_progress).where(
    progress.person_id == bindparam("of_person"), progress.lesson_id == bindparam("in_lesson")
)
_see_page = upsert(tables.lesson_progress).values(
    person_id=bindparam("of_person"), lesson_id=bindparam("in_lesson"), page=bindparam("at_page")
)
COUNT_OPENED = (
    select(func.count(lessons.id).label("lessons"), func.count(progress.person_id).label("opened"))
    .join_from(
        tables.lesson,
        tables.lesson_progress,
        and_(progress.lesson_id == lessons.id, progress.person_id == bindparam("of_person")),
        isouter=True,
    )
    .where(lessons.course_id == bindparam("of_course"), lessons.state == "active")
)
SEE_PAGE = _see_page.on_conflict_do_update(
    index_elements=["person_id", "lesson_id"], set_={"page": _see_page.excluded.page}
)
NOTE_OPENED = _see_page.on_conflict_do_nothing(index_elements=["person_id", "lesson_id"])
MARK_DONE = (
    update(tables.lesson_progress)
    .where(
        progress.person_id == bindparam("of_person"),
        progress.lesson_id == bindparam("in_lesson"),
        progress.done_at.is_(None),
    )
    .values(done_at=bindparam("at"))
)
_check = upsert(tables.challenge_check).values(
    person_id=bindparam("of_person"),
    lesson_id=bindparam("in_lesson"),
    number=bindparam("numbered"),
    had_it=bindparam("was_had"),
    checked_at=bindparam("at"),
)
CHECK_CHALLENGE = _check.on_conflict_do_update(
    index_elements=["person_id", "lesson_id", "number"],
    set_={"had_it": _check.excluded.had_it, "checked_at": _check.excluded.checked_at},
)
FIND_CHECK = select(checks.had_it).where(
    checks.person_id == bindparam("of_person"),
    checks.lesson_id == bindparam("in_lesson"),
    checks.number == bindparam("numbered"),
)
COUNT_CHALLENGES = (
    select(func.count().label("total"), func.count(checks.person_id).label("had"))
    .select_from(tables.challenge)
    .join(tables.lesson, lessons.id == challenges.lesson_id)
    .join(
        tables.challenge_check,
        and_(
            checks.lesson_id == challenges.lesson_id,
            checks.number == challenges.number,
            checks.person_id == bindparam("of_person"),
            checks.had_it.is_(True),
        ),
        isouter=True,
    )
    .where(lessons.course_id == bindparam("of_course"), lessons.state == "active")
)

# --- cards ---------------------------------------------------------------------------------------

_is_active = and_(lessons.course_id == courses.id, lessons.state == "active")
_own = tables.enrollment.alias("own")
_card = select(
    *tables.course.columns,
    _own.c.state.label("enrollment"),
    _own.c.lesson_id.label("at_lesson"),
    _own.c.page.label("at_page"),
    select(func.count())
    .where(_is_active)
    .correlate(tables.course)
    .scalar_subquery()
    .label("lessons_count"),
    select(func.coalesce(func.sum(lessons.minutes), 0))
    .where(_is_active)
    .correlate(tables.course)
    .scalar_subquery()
    .label("minutes"),
    select(func.count())
    .where(_is_active, lessons.has_quiz.is_(True))
    .correlate(tables.course)
    .scalar_subquery()
    .label("quizzes_count"),
    select(func.count())
    .select_from(tables.challenge.join(tables.lesson, lessons.id == challenges.lesson_id))
    .where(_is_active)
    .correlate(tables.course)
    .scalar_subquery()
    .label("challenges_count"),
    select(func.count())
    .where(enrollments.course_id == courses.id, enrollments.state != "withdrawn")
    .correlate(tables.course)
    .scalar_subquery()
    .label("learners_count"),
    select(func.count())
    .select_from(tables.lesson.join(tables.lesson_progress, lessons.id == progress.lesson_id))
    .where(_is_active, progress.person_id == bindparam("of_person"), progress.done_at.is_not(None))
    .correlate(tables.course)
    .scalar_subquery()
    .label("done_count"),
).join_from(
    tables.course,
    _own,
    and_(_own.c.course_id == courses.id, _own.c.person_id == bindparam("of_person")),
    isouter=True,
)
CARD = _card.where(courses.id == bindparam("course_id"))
PUBLISHED_CARDS = _card.where(courses.state == "published").order_by(courses.id)
OWN_CARDS = _card.where(_own.c.state.in_(("active", "completed"))).order_by(
    _own.c.enrolled_at.desc(), courses.id
)
ALL_CARDS = _card.order_by(courses.id.desc())
TAUGHT_CARDS = _card.where(courses.owner_id == bindparam("of_person")).order_by(courses.id.desc())

# --- a person's data -----------------------------------------------------------------------------

EXPORT_ENROLLMENTS = (
    select(courses.title, enrollments.state, enrollments.enrolled_at, enrollments.completed_at)
    .join_from(tables.enrollment, tables.course, enrollments.course_id == courses.id)
    .where(enrollments.person_id == bindparam("of_person"))
    .order_by(enrollments.enrolled_at)
)
EXPORT_PROGRESS = (
    select(courses.title.label("course"), lessons.title, progress.page, progress.done_at)
    .select_from(tables.lesson_progress)
    .join(tables.lesson, progress.lesson_id == lessons.id)
    .join(tables.course, lessons.course_id == courses.id)
    .where(progress.person_id == bindparam("of_person"))
    .order_by(lessons.id)
)
EXPORT_CHECKS = (
    select(lessons.title, checks.number, checks.had_it, checks.checked_at)
    .join_from(tables.challenge_check, tables.lesson, checks.lesson_id == lessons.id)
    .where(checks.person_id == bindparam("of_person"))
    .order_by(lessons.id, checks.number)
)
ERASE_ENROLLMENTS = delete(tables.enrollment).where(enrollments.person_id == bindparam("of_person"))
ERASE_PROGRESS = delete(tables.lesson_progress).where(progress.person_id == bindparam("of_person"))
ERASE_CHECKS = delete(tables.challenge_check).where(checks.person_id == bindparam("of_person"))
RETIRE_COURSES = (
    update(tables.course)
    .where(courses.owner_id == bindparam("of_person"))
    .values(
        state="retired",
        # What came from elsewhere keeps naming its source, as its licence wants.
        authors=case((courses.source_url == "", "[]"), else_=courses.authors),
        attribution=case((courses.source_url == "", ""), else_=courses.attribution),
    )
)
