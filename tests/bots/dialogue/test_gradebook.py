"""The gradebook to take away: a file that computes nothing, and a picture of the class."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from functools import cache

import pytest
from PIL import Image

from bots.dialogue.gradebook_picture import gradebook_picture
from bots.dialogue.gradebook_table import as_csv, cell
from bots.dialogue.texts import LOCALES, Texts
from engine.courses.learners import LessonNamed
from engine.quizzes.gradebook import Gradebook, GradedQuiz, LearnerGrades, Points, Stuck

HOSTILE = "*[x](https://e.x)<@1>@everyone&lt;b>\u202e"
AT = datetime(2027, 3, 4, 23, 30, tzinfo=UTC)


def learner(name: str, done: int = 1, stuck: Stuck | None = None) -> LearnerGrades:
    finished = frozenset(range(1, done + 1))
    return LearnerGrades(
        done, name, False, finished, 2, {7: Points(4, 5)}, AT, stuck, LessonNamed(2, 2, "-2 = 3")
    )


def book(*learners: LearnerGrades, lessons: int = 3, quizzes: int = 1) -> Gradebook:
    return Gradebook(
        course_id=1,
        slug="rivers",
        title="Rivers",
        lessons=tuple(LessonNamed(n, n, f"Lesson {n}") for n in range(1, lessons + 1)),
        challenges=3,
        quizzes=tuple(GradedQuiz(7 + n, 1 + n, 1 + n, "Springs", 70) for n in range(quizzes)),
        learners=learners,
        learners_total=len(learners),
    )


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_would_be_computed_gets_an_apostrophe(start: str) -> None:
    assert cell(f"{start}1+1") == f"'{start}1+1"
    assert cell(f"1{start}1") == f"1{start}1"


def test_names_stay_words_in_the_file() -> None:
    content = as_csv(book(learner("=1+1"), learner(HOSTILE), learner('Ёж, "1"')), Texts("en"))
    assert content.startswith(b"\xef\xbb\xbf")
    head, *rows = rows_of(content)
    assert head[0] == "Learner"
    assert [row[0] for row in rows] == ["'=1+1", HOSTILE, 'Ёж, "1"']
    assert {len(row) for row in rows} == {len(head)}


def test_a_row_of_the_file() -> None:
    texts = Texts("en", "Europe/Paris")
    head, row = rows_of(as_csv(book(learner("Otter", stuck=Stuck.QUIET)), texts))
    assert head[-2:] == ["1. Springs: best points", "1. Springs: of"]
    # The day is the educator's: half past eleven in the evening is tomorrow in Paris.
    assert row == ["Otter", "stuck", "2. -2 = 3", "1", "2", "2027-03-05", "4", "5"]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("lessons", "quizzes"), [(3, 0), (3, 2), (40, 9), (140, 1)])
def test_the_picture_has_a_row_for_each_of_the_first_twenty(
    locale: str, lessons: int, quizzes: int
) -> None:
    @cache
    def height(count: int) -> int:
        shown = book(*[learner(HOSTILE, 2)] * count, lessons=lessons, quizzes=quizzes)
        image = Image.open(io.BytesIO(gradebook_picture(shown, Texts(locale))))
        assert image.width == 1000
        return image.height

    one = height(1)
    assert height(2) > one
    assert height(20) - one == 19 * (height(2) - one)
    assert height(21) == height(20)
