"""Markdown becomes blocks; what a chat cannot show is told in words and reported."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.courses.lesson_text import Challenge, LessonPart
from engine.courses.markdown import read_blocks, read_lesson
from engine.courses.pages import split_lesson
from engine.courses.reading import Reading
from engine.foundation.richtext import (
    Code,
    Details,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
    plain,
)


def read(text: str, language: str = "en") -> tuple[tuple[LessonPart, ...], Reading]:
    reading = Reading("lesson.md", language)
    return read_lesson(text, reading), reading


def only(text: str) -> LessonPart:
    parts, _ = read(text)
    assert len(parts) == 1
    return parts[0]


def noted(reading: Reading) -> list[tuple[str, int]]:
    return [(note.code, note.line) for note in reading.notes]


def test_emphasis_code_and_links_become_spans() -> None:
    assert only("a **b** *c* `d` ~~e~~ [f](https://g.example)") == Paragraph(
        (
            Span("a "),
            Span("b", is_bold=True),
            Span(" "),
            Span("c", is_italic=True),
            Span(" "),
            Span("d", is_code=True),
            Span(" "),
            Span("e", is_struck=True),
            Span(" "),
            Span("f", link="https://g.example"),
        )
    )


def test_blocks_of_every_kind_are_read() -> None:
    text = (
        "# T {#top}\n\n- a\n- b\n\n3. c\n\n> q\n\n---\n\n|x|y|\n|-|-|\n|1|2|\n\n"
        "```{.python}\nz = 1\n```\n"
    )
    parts, _ = read(text)
    assert parts == (
        Heading(1, (Span("T"),)),
        ListBlock(((Paragraph((Span("a"),)),), (Paragraph((Span("b"),)),))),
        ListBlock(((Paragraph((Span("c"),)),),), is_ordered=True, start=3),
        Quote((Paragraph((Span("q"),)),)),
        Rule(),
        Table(((Span("x"),), (Span("y"),)), (((Span("1"),), (Span("2"),)),)),
        Code("z = 1", "python"),
    )


def test_a_challenge_is_set_apart_with_its_solution_and_hints() -> None:
    text = (
        ":::: challenge\n\n## Count\n\nHow many?\n\n::: hint\nLook twice.\n:::\n\n"
        "::: solution\n\n## Solution\n\nTwo.\n\n:::\n\n::::\n"
    )
    assert only(text) == Challenge(
        1,
        "Count",
        (Paragraph((Span("How many?"),)),),
        (Paragraph((Span("Two."),)),),
        (Details("Hint", (Paragraph((Span("Look twice."),)),)),),
    )


def test_solutions_of_several_parts_are_kept_with_their_titles() -> None:
    text = "::: challenge\nQ\n:::: solution\n## One\n1\n::::\n:::: solution\n## Two\n2\n::::\n:::\n"
    challenge = only(text)
    assert isinstance(challenge, Challenge)
    assert plain(challenge.solution) == "One\n1\nTwo\n2"
    assert challenge.title == "Challenge 1"


def test_the_innermost_block_is_closed_whatever_the_number_of_colons() -> None:
    parts, reading = read(":::::::: callout\nA\n::: spoiler\nB\n:::::\nC\n:::\nD\n")
    assert parts == (
        Quote(
            (
                Paragraph((Span("A"),)),
                Details("More", (Paragraph((Span("B"),)),)),
                Paragraph((Span("C"),)),
            )
        ),
        Paragraph((Span("D"),)),
    )
    assert not reading.notes


def test_fences_inside_code_are_code() -> None:
    parts, reading = read("```\n::: challenge\n```\n")
    assert parts == (Code("::: challenge"),)
    assert not reading.notes


def test_unbalanced_blocks_are_reported_at_their_line() -> None:
    _, reading = read("text\n\n::: callout\nA\n")
    assert noted(reading) == [("courses.block_unclosed", 3)]
    _, reading = read("text\n\n:::\n")
    assert noted(reading) == [("courses.block_unopened", 3)]


def test_the_words_of_a_block_are_in_the_course_language() -> None:
    parts, _ = read("::: objectives\n- x\n:::\n", "es")
    assert isinstance(parts[0], Quote)
    assert parts[0].title == "Objetivos"


def test_notes_for_instructors_are_left_out_and_said_so() -> None:
    parts, reading = read("a\n\n::: instructor\nsecret\n:::\n")
    assert plain(parts) == "a"  # type: ignore[arg-type]
    assert noted(reading) == [("courses.instructor_left_out", 3)]


def test_links_that_lead_elsewhere_than_the_web_become_text() -> None:
    parts, reading = read(
        "[a](javascript:alert(1)) [b](data:text/html,x) [c](../other.md)\n[d](#e)"
    )
    assert parts == (Paragraph((Span("a b c d"),)),)
    assert noted(reading) == [
        ("courses.link_dropped", 1),
        ("courses.link_dropped", 1),
        ("courses.link_relative", 1),
    ]


def test_link_targets_may_stand_anywhere_in_the_file() -> None:
    text = "::: callout\nSee [here][place].\n:::\n\n[place]: https://place.example\n"
    parts, _ = read(text)
    assert isinstance(parts[0], Quote)
    assert Span("here", link="https://place.example") in parts[0].blocks[0].spans  # type: ignore[union-attr]


def test_scripts_go_with_their_content_and_are_reported() -> None:
    parts, reading = read("a <script>alert(1)</script>b\n\n<script>\nalert(2)\n</script>\n\nc")
    assert plain(parts) == "a b\nc"  # type: ignore[arg-type]
    assert noted(reading) == [("courses.html_dropped", 1), ("courses.html_dropped", 3)]


def test_harmless_html_keeps_its_text_and_look() -> None:
    parts, reading = read("Press <kbd>Tab</kbd><br>now\n\n<div><p>A <b>b</b></p><p>C</p></div>\n")
    assert parts == (
        Paragraph((Span("Press "), Span("Tab", is_code=True), Span("\nnow"))),
        Paragraph((Span("A "), Span("b", is_bold=True))),
        Paragraph((Span("C"),)),
    )
    assert not reading.notes


def test_html_handlers_and_script_addresses_do_not_survive() -> None:
    parts, _ = read('<p onclick="x()"><a href="javascript:y()">go</a></p>')
    assert parts == (Paragraph((Span("go"),)),)


def test_a_missing_picture_is_told_in_words_with_its_line() -> None:
    parts, reading = read("one\ntwo ![](fig/a.png){alt='A \\[b\\] c'} three")
    assert parts == (
        Paragraph((Span("one two"),)),
        Paragraph((Span("[picture: A [b] c]", is_italic=True),)),
        Paragraph((Span("three"),)),
    )
    assert noted(reading) == [("courses.picture_missing", 2)]


def test_pandoc_dashes_become_dashes_outside_code() -> None:
    assert only("so --- it `a --- b`") == Paragraph(
        (Span("so — it "), Span("a --- b", is_code=True))
    )


@settings(max_examples=100)
@given(st.text(max_size=400))
@example("{")
@example("![](x){alt='")
@example("::: challenge {title='x'}\n::: solution\n" * 40)
@example("[a](<b>)\n\n<p><a href")
@example("> " * 60 + "x")
@example("- " * 200 + "x")
@example("*" * 300)
def test_no_text_is_too_strange_for_the_reader(text: str) -> None:
    parts, reading = read(text)
    split_lesson(parts, "T")
    assert all(note.file == "lesson.md" for note in reading.notes)


MARKUP = st.lists(
    st.sampled_from(
        ["::: challenge\n", "::: solution\n", ":::\n", "\n\n", "- ", "1. ", "> ", "```\n",
         "|a|b|\n", "|-|-|\n", "**", "`", "![](a.png)", "{alt='b'}", "<b>", "</b>", "<script>",
         "[x](y)", "# ", "word ", "    ", "<video src=a.mp4></video>", "\u202e", "😀"]
    ),
    max_size=60,
).map("".join)  # fmt: skip


@settings(max_examples=100)
@given(MARKUP)
def test_no_mixture_of_markup_is_too_strange_either(text: str) -> None:
    parts, _ = read(text)
    split_lesson(parts, "T")
    read_blocks(text, Reading("x"))
