"""Screens as Telegram's messages: buttons, files, polls, rich messages and their limits."""

from __future__ import annotations

import pytest
from aiogram.methods import (
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
    SendPoll,
    SendRichMessage,
    TelegramMethod,
)
from aiogram.types import ForceReply, InlineKeyboardMarkup, InputPollOption, Message

from bots.dialogue.screen import (
    Attached,
    Choice,
    Fact,
    Option,
    Poll,
    Screen,
    Select,
    Style,
)
from bots.telegram import limits
from bots.telegram.entities import utf16_length
from bots.telegram.keyboards import NOTHING, keyboard
from bots.telegram.render import RichPiece, Target, TextPiece, edit_method, render, send_method
from engine.foundation.richtext import (
    Block,
    Code,
    Details,
    ListBlock,
    Paragraph,
    Quote,
    Span,
    Table,
    text,
)

TARGET = Target(42)


def sends(
    screen: Screen, *, is_rich: bool = False, is_group: bool = False, target: Target = TARGET
) -> list[TelegramMethod[Message]]:
    rendered = render(screen, is_rich=is_rich, is_group=is_group)
    return [
        send_method(piece, target, rendered.keyboard if n == rendered.keyboard_at else None)
        for n, piece in enumerate(rendered.pieces)
    ]


def labels(markup: object) -> list[list[str]]:
    assert isinstance(markup, InlineKeyboardMarkup)
    return [[button.text for button in row] for row in markup.inline_keyboard]


def test_a_screen_is_title_body_facts_and_footer() -> None:
    screen = Screen(
        title="Wallet",
        body=(text("All of it is yours."),),
        facts=(Fact("Earned", "20"), Fact("Use by", "1 June")),
        footer="Tokens are not money.",
        rows=((Choice("Statement", token="a:w:1"), Choice("Site", url="https://example.org/")),),
        is_silent=True,
    )
    (sent,) = sends(screen, target=Target(42, thread_id=7, reply_to=3, is_silent=True))
    assert isinstance(sent, SendMessage)
    assert sent.text == (
        "Wallet\n\nAll of it is yours.\n\nEarned: 20\nUse by: 1 June\n\nTokens are not money."
    )
    assert [e.type for e in sent.entities or []] == ["bold", "bold", "bold", "italic"]
    assert (sent.parse_mode, sent.message_thread_id, sent.disable_notification) == (None, 7, True)
    assert sent.reply_parameters is not None
    assert sent.reply_parameters.message_id == 3
    assert labels(sent.reply_markup) == [["Statement", "Site"]]


def test_a_title_that_looks_like_markup_reads_the_same_in_both_forms() -> None:
    name = "*[x](https://e.x)<@1>@everyone&lt;b>"
    screen = Screen(title=name, body=(Quote((text(name),)),))
    (plain_form,) = sends(screen)
    assert isinstance(plain_form, SendMessage)
    assert plain_form.text == f"{name}\n\n{name}"
    assert plain_form.parse_mode is None
    (rich_form,) = sends(screen, is_rich=True)
    assert isinstance(rich_form, SendRichMessage)
    assert rich_form.rich_message.html is None
    assert rich_form.rich_message.markdown is None
    blocks = rich_form.rich_message.model_dump(exclude_none=True)["blocks"]
    assert blocks[0]["text"] == name
    assert blocks[1]["blocks"][0]["text"] == [name]


def test_a_long_body_becomes_messages_and_only_the_last_has_the_buttons() -> None:
    body = tuple(text(f"{number} " + "🦦 otter " * 60) for number in range(30))
    sent = sends(Screen(title="Long", body=body, rows=((Choice("Next", token="t"),),)))
    assert len(sent) > 3
    for message in sent:
        assert isinstance(message, SendMessage)
        assert utf16_length(message.text) <= limits.TEXT
    assert [getattr(m, "reply_markup", None) is None for m in sent] == [True] * (len(sent) - 1) + [
        False
    ]


def test_buttons_carry_style_and_what_is_disabled_sends_nothing() -> None:
    made = keyboard(
        Screen(
            rows=(
                (
                    Choice("Go", token="go", style=Style.SUCCESS),
                    Choice("2 of 5", token="x", is_disabled=True),
                    Choice("x" * 90, token="long"),
                ),
            )
        )
    )
    assert made is not None
    go, shown, long = made.inline_keyboard[0]
    assert (go.style, go.callback_data) == ("success", "go")
    assert shown.callback_data == NOTHING
    assert long.text == "x" * 63 + "…"


@pytest.mark.parametrize(
    ("count", "label", "widths"),
    [
        (3, "A course with a long name", {1}),
        (4, "Short", {2}),
        (25, "A course with a name", {4, 1}),
    ],
)
def test_a_select_becomes_rows_above_the_choices(count: int, label: str, widths: set[int]) -> None:
    options = tuple(Option(label, f"t{n}", is_selected=n == 1) for n in range(count))
    made = keyboard(Screen(select=Select("Pick", options), rows=((Choice("Back", token="b"),),)))
    assert made is not None
    assert len(made.inline_keyboard) <= limits.BUTTON_ROWS
    assert {len(row) for row in made.inline_keyboard[:-1]} == widths
    assert made.inline_keyboard[-1][0].text == "Back"
    assert [b.text.startswith("✓") for row in made.inline_keyboard for b in row][:3] == [
        False,
        True,
        False,
    ]


def test_a_quiz_item_is_a_native_quiz_poll() -> None:
    poll = Poll(
        question="Which are loops?",
        options=("for", "while", "y" * 120),
        correct=(1, 0),
        token="a:q:1",
        explanation="one\ntwo\n\nthree\nfour " + "z" * 300,
        is_multiple=True,
    )
    (sent,) = sends(
        Screen(title="Question 2 of 5", poll=poll, rows=((Choice("Stop", token="s"),),))
    )
    assert isinstance(sent, SendPoll)
    assert (sent.type, sent.is_anonymous, sent.allows_multiple_answers) == ("quiz", False, True)
    assert sent.correct_option_ids == [0, 1]
    assert sent.description == "Question 2 of 5"
    options = [option for option in sent.options if isinstance(option, InputPollOption)]
    assert [len(option.text) for option in options] == [3, 5, 100]
    assert sent.explanation is not None
    assert sent.explanation.startswith("one\ntwo\nthree four z")
    assert (len(sent.explanation), sent.explanation.count("\n")) == (200, 2)
    assert labels(sent.reply_markup) == [["Stop"]]


def test_code_and_overlong_questions_stand_before_the_poll() -> None:
    poll = Poll("Why? " * 80, ("a", "b"), (0,), token="t")
    screen = Screen(title="Question", body=(Code("print(1)", "python"),), poll=poll)
    body, question, sent = sends(screen)
    assert isinstance(body, SendMessage)
    assert body.text == "Question\n\nprint(1)"
    assert isinstance(question, SendMessage)
    assert question.text == ("Why? " * 80).strip()
    assert isinstance(sent, SendPoll)
    assert len(sent.question) <= 300
    assert sent.description is None


def test_a_picture_carries_a_short_text_and_leaves_a_long_one_to_a_message() -> None:
    picture = Attached("week.png", b"png", alt="The week's board", is_picture=True)
    row = ((Choice("Mine", token="m"),),)
    (short,) = sends(Screen(title="This week", attached=(picture,), rows=row))
    assert isinstance(short, SendPhoto)
    assert short.caption == "This week"
    assert labels(short.reply_markup) == [["Mine"]]
    photo, words = sends(
        Screen(title="This week", body=(text("x" * 2000),), attached=(picture,), rows=row)
    )
    assert isinstance(photo, SendPhoto)
    assert photo.caption == "The week's board"
    assert photo.reply_markup is None
    assert isinstance(words, SendMessage)
    assert labels(words.reply_markup) == [["Mine"]]


def test_files_and_pictures_too_large_for_a_photo_are_documents() -> None:
    report = Attached("report.csv", b"a,b", alt="The report")
    huge = Attached("huge.png", b"0" * (limits.PHOTO_BYTES + 1), is_picture=True)
    first, second = sends(Screen(attached=(report, huge)))
    assert isinstance(first, SendDocument)
    assert first.caption == "The report"
    assert isinstance(second, SendDocument)
    assert second.caption is None


def structured() -> tuple[Block, ...]:
    return (
        Paragraph((Span("Bold", is_bold=True), Span(" and "), Span("code", is_code=True))),
        Table(((Span("Name"),), (Span("Points"),)), (((Span("Otter"),), (Span("20"),)),)),
        ListBlock(
            ((text("one"),), (text("two"), Code("x = 1", "python"))), is_ordered=True, start=3
        ),
        Details("Solution", (Code("print(1)", "python"),)),
    )


def test_structure_is_shown_as_a_rich_message() -> None:
    screen = Screen(title="Lesson", body=structured(), footer="CC-BY", facts=(Fact("Page", "1"),))
    (sent,) = sends(screen, is_rich=True)
    assert isinstance(sent, SendRichMessage)
    assert sent.rich_message.skip_entity_detection is True
    blocks = sent.rich_message.model_dump(exclude_none=True)["blocks"]
    kinds = [str(block["type"].value) for block in blocks]
    assert kinds == [
        "heading", "paragraph", "table", "list", "details", "paragraph", "footer",
    ]  # fmt: skip
    header, row = blocks[2]["cells"]
    assert [cell.get("is_header") for cell in header + row] == [True, True, None, None]
    assert [item["value"] for item in blocks[3]["items"]] == [3, 4]
    assert blocks[4]["summary"] == "Solution"


def test_a_plain_screen_stays_a_plain_message_and_a_huge_one_does_not_become_rich() -> None:
    (plain_one,) = sends(Screen(title="Hello", body=(text("there"),)), is_rich=True)
    assert isinstance(plain_one, SendMessage)
    huge = Screen(body=(Details("All", (text("x" * 40_000),)),))
    assert all(isinstance(sent, SendMessage) for sent in sends(huge, is_rich=True))


def test_awaited_text_in_a_group_is_a_prompt_and_buttons_keep_their_own_message() -> None:
    (prompt,) = sends(
        Screen(title="Your name?", expects_text=True, placeholder="Name"),
        is_group=True,
        target=Target(-5, reply_to=9),
    )
    assert isinstance(prompt, SendMessage)
    assert isinstance(prompt.reply_markup, ForceReply)
    assert prompt.reply_markup.selective is True
    assert prompt.reply_markup.input_field_placeholder == "Name"
    body, after = sends(
        Screen(title="Your name?", expects_text=True, rows=((Choice("Cancel", token="c"),),)),
        is_group=True,
    )
    assert isinstance(body, SendMessage)
    assert labels(body.reply_markup) == [["Cancel"]]
    assert isinstance(after, SendMessage)
    assert isinstance(after.reply_markup, ForceReply)
    (private,) = sends(Screen(title="Your name?", expects_text=True))
    assert isinstance(private, SendMessage)
    assert private.reply_markup is None


def test_edits_replace_text_and_rich_text() -> None:
    lesson = render(Screen(title="Lesson", body=structured()), is_rich=True)
    piece = lesson.pieces[0]
    assert isinstance(piece, RichPiece)
    edit = edit_method(piece, 42, 7, None)
    assert isinstance(edit, EditMessageText)
    assert (edit.text, edit.rich_message) == (None, piece.message)
    words = render(Screen(title="Hello"), is_rich=True).pieces[0]
    assert isinstance(words, TextPiece)
    assert edit_method(words, 42, 7, None).text == "Hello"


def test_a_screen_of_a_toast_alone_can_still_be_a_message() -> None:
    (sent,) = sends(Screen(toast="Saved"))
    assert isinstance(sent, SendMessage)
    assert sent.text == "Saved"
