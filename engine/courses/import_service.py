"""Storing a course that was read: the first time, and again in place, with progress kept."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from engine.courses import statements as sql
from engine.courses.commands import (
    CourseImported,
    CourseState,
    ImportCourse,
    ImportedLesson,
    LessonChange,
)
from engine.courses.content_json import dump_pages
from engine.courses.drafts import CourseDraft, LessonDraft
from engine.courses.errors import CourseNotYours
from engine.foundation.tx import Tx
from engine.people.commands import Role
from engine.people.queries import require_role


def import_course(tx: Tx, command: ImportCourse) -> CourseImported:
    """A new course is a draft. One with a known slug is updated in place: lessons are the same by
    their key, so progress stays; lessons that are gone are retired.

    Educators only, and only the owner updates. Raises Forbidden, CourseNotYours.
    """
    require_role(tx, command.by_person_id, Role.EDUCATOR)
    draft = command.draft
    tx.lock("course_slug", draft.slug)
    known = tx.one(sql.FIND_BY_SLUG, of_slug=draft.slug)
    if known is not None and known.owner_id != command.by_person_id:
        raise CourseNotYours(slug=draft.slug)
    _store_media(tx, draft)
    if known is None:
        course_id = tx.query(
            sql.ADD_COURSE,
            by_person=command.by_person_id,
            of_slug=draft.slug,
            new_version=1,
            at=tx.now,
            **_content(draft),
        )[0].id
    else:
        course_id = known.id
    lessons = _store_lessons(tx, course_id, draft)
    version = 1 if known is None else _update(tx, known, draft, lessons)
    counted = Counter(lesson.change for lesson in lessons)
    kept = 0 if known is None else tx.query(sql.COUNT_KEPT, of_course=course_id)[0].count
    return CourseImported(
        course_id=course_id,
        slug=draft.slug,
        title=draft.title,
        is_new=known is None,
        state=CourseState.DRAFT if known is None else CourseState(known.state),
        version=version,
        added=counted[LessonChange.ADDED],
        changed=counted[LessonChange.CHANGED],
        same=counted[LessonChange.SAME],
        removed=counted[LessonChange.REMOVED],
        learners_kept=kept,
        lessons=lessons,
    )


def _content(draft: CourseDraft) -> dict[str, Any]:
    return {
        "new_title": draft.title,
        "new_summary": draft.summary,
        "new_language": draft.language,
        "new_licence": draft.licence,
        "new_attribution": draft.attribution,
        "new_source_url": draft.source_url,
        "new_authors": json.dumps(draft.authors, ensure_ascii=False),
        "new_tags": json.dumps(draft.tags, ensure_ascii=False),
        "new_price": draft.price_tokens,
    }


def _update(tx: Tx, known: Any, draft: CourseDraft, lessons: tuple[ImportedLesson, ...]) -> int:
    """The course's own settings; its version goes up when anything at all is different."""
    before = {
        "new_title": known.title,
        "new_summary": known.summary,
        "new_language": known.language,
        "new_licence": known.licence,
        "new_attribution": known.attribution,
        "new_source_url": known.source_url,
        "new_authors": known.authors,
        "new_tags": known.tags,
        "new_price": known.price_tokens,
    }
    content = _content(draft)
    if not draft.price_tokens:
        # A file that names no price leaves the one that was set at the desk.
        content["new_price"] = known.price_tokens
    if before == content and all(lesson.change is LessonChange.SAME for lesson in lessons):
        return int(known.version)
    version = int(known.version) + 1
    tx.change(sql.UPDATE_COURSE, course_id=known.id, new_version=version, at=tx.now, **content)
    return version


def _store_media(tx: Tx, draft: CourseDraft) -> None:
    for content_hash, file in draft.media.items():
        tx.change(
            sql.ADD_MEDIA,
            hashed=content_hash,
            named=file.name,
            of_kind=file.kind,
            bytes=file.content,
        )


def _store_lessons(tx: Tx, course_id: int, draft: CourseDraft) -> tuple[ImportedLesson, ...]:
    before = {row.key: row for row in tx.query(sql.ALL_LESSONS, of_course=course_id)}
    stored: list[ImportedLesson] = []
    for module_position, module in enumerate(draft.modules):
        module_id = tx.query(
            sql.PUT_MODULE, of_course=course_id, at_position=module_position, named=module.title
        )[0].id
        for lesson in module.lessons:
            known = before.pop(lesson.key, None)
            place = {"of_module": module_id, "at_position": len(stored)}
            lesson_id, change = _store_lesson(tx, course_id, lesson, known, place)
            stored.append(ImportedLesson(lesson_id, lesson.key, lesson.title, change))
    for row in before.values():
        if row.state == "active":
            tx.change(sql.RETIRE_LESSON, lesson_id=row.id)
            stored.append(ImportedLesson(row.id, row.key, row.title, LessonChange.REMOVED))
    tx.change(sql.DROP_MODULES_FROM, of_course=course_id, from_position=len(draft.modules))
    return tuple(stored)


def _store_lesson(
    tx: Tx, course_id: int, lesson: LessonDraft, known: Any | None, place: dict[str, int]
) -> tuple[int, LessonChange]:
    if known is not None and known.state == "active" and known.content_hash == lesson.content_hash:
        tx.change(sql.PLACE_LESSON, lesson_id=known.id, **place)
        return known.id, LessonChange.SAME
    content = {
        "named": lesson.title,
        "takes": lesson.minutes,
        "hashed": lesson.content_hash,
        "content": dump_pages(lesson.pages),
        "how_many": len(lesson.pages),
        **place,
    }
    if known is None:
        lesson_id = tx.query(sql.ADD_LESSON, of_course=course_id, of_key=lesson.key, **content)[
            0
        ].id
        change = LessonChange.ADDED
    else:
        lesson_id = known.id
        tx.change(sql.UPDATE_LESSON, lesson_id=lesson_id, **content)
        # A lesson that comes back after it was taken out is new to its learners.
        change = LessonChange.CHANGED if known.state == "active" else LessonChange.ADDED
    tx.change(sql.DROP_CHALLENGES, of_lesson=lesson_id)
    for challenge in lesson.challenges:
        tx.change(
            sql.ADD_CHALLENGE,
            of_lesson=lesson_id,
            numbered=challenge.number,
            named=challenge.title,
        )
    return lesson_id, change
