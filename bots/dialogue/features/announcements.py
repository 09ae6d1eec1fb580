"""What cohorts and people are told by itself: passed quizzes, milestones, the week's board,
nudges."""

from __future__ import annotations

from datetime import timedelta

from bots.dialogue import pictures
from bots.dialogue.mailroom import Telling
from bots.dialogue.registry import Answer, action, announcement
from bots.dialogue.screen import Attached, Choice, Screen, Style
from bots.dialogue.visit import Visit
from engine.cohorts.commands import PlaceQuery, StandingsQuery
from engine.cohorts.events import PlaceLost, PlaceWasMended, WeeklyStandings
from engine.cohorts.queries import place_of, standings
from engine.courses.commands import CourseQuery, LessonPageQuery, MyCoursesQuery
from engine.courses.events import CourseCompleted
from engine.courses.queries import course_card, lesson_page, my_courses
from engine.foundation.richtext import Block, ListBlock, Paragraph, Span, text
from engine.people.queries import people_cards
from engine.quizzes.events import QuizPassed
from engine.streaks.commands import NudgeFewer, NudgeLater, StreakQuery
from engine.streaks.events import MilestoneReached, NudgeDue
from engine.streaks.queries import streak_of
from engine.streaks.service import nudge_fewer, nudge_later


async def _name(telling: Telling, person_id: int) -> str | None:
    """The name to show in public, by the person's own rule as it is now; None: do not tell."""
    names = await telling.read(people_cards, (person_id,))
    return names.get(person_id)


@announcement(QuizPassed)
async def quiz_passed(telling: Telling, event: QuizPassed) -> Screen | None:
    name = await _name(telling, event.person_id)
    if name is None:
        return None
    shown = await telling.read(lesson_page, LessonPageQuery(event.person_id, event.lesson_id, 1))
    return Screen(
        body=(
            Paragraph(
                (
                    Span("🎉 "),
                    Span(name, is_bold=True),
                    Span(" " + telling.texts("told-quiz-passed", lesson=shown.lesson_title)),
                )
            ),
        ),
        footer=shown.course_title,
        is_private=False,
    )


@announcement(CourseCompleted)
async def course_completed(telling: Telling, event: CourseCompleted) -> Screen | None:
    name = await _name(telling, event.person_id)
    if name is None:
        return None
    card = await telling.read(course_card, CourseQuery(event.person_id, event.course_id))
    return Screen(
        body=(
            Paragraph(
                (
                    Span("🎓 "),
                    Span(name, is_bold=True),
                    Span(" " + telling.texts("told-course-completed", course=card.title)),
                )
            ),
        ),
        is_private=False,
    )


@announcement(MilestoneReached)
async def milestone(telling: Telling, event: MilestoneReached) -> Screen | None:
    name = await _name(telling, event.person_id)
    if name is None:
        return None
    return Screen(
        body=(
            Paragraph(
                (
                    Span("🔥 "),
                    Span(name, is_bold=True),
                    Span(" " + telling.texts("told-milestone", days=event.days)),
                )
            ),
        ),
        is_private=False,
    )


@announcement(WeeklyStandings)
async def weekly(telling: Telling, event: WeeklyStandings) -> Screen | None:
    """The week's board as a picture, and the same in words for those who cannot see it."""
    week = await telling.read(standings, StandingsQuery(event.place_id, event.week_start))
    if not week.rows:
        return None
    texts = telling.texts
    rows = [(row.rank, row.name or texts("board-member"), row.points) for row in week.rows]
    last = event.week_start + timedelta(days=6)
    title = texts("weekly-title", cohort=week.cohort_title)
    period = texts("weekly-period", first=event.week_start, last=last)
    lines: list[Block] = [text(period)]
    lines += [
        Paragraph(
            (
                Span(f"{rank}. "),
                Span(name, is_bold=rank <= 3),
                Span(f": {texts('result-points-short', points=points)}"),
            )
        )
        for rank, name, points in rows
    ]
    if week.ranked > len(rows):
        lines.append(text(texts("weekly-and-more", members=week.ranked - len(rows))))
    return Screen(
        title=title,
        body=tuple(lines),
        attached=(
            Attached(
                "leaderboard.png",
                pictures.standings(title, period, rows, texts),
                alt=texts("weekly-alt", cohort=week.cohort_title),
                is_picture=True,
            ),
        ),
        is_private=False,
    )


@announcement(PlaceLost)
async def place_lost(telling: Telling, event: PlaceLost) -> Screen | None:
    place = await telling.read(place_of, PlaceQuery(event.place_id))
    if place is None or place.state == "active":
        return None
    texts = telling.texts
    title = texts("place-lost-title", place=place.title or place.cohort_title)
    if event.missing in (("topic",), ("channel",)):  # nothing there to give a right in
        return Screen(
            title=title,
            body=(
                text(texts("place-gone", waiting=place.waiting)),
                text(texts(f"place-gone-{event.missing[0]}")),
            ),
        )
    return Screen(
        title=title,
        body=(
            text(texts("place-lost", waiting=place.waiting)),
            ListBlock(tuple((text(texts(f"right-{right}")),) for right in event.missing)),
            text(texts("place-lost-mend")),
        ),
    )


@announcement(PlaceWasMended)
async def place_mended(telling: Telling, event: PlaceWasMended) -> Screen | None:
    return Screen(body=(text(telling.texts("place-mended", released=event.released)),))


@announcement(NudgeDue)
async def nudge(telling: Telling, event: NudgeDue) -> Screen | None:
    """One silent line; nothing once the day has its activity."""
    streak = await telling.read(streak_of, StreakQuery(event.person_id))
    if streak.is_done_today or streak.days + 1 != event.day_number:
        return None  # it waited too long, and speaks of another day
    texts = telling.texts
    return Screen(
        title=texts("nudge-title", day=event.day_number),
        body=(text(texts("nudge-what")),),
        rows=(
            (
                Choice(texts("nudge-practise"), telling.token("nudge.go"), style=Style.PRIMARY),
                Choice(texts("nudge-later"), telling.token("nudge.later")),
                Choice(texts("nudge-fewer"), telling.token("nudge.fewer")),
            ),
        ),
        is_silent=True,
    )


@action("nudge.go")
async def practise(visit: Visit) -> Answer:
    """Straight to where one was reading."""
    mine = await visit.read(my_courses, MyCoursesQuery(visit.person_id, limit=1))
    if mine and mine[0].is_enrolled and mine[0].lesson_id:
        from_here = visit.choice(
            "home-continue", "lesson.page", mine[0].lesson_id, max(1, mine[0].page),
            style=Style.PRIMARY, title=mine[0].title[:40],
        )  # fmt: skip
        return Screen(
            title=visit.texts("nudge-go-title"), rows=((from_here,),),
            body=(text(visit.texts("nudge-go")),),
        )  # fmt: skip
    return visit.said("nudge-nothing")


@action("nudge.later")
async def later(visit: Visit) -> Answer:
    at = await visit.run(nudge_later, NudgeLater(visit.person_id))
    return Screen(body=(text(visit.texts("nudge-at", at=at)),))


@action("nudge.fewer")
async def fewer(visit: Visit) -> Answer:
    level = await visit.run(nudge_fewer, NudgeFewer(visit.person_id))
    return Screen(
        body=(text(visit.texts(f"nudge-now-{level}")),),
        rows=((visit.choice("settings-title", "set.reminders"),),),
    )
