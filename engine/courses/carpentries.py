"""A lesson of The Carpentries, unchanged: config.yaml and episodes/ become one course."""

from __future__ import annotations

import re

from engine.courses.assembly import TITLE_LIMIT, CourseReading
from engine.courses.drafts import CourseDraft, LessonDraft, ModuleDraft
from engine.courses.folder import SUMMARY_LIMIT
from engine.courses.import_errors import CourseUnreadable
from engine.courses.markdown import read_blocks
from engine.courses.notes import Note
from engine.courses.reading import Reading
from engine.courses.settings import FrontMatter, Settings, read_yaml, split_front_matter
from engine.courses.source import CourseFiles
from engine.courses.words import clean_line, readable_name, slug
from engine.foundation.richtext import Paragraph, plain_spans

CONFIG_FILE = "config.yaml"
EPISODES = "episodes/"

_COMMUNITIES = {
    "swc": "Software Carpentry",
    "dc": "Data Carpentry",
    "lc": "Library Carpentry",
    "cp": "The Carpentries",
    "incubator": "The Carpentries Incubator",
}


def is_carpentries(files: CourseFiles) -> bool:
    """Whether this is a Carpentries lesson and no course of ours."""
    return CONFIG_FILE in files.names and "course.toml" not in files.names


def read_carpentries(reading: CourseReading) -> CourseDraft:
    """The draft of the lesson, each episode a lesson of ours, in the order of config.yaml.

    Episodes that cannot be read are noted and left out. Raises CourseUnreadable without any.
    """
    source = reading.text(CONFIG_FILE)
    values = read_yaml(source, CONFIG_FILE, "courses.yaml_broken") if source is not None else None
    if isinstance(values, Note):
        reading.notes.append(values)
        values = None
    if values is None:
        line = reading.notes[-1].line
        raise CourseUnreadable("settings_broken", file=CONFIG_FILE, line=line, notes=reading.notes)
    settings = Settings(values, CONFIG_FILE, reading.notes)
    reading.language = settings.text("lang", "en").lower()[:12]
    if "links.md" in reading.files.names:
        reading.references = reading.text("links.md") or ""
    title = clean_line(settings.text("title"), limit=TITLE_LIMIT)
    if not title:
        title = readable_name(reading.files.label)
        data: dict[str, str | int] = {"title": title}
        reading.notes.append(Note("warning", "courses.title_missing", CONFIG_FILE, data=data))
    lessons = _lessons(reading, settings.texts("episodes"))
    if not lessons:
        raise CourseUnreadable("no_lessons", file=reading.files.label, notes=reading.notes)
    address = settings.text("source")
    source_url = address if address.startswith(("https://", "http://")) else ""
    licence = clean_line(settings.text("license"), limit=80)
    community = _COMMUNITIES.get(settings.text("carpentry"), "The Carpentries")
    return CourseDraft(
        slug=slug(_repository(source_url) or reading.files.label),
        title=title,
        summary=_summary(reading),
        language=reading.language,
        licence=licence,
        attribution=". ".join(
            part for part in (f"“{title}”, {community}", source_url, licence) if part
        ),
        source_url=source_url,
        modules=(ModuleDraft(title, lessons),),
        media=reading.shelf.shelved,
        authors=(community,),
        tags=tuple(clean_line(tag, limit=40) for tag in settings.texts("keywords"))[:20],
    )


def _lessons(reading: CourseReading, listed: tuple[str, ...]) -> tuple[LessonDraft, ...]:
    held = [
        name.removeprefix(EPISODES)
        for name in reading.files.names
        if name.startswith(EPISODES) and name.count("/") == 1
    ]
    episodes = [name for name in held if name.endswith((".md", ".Rmd"))]
    for name in listed:
        if name not in held:
            data: dict[str, str | int] = {"named_in": CONFIG_FILE}
            note = Note("error", "courses.lesson_missing", f"{EPISODES}{name[:120]}", data=data)
            reading.notes.append(note)
    if listed:
        for name in episodes:
            if name not in listed:
                data = {"named_in": CONFIG_FILE}
                path = f"{EPISODES}{name}"
                reading.notes.append(Note("info", "courses.lesson_unlisted", path, data=data))
        episodes = [name for name in dict.fromkeys(listed) if name in held]
    lessons: list[LessonDraft] = []
    for name in episodes:
        path = f"{EPISODES}{name}"
        if not name.endswith(".md"):
            reading.notes.append(Note("error", "courses.lesson_format", path))
            continue
        key = name.removesuffix(".md")
        lesson = reading.lesson(path, key, minutes_from=("teaching", "exercises"))
        if lesson is not None:
            lessons.append(lesson)
    return tuple(lessons)


def _summary(reading: CourseReading) -> str:
    """The first paragraph of index.md."""
    if "index.md" not in reading.files.names:
        return ""
    text = reading.text("index.md")
    front = split_front_matter(text, "index.md") if text else None
    if not isinstance(front, FrontMatter):
        return ""
    # Only its words are used, so what else the page holds is nothing to report.
    for block in read_blocks(front.body[:20_000], Reading("index.md", reading.language)):
        if isinstance(block, Paragraph) and not block.spans[0].text.startswith(":::"):
            return clean_line(plain_spans(block.spans), limit=SUMMARY_LIMIT)
    return ""


def _repository(address: str) -> str:
    match = re.search(r"/([^/]+?)(?:\.git)?/?$", address)
    return match[1] if match else ""
