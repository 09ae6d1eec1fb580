"""A course that comes as a zip archive, read without trusting anything the archive says."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib

from engine.courses.import_errors import CourseUnreadable
from engine.courses.notes import Note
from engine.courses.source import is_ignored

ARCHIVE_LIMIT_BYTES = 50 * 1024 * 1024
MAX_ENTRIES = 2_000
UNPACKED_LIMIT_BYTES = 100 * 1024 * 1024
MAX_RATIO = 100
# Short repetitive texts pack better than 100 to 1 in all honesty; below this no bomb hurts.
RATIO_FLOOR_BYTES = 1024 * 1024

_CHUNK_BYTES = 64 * 1024
_DRIVE = re.compile(r"[A-Za-z]:")


class ZipFiles:
    """The files of a zip, unpacked one by one in memory and counted while they stream.

    Raises CourseUnreadable for an archive that is no zip, too big, or holds a path that escapes, a
    link, a device or an encrypted entry. A single folder around everything is looked through.
    """

    def __init__(self, content: bytes, label: str) -> None:
        if len(content) > ARCHIVE_LIMIT_BYTES:
            raise CourseUnreadable(
                "archive_too_long", file=label, found=len(content), limit=ARCHIVE_LIMIT_BYTES
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as problem:
            raise CourseUnreadable("not_a_zip", file=label) from problem
        self.label = re.sub(r"\.zip$", "", label, flags=re.IGNORECASE)
        self._packed_bytes = max(1, len(content))
        self._unpacked_bytes = 0
        self._read: dict[str, bytes] = {}
        self._entries = self._without_wrapper(self._checked(self._zip.infolist()))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._entries))

    @property
    def notes(self) -> tuple[Note, ...]:
        return ()

    def size(self, name: str) -> int:
        return self._entries[name].file_size

    def read(self, name: str) -> bytes:
        if name not in self._read:
            self._read[name] = self._unpack(self._entries[name])
        return self._read[name]

    def _checked(self, entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        if len(entries) > MAX_ENTRIES:
            raise self._refusal("too_many_entries", found=len(entries), limit=MAX_ENTRIES)
        self._check_total(sum(entry.file_size for entry in entries), "")
        plain: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            name = self._checked_name(entry)
            if entry.is_dir() or any(is_ignored(part) for part in name.split("/")):
                continue
            if name in plain:
                raise self._refusal("entry_repeated", name)
            plain[name] = entry
        return plain

    def _checked_name(self, entry: zipfile.ZipInfo) -> str:
        # zipfile cuts a name at its first NUL: what the archive really says is in orig_filename.
        name = entry.orig_filename.replace("\\", "/")
        if name.startswith("/") or _DRIVE.match(name) or "\x00" in name or ".." in name.split("/"):
            raise self._refusal("path_escapes", name.replace("\x00", "\ufffd"))
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise self._refusal("entry_is_link", name)
        if entry.flag_bits & 0x1:
            raise self._refusal("entry_encrypted", name)
        return "/".join(part for part in name.split("/") if part not in ("", "."))

    def _without_wrapper(self, entries: dict[str, zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        tops = {name.split("/")[0] for name in entries}
        if len(tops) != 1 or not all("/" in name for name in entries):
            return entries
        wrapper = tops.pop()
        # The folder's own name says more than the file's: "course-main.zip" is nobody's title.
        self.label = wrapper
        return {name[len(wrapper) + 1 :]: entry for name, entry in entries.items()}

    def _unpack(self, entry: zipfile.ZipInfo) -> bytes:
        pieces: list[bytes] = []
        try:
            with self._zip.open(entry) as stream:
                while piece := stream.read(_CHUNK_BYTES):
                    self._unpacked_bytes += len(piece)
                    self._check_total(self._unpacked_bytes, entry.filename)
                    pieces.append(piece)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            ValueError,
        ) as problem:
            raise self._refusal("entry_damaged", entry.filename) from problem
        return b"".join(pieces)

    def _check_total(self, unpacked_bytes: int, name: str) -> None:
        if unpacked_bytes > UNPACKED_LIMIT_BYTES:
            raise self._refusal("unpacks_too_big", name, limit=UNPACKED_LIMIT_BYTES)
        bound = max(RATIO_FLOOR_BYTES, MAX_RATIO * self._packed_bytes)
        if unpacked_bytes > bound:
            raise self._refusal("ratio_too_high", name, limit=MAX_RATIO)

    def _refusal(
        self, reason: str, name: str = "", *, found: int = 0, limit: int = 0
    ) -> CourseUnreadable:
        return CourseUnreadable(reason, file=name or self.label_or_zip, found=found, limit=limit)

    @property
    def label_or_zip(self) -> str:
        return getattr(self, "label", "") or "zip"
