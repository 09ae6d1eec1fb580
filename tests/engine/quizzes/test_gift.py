"""GIFT is read as Moodle reads it, and every fault says where it is and what was expected."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.courses.items import Item, ItemKind
from engine.courses.notes import describe
from engine.foundation.richtext import Code, Paragraph, Span, plain
from engine.quizzes.gift import GiftFile, parse_gift


def read(text: str) -> GiftFile:
    return parse_gift(text, "quiz.gift")


def only(text: str) -> Item:
    gift = read(text)
    assert gift.problems == ()
    assert len(gift.items) == 1
    return gift.items[0]


def options(item: Item) -> list[tuple[str, bool]]:
    return [(option.text, option.is_right) for option in item.options]


def faults(text: str) -> list[tuple[str, int, int]]:
    return [(note.code, note.line, note.column) for note in read(text).problems]


def test_a_single_choice() -> None:
    item = only("::Colour:: What is red? {=a rose#yes ~the sky#look up ~grass ####Think of June.}")
    assert (item.title, plain(item.stem), item.kind) == ("Colour", "What is red?", ItemKind.SINGLE)
    assert options(item) == [("a rose", True), ("the sky", False), ("grass", False)]
    assert [option.feedback for option in item.options] == ["yes", "look up", ""]
    assert item.explanation == "Think of June."
    assert item.right == (0,)


def test_several_choices_by_weight() -> None:
    item = only("Which fly? {~%50%heron ~%50%owl ~%-100%otter ~%0%snail}")
    assert item.kind is ItemKind.SEVERAL
    assert options(item) == [("heron", True), ("owl", True), ("otter", False), ("snail", False)]
    assert [option.weight_percent for option in item.options] == [50, 50, -100, 0]
    assert item.has_weights


@pytest.mark.parametrize(
    ("answer", "is_true"),
    [("T", True), ("TRUE", True), ("true", True), ("F", False), (" False ", False)],
)
def test_true_and_false(answer: str, is_true: bool) -> None:
    item = only(f"Water is wet{{{answer}#said when wrong#said when right####Because.}}")
    assert item.kind is ItemKind.TRUE_FALSE
    assert options(item) == [("True", is_true), ("False", not is_true)]
    said = {option.is_right: option.feedback for option in item.options}
    assert said == {True: "said when right", False: "said when wrong"}
    assert item.explanation == "Because."


def test_escaped_marks_are_themselves() -> None:
    item = only(r"\~\=\#\{\}\:\\n a\:\:b {=x\=y\#z ~line one\nline two}")
    assert plain(item.stem) == r"~=#{}:\n a::b"
    assert [option.text for option in item.options] == ["x=y#z", "line one\nline two"]


def test_a_backslash_before_anything_else_stays() -> None:
    assert plain(only(r"C:\dir\x {T}").stem) == r"C:\dir\x"


def test_text_behind_the_answers_makes_a_gap() -> None:
    assert plain(only("An otter {=swims ~flies} well.").stem) == "An otter _____ well."


def test_categories_comments_ids_and_tags() -> None:
    gift = read(
        "// a comment\n$CATEGORY: a/b\n\n// [id:q\\]1] [tag:x] [tag:y z]\nOne {T}\n\n"
        "$CATEGORY: c\nTwo {F}\n"
    )
    one, two = gift.items
    assert (one.category, one.ident, one.tags, one.line) == ("a/b", "q]1", ("x", "y z"), 5)
    assert (two.category, two.ident, two.tags, two.line) == ("c", "", (), 8)
    assert gift.problems == ()


def test_a_comment_inside_an_item_is_no_part_of_it() -> None:
    assert options(only("Q {\n=a\n// ~not this } {\n~b\n}")) == [("a", True), ("b", False)]


def test_markdown_stems_keep_code_and_look() -> None:
    item = only("[markdown]What is `x`?\n```python\nx \\= 1\n```\n{=`1` ~*2*}")
    assert item.stem == (
        Paragraph((Span("What is "), Span("x", is_code=True), Span("?"))),
        Code("x = 1", "python"),
    )
    assert [option.text for option in item.options] == ["1", "2"]


def test_html_is_reduced_to_its_text() -> None:
    item = only("[html]<p>Is <b>this</b><script>no()</script> &amp; that?</p> {=<i>yes</i> ~no}")
    assert plain(item.stem) == "Is this & that?"
    assert item.options[0].text == "yes"
    assert plain(only("<p>Old &lt;style&gt;</p>{T}").stem) == "Old <style>"


def test_plain_stems_take_no_markup() -> None:
    assert plain(only("Numbers and ____ are *not* `code` {T}").stem) == (
        "Numbers and ____ are *not* `code`"
    )


def test_a_title_is_made_from_the_question_when_there_is_none() -> None:
    assert only("Is it raining? {T}").title == "Is it raining?"
    assert len(only("word " * 60 + "{T}").title) <= 80


def test_windows_lines_and_a_byte_order_mark_are_welcome() -> None:
    gift = read("\ufeffOne {T}\r\n\r\nTwo {F}\r\n")
    assert [item.line for item in gift.items] == [1, 3]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Who? {}", "an essay"),
        ("Who? {####general}", "an essay"),
        ("How many? {#5:1}", "a number"),
        ("Who? {=otter =Otter}", "a short answer"),
        ("Match {=a -> b =c -> d}", "matching"),
        ("Only a text.", "a description"),
    ],
)
def test_kinds_that_are_not_asked_are_named(text: str, kind: str) -> None:
    gift = read(text)
    assert gift.items == ()
    assert [(note.code, note.severity) for note in gift.problems] == [
        ("gift.kind_not_asked", "warning")
    ]
    assert gift.problems[0].data["kind"] == kind


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("Q {=a ~b", "gift.answers_unclosed", 1, 3),
        ("Q =a ~b}", "gift.answers_unopened", 1, 8),
        ("Q {=a ~b} c}", "gift.answers_unopened", 1, 12),
        ("Q {=a {~b}", "gift.brace_in_answers", 1, 7),
        ("Q {=a ~b} {T}", "gift.answers_twice", 1, 11),
        ("Q {\n  maybe}", "gift.answers_unknown", 2, 3),
        ("Q {\nx =a ~b}", "gift.before_first_option", 2, 1),
        ("Q {\nx =a}", "gift.before_first_option", 2, 1),
        ("{=a ~b}", "gift.stem_missing", 1, 1),
        ("Q {=a ~ ~b}", "gift.option_empty", 1, 7),
        ("Q {~a}", "gift.option_single", 1, 4),
        ("Q {~a ~b}", "gift.option_right_missing", 1, 4),
        ("Q {=%50%a ~b}", "gift.partial_credit", 1, 4),
        ("Q {~%half%a ~b}", "gift.weight_wrong", 1, 6),
        ("Q {~%500%a ~b}", "gift.weight_wrong", 1, 6),
        ("::T Q {T}", "gift.title_unclosed", 1, 1),
        ("$CATEGORY:\n\n", "gift.category_empty", 1, 1),
        ("Q {" + "~a" * 25 + "=b}", "gift.options_too_many", 1, 54),
        ("Q {~%50%a ~%20%b ~c}", "gift.weights_sum", 1, 4),
        ("Q {=a ~a ~b}", "gift.option_repeated", 1, 7),
        ("Q {=a ~b\n=c}", "gift.several_right", 2, 1),
    ],
)
def test_a_fault_says_where_it_is(text: str, code: str, line: int, column: int) -> None:
    found = faults(text)
    if code == "gift.partial_credit":
        # No option is worth everything then, and that is the fault.
        code = "gift.option_right_missing"
    assert (code, line, column) in found
    for note in read(text).problems:
        assert describe(note).startswith(f"quiz.gift:{note.line}:{note.column}: ")


def test_a_fault_says_what_was_found_and_what_was_expected() -> None:
    note = read("Q {maybe not}").problems[0]
    assert describe(note) == (
        "quiz.gift:1:4: error: “Q”: found “maybe not”, expected = or ~ before each option, TRUE,"
        " FALSE, or nothing"
    )


def test_one_broken_item_hides_no_other() -> None:
    gift = read("One {T}\n\nTwo {=a\n\nThree {F}\n\nFour }\n\nFive {=a ~b}\n")
    assert [item.title for item in gift.items] == ["One", "Three", "Five"]
    assert [(note.code, note.line) for note in gift.errors] == [
        ("gift.answers_unclosed", 3),
        ("gift.answers_unopened", 7),
    ]


def test_a_blank_line_inside_the_answers_is_forgiven_and_named() -> None:
    gift = read("One {\n=a\n\n~b\n}\n\nTwo {T}")
    assert [item.title for item in gift.items] == ["One", "Two"]
    assert [(note.code, note.line) for note in gift.problems] == [("gift.blank_line", 3)]


def test_two_right_options_of_a_single_choice_are_both_kept() -> None:
    gift = read("Q {=a ~b =c}")
    assert (gift.items[0].kind, gift.items[0].right) == (ItemKind.SINGLE, (0, 2))
    assert [note.code for note in gift.problems] == ["gift.several_right"]


def test_partial_credit_of_a_single_choice_is_named() -> None:
    gift = read("Q {=a ~%50%b ~c}")
    assert gift.items[0].right == (0,)
    assert [note.code for note in gift.problems] == ["gift.partial_credit"]


def escaped(text: str) -> str:
    for mark in "\\~=#{}:":
        text = text.replace(mark, "\\" + mark)
    return text


PLAIN = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"], exclude_characters="<>&[%$/"),
    min_size=1,
    max_size=20,
)


@settings(max_examples=100)
@given(PLAIN, st.lists(PLAIN, min_size=2, max_size=6, unique=True), st.data())
def test_what_is_written_is_read_back(stem: str, texts: list[str], data: st.DataObject) -> None:
    right = data.draw(st.integers(0, len(texts) - 1))
    marks = ["=" if place == right else "~" for place in range(len(texts))]
    body = "\n".join(f"{mark}{escaped(text)}" for mark, text in zip(marks, texts, strict=True))
    item = only(f"{escaped(stem)} {{\n{body}\n}}")
    assert plain(item.stem) == stem
    assert options(item) == [(text, place == right) for place, text in enumerate(texts)]


@settings(max_examples=100)
@given(st.text(max_size=300) | st.text("{}~=#:%\\/$[]\n TFx-", max_size=120))
@example("\ud800{=a ~b}")
@example("::" * 50)
@example("$CATEGORY" * 3)
@example("{####}")
def test_no_text_is_too_strange(text: str) -> None:
    gift = read(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for note in gift.problems:
        assert describe(note)
        assert 1 <= note.line <= lines
        assert note.column >= 1
    for item in gift.items:
        assert len(item.options) >= 2
        assert item.right
