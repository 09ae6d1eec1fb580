"""Small course folders, made in a test's own directory."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from PIL import Image

from engine.courses.drafts import CourseRead
from engine.quizzes.importing import read_course_folder, read_course_zip

TOML = 'title = "Rivers"\nlicence = "CC-BY 4.0"\n'
LESSON = "---\ntitle: Springs\nminutes: 5\n---\n\nWater comes out of the ground.\n"
QUIZ = "Is water wet? {TRUE}\n"


def picture(width: int = 4, height: int = 3) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(stream, "PNG")
    return stream.getvalue()


def folder(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def course(root: Path, files: dict[str, str | bytes]) -> CourseRead:
    """Reads a folder of these files with a course.toml."""
    return read_course_folder(folder(root, {"course.toml": TOML, **files}))


def zipped(files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def zipped_course(files: dict[str, str | bytes], name: str = "rivers.zip") -> CourseRead:
    return read_course_zip(zipped(files), name)


def codes(read: CourseRead) -> list[str]:
    return [note.code for note in read.report.notes]
