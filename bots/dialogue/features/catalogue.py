"""Finding a course: home, the catalogue, a course's page, looking inside, starting."""

from __future__ import annotations

from bots.dialogue.features import lessons
from bots.dialogue.features.cohort_rows import cohort_facts, cohort_rows
from bots.dialogue.registry import Answer, Option, action, command
from bots.dialogue.screen import Choice, Fact, Mode, Screen, Select, Style
from bots.dialogue.tokens import Id, Small
from bots.dialogue.visit import Visit
from engine.cohorts.commands import CohortQuery, JoinCohort, JoinOpenCohort
from engine.cohorts.offers import priced_cohorts
from engine.cohorts.queries import cohorts
from engine.cohorts.service import join_open_cohort, leave_cohort
from engine.courses.commands import (
    CatalogueQuery,
    CourseCard,
    CourseQuery,
    Enroll,
    EnrollmentState,
    MyCoursesQuery,
    OutlineLesson,
)
from engine.courses.purchasing import purchase_of
from engine.courses.queries import catalogue as read_catalogue
from engine.courses.queries import course_card, my_courses
from engine.courses.queries import outline as read_outline
from engine.courses.service import enroll, withdraw
from engine.foundation.richtext import Paragraph, Span, text
from engine.people.commands import Role
from engine.streaks.commands import StreakQuery
from engine.streaks.queries import streak_of
from engine.wallet.commands import WalletQuery
from engine.wallet.queries import wallet_page

PAGE_SIZE = 5
ENROLLED = (EnrollmentState.ACTIVE, EnrollmentState.COMPLETED)


async def home(visit: Visit) -> Answer:
    """Where a person comes back to: their course, their streak, their tokens."""
    mine = await visit.read(my_courses, MyCoursesQuery(visit.person_id, limit=5))
    streak = await visit.read(streak_of, StreakQuery(visit.person_id))
    wallet = await visit.read(wallet_page, WalletQuery(visit.person_id))
    rows: list[tuple[Choice, ...]] = []
    for course in mine:
        if course.is_enrolled and course.lesson_id:
            rows.append(
                (
                    visit.choice(
                        "home-continue", lessons.open_page, course.lesson_id, max(1, course.page),
                        style=Style.PRIMARY, title=_cut(course.title, 40),
                    ),
                )
            )  # fmt: skip
    rows.append((visit.choice("home-courses", page_of_courses, 1),))
    return Screen(
        title=visit.texts("home-title", name=visit.person.first_name),
        facts=(
            Fact(visit.texts("fact-streak"), visit.texts("fact-days", days=streak.days)),
            Fact(visit.texts("fact-tokens"), visit.texts.number(wallet.earned + wallet.purchased)),
        ),
        rows=tuple(rows[:8]),
        mode=Mode.NEW,
    )


@command("courses", in_menu=True)
async def courses(visit: Visit, given: dict[str, str]) -> Answer:
    screen = await page_of_courses(visit, 1)
    return screen


@action("courses.page")
async def page_of_courses(visit: Visit, page: Small) -> Screen:
    found = await visit.read(
        read_catalogue, CatalogueQuery(visit.person_id, page=max(1, page), page_size=PAGE_SIZE)
    )
    if not found.total:
        return Screen(body=(text(visit.texts("courses-none")),))
    body = tuple(
        Paragraph(
            (
                Span(course.title, is_bold=True),
                Span("\n" + _line(visit, course)),
            )
        )
        for course in found.courses
    )
    rows: list[tuple[Choice, ...]] = [
        (Choice(_cut(course.title, 60), visit.token(show_course_button, course.course_id)),)
        for course in found.courses
    ]
    turning = []
    if found.page > 1:
        turning.append(visit.choice("page-previous", page_of_courses, found.page - 1))
    if found.page < found.pages:
        turning.append(visit.choice("page-next", page_of_courses, found.page + 1))
    if turning:
        rows.append(tuple(turning))
    return Screen(
        title=visit.texts("courses-title", total=found.total),
        body=body,
        rows=tuple(rows),
        footer=visit.texts("page-of", page=found.page, of=found.pages) if found.pages > 1 else "",
    )


def _line(visit: Visit, course: CourseCard) -> str:
    texts = visit.texts
    price = (
        texts("course-free") if not course.price_tokens
        else texts("course-price", tokens=course.price_tokens)
    )  # fmt: skip
    return " · ".join((texts("course-lessons", lessons=course.lessons), price, course.licence))


@action("course.show")
async def show_course_button(visit: Visit, course_id: Id) -> Answer:
    return await show_course(visit, course_id)


async def show_course(visit: Visit, course: int | str) -> Screen:
    card = await visit.read(course_card, CourseQuery(visit.person_id, course))
    texts = visit.texts
    facts = [
        Fact(texts("fact-lessons"), texts("course-lessons", lessons=card.lessons)),
        Fact(texts("fact-price"), texts("course-free") if not card.price_tokens
             else texts("course-price", tokens=card.price_tokens)),
        Fact(texts("fact-challenges"), texts.number(card.challenges)),
        Fact(texts("fact-quizzes"), texts.number(card.quizzes)),
        Fact(texts("fact-learners"), texts.number(card.learners)),
        Fact(texts("fact-licence"), card.licence or "—"),
    ]  # fmt: skip
    purchase = await visit.read(purchase_of, CourseQuery(visit.person_id, card.course_id))
    if card.enrollment is EnrollmentState.ACTIVE:
        facts.append(
            Fact(
                texts("fact-progress"),
                texts("course-progress", done=card.lessons_done, of=card.lessons),
            )
        )
        first = visit.choice("course-continue", start_course, card.course_id, style=Style.PRIMARY)
        second = visit.choice("lesson-jump", jump, card.course_id, 1)
    else:
        first = way_in(visit, card, is_bought=purchase is not None)
        second = visit.choice("course-look-inside", look_inside, card.course_id)
    priced = await visit.read(priced_cohorts, CourseQuery(visit.person_id, card.course_id))
    facts += cohort_facts(visit, priced)
    rows = [(first, second), (visit.choice("courses-all", page_of_courses, 1),)]
    if card.enrollment is EnrollmentState.ACTIVE:
        rows[1] = (*rows[1], visit.choice("course-leave", leave, card.course_id))
    if purchase is not None and purchase.can_undo:
        rows.append((visit.choice("bought-undo", "buy.undo", card.course_id),))
    elif purchase is not None and purchase.can_refund:
        rows.append((visit.choice("bought-return", "buy.return", card.course_id),))
    rows += cohort_rows(visit, card, priced)
    return Screen(
        title=card.title,
        body=(text(card.summary),) if card.summary else (),
        facts=tuple(facts),
        rows=tuple(rows),
        footer=card.attribution,
    )


def way_in(visit: Visit, card: CourseCard, *, is_bought: bool) -> Choice:
    """Start, or what it costs to."""
    is_open = card.price_tokens == 0 or card.enrollment in ENROLLED or card.is_mine or is_bought
    if is_open or visit.is_(Role.ADMIN):
        return visit.choice("course-start", start_course, card.course_id, style=Style.PRIMARY)
    return visit.choice(
        "course-buy", "buy.offer", card.course_id, style=Style.PRIMARY, tokens=card.price_tokens
    )


@action("course.inside")
async def look_inside(visit: Visit, course_id: Id) -> Answer:
    outline = await visit.read(read_outline, CourseQuery(visit.person_id, course_id))
    purchase = await visit.read(purchase_of, CourseQuery(visit.person_id, course_id))
    blocks: list[Paragraph] = []
    for module in outline.modules:
        lines = [f"{lesson.number}. {lesson.title}" for lesson in module.lessons]
        title = module.title if len(outline.modules) > 1 else ""
        spans = [Span(title + "\n", is_bold=True)] if title else []
        blocks.append(Paragraph((*spans, Span("\n".join(lines)))))
    rows: list[tuple[Choice, ...]] = [
        (
            way_in(visit, outline.course, is_bought=purchase is not None),
            visit.choice("go-back", show_course_button, course_id),
        )
    ]
    if outline.lessons:
        rows.insert(
            0, (visit.choice("course-try", lessons.open_page, outline.lessons[0].lesson_id, 1),)
        )
    return Screen(title=outline.course.title, body=tuple(blocks), rows=tuple(rows))


@action("course.start")
async def start_course(visit: Visit, course_id: Id) -> Answer:
    enrolled = await visit.run(enroll, Enroll(visit.person_id, course_id))
    cohort = await visit.run(join_open_cohort, JoinOpenCohort(visit.person_id, course_id))
    if not enrolled.lesson_id:
        return Screen(body=(text(visit.texts("course-empty")),))
    note = (
        visit.texts("course-cohort", cohort=cohort.title)
        if cohort.cohort_id and cohort.is_new
        else ""
    )
    return await lessons.lesson_front(
        visit, course_id, enrolled.lesson_id, max(1, enrolled.page), note
    )


@action("course.leave")
async def leave(visit: Visit, course_id: Id) -> Answer:
    return Screen(
        title=visit.texts("course-leave-sure"),
        body=(text(visit.texts("course-leave-kept")),),
        rows=(
            (
                visit.choice("course-leave-yes", leave_now, course_id, style=Style.DANGER),
                visit.choice("go-back", show_course_button, course_id),
            ),
        ),
    )


@action("course.leave_now")
async def leave_now(visit: Visit, course_id: Id) -> Answer:
    for cohort in await visit.read(cohorts, CohortQuery(visit.person_id, course_id)):
        if cohort.is_member:
            await visit.run(leave_cohort, JoinCohort(visit.person_id, cohort.cohort_id))
    await visit.run(withdraw, Enroll(visit.person_id, course_id))
    return await show_course(visit, course_id)


@action("lesson.jump")
async def jump(visit: Visit, course_id: Id, part: Small) -> Answer:
    """The lessons to pick from, 20 at a time."""
    outline = await visit.read(read_outline, CourseQuery(visit.person_id, course_id))
    every = outline.lessons
    first = (max(1, part) - 1) * 20
    options = tuple(
        visit.option(
            _cut(f"{_mark(lesson)}{lesson.number}. {lesson.title}", 90),
            lessons.open_page, lesson.lesson_id, 1,
        )
        for lesson in every[first : first + 20]
    )  # fmt: skip
    turning = []
    if first:
        turning.append(visit.choice("page-previous", jump, course_id, part - 1))
    if first + 20 < len(every):
        turning.append(visit.choice("page-next", jump, course_id, part + 1))
    turning.append(visit.choice("go-back", show_course_button, course_id))
    return Screen(
        title=outline.course.title,
        body=(text(visit.texts("lesson-which")),),
        select=Select(visit.texts("lesson-pick"), options),
        rows=(tuple(turning),),
    )


def _mark(lesson: OutlineLesson) -> str:
    if lesson.is_done:
        return "✓ "
    return "▸ " if lesson.is_here else ""


async def _complete(visit: Visit, partial: str) -> list[tuple[str, str]]:
    found = await visit.read(my_courses, MyCoursesQuery(visit.person_id, partial))
    return [(_cut(course.title, 100), course.slug[:100]) for course in found]


@command("learn", options=[Option("course", autocomplete=_complete)], in_menu=True)
async def learn(visit: Visit, given: dict[str, str]) -> Answer:
    """Reads on where one was; a missing course becomes a picker."""
    wanted = given.get("course", "").strip()
    mine = await visit.read(my_courses, MyCoursesQuery(visit.person_id, wanted))
    exact = [
        course for course in mine if wanted.casefold() in (course.slug, course.title.casefold())
    ]
    chosen = exact or mine
    if wanted and not chosen:
        screen = await page_of_courses(visit, 1)
        return [visit.said("learn-unknown", course=wanted[:60]), screen]
    enrolled = [course for course in chosen if course.is_enrolled]
    if len(enrolled) == 1 and (exact or not wanted) and enrolled[0].lesson_id:
        return await lessons.open_page(visit, enrolled[0].lesson_id, max(1, enrolled[0].page))
    if exact:
        return await show_course(visit, exact[0].course_id)
    return Screen(
        title=visit.texts("learn-which"),
        rows=tuple(
            (Choice(_cut(course.title, 60), visit.token(show_course_button, course.course_id)),)
            for course in chosen[:7]
        ),
    )


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
