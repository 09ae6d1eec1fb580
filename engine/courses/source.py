"""The files of a course, wherever they lie: named by relative paths, read with a bound."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Protocol

from engine.courses.import_errors import CourseUnreadable
from engine.courses.notes import Note

MAX_FILES = 2_000
LESSON_LIMIT_BYTES = 256 * 1024
TEXT_LIMIT_BYTES = 1024 * 1024  # quizzes and settings

_IGNORED = {"__MACOSX", "__pycache__", "node_modules"}


class CourseFiles(Protocol):
    """`label` names the folder or archive to people; paths are relative, with forward slashes."""

    label: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every plain file, sorted."""

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was left out when the files were listed."""

    def size(self, name: str) -> int:
        """Bytes, known before anything is read."""

    def read(self, name: str) -> bytes:
        """The content. Raises CourseUnreadable when the archive turns out to be unsafe."""


class FolderFiles:
    """A folder on this machine. Links that leave it are left out with a note."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise CourseUnreadable("not_a_folder", file=str(folder))
        self.label = folder.resolve().name
        self._root = folder.resolve()
        self._notes: list[Note] = []
        self._sizes = self._list()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._sizes))

    @property
    def notes(self) -> tuple[Note, ...]:
        return tuple(self._notes)

    def size(self, name: str) -> int:
        return self._sizes[name]

    def read(self, name: str) -> bytes:
        # The size was taken when listing; a file that has grown since is cut and not followed.
        with (self._root / name).open("rb") as handle:
            return handle.read(self._sizes[name])

    def _list(self) -> dict[str, int]:
        sizes: dict[str, int] = {}
        for base, folders, files in os.walk(self._root, followlinks=False):
            here = Path(base)
            for name in [name for name in folders if (here / name).is_symlink()]:
                self._check_link(here / name)
            folders[:] = sorted(name for name in folders if not is_ignored(name))
            for name in sorted(files):
                path = here / name
                if is_ignored(name) or not self._is_plain(path):
                    continue
                relative = path.relative_to(self._root).as_posix()
                if len(sizes) == MAX_FILES:
                    note = Note("warning", "courses.too_many_files", ".", data={"limit": MAX_FILES})
                    self._notes.append(note)
                    return sizes
                sizes[relative] = path.stat().st_size
        return sizes

    def _is_plain(self, path: Path) -> bool:
        if path.is_symlink() and not self._check_link(path):
            return False
        if stat.S_ISREG(path.stat().st_mode):
            return True
        self._note("courses.not_a_file", path)
        return False

    def _check_link(self, path: Path) -> bool:
        target = path.resolve()
        if not target.is_relative_to(self._root):
            self._note("courses.link_escapes", path)
            return False
        if not target.exists():
            self._note("courses.not_a_file", path)
            return False
        return True

    def _note(self, code: str, path: Path) -> None:
        self._notes.append(Note("error", code, path.relative_to(self._root).as_posix()))


def is_ignored(name: str) -> bool:
    """Hidden files and what operating systems leave behind: never part of a course."""
    return name.startswith(".") or name in _IGNORED


def read_text(files: CourseFiles, name: str, *, limit: int, code: str) -> str | Note:
    """The text of a file, or the note that says why not: too long (`code`), or not UTF-8."""
    size = files.size(name)
    if size > limit:
        return Note("error", code, name, data={"size_bytes": size, "limit_bytes": limit})
    try:
        content = files.read(name)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        return Note("error", "courses.unreadable_file", name, data={"reason": reason})
    return decode(content, name)


def decode(content: bytes, name: str) -> str | Note:
    """UTF-8 with or without its mark, line ends made one; a note with line and offset otherwise."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        # A mark of three bytes is skipped before the decoder counts.
        offset = problem.start + (3 if content.startswith(b"\xef\xbb\xbf") else 0)
        line = content.count(b"\n", 0, offset) + 1
        found = f"0x{content[offset]:02x}"
        return Note(
            "error", "courses.not_utf8", name, line, data={"found": found, "offset": offset}
        )
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
