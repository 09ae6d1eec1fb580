"""Reading: a lesson's front, its pages, challenges with a folded solution, marking it done."""

from __future__ import annotations

from bots.dialogue.registry import Answer, action
from bots.dialogue.screen import Attached, Choice, Screen, Style
from bots.dialogue.tokens import Id, Small
from bots.dialogue.visit import Visit
from engine.courses.commands import (
    CheckChallenge,
    LessonPage,
    LessonPageQuery,
    MarkLessonDone,
    MediaStored,
    NextKind,
    OpenPage,
)
from engine.courses.queries import lesson_page, media
from engine.courses.service import check_challenge, mark_lesson_done
from engine.courses.service import open_page as record_page
from engine.foundation.richtext import Block, Heading, Media, Rule, Span, bold, text


async def lesson_front(
    visit: Visit, course_id: int, lesson_id: int, page: int, note: str
) -> Screen:
    """Lesson 1 of 12, before its first page."""
    shown = await visit.read(lesson_page, LessonPageQuery(visit.person_id, lesson_id, page))
    body: list[Block] = [bold(shown.lesson_title)]
    if shown.minutes:
        body.append(text(visit.texts("lesson-minutes", minutes=shown.minutes)))
    if note:
        body.append(text(note))
    return Screen(
        title=visit.texts("lesson-of", number=shown.lesson_number, of=shown.lessons_total),
        body=tuple(body),
        rows=(
            (
                visit.choice("lesson-read", open_page, lesson_id, page, style=Style.PRIMARY),
                visit.choice("lesson-jump", "lesson.jump", course_id, 1),
            ),
        ),
        footer=shown.course_title,
    )


@action("lesson.page")
async def open_page(visit: Visit, lesson_id: Id, page: Small) -> Answer:
    await visit.run(record_page, OpenPage(visit.person_id, lesson_id, max(1, page)))
    shown = await visit.read(lesson_page, LessonPageQuery(visit.person_id, lesson_id, max(1, page)))
    return await _page(visit, shown, with_solution=False)


@action("lesson.solution")
async def show_solution(visit: Visit, lesson_id: Id, page: Small) -> Answer:
    shown = await visit.read(lesson_page, LessonPageQuery(visit.person_id, lesson_id, max(1, page)))
    if shown.challenge is None:
        return await _page(visit, shown, with_solution=False)
    return await _page(visit, shown, with_solution=True)


@action("lesson.had_it")
async def had_it(visit: Visit, lesson_id: Id, page: Small, number: Small, yes: Small) -> Answer:
    """One's own word on a challenge; then what comes next."""
    await visit.run(
        check_challenge, CheckChallenge(visit.person_id, lesson_id, number, had_it=bool(yes))
    )
    shown = await visit.read(lesson_page, LessonPageQuery(visit.person_id, lesson_id, max(1, page)))
    toast = visit.texts("challenge-had-it" if yes else "challenge-not-yet-kind")
    if shown.next.kind is NextKind.PAGE:
        await visit.run(
            record_page, OpenPage(visit.person_id, shown.next.lesson_id, shown.next.page)
        )
        following = await visit.read(
            lesson_page, LessonPageQuery(visit.person_id, shown.next.lesson_id, shown.next.page)
        )
        screen = await _page(visit, following, with_solution=False)
    else:
        screen = await _page(visit, shown, with_solution=True)
    return visit.with_toast(screen, toast)


async def _page(visit: Visit, shown: LessonPage, *, with_solution: bool) -> Screen:
    texts = visit.texts
    blocks: list[Block] = list(shown.blocks)
    rows: list[tuple[Choice, ...]] = []
    challenge = shown.challenge
    if challenge is not None:
        title = texts("challenge-title", number=challenge.number, title=challenge.title)
        blocks = [Heading(2, (Span(title),)), *blocks, *challenge.hints]
        if with_solution:
            blocks += [Rule(), bold(texts("challenge-solution")), *challenge.solution]
            if not challenge.solution:
                blocks.append(text(texts("challenge-no-solution")))
            rows.append(_own_word(visit, shown))
        else:
            rows.append(
                (
                    visit.choice(
                        "challenge-show-solution", show_solution, shown.lesson_id, shown.page,
                        style=Style.PRIMARY,
                    ),
                )
            )  # fmt: skip
    rows.extend(_ways_on(visit, shown))
    return Screen(
        title=shown.lesson_title,
        body=tuple(blocks),
        rows=tuple(rows),
        attached=await _pictures(visit, tuple(blocks)),
        footer=texts(
            "lesson-where", number=shown.lesson_number, of=shown.lessons_total,
            page=shown.page, pages=shown.pages,
        ),
    )  # fmt: skip


def _own_word(visit: Visit, shown: LessonPage) -> tuple[Choice, ...]:
    number = shown.challenge.number if shown.challenge else 0
    return (
        visit.choice(
            "challenge-yes", had_it, shown.lesson_id, shown.page, number, 1, style=Style.SUCCESS
        ),
        visit.choice("challenge-no", had_it, shown.lesson_id, shown.page, number, 0),
    )


def _ways_on(visit: Visit, shown: LessonPage) -> list[tuple[Choice, ...]]:
    turning = []
    if shown.page > 1:
        turning.append(visit.choice("page-back", open_page, shown.lesson_id, shown.page - 1))
    rows: list[tuple[Choice, ...]] = []
    if shown.next.kind is NextKind.PAGE:
        turning.append(
            visit.choice(
                "page-on", open_page, shown.lesson_id, shown.next.page, style=Style.PRIMARY
            )
        )
    else:
        if shown.has_quiz:
            rows.append(
                (visit.choice("quiz-take", "quiz.take", shown.lesson_id, style=Style.PRIMARY),)
            )
        if not shown.is_done and shown.is_enrolled:
            turning.append(visit.choice("lesson-mark-done", mark_done, shown.lesson_id))
        elif shown.next_lesson_id is not None:
            turning.append(visit.choice("lesson-next", open_page, shown.next_lesson_id, 1))
    if not shown.is_enrolled and shown.page == shown.pages:
        rows.append((visit.choice("course-start", "course.start", shown.course_id),))
    return [*rows, tuple(turning)] if turning else rows


@action("lesson.done")
async def mark_done(visit: Visit, lesson_id: Id) -> Answer:
    done = await visit.run(mark_lesson_done, MarkLessonDone(visit.person_id, lesson_id))
    texts = visit.texts
    body: list[Block] = [
        text(texts("course-progress", done=done.lessons_done, of=done.lessons_total))
    ]
    if done.rewarded is not None:
        body.append(text(texts("result-streak", days=done.rewarded.streak.days)))
        if done.rewarded.points:
            body.append(text(texts("result-points", points=done.rewarded.points)))
        if done.rewarded.milestone_tokens:
            body.append(text(texts("result-milestone", tokens=done.rewarded.milestone_tokens)))
    if done.is_course_completed:
        body.append(text(texts("course-completed")))
    rows: list[Choice] = []
    if done.next_lesson_id is not None:
        rows.append(
            visit.choice("lesson-next", open_page, done.next_lesson_id, 1, style=Style.PRIMARY)
        )
    rows.append(visit.choice("page-back", open_page, lesson_id, 1000))
    return Screen(title=texts("lesson-done-title"), body=tuple(body), rows=(tuple(rows),))


async def _pictures(visit: Visit, blocks: tuple[Block, ...]) -> tuple[Attached, ...]:
    """The page's own pictures and files, from the course's store; at most four go with a screen."""
    found: list[Attached] = []
    for block in blocks:
        if isinstance(block, Media) and block.content_hash and len(found) < 4:
            stored: MediaStored = await visit.read(media, block.content_hash)
            found.append(
                Attached(
                    name=stored.name, content=stored.content, alt=block.caption,
                    is_picture=block.kind == "image",
                )
            )  # fmt: skip
    return tuple(found)
