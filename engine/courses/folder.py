"""A course in our own folder format: course.toml, modules as folders, lessons in Markdown."""

from __future__ import annotations

import re
from typing import Any

from engine.courses.assembly import TITLE_LIMIT, CourseReading
from engine.courses.drafts import CourseDraft, LessonDraft, ModuleDraft
from engine.courses.import_errors import CourseUnreadable
from engine.courses.notes import Note
from engine.courses.settings import Settings, read_toml
from engine.courses.words import clean_line, readable_name, slug
from engine.wallet.sale_parts import MINIMUM_PRICE

SETTINGS_FILE = "course.toml"
MODULE_FILE = "module.toml"
PRICE_LIMIT_TOKENS = 1_000_000
SUMMARY_LIMIT = 600

_KNOWN = {
    "title", "summary", "language", "licence", "license", "attribution", "authors", "price_tokens",
    "tags", "slug", "source_url", "modules",
}  # fmt: skip
_NOT_LESSONS = {"readme", "licence", "license", "contributing", "code_of_conduct", "changelog"}
_NOT_MODULES = {"media", "fig", "images", "files", "data"}


def read_folder(reading: CourseReading) -> CourseDraft:
    """The draft of a folder or archive in our format; a folder of Markdown without course.toml will
    do. Lessons that cannot be read are noted and left out. Raises CourseUnreadable without any."""
    values = _values(reading, SETTINGS_FILE)
    settings = Settings(values, SETTINGS_FILE, reading.notes)
    settings.unknown(_KNOWN)
    reading.language = settings.text("language", "en").lower()[:12]
    title = clean_line(settings.text("title"), limit=TITLE_LIMIT)
    if not title:
        title = readable_name(reading.files.label)
        data: dict[str, str | int] = {"title": title}
        severity_file = SETTINGS_FILE if SETTINGS_FILE in reading.files.names else "."
        reading.notes.append(Note("warning", "courses.title_missing", severity_file, data=data))
    modules = _modules(reading, values.get("modules"), title)
    if not modules:
        raise CourseUnreadable("no_lessons", file=reading.files.label, notes=reading.notes)
    return CourseDraft(
        slug=slug(settings.text("slug") or title, default=slug(reading.files.label)),
        title=title,
        summary=clean_line(settings.text("summary"), limit=SUMMARY_LIMIT),
        language=reading.language,
        licence=clean_line(settings.text("licence") or settings.text("license"), limit=80),
        attribution=clean_line(settings.text("attribution"), limit=300),
        source_url=_web_address(settings.text("source_url"), reading.notes),
        modules=modules,
        media=reading.shelf.shelved,
        authors=tuple(clean_line(name, limit=80) for name in settings.texts("authors")),
        price_tokens=settings.number("price_tokens", limit=PRICE_LIMIT_TOKENS, least=MINIMUM_PRICE),
        tags=tuple(clean_line(tag, limit=40) for tag in settings.texts("tags"))[:20],
    )


def _values(reading: CourseReading, name: str) -> dict[str, Any]:
    """The settings file's values; nothing when it is not there. Raises CourseUnreadable when it is
    broken: a course under a wrong title, price or licence is worse than none."""
    if name not in reading.files.names:
        return {}
    source = reading.text(name)
    values = read_toml(source, name) if source is not None else None
    if isinstance(values, Note):
        reading.notes.append(values)
        values = None
    if values is None:
        broken = reading.notes[-1]
        raise CourseUnreadable("settings_broken", file=name, line=broken.line, notes=reading.notes)
    return values


def _modules(reading: CourseReading, listed: object, course_title: str) -> tuple[ModuleDraft, ...]:
    folders: dict[str, list[str]] = {}
    for name in reading.files.names:
        folder, _, file = name.rpartition("/")
        if _is_lesson(folder, file):
            folders.setdefault(folder, []).append(name)
    titles = _listed(reading, listed, folders)
    order = [folder for folder in titles if folder in folders]
    order += sorted((folder for folder in folders if folder not in titles), key=_natural)
    taken: dict[str, str] = {}
    modules: list[ModuleDraft] = []
    for folder in order:
        paths = sorted(folders[folder], key=_natural)
        lessons = [lesson for path in paths if (lesson := _lesson(reading, path, taken))]
        if lessons:
            title = titles.get(folder) or _module_title(reading, folder, course_title)
            modules.append(ModuleDraft(title, tuple(lessons)))
    return tuple(modules)


def _is_lesson(folder: str, file: str) -> bool:
    stem, _, ending = file.rpartition(".")
    if ending.lower() not in ("md", "markdown") or folder.split("/")[0] in _NOT_MODULES:
        return False
    return not (folder == "" and stem.lower() in _NOT_LESSONS)


def _lesson(reading: CourseReading, path: str, taken: dict[str, str]) -> LessonDraft | None:
    lesson = reading.lesson(path, path.rsplit(".", 1)[0], minutes_from=("minutes",))
    if lesson is None:
        return None
    if lesson.key in taken:
        data: dict[str, str | int] = {"key": lesson.key, "other": taken[lesson.key]}
        reading.notes.append(Note("error", "courses.key_repeated", path, data=data))
        return None
    taken[lesson.key] = path
    return lesson


def _listed(
    reading: CourseReading, listed: object, folders: dict[str, list[str]]
) -> dict[str, str]:
    """Titles by folder in the order of [[modules]]; an empty title means the folder's own."""
    titles: dict[str, str] = {}
    for entry in listed if isinstance(listed, list) else []:
        if not isinstance(entry, dict):
            continue
        settings = Settings(entry, SETTINGS_FILE, reading.notes)
        settings.unknown({"folder", "title"})
        folder = settings.text("folder").strip("/")
        if folder not in folders:
            data: dict[str, str | int] = {"name": folder[:80]}
            note = Note("error", "courses.module_missing", SETTINGS_FILE, data=data)
            reading.notes.append(note)
            continue
        titles[folder] = clean_line(settings.text("title"), limit=TITLE_LIMIT)
    if listed is not None and not isinstance(listed, list):
        data = {"name": "modules", "found": "a value", "expected": "tables of [[modules]]"}
        reading.notes.append(Note("error", "courses.setting_wrong", SETTINGS_FILE, data=data))
    return titles


def _module_title(reading: CourseReading, folder: str, course_title: str) -> str:
    if not folder:
        return course_title
    name = f"{folder}/{MODULE_FILE}"
    if name in reading.files.names:
        source = reading.text(name)
        values = read_toml(source, name) if source is not None else {}
        if isinstance(values, Note):
            reading.notes.append(values)
        else:
            settings = Settings(values, name, reading.notes)
            settings.unknown({"title", "summary"})
            if title := clean_line(settings.text("title"), limit=TITLE_LIMIT):
                return title
    return readable_name(folder.rsplit("/", 1)[-1])


def _natural(name: str) -> list[tuple[int, str]]:
    """2 before 10, whatever zeros stand in front."""
    return [
        (int(part), "") if part.isdecimal() else (-1, part.lower())
        for part in re.split(r"(\d{1,9})", name)
        if part
    ]


def _web_address(value: str, notes: list[Note]) -> str:
    if not value or value.startswith(("https://", "http://")):
        return value[:300]
    data: dict[str, str | int] = {
        "name": "source_url", "found": f"“{value[:40]}”", "expected": "an address with https",
    }  # fmt: skip
    notes.append(Note("error", "courses.setting_wrong", SETTINGS_FILE, data=data))
    return ""
