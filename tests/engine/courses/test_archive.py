"""A zip sent by somebody is read without trusting anything it says."""

from __future__ import annotations

import io
import stat
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.courses import archive
from engine.courses.archive import ZipFiles
from engine.courses.import_errors import CourseUnreadable
from engine.quizzes.importing import read_course_zip
from tests.engine.courses.making import LESSON, QUIZ, TOML, picture, zipped, zipped_course

FILES: dict[str, str | bytes] = {"course.toml": TOML, "a/1.md": LESSON, "a/1.gift": QUIZ}


def refused(content: bytes) -> CourseUnreadable:
    with pytest.raises(CourseUnreadable) as refusal:
        read_course_zip(content, "sent.zip")
    return refusal.value


def test_a_zip_reads_as_its_folder_does() -> None:
    read = zipped_course(FILES)
    assert (read.draft.title, read.report.lessons, read.report.items) == ("Rivers", 1, 1)


def test_a_single_folder_around_everything_is_looked_through() -> None:
    wrapped = {f"rivers-main/{name}": content for name, content in FILES.items()}
    read = zipped_course({**wrapped, "__MACOSX/rivers-main/._1.md": "x"}, "download.zip")
    assert [lesson.key for lesson in read.draft.lessons] == ["a/1"]


def test_pictures_come_out_of_a_zip_unharmed() -> None:
    read = zipped_course({**FILES, "a/2.md": "![x](p.png)", "a/p.png": picture()})
    assert [item.content for item in read.draft.media.values()] == [picture()]


@pytest.mark.parametrize(
    "name",
    ["../evil.md", "a/../../evil.md", "/etc/evil.md", "C:/evil.md", "..\\evil.md", "\\evil.md"],
)
def test_a_path_that_escapes_is_refused_by_name(name: str) -> None:
    refusal = refused(zipped({**FILES, name: "x"}))
    assert refusal.reason == "path_escapes"
    assert "evil.md" in refusal.describe()


def test_a_name_cut_by_a_zero_byte_is_refused() -> None:
    content = zipped({**FILES, "evil.md#.png": "x"}, zipfile.ZIP_STORED)
    assert refused(content.replace(b"evil.md#", b"evil.md\x00")).reason == "path_escapes"


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
def test_links_and_devices_are_refused(kind: int) -> None:
    stream = io.BytesIO(zipped(FILES))
    with zipfile.ZipFile(stream, "a") as file:
        entry = zipfile.ZipInfo("a/link.md")
        entry.external_attr = (kind | 0o777) << 16
        file.writestr(entry, "/etc/passwd")
    refusal = refused(stream.getvalue())
    assert (refusal.reason, refusal.data["file"]) == ("entry_is_link", "a/link.md")


def test_an_encrypted_entry_is_refused() -> None:
    content = bytearray(zipped(FILES))
    place = content.rindex(b"PK\x01\x02")
    content[place + 8] |= 1
    assert refused(bytes(content)).reason == "entry_encrypted"


def test_a_bomb_is_refused_by_its_ratio() -> None:
    assert refused(zipped({**FILES, "zeros.bin": b"\0" * 20_000_000})).reason == "ratio_too_high"


def test_a_bomb_that_lies_about_its_size_is_caught_while_it_streams() -> None:
    honest = zipped({**FILES, "a/2.md": b"\n" * 200_000})
    lying = honest.replace(struct.pack("<I", 200_000), struct.pack("<I", 100))
    assert lying != honest
    assert refused(lying).reason == "entry_damaged"


def test_a_total_beyond_the_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "UNPACKED_LIMIT_BYTES", 1_000)
    assert refused(zipped({**FILES, "b.bin": bytes(range(256)) * 4})).reason == "unpacks_too_big"


def test_what_is_read_is_counted_and_not_what_is_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    files = ZipFiles(zipped({"a.md": "x" * 900, "b.md": "y" * 900}), "sent.zip")
    monkeypatch.setattr(archive, "UNPACKED_LIMIT_BYTES", 1_000)
    assert files.read("a.md") == b"x" * 900
    assert files.read("a.md") == b"x" * 900
    with pytest.raises(CourseUnreadable) as refusal:
        files.read("b.md")
    assert refusal.value.reason == "unpacks_too_big"


def test_too_many_entries_are_refused() -> None:
    many: dict[str, str | bytes] = {f"{number}.md": "" for number in range(2_001)}
    refusal = refused(zipped(many, zipfile.ZIP_STORED))
    assert (refusal.reason, refusal.data["found"]) == ("too_many_entries", 2_001)


def test_an_archive_too_large_to_look_at_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "ARCHIVE_LIMIT_BYTES", 100)
    assert refused(zipped(FILES)).reason == "archive_too_long"


@pytest.mark.parametrize("content", [b"", b"PK", b"hello", zipped(FILES)[:-30]])
def test_what_is_no_zip_is_refused(content: bytes) -> None:
    assert refused(content).reason == "not_a_zip"


def test_two_entries_of_one_name_are_refused() -> None:
    content = zipped({**FILES, "a/2.md": "x"}, zipfile.ZIP_STORED)
    assert refused(content.replace(b"a/2.md", b"a/1.md")).reason == "entry_repeated"


def test_a_damaged_entry_is_refused() -> None:
    content = zipped(FILES, zipfile.ZIP_STORED)
    assert refused(content.replace(b"Water", b"Wader")).reason == "entry_damaged"


@settings(max_examples=100)
@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_flipped_byte_gives_a_course_or_a_refusal(place: int, byte: int) -> None:
    content = bytearray(zipped(FILES))
    content[place % len(content)] = byte
    found: str | int
    try:
        found = read_course_zip(bytes(content), "sent.zip").report.lessons
    except CourseUnreadable as refusal:
        found = refusal.describe()
    assert found
