"""Forms as Discord has them: modals of five fields, corrected until they are right."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bots.dialogue.request import Platform
from bots.dialogue.screen import FormView
from engine.foundation.clock import FrozenClock
from engine.foundation.schema import create_schema
from tests.bots.dialogue.filling_in import Somebody, labels, modal_of, registered, words
from tests.engine.foundation.happenings import counted


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("forms") / "empty.sqlite"
    create_schema(path)
    return path


@pytest.fixture
async def heron(schema: Path, tmp_path: Path) -> AsyncIterator[Somebody]:
    path = tmp_path / "forms.sqlite"
    shutil.copy(schema, path)
    clock = FrozenClock(datetime(2027, 3, 4, 9, tzinfo=UTC))
    with registered():
        somebody = Somebody(path, clock, Platform.DISCORD)
        yield somebody
        await somebody.engine.close()


def names(view: FormView) -> list[str]:
    return [field.name for field in view.fields]


def filled(view: FormView) -> dict[str, str]:
    return {field.name: field.value for field in view.fields if field.value}


async def test_a_short_form_is_one_modal_and_sent_at_once(heron: Somebody) -> None:
    view = modal_of(await heron.gives("trip"))
    assert names(view) == ["name", "kind", "gear", "note"]
    assert filled(view) == {}
    sent = await heron.submits(view, name=" Springs ", kind="w", gear=["r", "t"], note="")
    assert sent.title == "Sent 1"
    assert sent.footer == "name=Springs, kind=w, gear=r+t, note="


async def test_what_is_wrong_is_said_and_the_modal_comes_back_filled(heron: Somebody) -> None:
    view = modal_of(await heron.gives("trip"))
    wrong = await heron.submits(view, name="Nowhere", kind="w", gear=[], note="by day")
    assert "Name: There is no such place." in words(wrong)
    assert labels(wrong) == ["Correct it", "Cancel"]
    assert wrong.form is None  # a modal cannot answer a modal
    await heron.restart()
    again = modal_of(await heron.presses("Correct it", wrong))
    assert filled(again) == {"name": "Nowhere", "kind": "w", "note": "by day"}
    sent = await heron.submits(again, name="Springs", kind="w", gear=[], note="by day")
    assert sent.title == "Sent 1"
    assert await heron.engine.read(counted, "forms sent") == 1


@pytest.mark.parametrize("kind", ["x", "w\nb\nx", ""])
async def test_values_that_no_option_has_are_refused(heron: Somebody, kind: str) -> None:
    view = modal_of(await heron.gives("trip"))
    wrong = await heron.submits(view, name="Springs", kind=kind, gear=[], note="")
    assert words(wrong).count("Kind:") == 1
    assert await heron.engine.read(counted, "forms sent") == 0


async def test_more_than_five_fields_become_two_modals(heron: Somebody) -> None:
    view = modal_of(await heron.gives("long"))
    assert names(view) == ["f1", "f2", "f3", "f4", "f5"]
    first = {f"f{number}": f"v{number}" for number in range(1, 6)}
    more = await heron.submits(view, **first)
    assert "a few more questions" in words(more)
    await heron.restart()
    second = modal_of(await heron.presses("Continue", more))
    assert names(second) == ["f6", "f7"]
    sent = await heron.submits(second, f6="v6", f7="v7")
    assert sent.footer == ", ".join(f"f{number}=v{number}" for number in range(1, 8))


async def test_what_is_wrong_in_the_first_modal_is_corrected_before_the_second(
    heron: Somebody,
) -> None:
    view = modal_of(await heron.gives("long"))
    wrong = await heron.submits(view, f1="v1", f2="Nowhere", f3="v3", f4="Nowhere", f5="v5")
    assert words(wrong).count("There is no such place.") == 2
    correcting = modal_of(await heron.presses("Correct it", wrong))
    assert filled(correcting) == {"f2": "Nowhere", "f4": "Nowhere"}
    more = await heron.submits(correcting, f2="v2", f4="v4")
    second = modal_of(await heron.presses("Continue", more))
    assert names(second) == ["f6", "f7"]
    assert (await heron.submits(second, f6="v6", f7="v7")).title == "Sent 1"


async def test_cancel_drops_what_was_written(heron: Somebody) -> None:
    view = modal_of(await heron.gives("trip"))
    wrong = await heron.submits(view, name="Nowhere", kind="w", gear=[], note="")
    assert "Nothing was sent" in words(await heron.presses("Cancel", wrong))
    assert "sent or cancelled" in (await heron.presses("Correct it", wrong)).toast
    assert filled(modal_of(await heron.gives("trip"))) == {}


async def test_a_form_given_again_after_a_week_is_filled_with_what_was_written(
    heron: Somebody,
) -> None:
    view = modal_of(await heron.gives("trip"))
    await heron.submits(view, name="Nowhere", kind="w", gear=[], note="")
    heron.clock.advance(days=9)
    assert filled(modal_of(await heron.gives("trip"))) == {"name": "Nowhere", "kind": "w"}


async def test_somebody_elses_modal_is_not_theirs_to_send(heron: Somebody) -> None:
    view = modal_of(await heron.gives("trip"))
    heron.user_id = 5_002
    refused = await heron.submits(view, name="Springs", kind="w", gear=[], note="")
    assert refused.toast
    assert await heron.engine.read(counted, "forms sent") == 0


async def test_a_refusal_at_the_end_keeps_what_was_written(heron: Somebody) -> None:
    view = modal_of(await heron.gives("trip"))
    await heron.submits(view, name="Springs", kind="b", note="refuse me")
    again = modal_of(await heron.gives("trip"))
    assert filled(again) == {"name": "Springs", "kind": "b", "note": "refuse me"}
