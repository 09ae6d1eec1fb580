"""Every request of both bots in all stories is as the platforms publish it, and none is left out.

The stories are those of `docs/scenarios` and of `scenarios/` here, told to the real program in
playgrounds that hold each request and answer against the published specifications and the limits
of their prose. Beside them stand the exercises of `exercises.py`, for what only a fault brings
about. They are run once for all the tests of this file, one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
import pytest_asyncio

from playground.discord.operations import Specification
from playground.telegram.specification import NEWER
from tests import specifications
from tests.conformance import runs as running
from tests.conformance.discord_calls import discord_calls
from tests.conformance.exercises import EXERCISES
from tests.conformance.runs import PLATFORMS, Run
from tests.conformance.sources import product
from tests.conformance.telegram_calls import telegram_calls

NOTHING: dict[str, list[str]] = {platform: [] for platform in PLATFORMS}

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]


@pytest.fixture(scope="session")
def published() -> Path:
    return specifications.needed()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def runs(published: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Run]:
    folder = tmp_path_factory.mktemp("conformance")
    exercises = [await exercise(published) for exercise in EXERCISES]
    return [*await running.told(running.stories(), folder, published), *exercises]


@pytest.fixture(scope="session")
def can_be_called(published: Path) -> dict[str, set[str]]:
    """By platform what the source can call, by the names the census uses."""
    files = product()
    document = Specification(published / specifications.DISCORD)
    discord = discord_calls(files).calls
    return {
        "telegram": telegram_calls(files).calls,
        "discord": {_operation(document, call) for call in discord},
    }


def _operation(document: Specification, call: str) -> str:
    verb, _, path = call.partition(" ")
    operation = document.operation(verb, re.sub(r"\{\w+\}", "1", path))
    return call if operation is None else operation.id


async def test_every_story_goes_as_it_is_told(runs: list[Run]) -> None:
    assert [f"{run.name}:\n{run.failure}" for run in runs if run.failure] == []
    assert len(runs) > len(EXERCISES)
    steps = sum(run.steps for run in runs)
    print(f"\nconformance: {len(runs) - len(EXERCISES)} stories, {steps} steps, 0 failed")


async def test_every_request_is_as_it_is_published(runs: list[Run]) -> None:
    assert all(census["is_checked"] for run in runs for census in run.censuses.values())
    assert _lines(line for run in runs for line in run.problems("requests")) == ""


async def test_every_answer_of_the_playground_is_as_it_is_published(runs: list[Run]) -> None:
    assert _lines(line for run in runs for line in run.problems("answers")) == ""


async def test_every_method_the_bots_can_call_is_exercised(
    runs: list[Run], can_be_called: dict[str, set[str]]
) -> None:
    for platform in PLATFORMS:
        print(f"\n{running.table(runs, platform, can_be_called[platform])}")
    print(f"\n{running.legend(runs)}")
    assert running.left_out(runs, can_be_called) == NOTHING, (
        "the bots can call these, but no story or exercise does: add one to "
        "tests/conformance/scenarios or tests/conformance/exercises.py"
    )


async def test_no_method_is_called_that_the_source_does_not_tell_of(
    runs: list[Run], can_be_called: dict[str, set[str]]
) -> None:
    assert running.unseen(runs, can_be_called) == NOTHING, (
        "the walk over the source is blind to these"
    )


async def test_each_newer_field_that_is_allowed_is_really_sent(runs: list[Run]) -> None:
    allowed = {f"{kind}.{name}" for kind, name in NEWER}
    sent = {field for run in runs for census in run.censuses.values() for field in census["newer"]}
    assert sent == allowed


def _lines(found: Iterable[str]) -> str:
    return "\n".join(sorted(set(found)))
