"""An uploaded course is read in a process of its own, with the same result."""

from __future__ import annotations

import pytest

from engine.courses.import_errors import CourseUnreadable
from engine.quizzes.import_worker import read_uploaded_course
from engine.quizzes.importing import read_course_zip
from tests.engine.courses.making import LESSON, QUIZ, TOML, picture, zipped

FILES: dict[str, str | bytes] = {
    "course.toml": TOML,
    "a/1.md": LESSON + "\n![x](p.png)\n\n[y](../no.md)\n",
    "a/1.gift": QUIZ,
    "a/p.png": picture(),
}


async def test_the_result_is_the_same_as_in_this_process() -> None:
    content = zipped(FILES)
    read = await read_uploaded_course(content, "rivers.zip")
    assert read == read_course_zip(content, "rivers.zip")
    assert read.report.items == 1


async def test_a_refusal_comes_back_with_its_notes() -> None:
    with pytest.raises(CourseUnreadable) as refusal:
        await read_uploaded_course(zipped({"course.toml": TOML, "a/1.md": b"\xff"}), "r.zip")
    assert refusal.value.reason == "no_lessons"
    assert [note.code for note in refusal.value.notes] == ["courses.not_utf8"]


async def test_a_reader_that_takes_too_long_is_ended() -> None:
    with pytest.raises(CourseUnreadable) as refusal:
        await read_uploaded_course(zipped(FILES), "r.zip", timeout_seconds=0.01)
    assert refusal.value.reason == "took_too_long"


async def test_a_reader_that_takes_too_much_memory_is_ended() -> None:
    # Room enough to start, too little for what it is sent.
    content = b"\0" * 40_000_000
    with pytest.raises(CourseUnreadable) as refusal:
        await read_uploaded_course(content, "r.zip", memory_bytes=16 * 1024 * 1024)
    assert refusal.value.reason == "reader_stopped"
