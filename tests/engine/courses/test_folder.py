"""A course folder becomes a draft, and one report names everything that is wrong with it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.courses.import_errors import REASONS, CourseUnreadable
from engine.courses.notes import ENGLISH, Note, describe
from engine.courses.read_course import format_import
from engine.foundation import wire
from engine.foundation.richtext import Media, plain
from engine.quizzes.importing import read_course_folder, read_quiz_bytes
from tests.engine.courses.making import LESSON, QUIZ, TOML, codes, course, folder, picture


def test_a_folder_in_our_format_is_read_whole(tmp_path: Path) -> None:
    toml = (
        'title = "Rivers"\nsummary = "Where they go."\nlanguage = "en"\nlicence = "CC0"\n'
        'attribution = "by us"\nauthors = ["Otter"]\nprice_tokens = 30\ntags = ["water"]\n'
        'source_url = "https://rivers.example"\n[[modules]]\nfolder = "2-b"\ntitle = "First"\n'
        '[[modules]]\nfolder = "1-a"\n'
    )
    read = course(
        tmp_path,
        {
            "course.toml": toml,
            "1-a/01-springs.md": LESSON,
            "1-a/10-delta.md": LESSON,
            "1-a/2-bend.md": LESSON,
            "1-a/01-springs.gift": QUIZ,
            "2-b/01-sea.md": "# The sea\n\nSalty.\n",
            "README.md": "not a lesson",
            "media/note.md": "not a lesson",
            ".git/x.md": "not a lesson",
        },
    )
    draft = read.draft
    assert (draft.slug, draft.title, draft.price_tokens) == ("rivers", "Rivers", 30)
    assert (draft.authors, draft.tags) == (("Otter",), ("water",))
    assert [(module.title, len(module.lessons)) for module in draft.modules] == [
        ("First", 1),
        ("A", 3),
    ]
    assert [lesson.key for lesson in draft.lessons] == [
        "2-b/01-sea",
        "1-a/01-springs",
        "1-a/2-bend",
        "1-a/10-delta",
    ]
    assert draft.lessons[0].title == "The sea"
    assert plain(draft.lessons[0].pages[0].blocks) == "Salty."
    assert (draft.lessons[1].title, draft.lessons[1].minutes) == ("Springs", 5)
    assert draft.lessons[1].quiz is not None
    assert (read.report.lessons, read.report.quizzes, read.report.items) == (4, 1, 1)
    assert read.report.notes == ()


def test_modules_may_name_themselves_in_a_file(tmp_path: Path) -> None:
    read = course(tmp_path, {"a/module.toml": 'title = "Sources"', "a/b.md": LESSON})
    assert read.draft.modules[0].title == "Sources"


def test_lessons_beside_course_toml_make_one_module(tmp_path: Path) -> None:
    read = course(tmp_path, {"springs.md": LESSON})
    assert [module.title for module in read.draft.modules] == ["Rivers"]


def test_reading_twice_gives_the_same_hashes(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a/1.md": LESSON, "a/1.gift": QUIZ, "a/2.md": LESSON}
    first = course(tmp_path / "x", files).draft
    again = course(tmp_path / "y", files).draft
    changed = course(tmp_path / "z", {**files, "a/2.md": LESSON + "More.\n"}).draft
    hashes = [lesson.content_hash for lesson in first.lessons]
    assert [lesson.content_hash for lesson in again.lessons] == hashes
    assert changed.lessons[0].content_hash == hashes[0]
    assert changed.lessons[1].content_hash != hashes[1]
    assert again.lessons[0].quiz == first.lessons[0].quiz


def test_pictures_of_the_folder_are_shelved_once_by_content(tmp_path: Path) -> None:
    read = course(
        tmp_path,
        {
            "media/a.png": picture(),
            "media/b.png": picture(),
            "media/c.mp4": b"film",
            "media/d.pdf": b"paper",
            "m/l.md": "# T\n\n![A](../media/a.png) ![B](../media/b.png)\n\n![C](../media/c.mp4)\n\n"
            "Read [the paper](../media/d.pdf).\n",
        },
    )
    blocks = read.draft.lessons[0].pages[0].blocks
    media = [block for block in blocks if isinstance(block, Media)]
    assert [(item.kind, item.caption) for item in media] == [
        ("image", "A"),
        ("image", "B"),
        ("video", "C"),
        ("file", "the paper"),
    ]
    assert len(read.draft.media) == 3
    assert all(item.content_hash in read.draft.media for item in media)
    assert plain(blocks).endswith("Read the paper.\nthe paper")
    assert read.report.notes == ()


def test_pictures_that_cannot_be_shown_are_told_in_words(tmp_path: Path) -> None:
    read = course(
        tmp_path,
        {
            "media/broken.png": b"no picture",
            "media/huge.png": picture(9_000, 5_000),
            "m/l.md": "# T\n\n![a](../media/none.png)\n\n![b](../media/broken.png)\n\n"
            "![c](../media/huge.png)\n\n![d](../../out.png)\n\n![e](https://e.example/e.png)\n",
        },
    )
    assert codes(read) == [
        "courses.picture_missing",
        "courses.picture_broken",
        "courses.picture_broken",
        "courses.media_outside",
        "courses.picture_remote",
    ]
    assert [note.line for note in read.report.notes] == [3, 5, 7, 9, 11]
    assert read.draft.media == {}


def test_every_problem_of_a_course_is_in_one_report(tmp_path: Path) -> None:
    read = course(
        tmp_path,
        {
            "a/1.md": LESSON,
            "a/2.md": "x" * 2_000_000,
            "a/3.md": b"fine\nbut \xff not\n",
            "a/4.md": "---\ntitle: [\n---\ntext\n",
            "a/5.md": "---\ntitle: x\ntext without an end\n",
            "a/6.md": "   \n",
            "a/7.gift": QUIZ,
            "a/1.gift": "broken {",
            "a/8.md": "---\nminutes: soon\n---\ntext\n",
        },
    )
    found = {(note.file, note.line, note.code) for note in read.report.notes}
    assert {
        ("a/2.md", 0, "courses.lesson_too_long"),
        ("a/3.md", 2, "courses.not_utf8"),
        ("a/4.md", 2, "courses.front_matter_broken"),
        ("a/5.md", 1, "courses.front_matter_broken"),
        ("a/6.md", 0, "courses.lesson_empty"),
        ("a/7.gift", 0, "courses.quiz_without_lesson"),
        ("a/1.gift", 1, "gift.answers_unclosed"),
        ("a/1.gift", 0, "courses.quiz_empty"),
        ("a/8.md", 0, "courses.setting_wrong"),
    } <= found
    assert [lesson.path for lesson in read.draft.lessons] == ["a/1.md", "a/8.md"]
    lines = format_import(read)
    assert "a/3.md:2: error: is not UTF-8: byte 0xff at offset 9; save the file as UTF-8" in lines
    assert "a/2.md: error: has 2000000 bytes, a lesson may have 262144" in lines


def test_a_byte_order_mark_and_windows_lines_are_welcome(tmp_path: Path) -> None:
    text = b"\xef\xbb\xbf" + LESSON.replace("\n", "\r\n").encode()
    read = course(tmp_path, {"a/1.md": text})
    assert read.draft.lessons[0].title == "Springs"
    assert read.report.notes == ()


def test_a_folder_without_lessons_is_refused_with_all_its_problems(tmp_path: Path) -> None:
    with pytest.raises(CourseUnreadable) as refusal:
        course(tmp_path, {"a/2.md": "x" * 2_000_000, "a/3.md": b"\xff"})
    assert refusal.value.reason == "no_lessons"
    assert [note.code for note in refusal.value.notes] == [
        "courses.lesson_too_long",
        "courses.not_utf8",
    ]
    assert "a/3.md:1: error" in refusal.value.describe()


def test_a_refusal_reads_back_from_its_stored_form(tmp_path: Path) -> None:
    with pytest.raises(CourseUnreadable) as refusal:
        course(tmp_path, {"a/3.md": b"\xff"})
    again = wire.load(wire.dump(refusal.value))
    assert isinstance(again, CourseUnreadable)
    assert again.describe() == refusal.value.describe()


@pytest.mark.parametrize(
    ("toml", "line"), [('title = "x\n', 1), ("a = 1\nb = = 2\n", 2), ("a = 1\na = 2\n", 2)]
)
def test_broken_settings_are_refused_with_their_line(tmp_path: Path, toml: str, line: int) -> None:
    with pytest.raises(CourseUnreadable) as refusal:
        course(tmp_path, {"course.toml": toml, "a/1.md": LESSON})
    assert refusal.value.reason == "settings_broken"
    assert refusal.value.data["file"] == "course.toml"
    assert refusal.value.data["line"] == line


def test_settings_of_the_wrong_type_are_named(tmp_path: Path) -> None:
    toml = 'title = ["x"]\nprice_tokens = -5\ntags = 7\nsumary = "y"\nsource_url = "ftp://x"\n'
    read = course(tmp_path, {"course.toml": toml, "a/1.md": LESSON})
    named = {(note.code, note.data.get("name")) for note in read.report.notes}
    assert {
        ("courses.setting_wrong", "title"),
        ("courses.setting_wrong", "price_tokens"),
        ("courses.setting_wrong", "tags"),
        ("courses.setting_wrong", "source_url"),
        ("courses.setting_unknown", "sumary"),
    } <= named
    assert read.draft.price_tokens == 0


@pytest.mark.parametrize(("price", "is_wrong"), [(0, False), (9, True), (10, False)])
def test_a_price_is_0_or_at_least_10(tmp_path: Path, price: int, is_wrong: bool) -> None:
    toml = TOML + f"price_tokens = {price}\n"
    read = course(tmp_path, {"course.toml": toml, "a/1.md": LESSON})
    named = {note.data.get("name") for note in read.report.notes}
    assert ("price_tokens" in named) is is_wrong
    assert read.draft.price_tokens == (0 if is_wrong else price)


def test_a_missing_module_and_a_repeated_key_are_named(tmp_path: Path) -> None:
    toml = TOML + '[[modules]]\nfolder = "nowhere"\n'
    keyed = "---\ntitle: A\nkey: same\n---\ntext\n"
    read = course(tmp_path, {"course.toml": toml, "a/1.md": keyed, "a/2.md": keyed})
    assert codes(read) == ["courses.module_missing", "courses.key_repeated"]
    assert [lesson.key for lesson in read.draft.lessons] == ["same"]


def test_titles_cannot_disguise_themselves(tmp_path: Path) -> None:
    lesson = '---\ntitle: "a\\u202eb\\u200bc\\nd"\n---\ntext\n'
    read = course(tmp_path, {"course.toml": 'title = "R\\u202ed"', "a/1.md": lesson})
    assert read.draft.title == "Rd"
    assert read.draft.lessons[0].title == "abc d"


def test_links_that_leave_the_folder_are_not_followed(tmp_path: Path) -> None:
    outside = folder(tmp_path / "outside", {"secret.md": "secret", "deep/more.md": "secret"})
    root = folder(tmp_path / "course", {"course.toml": TOML, "a/1.md": LESSON})
    (root / "a" / "2.md").symlink_to(outside / "secret.md")
    (root / "b").symlink_to(outside / "deep")
    (root / "a" / "3.md").symlink_to(root / "a" / "1.md")
    (root / "a" / "4.md").symlink_to(root / "nothing.md")
    os.mkfifo(root / "a" / "5.md")
    read = read_course_folder(root)
    assert [lesson.path for lesson in read.draft.lessons] == ["a/1.md", "a/3.md"]
    assert {(note.file, note.code) for note in read.report.notes} == {
        ("a/2.md", "courses.link_escapes"),
        ("b", "courses.link_escapes"),
        ("a/4.md", "courses.not_a_file"),
        ("a/5.md", "courses.not_a_file"),
    }


def test_something_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseUnreadable) as refusal:
        read_course_folder(tmp_path / "nowhere")
    assert refusal.value.reason == "not_a_folder"


def test_a_single_quiz_file_can_be_read_for_a_lesson() -> None:
    quiz, notes = read_quiz_bytes(QUIZ.encode(), "q.gift", "Springs")
    assert quiz is not None
    assert (quiz.title, len(quiz.items), notes) == ("Springs", 1, ())
    nothing, notes = read_quiz_bytes(b"\xff", "q.gift", "Springs")
    assert nothing is None
    assert [note.code for note in notes] == ["courses.not_utf8"]
    nothing, notes = read_quiz_bytes(b"words", "q.gift", "Springs")
    assert nothing is None
    assert [note.code for note in notes] == ["gift.kind_not_asked", "courses.quiz_empty"]


def test_every_sentence_can_be_filled_in() -> None:
    names: dict[str, str | int] = {
        "found": "1", "limit": 2, "offset": 3, "size_bytes": 4, "limit_bytes": 5, "reason": "r",
        "expected": "e", "name": "n", "title": "t", "named_in": "f", "key": "k", "other": "o",
        "path": "p", "kind": "video", "target": "t", "tag": "b", "option": "o", "options": "o",
        "platform": "Telegram",
    }  # fmt: skip
    for code in ENGLISH:
        line = describe(Note("info", code, "a.md", 3, 4, {**names, "item": "I"}))
        assert line.startswith("a.md:3:4: info: “I”: ")
        assert "{found" not in line
    for reason in REASONS:
        assert CourseUnreadable(reason, file="x").describe()
