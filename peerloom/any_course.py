"""A scenario for any course: read from its files, so that it holds what the course really has.

A new learner on Telegram finds the course, goes to its first lesson with a quiz, reads it through
and passes with one mistake where the pass mark allows one; the cohort hears of it.
"""

from __future__ import annotations

from engine.courses.drafts import CourseRead, LessonDraft, QuizDraft
from engine.courses.items import Item, ItemKind
from engine.quizzes.grading import passed
from engine.quizzes.limits import LIMITS, exceeded
from engine.rewards.policy import PROGRAMMES

LESSONS_PER_PICK = 20


class NoStory(Exception):
    """The course has nothing that could be passed; `args[0]` says what it needs."""


def story(read: CourseRead) -> str:
    """The scenario's text. Raises NoStory."""
    lessons = read.draft.lessons
    position = next((index for index, lesson in enumerate(lessons) if _is_askable(lesson)), None)
    if position is None:
        raise NoStory(
            "no lesson has a quiz that native polls can ask: give GIFT files named as the lessons "
            "with --quizzes"
        )
    lesson = lessons[position]
    quiz = lesson.quiz
    if quiz is None:
        raise NoStory("the lesson's quiz is missing")
    wrong = _mistake(quiz)
    pays = PROGRAMMES["quiz"]
    tokens = pays["passed"] + (pays["all_right"] if wrong is None else 0)
    right = len(quiz.items) - (wrong is not None)
    score = f"{right} of {len(quiz.items)}"
    return "\n".join(
        [
            f"# {_plain(read.draft.title)}: taken by a new learner, cheered in the cohort",
            "learner@telegram> /start",
            '  < "English" [Continue]',
            "learner@telegram* Continue",
            "learner@telegram* Another city",
            "learner@telegram> Paris",
            "learner@telegram* Yes, as Learner",
            *(_INTEREST if read.draft.tags else []),
            f'  < {_quoted(read.draft.title)} "{_count(read.report.lessons, "lesson")}"'
            f' "Exercises: {read.report.challenges}" {_quoted(read.draft.licence or "free")}'
            " [Start] [Look inside]",
            "learner@telegram* Start",
            f'  < "Lesson 1 of {read.report.lessons}" [Read] [Jump to a lesson]',
            "learner@telegram* Jump to a lesson",
            *["learner@telegram* More"] * (position // LESSONS_PER_PICK),
            f"learner@telegram* {position + 1}. {_plain(lesson.title)}",
            f'  < "Lesson {position + 1} of {read.report.lessons}" "page 1 of {len(lesson.pages)}"',
            *_reading(lesson),
            "learner@telegram* Take the quiz",
            *(line for item in quiz.items for line in _answer(item, is_wrong=item is wrong)),
            f'  < "{score}" "passed" "+{tokens} tokens" "Streak: day 1" [Wallet]',
            "learner@telegram* Wallet",
            f'  < "{tokens} earned" "Use {tokens} of the earned tokens before" "Quiz passed"',
            f'friend@discord#py-cohort< "Learner" "passed" {_quoted(lesson.title)}',
            f'friend@telegram#py-cohort< "Learner" "passed" {_quoted(lesson.title)}',
            f'friend@discord#py-cohort! "{score}"',
            "",
        ]
    )


def _reading(lesson: LessonDraft) -> list[str]:
    """Through all pages; each challenge is opened and answered for."""
    lines = []
    for number, page in enumerate(lesson.pages, start=1):
        is_last = number == len(lesson.pages)
        if page.challenge is not None:
            lines.append("learner@telegram* Show solution")
            lines.append("  < [Had it] [Not yet]")
            lines.append("learner@telegram* Had it")
        elif not is_last:
            lines.append("learner@telegram* Next")
    return lines


def _answer(item: Item, *, is_wrong: bool) -> list[str]:
    chosen = [option for option in item.options if option.is_right != is_wrong]
    if item.kind is not ItemKind.SEVERAL:
        return [f"learner@telegram* {_plain(chosen[0].text)}"]
    if is_wrong:
        chosen = chosen[:1]
    return [*(f"learner@telegram* {_plain(option.text)}" for option in chosen), _VOTE]


_AS_THEY_ARE = [
    limit for limit in LIMITS if limit.platform == "Telegram" and limit.part.startswith("option")
]
_INTEREST = [
    '  < "What would you like to learn?"',
    "learner@telegram* Show me everything",
]
_VOTE = "learner@telegram* Vote"


def _mistake(quiz: QuizDraft) -> Item | None:
    """An item to get wrong and pass all the same, if there is one."""
    total = len(quiz.items)
    if not passed(total - 1, total):
        return None
    return next(
        (item for item in reversed(quiz.items) if item.kind is ItemKind.SINGLE), quiz.items[-1]
    )


def _is_askable(lesson: LessonDraft) -> bool:
    """Polls show its options as they are: nothing becomes lettered, one option is right of one."""
    if lesson.quiz is None or not lesson.quiz.items:
        return False
    return all(
        not exceeded(item, _AS_THEY_ARE)
        and (item.kind is ItemKind.SEVERAL or sum(o.is_right for o in item.options) == 1)
        for item in lesson.quiz.items
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _plain(words: str) -> str:
    return " ".join(words.split())


def _quoted(words: str) -> str:
    escaped = _plain(words).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
