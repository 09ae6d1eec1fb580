"""A real Carpentries course, unchanged, with our quizzes beside it."""

from __future__ import annotations

from engine.courses.content_json import dump_pages, load_pages
from engine.courses.read_course import format_import
from engine.courses.splitting import HARD_UNITS, visible_units
from engine.quizzes.importing import read_course_folder
from tests.engine.courses.shared_data import COURSE, EXAMPLES, IS_EXPECTED

QUIZZES = EXAMPLES / "python-novice-inflammation-quizzes"

if IS_EXPECTED:

    def test_the_real_course_is_counted_right() -> None:
        read = read_course_folder(COURSE, QUIZZES)
        report = read.report
        assert (report.lessons, report.challenges) == (12, 53)
        assert (report.quizzes, report.items, report.suggestions) == (3, 15, 3)
        assert report.count("courses.picture_missing") == 26
        assert report.errors == ()
        assert {note.code for note in report.warnings} == {"courses.picture_missing"}
        text = format_import(read)
        assert "26 images missing, shown as text" in text
        assert "3 exercises look like multiple choice" in text
        assert "12 lessons, 53 challenges, 3 quizzes, 15 items" in text

    def test_the_real_course_says_where_it_comes_from() -> None:
        draft = read_course_folder(COURSE).draft
        assert draft.slug == "python-novice-inflammation"
        assert draft.title == "Programming with Python"
        assert draft.licence == "CC-BY 4.0"
        assert "Software Carpentry" in draft.attribution
        assert draft.summary.startswith("The best way to learn how to program")

    def test_every_page_of_the_real_course_fits_and_reads_back() -> None:
        for lesson in read_course_folder(COURSE).draft.lessons:
            assert all(visible_units(page.blocks) <= HARD_UNITS for page in lesson.pages)
            assert load_pages(dump_pages(lesson.pages)) == lesson.pages

    def test_the_fifth_lesson_has_the_challenge_from_1_to_n() -> None:
        lesson = read_course_folder(COURSE).draft.lessons[4]
        page = next(page for page in lesson.pages if page.anchor == "from-1-to-n")
        assert page.challenge is not None
        assert page.challenge.solution
