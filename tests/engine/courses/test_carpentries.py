"""A Carpentries lesson is read unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.courses.import_errors import CourseUnreadable
from engine.foundation.richtext import plain
from engine.quizzes.importing import read_course_folder
from tests.engine.courses.making import QUIZ, codes, folder

CONFIG = (
    "carpentry: 'swc'\ntitle: 'Rivers'\nlicense: 'CC-BY 4.0'\nkeywords: 'water, lesson'\n"
    "source: 'https://code.example/swc/rivers-novice'\nepisodes:\n- 02-b.md\n- 01-a.md\n"
)
EPISODE = "---\ntitle: {title}\nteaching: 10\nexercises: 5\n---\n\nSee [us][us].\n"
FILES: dict[str, str | bytes] = {
    "config.yaml": CONFIG,
    "index.md": "---\nsite: x\n---\n\nWhere **water** goes.\n",
    "links.md": "[us]: https://us.example\n",
    "episodes/01-a.md": EPISODE.format(title="A"),
    "episodes/02-b.md": EPISODE.format(title="B"),
}


def test_episodes_become_lessons_in_the_order_of_the_configuration(tmp_path: Path) -> None:
    read = read_course_folder(folder(tmp_path, FILES))
    draft = read.draft
    assert [(lesson.key, lesson.title, lesson.minutes) for lesson in draft.lessons] == [
        ("02-b", "B", 15),
        ("01-a", "A", 15),
    ]
    assert (draft.slug, draft.title, draft.summary) == (
        "rivers-novice",
        "Rivers",
        "Where water goes.",
    )
    assert draft.attribution == (
        "“Rivers”, Software Carpentry. https://code.example/swc/rivers-novice. CC-BY 4.0"
    )
    assert draft.tags == ("water", "lesson")
    assert plain(draft.lessons[0].pages[0].blocks) == "See us."
    assert codes(read) == []


def test_quizzes_in_a_folder_apart_are_attached_by_name(tmp_path: Path) -> None:
    root = folder(tmp_path / "course", FILES)
    quizzes = folder(tmp_path / "quizzes", {"01-A.gift": QUIZ, "09-z.gift": QUIZ, "README.md": ""})
    read = read_course_folder(root, quizzes)
    assert [lesson.quiz is not None for lesson in read.draft.lessons] == [False, True]
    assert [(note.code, note.file) for note in read.report.notes] == [
        ("courses.quiz_without_lesson", "09-z.gift")
    ]


def test_episodes_named_and_missing_or_unlisted_are_reported(tmp_path: Path) -> None:
    files = {**FILES, "episodes/03-c.md": "c", "config.yaml": CONFIG + "- 04-d.md\n- 05-e.Rmd\n"}
    read = read_course_folder(folder(tmp_path, {**files, "episodes/05-e.Rmd": "e"}))
    assert {(note.code, note.file) for note in read.report.notes} == {
        ("courses.lesson_missing", "episodes/04-d.md"),
        ("courses.lesson_unlisted", "episodes/03-c.md"),
        ("courses.lesson_format", "episodes/05-e.Rmd"),
    }


@pytest.mark.parametrize(
    ("config", "line"), [("title: [\n", 2), ("a: 1\nb: {\n", 3), ("- a\n- b\n", 1)]
)
def test_a_broken_configuration_is_refused_with_its_line(
    tmp_path: Path, config: str, line: int
) -> None:
    with pytest.raises(CourseUnreadable) as refusal:
        read_course_folder(folder(tmp_path, {**FILES, "config.yaml": config}))
    assert (refusal.value.reason, refusal.value.data["line"]) == ("settings_broken", line)


def test_a_lesson_without_episodes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseUnreadable) as refusal:
        read_course_folder(folder(tmp_path, {"config.yaml": "title: x\n"}))
    assert refusal.value.reason == "no_lessons"
