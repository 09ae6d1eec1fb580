"""Forms as modals, and what comes back."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bots.dialogue.screen import FieldKind, FormField, FormView
from bots.discord.modals import modal_of, values_of
from playground.discord.bodies import check_modal

ANSWERS = (("0", "Yes"), ("1", "No"))


def parts(*fields: FormField) -> list[dict[str, Any]]:
    modal = modal_of(FormView("f:x:1", "Teach", fields))
    check_modal(copy.deepcopy(modal))
    return list(modal["components"])


FIELDS = st.builds(
    FormField,
    name=st.uuids().map(str),
    label=st.text(max_size=300),
    kind=st.sampled_from(FieldKind),
    hint=st.text(max_size=150),
    placeholder=st.text(max_size=150),
    is_required=st.booleans(),
    minimum=st.integers(0, 50),
    maximum=st.integers(50, 9000),
    options=st.lists(
        st.text(alphabet="abc", min_size=1, max_size=9), min_size=1, max_size=30, unique=True
    ).map(lambda values: tuple((value, f"{value} " * 30) for value in values)),
    value=st.text(max_size=60),
)


@given(st.lists(FIELDS, min_size=1, max_size=5).map(tuple), st.text(max_size=80))
@settings(max_examples=60)
def test_every_form_opens(fields: tuple[FormField, ...], title: str) -> None:
    modal = modal_of(FormView("f:x:1", title, fields))
    check_modal(modal)
    assert modal["custom_id"] == "f:x:1"


def test_one_of_few_is_a_radio_group_with_the_drafts_choice_marked() -> None:
    (part,) = parts(FormField("q", "Do you?", FieldKind.ONE, options=ANSWERS, value="1"))
    assert part["component"]["type"] == 21
    assert [o.get("default", False) for o in part["component"]["options"]] == [False, True]


def test_one_of_many_is_a_select_and_reads_back_as_one_value() -> None:
    options = tuple((str(n), f"Option {n}") for n in range(12))
    (part,) = parts(FormField("q", "Which?", FieldKind.ONE, options=options))
    assert part["component"]["type"] == 3
    filled = {"type": 18, "component": {"type": 3, "custom_id": "q", "values": ["7"]}}
    assert values_of([filled])[0] == {"q": "7"}


def test_several_of_many_is_a_select_and_reads_back_as_a_list() -> None:
    options = tuple((str(n), f"Option {n}") for n in range(12))
    (part,) = parts(FormField("q", "Which?", FieldKind.MANY, options=options, value="3,4"))
    component = part["component"]
    assert [o["value"] for o in component["options"] if o.get("default")] == ["3", "4"]
    filled = {"type": 3, "custom_id": component["custom_id"], "values": ["7"]}
    assert values_of([{"type": 18, "component": filled}])[0] == {"q": ["7"]}


def test_a_long_question_goes_on_in_the_description_or_stands_above() -> None:
    words = "What does the loop print when its list is empty, and why is that so"
    (part,) = parts(FormField("q", words, FieldKind.ONE, options=ANSWERS))
    assert part["label"].removesuffix("…") + " " + part["description"] == words
    longer = f"{words}, {words}, {words}"
    note, label = parts(FormField("q", longer, FieldKind.ONE, options=ANSWERS))
    assert (note["type"], note["content"]) == (10, longer)
    assert label["label"].endswith("…")


def test_five_long_questions_keep_to_five_parts() -> None:
    fields = [FormField(f"q{n}", "why " * 90, FieldKind.ONE, options=ANSWERS) for n in range(5)]
    assert [part["type"] for part in parts(*fields)] == [18] * 5


def test_filled_parts_read_back_by_name() -> None:
    def label(component: dict[str, Any]) -> dict[str, Any]:
        return {"type": 18, "component": component}

    values, uploads = values_of(
        [
            {"type": 10, "id": 1},
            label({"type": 4, "custom_id": "name", "value": "Otter"}),
            label({"type": 21, "custom_id": "one", "value": None}),
            label({"type": 22, "custom_id": "many", "values": ["a", "b"]}),
            label({"type": 19, "custom_id": "file", "values": ["77"]}),
            {"type": 1, "components": [{"type": 4, "custom_id": "old", "value": "x"}]},
        ]
    )
    assert values == {"name": "Otter", "one": "", "many": ["a", "b"], "old": "x"}
    assert uploads == {"file": ["77"]}
