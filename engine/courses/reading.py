"""What the readers of one lesson share: its file, its language, its media and its notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from engine.courses.media import MediaShelf
from engine.courses.notes import Note, Severity
from engine.courses.words import word
from engine.foundation.richtext import Media, Span

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SAFE_SCHEMES = ("http://", "https://", "mailto:")


@dataclass
class Reading:
    """`shelf` is None for texts that may hold no media, such as quiz items."""

    file: str
    language: str = "en"
    shelf: MediaShelf | None = None
    notes: list[Note] = field(default_factory=list)
    challenges: int = 0

    def note(self, severity: Severity, code: str, line: int, **data: str | int) -> None:
        self.notes.append(Note(severity, code, self.file, line, data=dict(data)))

    def safe_link(self, target: str, line: int) -> str | None:
        """The address, or None with a note: only https, http and mailto lead out of a lesson."""
        if target.lower().startswith(_SAFE_SCHEMES):
            return target
        if target.startswith("//") or _SCHEME.match(target):
            self.note("warning", "courses.link_dropped", line, target=target[:200])
        elif target and not target.startswith("#"):
            self.note("info", "courses.link_relative", line, target=target[:200])
        return None

    def picture(self, source: str, caption: str, line: int) -> Media | Span:
        """The picture, or its words where it cannot be shown."""
        if self.shelf is None:
            self.note("warning", "courses.picture_missing", line, path=source[:200])
            return self._in_words("picture", source, caption)
        placed = self.shelf.picture(source, caption, file=self.file, line=line)
        if isinstance(placed, Media):
            if placed.kind == "file":
                self.note("info", "courses.picture_as_file", line, path=source[:200])
            return placed
        self.notes.append(placed)
        kind = str(placed.data["kind"])
        is_remote = placed.code.endswith("_remote") and source.startswith(("https://", "http://"))
        name = "picture" if kind == "image" or "picture" in placed.code else kind
        return self._in_words(name, source, caption, source if is_remote else None)

    def linked_file(self, source: str, caption: str, line: int) -> Media | None:
        if self.shelf is None:
            return None
        return self.shelf.linked_file(source, caption, file=self.file, line=line)

    def _in_words(self, name: str, source: str, caption: str, link: str | None = None) -> Span:
        words = caption or source.rsplit("/", 1)[-1]
        return Span(f"[{word(name, self.language)}: {words}]", is_italic=True, link=link)
