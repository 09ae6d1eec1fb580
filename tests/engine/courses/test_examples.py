"""The courses we ship import without a single remark."""

from __future__ import annotations

import contextlib
import io
import itertools
import re
from pathlib import Path

import pytest

from engine.courses.splitting import HARD_UNITS, visible_units
from engine.foundation.richtext import Media
from engine.quizzes.check import check_gift
from engine.quizzes.importing import read_course_folder
from tests.engine.courses.shared_data import EXAMPLES

COURSES = sorted(path.parent for path in EXAMPLES.glob("courses/*/course.toml"))
QUIZZES = sorted(EXAMPLES.glob("**/*.gift"))


@pytest.mark.parametrize(
    ("name", "lessons", "challenges", "quizzes", "language"),
    [
        ("python-first-steps", 12, 14, 3, "en"),
        ("ajedrez-primeros-pasos", 4, 4, 1, "es"),
        ("russkie-padezhi", 4, 4, 1, "ru"),
    ],
)
def test_a_course_of_ours_is_complete(
    name: str, lessons: int, challenges: int, quizzes: int, language: str
) -> None:
    read = read_course_folder(EXAMPLES / "courses" / name)
    report = read.report
    assert (report.lessons, report.challenges, report.quizzes) == (lessons, challenges, quizzes)
    assert report.items == 5 * quizzes
    assert report.notes == ()
    draft = read.draft
    assert (draft.slug, draft.language, draft.licence) == (name, language, "CC-BY 4.0")
    assert draft.price_tokens == 0
    for lesson in draft.lessons:
        assert lesson.minutes > 0
        assert 2 <= len(lesson.pages) <= 6
        assert all(challenge.solution for challenge in lesson.challenges)
        assert all(visible_units(page.blocks) <= HARD_UNITS for page in lesson.pages)


def test_no_course_is_forgotten_here() -> None:
    assert [path.name for path in COURSES] == [
        "ajedrez-primeros-pasos",
        "python-first-steps",
        "russkie-padezhi",
    ]


def test_the_python_course_shows_its_two_pictures() -> None:
    draft = read_course_folder(EXAMPLES / "courses" / "python-first-steps").draft
    shown = [
        (lesson.key, block.caption[:5])
        for lesson in draft.lessons
        for page in lesson.pages
        for block in page.blocks
        if isinstance(block, Media)
    ]
    assert shown == [("01-first-words/02-names", "Three"), ("02-again-and-if/05-loops", "A cir")]
    assert len(draft.media) == 2


def test_the_lesson_about_loops_has_its_challenge() -> None:
    draft = read_course_folder(EXAMPLES / "courses" / "python-first-steps").draft
    assert draft.lessons[4].challenges[0].title == "From 1 to N"


@pytest.mark.parametrize("path", QUIZZES, ids=lambda path: path.name)
def test_every_quiz_has_five_sound_items_with_explanations(path: Path) -> None:
    report = check_gift(path.read_text(encoding="utf-8"), path.name)
    assert report.is_clean(strict=True)
    assert len(report.items) == 5
    assert all(item.explanation for item in report.items)


LESSONS = sorted((EXAMPLES / "courses" / "python-first-steps").glob("*/*.md"))


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_the_code_of_the_python_course_prints_what_it_says(path: Path) -> None:
    fences = re.findall(r"^```(\w*)\n(.*?)^```$", path.read_text(encoding="utf-8"), re.S | re.M)
    assert fences
    for (language, source), (following, expected) in itertools.pairwise(fences):
        if (language, following) == ("python", "output") and "input(" not in source:
            shown = io.StringIO()
            with contextlib.redirect_stdout(shown):
                exec(compile(source, path.name, "exec"), {})  # noqa: S102 - our own lessons
            assert shown.getvalue() == expected
