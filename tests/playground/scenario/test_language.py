"""What a scenario file says is read exactly, and what it cannot say is named with its line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from playground.scenario.language import Misread, read_scenario, without_comment
from playground.scenario.steps import (
    Budget,
    ClockAdvances,
    ClockIsSet,
    Expects,
    Fills,
    Presses,
    Says,
    Seen,
    SendsFile,
    ShellRuns,
    Spot,
    Step,
    WorldDoes,
)


def read(tmp_path: Path, text: str) -> list[Step]:
    path = tmp_path / "story.scenario"
    path.write_text(text, encoding="utf-8")
    return read_scenario(path)


def one(tmp_path: Path, text: str) -> Step:
    (step,) = read(tmp_path, text)
    return step


def test_typed_text_keeps_its_spaces_and_its_place(tmp_path: Path) -> None:
    step = one(tmp_path, "learner@discord#py-cohort> /learn course:python  # by autocomplete")
    assert isinstance(step, Says)
    assert step.spot == Spot("learner", "discord", "py-cohort")
    assert step.text == "/learn course:python"


@pytest.mark.parametrize("written", ["Next lesson", '"Next lesson"', "[Next lesson]"])
def test_a_label_may_be_bare_quoted_or_bracketed(tmp_path: Path, written: str) -> None:
    step = one(tmp_path, f"learner@telegram* {written}")
    assert isinstance(step, Presses)
    assert step.label == "Next lesson"


def test_fields_split_outside_quotes_only(tmp_path: Path) -> None:
    step = one(tmp_path, 'otter@discord= Name: Maple; "When: exactly": "19:00; sharp"')
    assert isinstance(step, Fills)
    assert step.fields == {"Name": "Maple", "When: exactly": "19:00; sharp"}


def test_a_value_may_hold_a_colon(tmp_path: Path) -> None:
    step = one(tmp_path, "otter@telegram= When: Tue 19:00")
    assert isinstance(step, Fills)
    assert step.fields == {"When": "Tue 19:00"}


def test_an_expectation_holds_kinds_texts_and_labels(tmp_path: Path) -> None:
    step = one(tmp_path, r'  < poll private "said \"yes\"" "4 of 5" [See my mistake] [🪙 Wallet]')
    assert isinstance(step, Expects)
    assert step.spot is None
    assert step.seen == Seen(
        ('said "yes"', "4 of 5"), ("See my mistake", "🪙 Wallet"), ("poll", "private")
    )


def test_somebody_elses_view_names_its_place(tmp_path: Path) -> None:
    step = one(tmp_path, 'friend@discord#py-cohort< "passed"          # no score, no ping')
    assert isinstance(step, Expects)
    assert step.spot == Spot("friend", "discord", "py-cohort")
    assert not step.is_absent


def test_absence_is_written_with_a_mark(tmp_path: Path) -> None:
    step = one(tmp_path, '  ! "4 of 5" [Approve]')
    assert isinstance(step, Expects)
    assert step.is_absent


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("+1d", 86_400), ("+2h30m", 9_000), ("+45s", 45), ("+1w", 604_800), ("+1d 2h", 93_600)],
)
def test_the_clock_moves_by(tmp_path: Path, written: str, seconds: int) -> None:
    step = one(tmp_path, f"@ {written}")
    assert isinstance(step, ClockAdvances)
    assert step.by == timedelta(seconds=seconds)


def test_the_clock_is_set_in_a_zone(tmp_path: Path) -> None:
    step = one(tmp_path, "@ 2027-03-09 19:00 Europe/Paris")
    assert isinstance(step, ClockIsSet)
    assert step.to == datetime(2027, 3, 9, 18, 0, tzinfo=UTC)


def test_the_world_does(tmp_path: Path) -> None:
    steps = read(
        tmp_path,
        "% kill\n% restart\n% fault too_many 3 retry_after=1.5 telegram\n% fault blocked learner\n",
    )
    world = [step for step in steps if isinstance(step, WorldDoes)]
    assert [step.what for step in world] == ["kill", "restart", "fault", "fault"]
    assert world[2].values == {"count": 3, "retry_after": 1.5, "on": "telegram"}
    assert world[3].values == {"person": "learner"}


def test_shell_budget_and_file(tmp_path: Path) -> None:
    steps = read(
        tmp_path, "$ peerloom --version\n$! false\n= presses <= 25\neducator@telegram^ a/b.zip\n"
    )
    assert isinstance(steps[0], ShellRuns)
    assert not steps[0].must_fail
    assert isinstance(steps[1], ShellRuns)
    assert steps[1].must_fail
    assert isinstance(steps[2], Budget)
    assert (steps[2].counter, steps[2].operator, steps[2].limit) == ("presses", "<=", 25)
    assert isinstance(steps[3], SendsFile)
    assert steps[3].path == "a/b.zip"


def test_comments_elisions_and_empty_lines_say_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "# a story\n\n  … lesson 5; pages break at headings\n   # more\n") == []


def test_a_hash_inside_quotes_or_a_word_is_no_comment() -> None:
    assert without_comment('  < "a  # b"  # c') == '  < "a  # b"  '
    assert without_comment("friend@discord#py> hi #1") == "friend@discord#py> hi #1"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("learner@myspace> hi", "someone@telegram or someone@discord"),
        ("learner@telegram*", 'something after "*"'),
        ('< "text"', "an indented expectation"),
        ("  <", '"text", [Label]'),
        ("  < Continue", '"text" or [Label]'),
        ('  < "text" poll', "poll, private, image, file (first)"),
        ("learner@telegram= no colon", "Field: value"),
        ("@ tomorrow", "@ +1d"),
        ("@ 2027-02-30 19:00", "a date and zone that exist"),
        ("@ 2027-03-09 19:00 Mars/Olympus", "a date and zone that exist"),
        ("% explode", "% kill"),
        ("% fault slow 1 2", "no further argument of slow"),
        ("= tokens <= 5", "presses | typed | messages"),
        ("$", "a shell command"),
        ("hello there", "someone@telegram"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, written: str, expected: str) -> None:
    with pytest.raises(Misread) as caught:
        read(tmp_path, f"# first\n{written}\n")
    assert "story.scenario:2" in str(caught.value)
    assert expected in str(caught.value)
