"""People act through the control interface, and refusals say what there is instead."""

from __future__ import annotations

import base64
from typing import Any

from aiohttp import FormData

from playground.members import newcomer
from tests.playground.small_world import SmallWorld


async def seen(world: SmallWorld, who: str, on: str = "telegram", chat: str = "") -> list[Any]:
    status, view = await world.get(f"/control/people/{who}/view?on={on}&in={chat}")
    assert status == 200
    return list(view["messages"])


async def test_people_have_ids_on_both_platforms_and_what_they_have_not_read(
    world: SmallWorld,
) -> None:
    await world.post("/control/people/learner/say", {"on": "telegram", "text": "hello"})
    _, people = await world.get("/control/people")
    otter = next(person for person in people if person["name"] == "learner")
    assert (otter["telegram"], otter["discord"]) == (11, 21)
    assert otter["unread"] == {"telegram": 1, "discord": 0}
    await world.post("/control/people/learner/read", {"on": "telegram"})
    _, people = await world.get("/control/people")
    assert people[0]["unread"]["telegram"] == 0


async def test_a_person_speaks_and_presses(world: SmallWorld) -> None:
    _, done = await world.post("/control/people/learner/say", {"on": "telegram", "text": "/start"})
    assert done == {"typed": 1, "pressed": 0}
    _, done = await world.post(
        "/control/people/learner/press", {"on": "telegram", "label": "continue"}
    )
    assert done == {"typed": 0, "pressed": 1}
    assert (await seen(world, "learner"))[-1]["text"] == "You pressed 🧵 Continue"
    assert (await seen(world, "friend", "telegram", "py-cohort"))[-1]["text"] == "learner passed"


async def test_an_unknown_name_becomes_a_member_with_ids_of_its_own(world: SmallWorld) -> None:
    assert await seen(world, "willow-2") == []
    _, people = await world.get("/control/people")
    willow = people[-1]
    assert willow["telegram"] == newcomer("willow-2").telegram_id
    assert willow["telegram"] != newcomer("willow-3").telegram_id
    kept = world.store.get("member", "willow-2")
    assert kept is not None
    assert kept["display_name"] == "Willow 2"


async def test_what_cannot_be_done_is_answered_with_a_sentence(world: SmallWorld) -> None:
    cases: list[tuple[str, Any, int, str]] = [
        ("learner/press", {"on": "telegram", "label": "Nope"}, 404, "There is no [Nope]"),
        ("learner/say", {"on": "telegram", "text": " "}, 400, "nothing to say"),
        ("learner/say", {"on": "mail", "text": "hi"}, 400, "telegram or discord"),
        ("learner/say", {"on": "telegram", "in": "x", "text": "hi"}, 404, "no place x"),
        ("learner/fly", {"on": "telegram"}, 404, "say, press, fill"),
        ("learner/press", {"on": "telegram"}, 400, '"label"'),
        ("learner/fill", {"on": "discord", "fields": {"Name": "x"}}, 404, "No form"),
        ("learner/fill", {"on": "discord"}, 400, '"fields"'),
        ("learner/file", {"on": "telegram", "file": {"name": "a"}}, 400, "base64"),
        ("learner/act", {"on": "telegram", "what": "fly"}, 404, "there is wave"),
        ("9lives/say", {"on": "telegram", "text": "hi"}, 400, "handle"),
    ]
    for path, body, status, sentence in cases:
        got, answer = await world.post(f"/control/people/{path}", body)
        assert (got, sentence in answer["error"]) == (status, True), (path, answer)


async def test_a_body_that_is_not_json_is_refused(world: SmallWorld) -> None:
    address = f"{world.base_url}/control/people/learner/say"
    for body in ("{", "[]"):
        async with world.session.post(address, data=body) as answer:
            assert answer.status == 400
            assert "JSON" in (await answer.json())["error"]


async def test_a_form_on_discord_is_filled_and_counts_what_was_typed(world: SmallWorld) -> None:
    await world.post("/control/people/learner/say", {"on": "discord", "text": "/form"})
    _, view = await world.get("/control/people/learner/view?on=discord&in=")
    assert view["modal"]["title"] == "Teach here"
    status, done = await world.post(
        "/control/people/learner/fill",
        {"on": "discord", "fields": {"Name": "Maple", "Level": "Beginners"}},
    )
    assert (status, done) == (200, {"typed": 1, "pressed": 1})
    assert "Name=Maple" in (await seen(world, "learner", "discord"))[-1]["text"]


async def test_a_form_on_telegram_is_a_conversation(world: SmallWorld) -> None:
    await world.post("/control/people/learner/say", {"on": "telegram", "text": "/ask"})
    _, done = await world.post(
        "/control/people/learner/fill",
        {"on": "telegram", "fields": {"For whom": "Beginners", "Title": "Loops"}},
    )
    assert done == {"typed": 1, "pressed": 1}
    texts = [message["text"] for message in await seen(world, "learner")]
    assert texts[-3:] == ["You pressed Beginners", "Loops", "You said Loops"]


async def test_files_travel_as_base64_and_as_multipart(world: SmallWorld) -> None:
    packed = {"name": "course.zip", "content": base64.b64encode(b"zip").decode()}
    await world.post("/control/people/learner/file", {"on": "telegram", "file": packed})
    form = FormData()
    form.add_field("on", "telegram")
    form.add_field("text", "silence, here is one more")
    form.add_field("file", b"four", filename="more.zip")
    address = f"{world.base_url}/control/people/learner/say"
    async with world.session.post(address, data=form) as answer:
        assert answer.status == 200
    files = [
        file for message in await seen(world, "learner") for file in message.get("files") or ()
    ]
    assert [(file["name"], file["size"]) for file in files] == [("course.zip", 3), ("more.zip", 4)]


async def test_autocomplete_and_dismissal(world: SmallWorld) -> None:
    _, answer = await world.post(
        "/control/people/learner/complete",
        {"on": "discord", "command": "learn", "option": "course", "partial": "pyth"},
    )
    assert answer["choices"] == [{"name": "Programming with Python", "value": "programming"}]
    await world.post("/control/people/learner/say", {"on": "discord", "text": "/form"})
    await world.post("/control/people/learner/dismiss", {"on": "discord"})
    _, view = await world.get("/control/people/learner/view?on=discord&in=")
    assert view["modal"] is None
