"""The story that a course's own files tell, played by the real program."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from peerloom.commands.play import run
from peerloom.commands.refused import Refused

EXAMPLES = Path(__file__).parents[2] / "examples" / "courses"


def given(course: Path) -> Namespace:
    return Namespace(selftest=True, course=course, quizzes=None, files=[], spec=None)


async def test_a_learner_takes_a_course_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    assert await run(given(EXAMPLES / "python-first-steps")) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith(" steps, 0 failed")


async def test_a_course_without_a_quiz_has_no_story(tmp_path: Path) -> None:
    (tmp_path / "course.toml").write_text('title = "Knots"\n')
    (tmp_path / "01-bowline.md").write_text("# Bowline\n\nA loop that does not slip.\n")
    with pytest.raises(Refused, match="no lesson has a quiz"):
        await run(given(tmp_path))
