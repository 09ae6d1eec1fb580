"""Screens keep Discord's limits whatever they hold, and lose nothing that a person needs."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bots.dialogue.screen import Attached, Choice, Fact, FormView, Option, Screen, Select, Style
from bots.discord.components import rows_of, token_of
from bots.discord.render import bare, late_form, messages_of, words_of
from engine.foundation.richtext import Code, text
from playground.discord.bodies import check_message, check_not_empty

PICTURE = b"\x89PNG fake"


def button(label: str, action: str = "a:x:1", **more: Any) -> Choice:
    return Choice(label, action, **more)


def controls(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [part for row in rows for part in row["components"]]


LABELS = st.text(max_size=120)
CHOICES = st.builds(
    Choice,
    LABELS,
    st.sampled_from(["", "a:x:1", "a:y:2", "a:z:3"]),
    st.sampled_from(["", "https://e.x"]),
    st.sampled_from(Style),
    st.booleans(),
)
OPTIONS = st.builds(Option, LABELS, st.sampled_from(["a:x:1", "a:y:2"]), LABELS, st.booleans())
SCREENS = st.builds(
    Screen,
    title=st.text(max_size=400),
    body=st.lists(
        st.one_of(st.builds(text, st.text(max_size=3000)), st.builds(Code, st.text(max_size=3000))),
        max_size=6,
    ).map(tuple),
    facts=st.lists(st.builds(Fact, st.text(max_size=300), st.text(max_size=1500)), max_size=30).map(
        tuple
    ),
    rows=st.lists(st.lists(CHOICES, max_size=7).map(tuple), max_size=9).map(tuple),
    select=st.one_of(
        st.none(),
        st.builds(Select, LABELS, st.lists(OPTIONS, min_size=1, max_size=30).map(tuple)),
    ),
    footer=st.text(max_size=2500),
)


@given(SCREENS)
@settings(max_examples=60)
def test_every_screen_is_taken_by_discord(screen: Screen) -> None:
    messages = messages_of(screen)
    assert messages
    for message in messages:
        check_message(message.body, is_v2=False)
        check_not_empty(message.body)
        assert message.body["allowed_mentions"] == {"parse": []}
    assert not any(message.body["components"] for message in messages[:-1])
    check_message(bare(screen).body, is_v2=False)


def test_a_screen_is_one_embed_with_its_parts() -> None:
    screen = Screen(
        title="Wallet *yours*",
        body=(text("20 earned"),),
        facts=(Fact("Streak", "1_2"),),
        footer="Only *you*",
        rows=((button("Why?", style=Style.PRIMARY), Choice("Site", url="https://e.x")),),
    )
    (message,) = messages_of(screen)
    (embed,) = message.body["embeds"]
    assert embed["title"] == "Wallet \\*yours\\*"
    assert embed["description"] == "20 earned"
    assert embed["fields"] == [{"name": "Streak", "value": "1\\_2", "inline": True}]
    assert embed["footer"] == {"text": "Only *you*"}
    why, site = controls(message.body["components"])
    assert (why["style"], why["custom_id"]) == (1, "a:x:1")
    assert (site["style"], site["url"]) == (5, "https://e.x")


def test_an_edit_takes_away_what_the_former_screen_had() -> None:
    (message,) = messages_of(Screen(title="Bare"))
    assert message.body["components"] == []
    assert message.body["attachments"] == []
    assert message.body["content"] == ""


def test_pictures_are_images_of_the_embed_and_files_hang_below() -> None:
    screen = Screen(
        title="Board",
        attached=(
            Attached("week 1 é.PNG", PICTURE, "Heron leads", True),
            Attached("grades.csv", b"a,b"),
            Attached("x.bin", b"0" * (10 * 1024 * 1024 + 1)),
        ),
    )
    (message,) = messages_of(screen)
    assert message.body["embeds"][0]["image"] == {"url": "attachment://picture0.png"}
    assert message.body["attachments"][0]["description"] == "Heron leads"
    assert [file.name for file in message.files] == ["picture0.png", "grades.csv"]
    assert "x.bin" in message.body["embeds"][-1]["description"]


def test_equal_tokens_get_ids_of_their_own_and_are_read_back() -> None:
    rows = rows_of(((button("A"), button("B"), Choice("Gone", is_disabled=True)),), None)
    ids = [part["custom_id"] for part in controls(rows)]
    assert len(set(ids)) == 3
    assert [token_of(id) for id in ids] == ["a:x:1", "a:x:1", ""]


def test_more_than_five_rows_become_a_select_and_navigation_stays() -> None:
    lessons = tuple((button(f"Lesson {n}", f"a:l:{n}"),) for n in range(12))
    rows = rows_of(
        (*lessons, (Choice("Site", url="https://e.x"),), (button("Back", "a:b:"),)), None
    )
    assert len(rows) <= 5
    select = controls(rows)[0]
    assert select["type"] == 3
    labels = [option["label"] for option in select["options"]]
    labels += [part["label"] for part in controls(rows)[1:]]
    assert sorted(labels) == sorted([*(f"Lesson {n}" for n in range(12)), "Site", "Back"])
    assert controls(rows)[-1]["label"] == "Back"


def test_a_select_beside_full_rows_keeps_all_choices() -> None:
    options = tuple(Option(f"City {n}", f"a:c:{n}") for n in range(30))
    rows = rows_of(
        tuple((button(f"B{n}", f"a:b:{n}"),) for n in range(5)), Select("Where", options)
    )
    assert len(rows) <= 5
    values = {o["value"] for part in controls(rows) if part["type"] == 3 for o in part["options"]}
    values |= {part["custom_id"] for part in controls(rows) if part["type"] == 2}
    assert values == {f"a:c:{n}" for n in range(30)} | {f"a:b:{n}" for n in range(5)}


def test_a_late_form_is_a_button_that_asks_again() -> None:
    form = FormView("f:t:1", "Teach", ())
    assert late_form(form, "a:t:1").rows[0][0].token == "a:t:1"
    assert late_form(form, "").rows[0][0].token == "f:t:1"


def test_passing_words_are_escaped() -> None:
    assert words_of("@everyone *hi*").body["content"] == "\\@everyone \\*hi\\*"
