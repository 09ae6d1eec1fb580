"""Courses that somebody might send, each wrong in one way; made here, so that nothing big lies
about."""

from __future__ import annotations

import io
import random
import stat
import zipfile

SETTINGS = 'title = "Mended"\nslug = "{slug}"\n\n[[modules]]\nfolder = "01"\ntitle = "One"\n'
LESSON = "---\ntitle: A good lesson\n---\n\nIt has words.\n"


def zipped(files: dict[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def course(slug: str) -> dict[str, str | bytes]:
    """A course that is whole; others have theirs under other slugs."""
    return {"course.toml": SETTINGS.format(slug=slug), "01/good.md": LESSON}


def good(slug: str) -> bytes:
    return zipped(course(slug))


def without_lessons(slug: str) -> bytes:
    return zipped({"course.toml": SETTINGS.format(slug=slug), "notes.txt": "nothing to learn here"})


def with_broken_front_matter(slug: str) -> bytes:
    broken = "---\ntitle: [unclosed\nminutes: 3\n---\n\nWords.\n"
    return zipped({**course(slug), "01/broken.md": broken})


def with_a_lesson_of_two_megabytes(slug: str) -> bytes:
    chance = random.Random(2)  # words that pack as well as words do, and no better
    words = [f"{number * 7_919_317:x}" for number in range(1, 1_000)]
    picked = (chance.choice(words) for _ in range(260_000))
    return zipped({**course(slug), "01/long.md": " ".join(picked)})


def with_a_path_that_escapes(slug: str) -> bytes:
    return zipped({**course(slug), "../../escaped.md": LESSON})


def with_an_absolute_path(slug: str) -> bytes:
    return zipped({**course(slug), "/etc/escaped.md": LESSON})


def with_a_link(slug: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in course(slug).items():
            archive.writestr(name, content)
        link = zipfile.ZipInfo("01/link.md")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return packed.getvalue()


def bomb(slug: str) -> bytes:
    """Sixty megabytes of nothing in sixty kilobytes."""
    return zipped({**course(slug), "01/bomb.md": b"\0" * 60_000_000})


def in_another_encoding(slug: str) -> bytes:
    return zipped({**course(slug), "01/latin.md": "Voil\xe0, un caf\xe9.\n".encode("latin-1")})


def with_a_broken_quiz(slug: str) -> bytes:
    gift = "::One::What is missing? {=an end ~nothing\n\n::Two::Which? {=this ~that}\n"
    return zipped({**course(slug), "01/good.gift": gift})


def that_is_no_zip(slug: str) -> bytes:
    return b"This is a letter and no archive."
