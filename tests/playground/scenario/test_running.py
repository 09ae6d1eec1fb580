"""Scenarios run over the control interface, and a difference shows what was seen instead."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from playground.scenario import Outcome, run_scenarios, selftest_line
from tests.playground.small_world import TOKEN, SmallWorld, small_world


async def run(world: SmallWorld, tmp_path: Path, text: str) -> tuple[Outcome, str]:
    path = tmp_path / "story.scenario"
    path.write_text(text, encoding="utf-8")
    out = io.StringIO()
    outcome = await run_scenarios([path], base_url=world.base_url, token=TOKEN, out=out)
    return outcome, out.getvalue()


STORY = """
# A learner begins, a friend hears of it.
learner@telegram> /start                      # typed
  < "Welcome to /start" [Continue] [Later]
  < private [🧵 Continue]
  ! "passed"
learner@telegram* Continue
  < "You pressed"
friend@telegram#py-cohort< "learner passed"
  … prose that nobody runs
learner@telegram> /quiz
  < poll "2 + 2?" [3] [4]
learner@telegram* 4
  < "You pressed 4"
learner@telegram^ notes.txt
  < "You said notes.txt"
learner@telegram> /start
learner@telegram* Later
  < "Until tomorrow"
learner@discord> /form
  < "Teach here" "Name" [Beginners]
learner@discord= Name: Maple; Level: Beginners
  < private "Name=Maple"
friend@discord! "Maple"
@ +1d2h
@ 2027-03-09 19:00 Europe/Paris
% fault slow 2 telegram
% kill
% restart
$ echo woven threads
  < "woven"
  ! "cut"
$! exit 3
= presses == 4
= typed <= 5
= messages >= 7
"""


async def test_every_verb_runs(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("a line")
    async with small_world() as world:
        outcome, transcript = await run(world, tmp_path, STORY)
        assert outcome.failed == 0, transcript
        assert (outcome.presses, outcome.typed) == (4, 5)
        assert outcome.steps == 33
        assert world.program.asked == ["kill", "restart", "restart"]
        assert world.telegram.faults == [("slow", {"seconds": 2})]
        assert world.clock.now().isoformat().startswith("2027-03-09T18:00:0")
    assert "▸ learner@telegram types: /start" in transcript
    assert "[🧵 Continue] [Later]" in transcript


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('learner@telegram> /start\n  < "Goodbye"\n', 2, "Welcome to"),
        ("learner@telegram> /start\n  < [Buy]\n", 2, "[🧵 Continue] [Later]"),
        ('learner@telegram> /start\n  < poll "Welcome"\n', 2, "seen instead"),
        ('learner@telegram> hi\n  ! "You said hi"\n', 2, "must not see"),
        ("learner@telegram* Fly\n", 1, "There is no [Fly] here"),
        ('friend@discord#nowhere< "x"\n', 1, "nothing there"),
        ('  < "x"\n', 1, "nobody has acted yet"),
        ("$ exit 4\n", 1, "exited 4"),
        ("$! true\n", 1, "expected the command to fail"),
        ('$ echo one\n  < "two"\n', 2, 'output with "two"'),
        ("learner@telegram> hi\n= typed <= 0\n", 2, "1 typed, not <= 0"),
        ("learner@telegram^ absent.zip\n", 1, "there is no file absent.zip"),
        ("% fault frogs\n", 1, "no weather frogs"),
        ("learner@telegram hello\n", 1, "expected someone@telegram"),
    ],
)
async def test_a_difference_names_line_and_what_was_seen(
    tmp_path: Path, text: str, line: int, told: str
) -> None:
    async with small_world() as world:
        outcome, transcript = await run(world, tmp_path, text)
    assert outcome.failed == 1
    assert f"story.scenario:{line}" in transcript
    assert told in transcript


async def test_an_older_message_counts_only_if_the_last_act_brought_it(tmp_path: Path) -> None:
    async with small_world() as world:
        outcome, _ = await run(
            world, tmp_path, 'learner@telegram> one\nlearner@telegram> two\n  < "You said one"\n'
        )
        assert outcome.failed == 1
        world.telegram.post("", "older", to="otter")
        outcome, transcript = await run(
            world,
            tmp_path,
            'otter@telegram> /start\notter@telegram* Continue\n  < "You pressed"\n  ! "older"\n',
        )
        assert outcome.failed == 0, transcript


async def test_one_s_own_words_are_not_what_one_is_shown(tmp_path: Path) -> None:
    async with small_world() as world:
        outcome, _ = await run(
            world, tmp_path, 'learner@telegram> silence please\n  < "silence please"\n'
        )
    assert outcome.failed == 1


async def test_a_command_s_file_is_read_beside_the_scenario(tmp_path: Path) -> None:
    (tmp_path / "course.zip").write_bytes(b"zip!")
    async with small_world() as world:
        world.discord.menu = [
            {"name": "course import", "options": [{"name": "file", "kind": "file"}]}
        ]
        outcome, transcript = await run(
            world,
            tmp_path,
            'educator@discord> /course import file:course.zip\n  < "file:course.zip"\n',
        )
    assert outcome.failed == 0, transcript


async def test_the_first_failing_file_stops_the_rest(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text("$ false\n")
    async with small_world() as world:
        for keep_going, failed in ((False, 1), (True, 2)):
            outcome = await run_scenarios(
                [tmp_path / "a", tmp_path / "b"],
                base_url=world.base_url,
                token=TOKEN,
                out=io.StringIO(),
                keep_going=keep_going,
            )
            assert outcome.failed == failed


async def test_a_playground_that_is_gone_is_a_clear_failure(tmp_path: Path) -> None:
    path = tmp_path / "story"
    path.write_text("learner@telegram> hi\n")
    out = io.StringIO()
    outcome = await run_scenarios([path], base_url="http://127.0.0.1:9", token="x", out=out)
    assert outcome.failed == 1
    assert "does not answer" in out.getvalue()


def test_the_selftest_ends_with_its_line() -> None:
    assert selftest_line([Outcome(steps=3), Outcome(steps=4)]) == "selftest: 7 steps, 0 failed"
