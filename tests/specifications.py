"""Where the platforms' published specifications are, and what a test does without them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
VARIABLE = "PEERLOOM_SPECS"
TELEGRAM, DISCORD = "telegram-bot-api-10.1.json", "discord-openapi-v10.json"
HOW = (
    f"the published specifications are not there: put {TELEGRAM} (api.json of Bot API 10.1 from "
    "github.com/PaulSonOfLars/telegram-bot-api-spec) and "
    f"{DISCORD} (specs/openapi.json of July 2026 from github.com/discord/discord-api-spec) into "
    f"../shared/specs beside the repository, or into a folder that {VARIABLE} names"
)


def folder() -> Path | None:
    """The folder with both files, or None: `PEERLOOM_SPECS`, else ../shared/specs beside the
    repository."""
    named = os.environ.get(VARIABLE)
    place = Path(named) if named else ROOT.parent / "shared" / "specs"
    is_whole = all((place / name).is_file() for name in (TELEGRAM, DISCORD))
    return place.resolve() if is_whole else None


def needed() -> Path:
    """The folder. Without it the test that asks is skipped with the way to get it; under `CI`
    it fails, since there a suite that checks nothing must not look as if it passed."""
    found = folder()
    if found is not None:
        return found
    if os.environ.get("CI"):
        pytest.fail(HOW, pytrace=False)
    pytest.skip(HOW)


def telegram() -> Path | None:
    """Telegram's file, for tests that do without it."""
    found = folder()
    return None if found is None else found / TELEGRAM


def discord() -> Path | None:
    """Discord's file, for tests that do without it."""
    found = folder()
    return None if found is None else found / DISCORD
