"""Courses that cannot be read as they are: the chat says what is wrong and where, and goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys import bad_files
from tests.journeys.stage import News, Somebody, Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")

REFUSED: list[tuple[Callable[[str], bytes], str]] = [
    (bad_files.without_lessons, "No lessons were found"),
    (bad_files.with_a_path_that_escapes, "escaped.md"),
    (bad_files.with_an_absolute_path, "escaped.md"),
    (bad_files.with_a_link, "link.md"),
    (bad_files.bomb, "unpacks to more than"),
    (bad_files.that_is_no_zip, "is no zip archive"),
]
REPORTED: list[tuple[Callable[[str], bytes], list[str]]] = [
    (bad_files.with_broken_front_matter, ["01/broken.md:", "not valid"]),
    (bad_files.with_a_lesson_of_two_megabytes, ["01/long.md", "bytes", "split it"]),
    (bad_files.in_another_encoding, ["01/latin.md", "is not UTF-8", "save the file as UTF-8"]),
    (bad_files.with_a_broken_quiz, ["01/good.gift:1", "expected"]),
]


async def brings(educator: Somebody, content: bytes) -> News:
    """As an educator brings a course in: asked for the file on Telegram, an option on Discord."""
    await educator.stage.client.advance(150)  # ten in a row are the most, then one in two minutes
    if not educator.is_on_telegram:
        return await educator.say("/course import file:course.zip", file=("course.zip", content))
    await educator.say("/course_import")
    return await educator.send("course.zip", content)


@pytest.fixture
def educator(stage: Stage, platform: str) -> Somebody:
    return stage.person("educator", platform)


@pytest.mark.parametrize(("make", "said"), REFUSED, ids=[make.__name__ for make, _ in REFUSED])
async def test_a_zip_that_cannot_be_read_is_refused_with_the_reason(
    stage: Stage, educator: Somebody, make: Callable[[str], bytes], said: str
) -> None:
    lessons = stage.count("lesson")
    news = await brings(educator, make(f"mended-{educator.spot.platform}"))
    assert said in news, news
    assert "Something went wrong" not in news
    assert stage.count("lesson") == lessons


@pytest.mark.parametrize(("make", "said"), REPORTED, ids=[make.__name__ for make, _ in REPORTED])
async def test_a_bad_file_is_named_and_the_rest_comes_in(
    educator: Somebody, make: Callable[[str], bytes], said: list[str]
) -> None:
    news = await brings(educator, make(f"mended-{educator.spot.platform}"))
    for words in said:
        assert words in news, news
    assert "1 lesson" in news


async def test_the_mended_file_can_be_sent_right_after_the_refusal(stage: Stage) -> None:
    educator = stage.person("educator", "telegram")
    news = await brings(educator, bad_files.without_lessons("mended"))
    assert "No lessons were found" in news
    news = await educator.send("course.zip", bad_files.good("mended"))
    assert "Mended" in news, news
    assert "1 lesson" in news


async def test_a_file_that_is_no_zip_by_its_name_is_asked_for_again(stage: Stage) -> None:
    educator = stage.person("educator", "telegram")
    await educator.say("/course_import")
    news = await educator.send("holiday.jpg", b"\xff\xd8\xff")
    assert "holiday.jpg" in news, news
    assert "zip" in news


async def test_a_line_where_a_file_is_wanted_says_so(stage: Stage) -> None:
    educator = stage.person("educator", "telegram")
    await educator.say("/course_import")
    news = await educator.say("here it comes")
    assert "Please send a file" in news, news
    await educator.press("Cancel")


async def test_a_learner_cannot_bring_a_course_in(stage: Stage, platform: str) -> None:
    learner = stage.person(f"no-educator-{platform}", platform)
    await learner.arrives()
    courses = stage.count("course")
    news = await brings(learner, bad_files.good("mended"))
    assert "educator" in news.text.lower(), news
    assert stage.count("course") == courses
