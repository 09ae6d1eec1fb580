"""Open forms survive, polls find their token, whichever came first."""

from __future__ import annotations

import asyncio

import pytest

from engine.conversations.commands import (
    AnswerPoll,
    BindPoll,
    DraftQuery,
    DropDraft,
    Remember,
    SaveDraft,
    StartDraft,
)
from engine.conversations.errors import DraftGone, DraftTooLong
from engine.conversations.queries import draft_of, recall
from engine.conversations.service import (
    answer_poll,
    bind_poll,
    drop_draft,
    remember,
    save_draft,
    start_draft,
)
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import Forbidden
from engine.people.commands import ErasePerson, Meet
from engine.people.queries import export_person
from engine.people.service import erase_person, meet


@pytest.fixture
async def person_id(engine: Engine) -> int:
    return (await engine.run(meet, Meet("telegram", 1, "Otter"))).who.person_id


def here(person_id: int) -> DraftQuery:
    return DraftQuery(person_id, "telegram", "private")


def begin(person_id: int, form: str = "teach") -> StartDraft:
    return StartDraft(person_id, "telegram", "private", form, arguments={"course": "7"})


async def test_a_form_is_kept_step_by_step(engine: Engine, person_id: int) -> None:
    assert await engine.read(draft_of, here(person_id)) is None
    await engine.run(start_draft, begin(person_id))
    saved = SaveDraft(person_id, "telegram", "private", "teach", 1, {"subject": "Реки"})
    await engine.run(save_draft, saved)
    draft = await engine.read(draft_of, here(person_id))
    assert draft is not None
    assert (draft.form, draft.step, draft.values) == ("teach", 1, {"subject": "Реки"})
    assert draft.arguments == {"course": "7"}
    assert not draft.is_old
    assert await engine.run(drop_draft, DropDraft(person_id, "telegram", "private"))
    assert not await engine.run(drop_draft, DropDraft(person_id, "telegram", "private"))


async def test_a_form_left_for_a_week_is_still_there_and_known_as_old(
    engine: Engine, person_id: int, clock: FrozenClock
) -> None:
    await engine.run(start_draft, begin(person_id))
    clock.advance(days=7)
    draft = await engine.read(draft_of, here(person_id))
    assert draft is not None
    assert not draft.is_old
    clock.advance(seconds=1)
    draft = await engine.read(draft_of, here(person_id))
    assert draft is not None
    assert draft.is_old


async def test_one_form_at_a_time_in_each_place(engine: Engine, person_id: int) -> None:
    await engine.run(start_draft, begin(person_id, "teach"))
    elsewhere = StartDraft(person_id, "telegram", "group:-5", "other")
    await engine.run(start_draft, elsewhere)
    await engine.run(start_draft, begin(person_id, "setup"))
    draft = await engine.read(draft_of, here(person_id))
    assert draft is not None
    assert draft.form == "setup"
    saved = SaveDraft(person_id, "telegram", "private", "teach", 2, {})
    with pytest.raises(DraftGone):
        await engine.run(save_draft, saved)
    assert await engine.read(draft_of, DraftQuery(person_id, "telegram", "group:-5")) is not None


async def test_ten_thousand_characters_fit_and_a_flood_does_not(
    engine: Engine, person_id: int
) -> None:
    await engine.run(start_draft, begin(person_id))
    long = SaveDraft(person_id, "telegram", "private", "teach", 1, {"why": "я" * 10_000})
    await engine.run(save_draft, long)
    flood = SaveDraft(person_id, "telegram", "private", "teach", 1, {"why": "x" * 70_000})
    with pytest.raises(DraftTooLong):
        await engine.run(save_draft, flood)
    draft = await engine.read(draft_of, here(person_id))
    assert draft is not None
    assert len(draft.values["why"]) == 10_000


def bind(person_id: int) -> BindPoll:
    return BindPoll("telegram", "p1", "a:quiz.answer:1", person_id, 41, 900)


async def test_an_answer_finds_its_polls_token(engine: Engine, person_id: int) -> None:
    assert (await engine.run(bind_poll, bind(person_id))).parked is None
    found = await engine.run(answer_poll, AnswerPoll("telegram", "p1", person_id, (0, 2)))
    assert (found.token, found.chat_id, found.message_id) == ("a:quiz.answer:1", 41, 900)


async def test_an_answer_before_its_poll_is_parked_and_handed_out_once(
    engine: Engine, person_id: int
) -> None:
    for options in ((1,), (0, 2)):
        early = AnswerPoll("telegram", "p1", person_id, options)
        assert (await engine.run(answer_poll, early)).token is None
    assert (await engine.run(bind_poll, bind(person_id))).parked == (0, 2)
    assert (await engine.run(bind_poll, bind(person_id))).parked is None


async def test_in_any_order_an_answer_is_used_exactly_once(engine: Engine, person_id: int) -> None:
    for number in range(20):
        poll = f"p{number}"
        bound, answered = await asyncio.gather(
            engine.run(bind_poll, BindPoll("telegram", poll, "t", person_id, 1, 2)),
            engine.run(answer_poll, AnswerPoll("telegram", poll, person_id, (1,))),
        )
        assert (bound.parked is not None) != (answered.token is not None)


async def test_somebody_elses_poll_takes_no_answer(engine: Engine, person_id: int) -> None:
    other = (await engine.run(meet, Meet("telegram", 2, "Heron"))).who.person_id
    await engine.run(bind_poll, bind(person_id))
    with pytest.raises(Forbidden):
        await engine.run(answer_poll, AnswerPoll("telegram", "p1", other, (0,)))


async def test_adapters_remember(engine: Engine) -> None:
    assert await engine.read(recall, "menu:telegram") is None
    await engine.run(remember, Remember("menu:telegram", "abc"))
    await engine.run(remember, Remember("menu:telegram", "def"))
    assert await engine.read(recall, "menu:telegram") == "def"
    await engine.run(remember, Remember("menu:telegram", ""))
    assert await engine.read(recall, "menu:telegram") is None


async def test_open_forms_are_exported_and_erased(engine: Engine, person_id: int) -> None:
    await engine.run(start_draft, begin(person_id))
    await engine.run(bind_poll, bind(person_id))
    await engine.run(answer_poll, AnswerPoll("telegram", "p9", person_id, (1,)))
    exported = await engine.read(export_person, person_id)
    assert exported["conversations"][0]["form"] == "teach"
    await engine.run(erase_person, ErasePerson(person_id))
    assert await engine.read(draft_of, here(person_id)) is None
