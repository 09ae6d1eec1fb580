"""`peerloom run`: has the program load beside the playground from the first moment on."""

from __future__ import annotations

import argparse
import importlib
import os
from pathlib import Path

from peerloom.child import LOG, load


async def run(given: argparse.Namespace) -> int:
    """What the playground itself is made of is imported while the program loads."""
    loading = None
    if not (given.selftest or given.course or given.files):
        data = given.data or Path(os.environ.get("PEERLOOM_DATA", ".peerloom"))
        loading = await load(data / "playground" / LOG)
    play = importlib.import_module("peerloom.commands.play")
    try:
        code: int = await play.run(given, loading)
    finally:
        if loading is not None and loading.returncode is None and loading.stdin is not None:
            loading.stdin.close()  # were it never told anything, it ends by itself
    return code
