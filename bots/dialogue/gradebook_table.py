"""The gradebook as a CSV file that a spreadsheet opens without computing anything in it."""

from __future__ import annotations

import csv
import io

from bots.dialogue.texts import Texts
from engine.quizzes.gradebook import Gradebook, LearnerGrades

_COMPUTES = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the start of a formula


def as_csv(book: Gradebook, texts: Texts) -> bytes:
    """UTF-8 with its mark, so that spreadsheets read every script; a row for each learner.

    Points stand in two columns: a spreadsheet would take "4/5" for a day.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    head = [
        texts(f"gradebook-column-{name}")
        for name in ("learner", "state", "lesson", "lessons", "challenges", "active")
    ]
    for quiz in book.quizzes:
        named = f"{quiz.lesson_number}. {quiz.title}"
        head.append(texts("gradebook-column-points", quiz=named))
        head.append(texts("gradebook-column-possible", quiz=named))
    writer.writerow([cell(words) for words in head])
    for learner in book.learners:
        writer.writerow(_row(book, learner, texts))
    return stream.getvalue().encode("utf-8-sig")


def cell(words: str) -> str:
    """The words as a spreadsheet shows them: a leading apostrophe keeps it from computing them."""
    return "'" + words if words.startswith(_COMPUTES) else words


def _row(book: Gradebook, learner: LearnerGrades, texts: Texts) -> list[str | int]:
    here = f"{learner.here.number}. {learner.here.title}" if learner.here else ""
    row: list[str | int] = [
        cell(learner.name),
        cell(texts(f"gradebook-state-{state_of(learner)}")),
        cell(here),
        len(learner.done_lesson_ids),
        learner.challenges_had,
        learner.last_active_at.astimezone(texts.zone).date().isoformat(),
    ]
    for quiz in book.quizzes:
        points = learner.best.get(quiz.quiz_id)
        row += [points.earned, points.possible] if points else ["", ""]
    return row


def state_of(learner: LearnerGrades) -> str:
    if learner.is_completed:
        return "completed"
    return "stuck" if learner.is_stuck else "active"
