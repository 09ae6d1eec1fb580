"""A folder in memory for what a test writes: files that nobody needs tomorrow need no disk."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

SHARED_MEMORY = Path("/dev/shm")
ROOM_BYTES = 2 * 1024**3  # of a whole run with two processes, and as much again


def folder_in_memory() -> Path | None:
    """None where there is no such folder or too little room in it: the disk serves as well."""
    if not os.access(SHARED_MEMORY, os.W_OK | os.X_OK):
        return None
    if shutil.disk_usage(SHARED_MEMORY).free < ROOM_BYTES or _available_bytes() < ROOM_BYTES:
        return None
    return SHARED_MEMORY


def _available_bytes() -> int:
    """Of the machine's memory: a folder in memory may be larger than what is left of it."""
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return 0
