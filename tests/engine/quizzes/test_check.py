"""The check names every fault, and every part of an item that a platform cannot hold."""

from __future__ import annotations

import pytest

from engine.quizzes.check import check_gift, format_report
from tests.engine.courses.shared_data import IS_EXPECTED, QUIZ


def codes(text: str) -> list[str]:
    return [note.code for note in check_gift(text, "q.gift").warnings]


def test_a_sound_file_is_clean() -> None:
    report = check_gift("Is water wet? {T}", "q.gift")
    assert report.is_clean(strict=True)
    assert format_report(report) == "q.gift: 1 item, 0 warnings, 0 errors"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Q {=" + "x" * 80 + " ~b}", []),
        ("Q {=" + "x" * 81 + " ~b}", ["limits.option_button"]),
        ("Q {=" + "x" * 101 + " ~b}", ["limits.option_poll", "limits.option_button"]),
        ("q" * 300 + "{T}", []),
        ("q" * 301 + "{T}", ["limits.question_poll"]),
        ("Q {T####" + "e" * 200 + "}", []),
        ("Q {T####" + "e" * 201 + "}", ["limits.explanation_poll"]),
        ("Q {=a" + "".join(f"~b{n}" for n in range(9)) + "}", []),
        ("Q {=a" + "".join(f"~b{n}" for n in range(10)) + "}", ["limits.options_group"]),
        (
            "Q {=a" + "".join(f"~b{n}" for n in range(12)) + "}",
            ["limits.options_poll", "limits.options_group"],
        ),
    ],
)
def test_what_a_platform_cannot_hold_is_named(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_warning_fails_only_the_strict_check() -> None:
    report = check_gift("Q {=a =b ~c}", "q.gift")
    assert report.is_clean(strict=False)
    assert not report.is_clean(strict=True)


def test_an_error_fails_every_check() -> None:
    report = check_gift("Q {=a", "q.gift")
    assert not report.is_clean(strict=False)
    assert format_report(report).splitlines()[0].startswith("q.gift:1:3: error: ")


if IS_EXPECTED:

    def test_the_real_file_has_36_items_and_two_warnings() -> None:
        report = check_gift(QUIZ.read_text(encoding="utf-8"), QUIZ.name)
        assert len(report.items) == 36
        assert report.errors == ()
        assert [(note.code, note.data["item"]) for note in report.warnings] == [
            ("gift.several_right", "L03 pre 1"),
            ("limits.option_button", "L05 post 2"),
        ]
        assert report.is_clean(strict=False)
        assert not report.is_clean(strict=True)
        lines = format_report(report)
        assert "has 95 characters, a Discord button holds 80" in lines
        assert "lettered choices (A, B, C …) with the full text in the message" in lines
        assert lines.endswith(": 36 items, 2 warnings, 0 errors")

    def test_every_real_item_can_be_asked() -> None:
        for item in check_gift(QUIZ.read_text(encoding="utf-8"), QUIZ.name).items:
            assert item.title.startswith("L0")
            assert item.category.startswith("web-dev/lesson-0")
            assert len(item.right) == (2 if item.title == "L03 pre 1" else 1)
            assert all(option.text for option in item.options)
