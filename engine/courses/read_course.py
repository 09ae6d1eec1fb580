"""The way in: a course's files, of whichever format, to a draft and the report of its import."""

from __future__ import annotations

from engine.courses.assembly import CourseReading, QuizReader
from engine.courses.carpentries import is_carpentries, read_carpentries
from engine.courses.drafts import CourseRead
from engine.courses.folder import read_folder
from engine.courses.notes import describe
from engine.courses.source import CourseFiles


def read_course(
    files: CourseFiles, *, read_quiz: QuizReader, quizzes: CourseFiles | None = None
) -> CourseRead:
    """Reads everything and collects every problem. Raises CourseUnreadable (with all notes so far)
    when nothing can be imported: no lessons, broken settings, an unsafe archive."""
    reading = CourseReading(files, read_quiz, quizzes)
    read = read_carpentries if is_carpentries(files) else read_folder
    return reading.finish(read(reading))


def format_import(read: CourseRead) -> str:
    """The report as English lines for the shell: errors and warnings first, then what to know, the
    counts last. What is only of interest is counted by kind, with one example each."""
    report = read.report
    lines = [describe(note) for note in (*report.errors, *report.warnings)]
    infos = [note for note in report.notes if note.severity == "info"]
    for code in dict.fromkeys(note.code for note in infos):
        first = next(note for note in infos if note.code == code)
        more = report.count(code) - 1
        lines.append(describe(first) + (f" (and {more} more like it)" if more else ""))
    missing = report.count("courses.picture_missing")
    if missing:
        lines.append(_counted(missing, "image") + " missing, shown as text")
    if report.suggestions:
        verb = "looks" if report.suggestions == 1 else "look"
        lines.append(f"{_counted(report.suggestions, 'exercise')} {verb} like multiple choice")
    counts = (
        _counted(report.lessons, "lesson"),
        _counted(report.challenges, "challenge"),
        f"{report.quizzes} {'quiz' if report.quizzes == 1 else 'quizzes'}",
        _counted(report.items, "item"),
    )
    lines.append(f"{read.draft.title}: {', '.join(counts)}")
    return "\n".join(lines)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
