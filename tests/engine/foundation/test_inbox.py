"""The inbox and the intake: what came is kept, answered once, and emptied after three days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.inbox import KEEP_TEXTS, empty_old_texts
from engine.foundation.intake import (
    FinishUpdate,
    PendingUpdate,
    PendingUpdates,
    StoreUpdate,
    StoreUpdates,
    finish_update,
    pending_updates,
    store_updates,
)
from engine.foundation.tx import Tx
from tests.engine.foundation.happenings import NotWanted, count_up, counted


def count_and_refuse(tx: Tx, name: str) -> None:
    raise NotWanted(count=count_up(tx, name))


async def is_stored(engine: Engine, update: StoreUpdate) -> bool:
    """Alone; False when it was there."""
    return bool((await engine.run(store_updates, StoreUpdates((update,)))).new_ids)


async def test_updates_handed_out_together_are_kept_together(engine: Engine) -> None:
    def keep_and_fail(tx: Tx, command: StoreUpdates) -> None:
        store_updates(tx, command)
        raise ZeroDivisionError("the program ended here")

    together = StoreUpdates(tuple(StoreUpdate("42", id, "person:1", "{}") for id in (3, 1, 2)))
    with pytest.raises(ZeroDivisionError):
        await engine.run(keep_and_fail, together)
    assert await engine.read(pending_updates, PendingUpdates("42")) == ()
    assert (await engine.run(store_updates, together)).new_ids == (3, 1, 2)
    assert (await engine.run(store_updates, together)).new_ids == ()
    waiting = await engine.read(pending_updates, PendingUpdates("42"))
    assert [update.update_id for update in waiting] == [1, 2, 3]


async def test_answers_are_emptied_after_three_days_and_nothing_is_done_twice(
    engine: Engine, clock: FrozenClock
) -> None:
    assert await engine.run(count_up, "a", key="k1") == 1
    clock.advance(seconds=KEEP_TEXTS.total_seconds())
    await engine.run(count_up, "b", key="k2")
    assert await engine.run(empty_old_texts, None) == 0
    clock.advance(microseconds=1)
    assert await engine.run(empty_old_texts, None) == 1
    assert await engine.run(empty_old_texts, None) == 0
    assert await engine.run(count_up, "a", key="k1") is None
    assert await engine.run(count_up, "b", key="k2") == 1
    assert await engine.read(counted, "a") == 1


async def test_a_refusal_once_given_stays_given(engine: Engine) -> None:
    for _ in range(2):
        with pytest.raises(NotWanted) as refusal:
            await engine.run(count_and_refuse, "a", key="k1")
        assert refusal.value.data == {"count": 1}
    assert await engine.read(counted, "a") == 0


async def test_an_answer_that_cannot_be_kept_undoes_its_command(engine: Engine) -> None:
    def unanswerable(tx: Tx, name: str) -> object:
        count_up(tx, name)
        return object()

    with pytest.raises(TypeError):
        await engine.run(unanswerable, "a", key="k1")
    assert await engine.read(counted, "a") == 0
    assert await engine.run(count_up, "a", key="k1") == 1


async def test_an_update_is_stored_once_and_comes_back_in_order(engine: Engine) -> None:
    is_new = []
    for id in (12, 11, 12):
        update = StoreUpdate("42", id, f"person:{id}", f"{{{id}}}")
        is_new.append(await is_stored(engine, update))
    assert is_new == [True, True, False]
    assert await is_stored(engine, StoreUpdate("43", 12, "x", "other bot"))
    waiting = await engine.read(pending_updates, PendingUpdates("42"))
    assert waiting == (
        PendingUpdate(11, "person:11", "{11}"),
        PendingUpdate(12, "person:12", "{12}"),
    )


async def test_a_finished_update_does_not_come_back(engine: Engine) -> None:
    for id in (1, 2, 3):
        await is_stored(engine, StoreUpdate("42", id, "person:1", "body"))
    await engine.run(finish_update, FinishUpdate("42", 2))
    waiting = await engine.read(pending_updates, PendingUpdates("42"))
    assert [update.update_id for update in waiting] == [1, 3]
    assert not await is_stored(engine, StoreUpdate("42", 2, "person:1", "body"))


async def test_only_handled_updates_are_emptied(engine: Engine, clock: FrozenClock) -> None:
    for id in (1, 2):
        await is_stored(engine, StoreUpdate("42", id, "person:1", f"words {id}"))
    await engine.run(finish_update, FinishUpdate("42", 1))
    clock.advance(seconds=(KEEP_TEXTS + timedelta(seconds=1)).total_seconds())
    assert await engine.run(empty_old_texts, None) == 1
    [waiting] = await engine.read(pending_updates, PendingUpdates("42"))
    assert waiting.body == "words 2"
    assert not await is_stored(engine, StoreUpdate("42", 1, "person:1", "new"))
