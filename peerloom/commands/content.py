"""`peerloom course import` and `peerloom quiz check`."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.courses.commands import PublishCourse
from engine.courses.import_errors import CourseUnreadable
from engine.courses.read_course import format_import
from engine.courses.service import publish_course
from engine.foundation.door import Engine
from engine.foundation.errors import EngineError
from engine.people.commands import WhoQuery
from engine.people.queries import first_educator, who_is
from engine.quizzes.check import check_gift, format_report
from engine.quizzes.commands import ImportWithQuizzes
from engine.quizzes.importing import read_course_folder
from engine.quizzes.service import import_course_with_quizzes
from peerloom import database
from peerloom.commands.refused import Refused
from peerloom.settings import load_settings, shell_clock

MOST_GIFT_BYTES = 4 * 1024 * 1024


async def import_course(given: argparse.Namespace) -> int:
    """Works beside a running `serve` too: SQLite lets one write after the other."""
    for folder in (given.folder, given.quizzes):
        if folder is not None and not folder.is_dir():
            raise Refused(f"{folder} is no folder")
    try:
        read = read_course_folder(given.folder, given.quizzes)
    except CourseUnreadable as fault:
        raise Refused(fault.describe()) from fault
    print(format_import(read))
    if given.check:
        return 1 if read.report.errors else 0
    settings = load_settings(given.data)
    if not database.exists(settings.database):
        raise Refused(
            f"there is no database at {settings.database_name}: run `peerloom init` first"
        )
    if len(set(database.version_of(settings.database))) > 1:
        raise Refused("the database is of an earlier version: start `peerloom serve` once")
    engine = Engine(settings.database, shell_clock())
    try:
        owner = await _owner(engine, given.owner)
        if owner is None:
            raise Refused(
                "nobody here is an educator yet: approve somebody in the chat, or name one with "
                "--owner. `--check` only reads the course."
            )
        imported = await engine.run(
            import_course_with_quizzes, ImportWithQuizzes(owner, read.draft)
        )
        course = imported.course
        print(
            f"{course.slug}: {course.added} new, {course.changed} changed, {course.same} the same, "
            f"{course.removed} gone; progress of {course.learners_kept} learners kept"
        )
        if given.publish:
            published = await engine.run(publish_course, PublishCourse(owner, course.course_id))
            print(f"{published.slug}: {published.state.value}")
    except EngineError as refusal:
        raise Refused(str(refusal)) from refusal
    finally:
        await engine.close()
    return 0


async def _owner(engine: Engine, named: str | None) -> int | None:
    """Whose course it is to be: a platform account, or the educator of longest standing."""
    if named is None:
        return await engine.read(first_educator, None)
    platform, _, account = named.partition(":")
    if platform not in ("telegram", "discord") or not account.isdigit():
        raise Refused("--owner takes telegram:ID or discord:ID, the number of an account")
    who = await engine.read(who_is, WhoQuery(platform, int(account)))
    if who is None:
        raise Refused(f"nobody here has the account {named}: they must have written to the bot")
    return who.person_id


async def check_quiz(given: argparse.Namespace) -> int:
    """Exit 0 when every item can be asked; with --strict only when there is nothing to look at."""
    path: Path = given.file
    try:
        size = path.stat().st_size
        if size > MOST_GIFT_BYTES:
            raise Refused(f"{path} has {size:,} bytes; at most {MOST_GIFT_BYTES:,} are read")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Refused(
            f"{path} is not UTF-8: byte at offset {fault.start}; save the file as UTF-8"
        ) from fault
    except OSError as fault:
        raise Refused(f"{path}: {fault.strerror}") from fault
    report = check_gift(text, str(path))
    print(format_report(report))
    if report.errors or (given.strict and report.warnings):
        return 1
    return 0
