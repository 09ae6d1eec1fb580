"""Pictures, videos, sounds and files of a course: found in its folder, never fetched."""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from PIL import Image, UnidentifiedImageError

from engine.courses.drafts import MediaFile
from engine.courses.notes import Note
from engine.courses.source import CourseFiles
from engine.foundation.richtext import Media

PICTURE_LIMIT_BYTES = 10 * 1024 * 1024  # Telegram's photo
UPLOAD_LIMIT_BYTES = 50 * 1024 * 1024  # Telegram's upload
PICTURE_LIMIT_PIXELS = 40_000_000

_KINDS = {
    "image": {"png", "jpg", "jpeg", "gif", "webp"},
    "video": {"mp4", "webm", "mov", "m4v", "mkv", "ogv"},
    "audio": {"mp3", "ogg", "oga", "opus", "m4a", "wav", "flac"},
}
# Formats that are pictures to their author and that no chat shows as one.
_PICTURES_AS_FILES = {"svg", "pdf", "eps", "tif", "tiff", "bmp", "avif", "heic"}
_REMOTE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//|[A-Za-z][A-Za-z0-9+.-]*:")


def media_kind(path: str) -> str:
    """image, video, audio or file, by the name's ending."""
    ending = path.rsplit(".", 1)[-1].lower() if "." in path else ""
    for kind, endings in _KINDS.items():
        if ending in endings:
            return kind
    return "file"


def is_remote(source: str) -> bool:
    """True for an address on the web or with any scheme at all."""
    return bool(_REMOTE.match(source))


@dataclass
class MediaShelf:
    """Collects the media that lessons show, each content once, under its sha-256."""

    files: CourseFiles
    shelved: dict[str, MediaFile] = field(default_factory=dict)

    def picture(self, source: str, caption: str, *, file: str, line: int) -> Media | Note:
        """What an image's syntax shows: a picture or, by its ending, a video, sound or file."""
        kind = media_kind(source.split("?")[0].split("#")[0])
        ending = source.rsplit(".", 1)[-1].lower()
        is_picture = kind == "image" or ending in _PICTURES_AS_FILES or kind == "file"
        return self._place(source, caption, kind, file=file, line=line, is_picture=is_picture)

    def linked_file(self, source: str, caption: str, *, file: str, line: int) -> Media | None:
        """A file of the course that a link leads to; None when the link leads anywhere else."""
        path = self._path(source, file)
        if path is None or path not in self.files.names or path.endswith((".md", ".Rmd", ".html")):
            return None
        placed = self._place(source, caption, media_kind(path), file=file, line=line)
        return placed if isinstance(placed, Media) else None

    def _path(self, source: str, file: str) -> str | None:
        bare = unquote(source.split("#")[0].split("?")[0])
        if not bare or is_remote(source):
            return None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(file), bare))
        return None if path.startswith(("../", "/")) or path == ".." else path

    def _place(
        self,
        source: str,
        caption: str,
        kind: str,
        *,
        file: str,
        line: int,
        is_picture: bool = False,
    ) -> Media | Note:
        group = "picture" if is_picture else "media"

        def refused(code: str, **data: str | int) -> Note:
            named: dict[str, str | int] = {"path": source[:200], "kind": kind, **data}
            severity = "info" if code.endswith("_remote") else "warning"
            return Note("info" if severity == "info" else "warning", code, file, line, data=named)

        if is_remote(source):
            return refused(f"courses.{group}_remote")
        path = self._path(source, file)
        if path is None:
            return refused("courses.media_outside")
        if path not in self.files.names:
            return refused(f"courses.{group}_missing")
        size = self.files.size(path)
        limit = PICTURE_LIMIT_BYTES if kind == "image" else UPLOAD_LIMIT_BYTES
        if size > limit:
            return refused("courses.media_too_big", size_bytes=size, limit_bytes=limit)
        content = self.files.read(path)
        if kind == "image" and (reason := picture_fault(content)):
            return refused("courses.picture_broken", reason=reason)
        content_hash = hashlib.sha256(content).hexdigest()
        self.shelved.setdefault(content_hash, MediaFile(posixpath.basename(path), content, kind))
        return Media(kind, path, caption, content_hash)


def picture_fault(content: bytes) -> str:
    """Why a picture cannot be shown, "" when it can. Reads its header, unpacks no pixels."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return "no known picture format"
    except Image.DecompressionBombError:
        return "too many pixels"
    return "too many pixels" if width * height > PICTURE_LIMIT_PIXELS else ""
