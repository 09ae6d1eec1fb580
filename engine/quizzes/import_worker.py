"""Reading an uploaded course in a process of its own: bounded, and without our secrets."""

from __future__ import annotations

import asyncio
import os
import resource
import sys
from pathlib import Path

from engine.courses.drafts import CourseRead
from engine.courses.import_errors import CourseUnreadable
from engine.courses.words import clean_line
from engine.foundation import wire
from engine.quizzes.importing import read_course_zip

TIME_LIMIT_SECONDS = 60
MEMORY_LIMIT_BYTES = 1024 * 1024 * 1024

_PROJECT = Path(__file__).resolve().parents[2]


async def read_uploaded_course(
    content: bytes,
    name: str,
    *,
    timeout_seconds: float = TIME_LIMIT_SECONDS,
    memory_bytes: int = MEMORY_LIMIT_BYTES,
) -> CourseRead:
    """A zip that somebody sent, read as `read_course_zip` reads it, in a short-lived child process.

    The child gets no setting of ours and no token. Raises CourseUnreadable, also when it takes
    longer than `timeout_seconds` or more than `memory_bytes`.
    """
    # A name may hold anything; an argument may not.
    name = clean_line(name, limit=120) or "course.zip"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "engine.quizzes.import_worker",
        name,
        str(memory_bytes),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=_PROJECT,
        env={"PYTHONPATH": str(_PROJECT), "PYTHONUTF8": "1"},
    )
    try:
        answer, _ = await asyncio.wait_for(process.communicate(content), timeout_seconds)
    except TimeoutError as problem:
        raise CourseUnreadable("took_too_long", file=name, limit=int(timeout_seconds)) from problem
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise CourseUnreadable("reader_stopped", file=name)
    read = wire.load(answer.decode())
    if isinstance(read, CourseUnreadable):
        raise read
    if not isinstance(read, CourseRead):
        raise TypeError(f"the reader answered with {type(read).__name__}")
    return read


def _main(name: str, memory_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (TIME_LIMIT_SECONDS, TIME_LIMIT_SECONDS))
    content = sys.stdin.buffer.read()
    answer: CourseRead | CourseUnreadable
    try:
        answer = read_course_zip(content, name)
    except CourseUnreadable as refusal:
        answer = refusal
    sys.stdout.buffer.write(wire.dump(answer).encode())
    sys.stdout.flush()
    # Nothing is left to tidy up, and a bounded process may not manage to.
    os._exit(0)


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))
