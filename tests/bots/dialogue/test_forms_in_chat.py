"""Forms as Telegram has them: one question after another, through the real conversations."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bots.dialogue.request import Attachment, FileSent, Place, PlaceKind, Platform
from bots.dialogue.screen import Mode
from engine.foundation.clock import FrozenClock
from engine.foundation.schema import create_schema
from tests.bots.dialogue.filling_in import Somebody, labels, registered, words
from tests.engine.foundation.happenings import counted


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("forms") / "empty.sqlite"
    create_schema(path)
    return path


@pytest.fixture
async def otter(schema: Path, tmp_path: Path) -> AsyncIterator[Somebody]:
    path = tmp_path / "forms.sqlite"
    shutil.copy(schema, path)
    clock = FrozenClock(datetime(2027, 3, 4, 9, tzinfo=UTC))
    with registered():
        somebody = Somebody(path, clock, Platform.TELEGRAM)
        yield somebody
        await somebody.engine.close()


async def test_a_form_is_asked_one_question_after_another_and_sent_once(otter: Somebody) -> None:
    first = await otter.gives("trip")
    assert "Name\nA short one" in words(first)
    assert "1 of 4" in words(first)
    assert first.expects_text
    assert labels(first) == ["Cancel"]
    second = await otter.types(" Springs ")
    assert labels(second) == ["On foot", "By boat", "Back", "Cancel"]
    assert not second.expects_text
    third = await otter.presses("On foot")
    assert labels(third) == ["Rope", "Map", "Tent", "Done", "Back", "Cancel"]
    await otter.presses("Rope")
    await otter.presses("Tent")
    marked = await otter.presses("✓ Rope")
    assert labels(marked)[:3] == ["Rope", "Map", "✓ Tent"]
    assert marked.mode is Mode.EDIT
    fourth = await otter.presses("Done")
    assert labels(fourth) == ["Back", "Skip", "Cancel"]
    sent = await otter.types("bring water")
    assert sent.title == "Sent 1"
    assert sent.footer == "name=Springs, kind=w, gear=t, note=bring water"
    assert await otter.engine.read(counted, "forms sent") == 1


async def test_what_was_answered_decides_what_is_asked_next(otter: Somebody) -> None:
    await otter.gives("trip")
    await otter.types("Springs")
    third = await otter.types("by BOAT")
    assert "Note" in words(third)
    assert "3 of 3" in words(third)
    sent = await otter.presses("Skip")
    assert sent.footer == "name=Springs, kind=b, note="


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("x", "At least 2 characters"),
        ("x" * 11, "11 characters; at most 10"),
        ("Nowhere", "There is no such place."),
        ("   ", "needs an answer"),
    ],
)
async def test_an_answer_that_does_not_fit_is_asked_for_again(
    otter: Somebody, typed: str, said: str
) -> None:
    await otter.gives("trip")
    asked = await otter.types(typed)
    assert said in words(asked)
    assert "1 of 4" in words(asked)
    assert "2 of 4" in words(await otter.types("Springs"))


async def test_a_choice_is_pressed_or_typed_and_nothing_else(otter: Somebody) -> None:
    await otter.gives("trip")
    await otter.types("Springs")
    assert "press one of the buttons" in words(await otter.types("By plane"))

    async def content() -> bytes:
        return b""

    sent = FileSent(Attachment("map.png", 3, content))
    assert "type your answer" in words(await otter.does(sent))


async def test_back_keeps_what_was_written(otter: Somebody) -> None:
    await otter.gives("trip")
    await otter.types("Springs")
    earlier = await otter.presses("Back")
    assert "So far: Springs" in words(earlier)
    assert earlier.mode is Mode.EDIT
    await otter.types("Deltas")
    assert "So far: On foot" not in words(otter.screens[-1])
    await otter.presses("By boat")
    assert (await otter.presses("Skip")).footer.startswith("name=Deltas, kind=b")


async def test_an_earlier_questions_button_says_that_the_form_moved_on(otter: Somebody) -> None:
    await otter.gives("trip")
    second = await otter.types("Springs")
    await otter.presses("On foot")
    late = await otter.presses("By boat", second)
    assert "moved on" in late.toast
    assert late.is_alert
    await otter.presses("Done", await otter.presses("Map", await otter.gives("trip")))
    assert "kind=w" in (await otter.presses("Skip")).footer


async def test_cancel_drops_the_form_and_its_buttons_say_so(otter: Somebody) -> None:
    await otter.gives("trip")
    second = await otter.types("Springs")
    assert "Nothing was sent" in words(await otter.presses("Cancel"))
    assert "sent or cancelled" in (await otter.presses("On foot", second)).toast
    await otter.types("Deltas")
    assert "2 of" not in words(otter.screens[-1])
    fresh = await otter.gives("trip")
    assert "So far" not in words(fresh)
    assert await otter.engine.read(counted, "forms sent") == 0


async def test_a_restart_in_the_middle_loses_nothing(otter: Somebody) -> None:
    await otter.gives("trip")
    second = await otter.types("Springs")
    await otter.restart()
    third = await otter.presses("On foot", second)
    assert "3 of 4" in words(third)
    await otter.restart()
    await otter.presses("Done", third)
    await otter.restart()
    assert (await otter.types("by day")).footer == "name=Springs, kind=w, gear=, note=by day"


async def test_a_line_delivered_again_is_not_the_answer_to_the_next_question(
    otter: Somebody,
) -> None:
    await otter.gives("long")
    await otter.types("one")
    await otter.restart()
    repeated = await otter.again()
    assert "2 of 7" in words(repeated)
    assert "Field 2" in words(repeated)
    for number in range(2, 8):
        last = await otter.types(f"answer {number}")
    expected = ["f1=one", *(f"f{number}=answer {number}" for number in range(2, 8))]
    assert last.footer == ", ".join(expected)
    await otter.again()
    assert await otter.engine.read(counted, "forms sent") == 1


async def test_a_refusal_at_the_end_keeps_what_was_written(otter: Somebody) -> None:
    await otter.gives("trip")
    await otter.types("Springs")
    await otter.presses("By boat")
    await otter.types("refuse me")
    again = await otter.gives("trip")
    assert "So far: refuse me" in words(again)
    assert (await otter.types("thank you")).title == "Sent 1"


async def test_a_form_left_for_a_week_asks_how_to_go_on(otter: Somebody) -> None:
    await otter.gives("trip")
    await otter.types("Springs")
    otter.clock.advance(days=7)
    assert "2 of 4" in words(await otter.types("By plane"))
    otter.clock.advance(seconds=1)
    asked = await otter.types("on foot")
    assert labels(asked) == ["Continue", "Start over", "Cancel"]
    assert "You left this form" in words(asked)
    went_on = await otter.presses("Continue", asked)
    assert "2 of 4" in words(went_on)
    assert "3 of 4" in words(await otter.types("on foot"))


async def test_a_form_left_for_a_week_can_be_begun_anew(otter: Somebody) -> None:
    await otter.gives("trip")
    await otter.types("Springs")
    otter.clock.advance(days=8)
    asked = await otter.gives("trip")
    assert "You left this form" in words(asked)
    fresh = await otter.presses("Start over")
    assert "1 of 4" in words(fresh)
    assert "So far" not in words(fresh)


async def test_forms_in_two_places_and_of_two_people_do_not_mix(otter: Somebody) -> None:
    await otter.gives("trip")
    await otter.types("Springs")
    otter.place = Place(PlaceKind.GROUP, -100)
    assert "1 of 4" in words(await otter.gives("trip"))
    otter.user_id = 5_002
    await otter.types("words of somebody else")
    assert otter.screens == ()
    otter.user_id = 5_001
    assert "2 of 4" in words(await otter.types("Deltas"))


async def test_another_form_makes_room_for_itself(otter: Somebody) -> None:
    await otter.gives("trip")
    await otter.types("Springs")
    assert "1 of 7" in words(await otter.gives("long"))
    assert "1 of 4" in words(await otter.gives("trip"))
