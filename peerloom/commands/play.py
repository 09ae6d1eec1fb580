"""`peerloom run` and `peerloom scenario`: the playground, for people and for scenario files."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from engine.courses.import_errors import CourseUnreadable
from engine.courses.read_course import format_import
from engine.quizzes.importing import read_course_folder
from peerloom import database
from peerloom.any_course import NoStory, story
from peerloom.child import NotStarted
from peerloom.commands.refused import Refused
from peerloom.demo import CourseToImport
from peerloom.host import DEMO_COURSES, ROOT, SELFTEST_START, path_with_command, playground
from peerloom.settings import load_settings
from playground.scenario.runner import Outcome, run_scenarios, selftest_line

SCENARIOS = ROOT / "docs/scenarios"


async def run(given: argparse.Namespace, loading: asyncio.subprocess.Process | None = None) -> int:
    """`loading`: the program, which loads meanwhile."""
    if given.selftest or given.course or given.files:
        return await _selftest(given)
    folder = (given.data or load_settings().data) / "playground"
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    print("opening the playground …", flush=True)
    try:
        with database.held(folder, folder / "playground.sqlite"):
            async with playground(
                folder, port=given.port, spec=given.spec, loading=loading
            ) as opened:
                print(f"\n  Peerloom runs on this machine: {opened.address}\n", flush=True)
                print("  Ctrl-C stops; start again and everything goes on.", flush=True)
                await stop.wait()
                print("\nstopping …", flush=True)
    except (database.InUse, NotStarted) as fault:
        raise Refused(str(fault)) from fault
    return 0


async def _selftest(given: argparse.Namespace) -> int:
    """Each file in a playground of its own, so that everybody in it is new."""
    courses: Sequence[CourseToImport] = DEMO_COURSES
    files = given.files or sorted(SCENARIOS.glob("*.scenario"))
    if given.course is not None:
        if not given.course.is_dir():
            raise Refused(f"{given.course} is no folder")
        courses = (CourseToImport(given.course, given.quizzes),)
        return await _any_course(given, courses)
    outcomes = await _fresh(files, courses, given.spec)
    print(selftest_line(outcomes))
    return 1 if any(outcome.failed for outcome in outcomes) else 0


async def _any_course(given: argparse.Namespace, courses: Sequence[CourseToImport]) -> int:
    """What the course holds, then its story as the files tell it, or the files that were named."""
    try:
        read = read_course_folder(given.course, given.quizzes)
        told = story(read)
    except CourseUnreadable as fault:
        raise Refused(fault.describe()) from fault
    except NoStory as fault:
        raise Refused(str(fault)) from fault
    print(format_import(read))
    with tempfile.TemporaryDirectory(prefix="peerloom-") as name:
        file = Path(name) / f"{read.draft.slug[:60]}.scenario"
        file.write_text(told, encoding="utf-8")
        outcomes = await _fresh(given.files or [file], courses, given.spec)
    print(selftest_line(outcomes))
    return 1 if any(outcome.failed for outcome in outcomes) else 0


async def _fresh(
    files: Sequence[Path], courses: Sequence[CourseToImport], spec: Path | None
) -> list[Outcome]:
    if not files:
        raise Refused("there are no scenario files to run")
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="peerloom-") as name:
        folder = Path(name)
        for position, file in enumerate(files):
            if not file.is_file():
                raise Refused(f"{file} is not there")
            try:
                async with playground(
                    folder / str(position),
                    start_at=SELFTEST_START,
                    courses=courses,
                    spec=spec,
                    template=folder / "template",
                ) as opened:
                    outcome = await run_scenarios(
                        [file],
                        base_url=opened.base_url,
                        token=opened.token,
                        out=sys.stdout,
                        environment=opened.shell,
                    )
            except NotStarted as fault:
                raise Refused(str(fault)) from fault
            outcomes.append(outcome)
            if outcome.failed:
                log = folder / str(position) / "program.log"
                lines = log.read_text(errors="replace").splitlines()[-40:] if log.exists() else []
                print("\n".join(["the program's last lines:", *lines]), file=sys.stderr)
    return outcomes


async def scenario(given: argparse.Namespace) -> int:
    """Against a fresh playground, or the running one at the address that its start printed."""
    if given.at is None:
        outcomes = await _fresh(given.files, DEMO_COURSES, None)
    else:
        address = urlsplit(given.at)
        token = parse_qs(address.query).get("token", [os.environ.get("PEERLOOM_TOKEN", "")])[0]
        data = (given.data or load_settings().data) / "playground" / "program"
        with tempfile.TemporaryDirectory(prefix="peerloom-") as name:
            environment = {"PATH": path_with_command(Path(name))}
            if data.is_dir():  # the playground of this folder: `$` lines see its program's data
                environment["PEERLOOM_DATA"] = str(data.resolve())
            outcomes = [
                await run_scenarios(
                    given.files,
                    base_url=f"{address.scheme}://{address.netloc}",
                    token=token,
                    out=sys.stdout,
                    environment=environment,
                )
            ]
    steps = sum(outcome.steps for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    print(f"scenario: {steps} steps, {failed} failed")
    return 1 if failed else 0
