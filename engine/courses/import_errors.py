"""The refusal of a course or archive of which nothing can be imported."""

from __future__ import annotations

from collections.abc import Sequence

from engine.courses.notes import Note, describe
from engine.foundation.errors import EngineError

# Why nothing could be imported; `reason` in the refusal's data is one of these.
REASONS: dict[str, str] = {
    "not_a_folder": "is not a folder",
    "not_a_zip": "is not a zip archive, or a damaged one",
    "archive_too_long": "the archive has {found} bytes, at most {limit} are read",
    "too_many_entries": "the archive has {found} entries, at most {limit} are read",
    "unpacks_too_big": "the archive unpacks to more than {limit} bytes",
    "ratio_too_high": "the archive unpacks to more than {limit} times its size",
    "path_escapes": "an entry's path leads out of the archive",
    "entry_is_link": "an entry is a link or a device",
    "entry_encrypted": "an entry is encrypted",
    "entry_repeated": "two entries have the same name",
    "entry_damaged": "an entry is damaged",
    "no_lessons": "holds no lessons: expected course.toml with Markdown lessons in module folders,"
    " or a Carpentries lesson with config.yaml and episodes/",
    "took_too_long": "reading it took longer than {limit} seconds",
    "reader_stopped": "reading it needed more memory or time than allowed",
    "settings_broken": "the course's settings cannot be read",
}


class CourseUnreadable(EngineError):
    """Nothing can be imported. `reason` is a key of REASONS; `notes` hold all other problems.

    data: reason, file, line, found, limit, notes, problems (how many notes).
    """

    code = "courses.unreadable"

    def __init__(
        self,
        reason: str,
        *,
        file: str = "",
        line: int = 0,
        found: int = 0,
        limit: int = 0,
        notes: Sequence[Note] = (),
        problems: int = 0,
    ) -> None:
        # `problems` only says how many notes there are: it is counted here, whatever was stored.
        super().__init__(
            reason=reason,
            file=file,
            line=line,
            found=found,
            limit=limit,
            notes=tuple(notes),
            problems=max(problems, len(notes)),
        )
        self.reason = reason
        self.notes = tuple(notes)

    def describe(self) -> str:
        """The refusal in English for the shell, a line for each problem."""
        sentence = REASONS[self.reason].format_map(self.data)
        head = f"{self.data['file']}: error: {sentence}" if self.data["file"] else sentence
        return "\n".join([head, *(describe(note) for note in self.notes)])
