"""What a finished quiz brought: points, tokens, streak, the week's place, and the ways on."""

from __future__ import annotations

from bots.dialogue.features.linking import way_to_link
from bots.dialogue.screen import Choice, Mode, Screen, Style
from bots.dialogue.visit import Visit
from engine.courses.commands import CourseQuery, LessonDone
from engine.courses.queries import outline
from engine.foundation.richtext import Block, Paragraph, Span, text
from engine.foundation.tx import ReadTx
from engine.leaderboards.commands import Standing
from engine.leaderboards.queries import standing
from engine.quizzes.commands import AttemptReport
from engine.rewards.commands import Rewarded
from engine.streaks.commands import StreakQuery
from engine.streaks.queries import streak_of
from engine.wallet.commands import StatementQuery
from engine.wallet.queries import statement


async def result_screen(
    visit: Visit, report: AttemptReport, rewarded: Rewarded | None, lesson: LessonDone | None
) -> Screen:
    texts = visit.texts
    points = texts("result-score", earned=report.points_earned, of=report.points_possible)
    verdict = texts("result-passed" if report.is_passed else "result-not-passed")
    body: list[Block] = [Paragraph((Span(f"{points}: {verdict}", is_bold=True),))]
    if not report.is_passed:
        body.append(text(texts("result-mark", mark=report.pass_mark_percent)))
    if rewarded is not None:
        body += _reward_lines(visit, rewarded)
        week = lesson.rewarded.standing if lesson and lesson.rewarded else rewarded.standing
    else:
        body += await _kept_lines(visit, report)
        week = await visit.read(_week, visit.person_id)
    line = standing_line(visit, week)
    if line:
        body.append(text(line))
    if lesson is not None and lesson.is_first_time:
        body.append(
            text(texts("course-progress", done=lesson.lessons_done, of=lesson.lessons_total))
        )
        if lesson.is_course_completed:
            body.append(text(texts("course-completed")))
    return Screen(
        title=report.title,
        body=tuple(body),
        rows=await _ways_on(visit, report),
        mode=Mode.NEW if visit.has_polls else Mode.EDIT,
    )


def _reward_lines(visit: Visit, rewarded: Rewarded) -> list[Block]:
    texts = visit.texts
    lines: list[Block] = []
    if rewarded.tokens:
        earned = texts("result-tokens", tokens=rewarded.tokens)
        if rewarded.bonus:
            earned += " " + texts("result-bonus", bonus=rewarded.bonus)
        lines.append(Paragraph((Span(earned, is_bold=True),)))
    if rewarded.withheld_reason not in (None, "not_passed"):
        lines.append(text(texts(f"withheld-{rewarded.withheld_reason}")))
    if rewarded.points:
        lines.append(text(texts("result-points", points=rewarded.points)))
    lines.append(text(texts("result-streak", days=rewarded.streak.days)))
    if rewarded.streak.freeze_used_on is not None:
        lines.append(text(texts("result-freeze", day=rewarded.streak.freeze_used_on)))
    if rewarded.milestone_tokens:
        lines.append(text(texts("result-milestone", tokens=rewarded.milestone_tokens)))
    return lines


async def _kept_lines(visit: Visit, report: AttemptReport) -> list[Block]:
    """For a result looked at again: the tokens that the statement holds, the streak as it is."""
    page = await visit.read(statement, StatementQuery(visit.person_id, limit=50))
    tokens = sum(line.amount for line in page.lines if line.about.get("quiz") == report.quiz_id)
    lines: list[Block] = []
    if tokens > 0 and report.number == 1:
        earned = visit.texts("result-tokens", tokens=tokens)
        lines.append(Paragraph((Span(earned, is_bold=True),)))
    streak = await visit.read(streak_of, StreakQuery(visit.person_id))
    if streak.days:
        lines.append(text(visit.texts("result-streak", days=streak.days)))
    return lines


def _week(tx: ReadTx, person_id: int) -> Standing:
    return standing(tx, person_id)


def standing_line(visit: Visit, week: Standing) -> str:
    """ "7th this week, 15 points behind" the next; nothing without a rank."""
    if not week.rank:
        return ""
    if week.rank == 1:
        return visit.texts("standing-first", points=week.points)
    return visit.texts("standing-behind", rank=week.rank, behind=week.behind)


async def _ways_on(visit: Visit, report: AttemptReport) -> tuple[tuple[Choice, ...], ...]:
    rows: list[tuple[Choice, ...]] = []
    wrong = report.points_possible - report.points_earned
    if wrong:
        rows.append(
            (
                visit.choice(
                    "result-see-mistakes", "quiz.mistakes", report.attempt_id, 0, mistakes=wrong
                ),
            )
        )
    following = await _next_lesson(visit, report)
    last: list[Choice] = []
    if not report.is_passed:
        last.append(visit.choice("quiz-again", "quiz.take", report.lesson_id, style=Style.PRIMARY))
    if following is not None:
        style = Style.PRIMARY if report.is_passed else Style.SECONDARY
        last.append(visit.choice("lesson-next", "lesson.page", following, 1, style=style))
    last.append(visit.choice("result-wallet", "wallet.show"))
    linking = await way_to_link(visit)
    return (*rows, tuple(last), linking) if linking else (*rows, tuple(last))


async def _next_lesson(visit: Visit, report: AttemptReport) -> int | None:
    read = await visit.read(outline, CourseQuery(visit.person_id, report.course_id))
    ids = [lesson.lesson_id for lesson in read.lessons]
    if report.lesson_id not in ids or ids[-1] == report.lesson_id:
        return None
    return ids[ids.index(report.lesson_id) + 1]
