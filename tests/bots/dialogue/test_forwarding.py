"""Posts sent to the bot become a course, through the real conversations."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bots.dialogue.request import ActionPressed, Attachment, FileSent, Place, PlaceKind, Platform
from bots.dialogue.screen import Mode, Screen
from engine.courses.commands import CourseQuery, CourseState
from engine.courses.posts import as_markdown, course_of_posts, post_title
from engine.courses.queries import course_card, teaching
from engine.foundation.clock import FrozenClock
from engine.foundation.richtext import plain
from engine.foundation.schema import create_schema
from engine.people.commands import Appoint, Role
from engine.people.role_service import appoint
from tests.bots.dialogue.filling_in import Somebody, labels, words

BUTTONS = ["Done", "Undo the last", "Cancel"]


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("forwarding") / "empty.sqlite"
    create_schema(path)
    return path


@pytest.fixture
async def otter(schema: Path, tmp_path: Path) -> AsyncIterator[Somebody]:
    path = tmp_path / "forwarding.sqlite"
    shutil.copy(schema, path)
    somebody = Somebody(path, FrozenClock(datetime(2027, 3, 4, 9, tzinfo=UTC)), Platform.TELEGRAM)
    await somebody.gives("help")
    await somebody.engine.run(appoint, Appoint(await somebody.person_id(), Role.EDUCATOR))
    yield somebody
    await somebody.engine.close()


async def begins(otter: Somebody, title: str = "Ten days of bread") -> Screen:
    await otter.gives("teach")
    await otter.presses("Make one by forwarding")
    return await otter.types(title)


async def sends_file(otter: Somebody, name: str, caption: str) -> Screen:
    async def content() -> bytes:
        return b"no archive"

    return await otter.does(FileSent(Attachment(name, 10, content), caption))


async def titles(otter: Somebody) -> list[str]:
    taught = await otter.engine.read(teaching, await otter.person_id())
    return [found.course.title for found in taught]


async def test_ten_posts_become_a_draft_of_ten_lessons(otter: Somebody) -> None:
    asked = await begins(otter)
    assert asked.title == "Ten days of bread"
    assert "Forward me the posts" in words(asked)
    assert labels(asked) == ["Cancel"]
    for day in range(1, 11):
        counted = await otter.types(f"Day {day}\nIt *rises*.\n\n# no heading")
        assert words(counted).strip() == f"{day} post{'s' if day > 1 else ''} so far"
        assert labels(counted) == BUTTONS
        assert counted.mode is Mode.NEW
    report = await otter.presses("Done")
    assert report.title == "Ten days of bread"
    assert "10 lessons" in words(report)
    assert labels(report) == ["Publish", "Look inside", "Course desk"]
    card = await otter.engine.read(
        course_card, CourseQuery(await otter.person_id(), "ten-days-of-bread")
    )
    assert (card.lessons, card.state) == (10, CourseState.DRAFT)
    # What comes afterwards is no post any more.
    assert "so far" not in words(await otter.types("one more"))


async def test_a_restart_in_the_middle_loses_nothing(otter: Somebody) -> None:
    await begins(otter)
    await otter.types("first")
    await otter.restart()
    assert "2 posts so far" in words(await otter.types("second"))
    await otter.restart()
    assert "2 lessons" in words(await otter.presses("Done"))


async def test_a_post_delivered_again_is_one_post(otter: Somebody) -> None:
    await begins(otter)
    await otter.types("first")
    assert "1 post so far" in words(await otter.again())
    assert "2 posts so far" in words(await otter.types("second"))
    await otter.presses("Done")
    await otter.again()
    assert await titles(otter) == ["Ten days of bread"]


async def test_the_last_post_is_taken_out_again(otter: Somebody) -> None:
    await begins(otter)
    await otter.types("kept")
    second = await otter.types("Lunch is at one\nsee you")
    undone = await otter.presses("Undo the last", second)
    assert words(undone).strip() == "Taken out: Lunch is at one\n1 post so far"
    assert undone.mode is Mode.EDIT
    assert labels(await otter.presses("Undo the last")) == ["Cancel"]
    none_left = await otter.presses("Undo the last", second)
    assert "No post has come yet" in none_left.toast
    assert "1 post so far" in words(await otter.types("another"))


async def test_cancel_makes_nothing(otter: Somebody) -> None:
    await begins(otter)
    counted = await otter.types("first")
    assert "No course was made" in words(await otter.presses("Cancel"))
    for label in ("Done", "Undo the last"):
        late = await otter.presses(label, counted)
        assert "cancelled" in late.toast
        assert late.is_alert
    assert "so far" not in words(await otter.types("second"))
    assert await titles(otter) == []


async def test_no_posts_make_no_course(otter: Somebody) -> None:
    await begins(otter)
    full = await otter.types("first")
    await otter.presses("Undo the last")
    assert "No post has come yet" in (await otter.presses("Done", full)).toast
    assert await titles(otter) == []


async def test_the_fifty_first_post_is_left_out_kindly(otter: Somebody) -> None:
    await begins(otter)
    for number in range(1, 51):
        otter.clock.advance(seconds=1)
        await otter.types(f"post {number}")
    assert "50 posts so far" in words(otter.screens[-1])
    refused = await otter.types("post 51")
    assert "holds 50 posts" in words(refused)
    assert "50 posts so far" in words(refused)
    assert "50 lessons" in words(await otter.presses("Done"))


async def test_posts_too_long_together_are_left_out_kindly(otter: Somebody) -> None:
    await begins(otter)
    for _ in range(15):
        await otter.types("long " * 819)
    refused = await otter.types("long " * 819)
    assert "too long" in words(refused)
    assert "15 posts so far" in words(refused)
    assert "16 posts so far" in words(await otter.types("a short one"))


async def test_a_photos_caption_counts_and_a_photo_without_one_does_not(otter: Somebody) -> None:
    await begins(otter)
    counted = await sends_file(otter, "photo.jpg", "The crumb\nunder light")
    assert "picture or file stays out" in words(counted)
    assert "1 post so far" in words(counted)
    left_out = await sends_file(otter, "photo.jpg", "")
    assert "Only words become a lesson" in words(left_out)
    assert "1 post so far" in words(left_out)
    # A zip is a whole course by itself.
    assert "no zip archive" in words(await sends_file(otter, "course.zip", ""))


async def test_the_same_title_again_is_another_course(otter: Somebody) -> None:
    for post in ("first", "second"):
        await begins(otter)
        await otter.types(post)
        await otter.presses("Done")
    assert await titles(otter) == ["Ten days of bread"] * 2
    person_id = await otter.person_id()
    second = await otter.engine.read(course_card, CourseQuery(person_id, "ten-days-of-bread-2"))
    assert second.lessons == 1


async def test_the_button_goes_on_with_what_is_waiting(otter: Somebody) -> None:
    await begins(otter)
    await otter.types("first")
    await otter.gives("teach")
    again = await otter.presses("Make one by forwarding")
    assert "1 post so far" in words(again)
    assert labels(again) == BUTTONS


async def test_posts_left_for_a_week_are_asked_about(otter: Somebody) -> None:
    await begins(otter)
    await otter.types("first")
    otter.clock.advance(days=8)
    asked = await otter.types("hello again")
    assert "What you wrote is kept" in words(asked)
    assert labels(asked) == ["Continue", "Cancel"]
    assert "1 post so far" in words(await otter.presses("Continue"))
    assert "2 posts so far" in words(await otter.types("second"))


async def test_a_form_in_between_gets_its_answer(otter: Somebody) -> None:
    await begins(otter)
    await otter.types("first")
    await otter.gives("course import")
    assert "file" in words(await otter.types("what is this?"))
    await otter.presses("Cancel")
    assert "2 posts so far" in words(await otter.types("second"))


async def test_only_educators_on_telegram_in_private_collect_posts(otter: Somebody) -> None:
    desk = await otter.gives("teach")
    token = next(c.token for row in desk.rows for c in row if c.label.startswith("Make one"))
    otter.place = Place(PlaceKind.GROUP, -100)
    assert "in our private chat" in (await otter.does(ActionPressed(token))).toast
    otter.place, otter.platform = Place(PlaceKind.PRIVATE, 77), Platform.DISCORD
    await otter.gives("help")
    await otter.engine.run(appoint, Appoint(await otter.person_id(), Role.EDUCATOR))
    assert "Make one by forwarding" not in labels(await otter.gives("teach"))


def test_a_post_reads_as_it_was() -> None:
    lines = [
        "* a *b* _c_ [x](y) ![p](q) {#x}", "    indented", "::: challenge", "1. one", "# no",
        "> q &amp; <b>x</b> https://example.org/a_b?c=d", "----", "===", "| a | b |", "|---|---|",
        "```py", "x", "```", "~~s~~ \\ end\\", "[ref]: http://example.org",
    ]  # fmt: skip
    read = course_of_posts(
        "T", ["\n".join(("Marks", "first", *lines))], course_slug="t", language="en"
    )
    (lesson,) = read.draft.lessons
    shown = "\n".join(plain(page.blocks) for page in lesson.pages)
    assert shown.replace("\u00a0", " ") == "\n".join(("first", *lines))
    assert read.report.notes == ()
    assert lesson.challenges == ()


@pytest.mark.parametrize(
    ("post", "title"),
    [
        ("First\nsecond", "First"),
        ("\n  \n  Third line", "Third line"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        (" \n\u200b", ""),
    ],
)
def test_a_lesson_is_called_by_the_first_line_with_words(post: str, title: str) -> None:
    assert post_title(post) == title


def test_the_title_stands_there_once() -> None:
    read = course_of_posts("T", ["First\n\nsecond", "Alone", " \n"], course_slug="t", language="en")
    shown = [(lesson.title, plain(lesson.pages[0].blocks)) for lesson in read.draft.lessons]
    assert shown == [("First", "second"), ("Alone", "Alone")]


def test_lines_and_paragraphs_stay_apart() -> None:
    assert as_markdown("a.\nb\n\n\nc") == "a\\.\\\nb\n\nc"
