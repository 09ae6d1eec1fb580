"""The dialogue's door: whatever comes in is answered, and nothing foreign or forged has effect."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from bots.dialogue import tokens
from bots.dialogue.conversation import Conversations
from bots.dialogue.registry import action, registry
from bots.dialogue.request import (
    ActionPressed,
    CommandGiven,
    FormSubmitted,
    Given,
    Place,
    PlaceKind,
    Platform,
    PollAnswered,
    Request,
    Sender,
    TextTyped,
)
from bots.dialogue.screen import Screen
from bots.dialogue.tokens import Id
from bots.dialogue.visit import Surroundings, Visit
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.people.commands import WhoQuery
from engine.people.queries import who_is

KEY = b"k" * 32
PRIVATE = Place(PlaceKind.PRIVATE, 5)
GROUP = Place(PlaceKind.GROUP, -7)
OTTER = Sender(Platform.TELEGRAM, 5, "Otter", language="en")
HERON = Sender(Platform.TELEGRAM, 6, "Heron", language="es")

numbers = count(1)


@action("test.fault")
async def breaks(visit: Visit, number: Id) -> Screen:
    raise RuntimeError("a defect of the program")


@pytest_asyncio.fixture
async def dialogue(tmp_path: Path, migrated_database: Path) -> AsyncIterator[Conversations]:
    path = tmp_path / "peerloom.sqlite"
    shutil.copy(migrated_database, path)
    engine = Engine(path, FrozenClock(datetime(2027, 3, 9, 9, tzinfo=UTC)))
    yield Conversations(Surroundings(engine, KEY, {}, {}))
    await engine.close()


async def given(
    dialogue: Conversations, what: Given, *, sender: Sender = OTTER, place: Place = PRIVATE
) -> list[Screen]:
    request = Request(f"test:{next(numbers)}", sender, place, what)
    return list((await dialogue.handle(request)).screens)


async def id_of(dialogue: Conversations, sender: Sender) -> int:
    await given(dialogue, CommandGiven("help"), sender=sender)
    engine = dialogue._surroundings.engine
    who = await engine.read(who_is, WhoQuery(sender.platform, sender.platform_user_id))
    assert who is not None
    return who.person_id


def words(screens: list[Screen]) -> str:
    return "\n".join(f"{screen.title} {screen.toast} {screen.body}" for screen in screens)


async def test_a_sender_without_a_person_gets_no_answer_and_no_account(
    dialogue: Conversations,
) -> None:
    nobody = replace(OTTER, platform_user_id=0)
    assert await given(dialogue, CommandGiven("wallet"), sender=nobody, place=GROUP) == []
    engine = dialogue._surroundings.engine
    assert await engine.read(who_is, WhoQuery(Platform.TELEGRAM, 0)) is None


async def test_a_token_of_somebody_else_is_answered_by_an_alert(dialogue: Conversations) -> None:
    otter = await id_of(dialogue, OTTER)
    await id_of(dialogue, HERON)
    token = tokens.make(KEY, "o", "set.erase_now", (), otter)
    screens = await given(dialogue, ActionPressed(token), sender=HERON)
    assert [screen.is_alert and screen.is_toast_only for screen in screens] == [True]
    assert await id_of(dialogue, OTTER) == otter


async def test_a_public_token_works_for_whoever_presses(dialogue: Conversations) -> None:
    otter = await id_of(dialogue, OTTER)
    await id_of(dialogue, HERON)
    token = tokens.make(KEY, "p", "wallet.show", (), otter)
    screens = await given(dialogue, ActionPressed(token), sender=HERON)
    assert "Monedero" in words(screens)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("no.more", ()), ("lesson.page", (1,)), ("lesson.page", ("a_b", "c")), ("quiz.take", ())],
)
async def test_a_whole_token_of_a_former_version_says_so(
    dialogue: Conversations, name: str, arguments: tuple[int | str, ...]
) -> None:
    token = tokens.make(KEY, "o", name, arguments, await id_of(dialogue, OTTER))
    assert "from an earlier version" in words(await given(dialogue, ActionPressed(token)))


async def test_a_form_cannot_be_sent_with_the_token_of_a_button(dialogue: Conversations) -> None:
    otter = await id_of(dialogue, OTTER)
    button = tokens.make(KEY, "o", "set.erase_now", (), otter)
    assert "from an earlier version" in words(await given(dialogue, FormSubmitted(button)))
    assert await id_of(dialogue, OTTER) == otter


async def test_a_form_of_somebody_else_cannot_be_sent(dialogue: Conversations) -> None:
    token = tokens.make(KEY, "f", "teach", (), await id_of(dialogue, OTTER))
    filled = FormSubmitted(token, {"topic": "Weaving", "experience": "From my aunt."})
    screens = await given(dialogue, filled, sender=replace(HERON, language="en"))
    assert "belongs to somebody else" in words(screens)


async def test_a_fault_names_a_reference_and_nothing_of_the_inside(
    dialogue: Conversations,
) -> None:
    token = tokens.make(KEY, "o", "test.fault", (1,), await id_of(dialogue, OTTER))
    said = words(await given(dialogue, ActionPressed(token)))
    assert "nothing of yours is lost" in said
    assert "a defect of the program" not in said


async def test_a_refusal_of_a_press_is_an_alert_and_of_a_line_a_message(
    dialogue: Conversations,
) -> None:
    otter = await id_of(dialogue, OTTER)
    token = tokens.make(KEY, "o", "quiz.take", (999_999,), otter)
    screens = await given(dialogue, ActionPressed(token))
    assert [screen.is_alert for screen in screens] == [True]
    for _ in range(70):
        screens = await given(dialogue, CommandGiven("help"))
    assert "That was a lot at once" in words(screens)
    assert not screens[0].is_toast_only


async def test_one_person_at_a_time_is_slowed_down(dialogue: Conversations) -> None:
    for _ in range(70):
        await given(dialogue, CommandGiven("help"))
    assert "That was a lot at once" not in words(
        await given(dialogue, CommandGiven("help"), sender=replace(HERON, language="en"))
    )


async def test_groups_talk_among_themselves(dialogue: Conversations) -> None:
    assert await given(dialogue, TextTyped("hello all"), place=GROUP) == []
    assert await given(dialogue, CommandGiven("xyzzy"), place=GROUP) == []


@pytest.mark.parametrize("typed", ["", " ", "z" * 5_000, "\u202e", "/", "\ud83e\udda6"])
async def test_any_word_for_a_command_is_answered_shortly(
    dialogue: Conversations, typed: str
) -> None:
    said = words(await given(dialogue, CommandGiven(typed)))
    assert "/help" in said
    assert len(said) < 400


async def test_a_vote_in_a_poll_that_nobody_knows_is_kept_and_not_answered(
    dialogue: Conversations,
) -> None:
    assert await given(dialogue, PollAnswered("unknown", (0,))) == []
    assert await given(dialogue, PollAnswered("unknown", ())) == []


@pytest.mark.parametrize("token", ["", "x", "o:::", "o:set.show::\u0410" + "A" * 10, "o:" * 40])
def test_what_is_no_token_is_known_for_it(dialogue: Conversations, token: str) -> None:
    assert not dialogue.nature(token).is_known


def test_every_command_has_words_in_every_language(dialogue: Conversations) -> None:
    entries = dialogue.commands()
    assert {entry.name for entry in entries} == set(registry.commands)
    for entry in entries:
        assert len(set(entry.descriptions)) >= 3
        assert all(1 <= len(said) <= 100 for said in entry.descriptions.values()), entry.name
