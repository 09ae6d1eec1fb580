"""The gradebook as a picture: learners by lessons, with marks and quiz results."""

from __future__ import annotations

from bots.dialogue.pictures import (
    CARD,
    FAINT,
    INK,
    MARGIN,
    PLACES,
    THREADS,
    TRACK,
    WIDTH,
    _Canvas,
    _fit,
    _font,
    drawable,
)
from bots.dialogue.texts import Texts
from engine.quizzes.gradebook import Gradebook, GradedQuiz, LearnerGrades

MOST = 20
ROW, ROW_GAP, FOOT = 52, 6, 104
NAME = 190  # the room for names
QUIZ = 66
MOST_QUIZZES = 6  # more are shown as their mean
NARROWEST = 7  # a lesson's cell; where there are more lessons, a bar stands for them
LESS, AMBER, DONE, _ = THREADS
GOOD, BAD = "#dceaea", "#f6ddd7"  # behind a quiz that was passed, or not


class _Grid:
    """Where the columns stand."""

    def __init__(self, book: Gradebook) -> None:
        shown = len(book.quizzes)
        self.has_mean = shown > MOST_QUIZZES
        self.quizzes = () if self.has_mean else book.quizzes
        columns = 1 if self.has_mean else shown
        self.left = MARGIN + 28 + NAME
        self.quiz_left = WIDTH - MARGIN - 18 - columns * QUIZ
        self.right = self.quiz_left - (20 if columns else 6)
        self.step = (self.right - self.left) / max(1, len(book.lessons))
        self.has_cells = self.step >= NARROWEST
        self.step = min(self.step, 56.0) if self.has_cells else self.step


def gradebook_picture(book: Gradebook, texts: Texts) -> bytes:
    """A PNG of the first 20 learners; who is stuck has a red mark before the name."""
    shown = book.learners[:MOST]
    grid = _Grid(book)
    head = 208
    end = head + (ROW + ROW_GAP) * len(shown)
    canvas = _Canvas(end + FOOT)
    for position, colour in enumerate(THREADS):
        canvas.box(0, position * 6, WIDTH, position * 6 + 6, colour)
    title = _font("Bold", 44)
    canvas.words(MARGIN, 100, _fit(drawable(book.title), title, WIDTH - 2 * MARGIN), INK, title)
    canvas.words(MARGIN, 142, counted(book, texts), FAINT, _font("Regular", 28))
    _heads(canvas, book, grid, texts, head - 14)
    for position, learner in enumerate(shown):
        _row(canvas, book, grid, learner, head + position * (ROW + ROW_GAP))
    _legend(canvas, texts, end + 44)
    return canvas.png()


def counted(book: Gradebook, texts: Texts) -> str:
    """How many are learning, have finished, are stuck."""
    finished = sum(learner.is_completed for learner in book.learners)
    return texts(
        "gradebook-counts",
        active=len(book.learners) - finished,
        completed=finished,
        stuck=len(book.stuck),
    )


def _heads(canvas: _Canvas, book: Gradebook, grid: _Grid, texts: Texts, line: float) -> None:
    small = _font("Semibold", 19)
    every = 1 if grid.step >= 26 else 5
    if grid.has_cells:
        for position, lesson in enumerate(book.lessons):
            if lesson.number % every == 0 or (every > 1 and lesson.number == 1):
                middle = grid.left + (position + 0.5) * grid.step
                canvas.words(middle, line, str(lesson.number), FAINT, small, "ms")
    heads = [texts("gradebook-quiz-short", number=quiz.lesson_number) for quiz in grid.quizzes]
    if grid.has_mean:
        heads = [texts("gradebook-quiz-mean")]
    for position, words in enumerate(heads):
        middle = grid.quiz_left + (position + 0.5) * QUIZ
        canvas.words(middle, line, _fit(words, small, QUIZ - 2), FAINT, small, "ms")


def _row(canvas: _Canvas, book: Gradebook, grid: _Grid, learner: LearnerGrades, top: float) -> None:
    canvas.box(MARGIN, top, WIDTH - MARGIN, top + ROW, CARD, radius=14)
    middle = top + ROW / 2
    if learner.is_stuck:
        canvas.disc(MARGIN + 16, middle, 6, LESS)
    elif learner.is_completed:
        canvas.disc(MARGIN + 16, middle, 6, PLACES[1])
    name = _font("Semibold", 26)
    canvas.words(MARGIN + 32, middle + 9, _fit(drawable(learner.name), name, NAME - 18), INK, name)
    if grid.has_cells:
        _cells(canvas, book, grid, learner, middle)
    else:
        _bar(canvas, book, grid, learner, middle)
    for position, quiz in enumerate(grid.quizzes):
        _percent(canvas, learner, (quiz,), grid.quiz_left + position * QUIZ, middle)
    if grid.has_mean:
        _percent(canvas, learner, book.quizzes, grid.quiz_left, middle)


def _cells(
    canvas: _Canvas, book: Gradebook, grid: _Grid, learner: LearnerGrades, middle: float
) -> None:
    gap = 4 if grid.step >= 20 else 2
    half = min(16.0, (grid.step - gap) / 2) if grid.step >= 20 else 14.0
    radius = min(8.0, (grid.step - gap) / 3)
    for position, lesson in enumerate(book.lessons):
        left = grid.left + position * grid.step + gap / 2
        right = left + grid.step - gap
        is_done = lesson.lesson_id in learner.done_lesson_ids
        is_here = lesson == learner.here
        fill = DONE if is_done else AMBER if is_here else TRACK
        canvas.box(left, middle - half, right, middle + half, fill, radius)
        if is_done and grid.step >= 20:
            mark = _font("Bold", 20)
            canvas.words((left + right) / 2, middle + 7, "✓", CARD, mark, "ms")


def _bar(
    canvas: _Canvas, book: Gradebook, grid: _Grid, learner: LearnerGrades, middle: float
) -> None:
    canvas.box(grid.left, middle - 7, grid.right, middle + 7, TRACK, radius=7)
    share = len(learner.done_lesson_ids) / max(1, len(book.lessons))
    if share:
        end = grid.left + max(14.0, (grid.right - grid.left) * share)
        canvas.box(grid.left, middle - 7, end, middle + 7, DONE, radius=7)


def _percent(
    canvas: _Canvas,
    learner: LearnerGrades,
    quizzes: tuple[GradedQuiz, ...],
    left: float,
    middle: float,
) -> None:
    """The best result at a quiz, or the mean of those taken."""
    taken = [quiz for quiz in quizzes if quiz.quiz_id in learner.best]
    words, fill, ink = "–", "", FAINT
    if taken:
        percent = sum(learner.best[quiz.quiz_id].percent for quiz in taken) // len(taken)
        is_good = percent * len(taken) >= sum(quiz.pass_mark_percent for quiz in taken)
        words, fill, ink = f"{percent}%", GOOD if is_good else BAD, INK
    if fill:
        canvas.box(left + 2, middle - 16, left + QUIZ - 2, middle + 16, fill, radius=16)
    canvas.words(left + QUIZ / 2, middle + 7, words, ink, _font("Semibold", 20), "ms")


def _legend(canvas: _Canvas, texts: Texts, line: float) -> None:
    words = _font("Regular", 22)
    x = float(MARGIN)
    for name, colour in (("done", DONE), ("here", AMBER), ("stuck", LESS)):
        if name == "stuck":
            canvas.disc(x + 10, line - 7, 6, colour)
        else:
            canvas.box(x, line - 17, x + 20, line + 3, colour, radius=6)
        told = texts(f"gradebook-legend-{name}")
        canvas.words(x + 30, line, told, FAINT, words)
        x += 30 + words.getlength(told) / 2 + 34
    canvas.words(WIDTH - MARGIN, line, "Peerloom", FAINT, _font("Semibold", 24), "rs")
