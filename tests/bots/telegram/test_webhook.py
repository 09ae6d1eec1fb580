"""Updates by webhook: stored before 200, in order, once, and from nobody but Telegram."""

from __future__ import annotations

import asyncio
import io
import json
import socket
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
import structlog

from bots.dialogue.request import Request
from bots.dialogue.screen import Reply
from bots.telegram.adapter import bot_id_of
from bots.telegram.engine_intake import EngineIntake
from bots.telegram.intake import Intake, Stored
from bots.telegram.webhook import AT_ONCE, BODY_BYTES, SECRET_HEADER, BadWebhook, WebhookPlace
from engine.foundation.door import Engine
from tests.bots.telegram.conftest import TOKEN, Stage
from tests.bots.telegram.counting import Counting, Shelf

SECRET = "a-secret_of_43_letters_that-opens-nothing-0"
PLACE = WebhookPlace("http://127.0.0.1:0/telegram", SECRET, port=0)
WORDS = "words that no log may hold"
FIRST_ID = 900_000_000  # far from the playground's own


def said(number: int, words: str = WORDS, *, person: int = 5001) -> dict[str, Any]:
    """An update as Telegram writes it."""
    sender = {"id": person, "is_bot": False, "first_name": "Otter"}
    message = {
        "message_id": number, "date": 1_800_000_000, "text": words,
        "chat": {"id": person, "type": "private", "first_name": "Otter"}, "from": sender,
    }  # fmt: skip
    return {"update_id": FIRST_ID + number, "message": message}


class Door:
    """What stands before the public address: it posts what it likes."""

    def __init__(self, stage: Stage, session: aiohttp.ClientSession) -> None:
        self.stage = stage
        self.session = session

    @property
    def url(self) -> str:
        return str(self.stage.world.core.updates.webhook_info()["url"])

    async def post(self, body: Any, *, secret: str | None = SECRET, **more: Any) -> int:
        headers = {SECRET_HEADER: secret} if secret is not None else {}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        posting = self.session.post(self.url, data=io.BytesIO(data), headers=headers, **more)
        async with posting as answer:
            await answer.read()
            return answer.status

    async def raw(self, head: str) -> str:
        """The first line that is answered to these headers alone, with no body behind them."""
        parts = urlsplit(self.url)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        lines = [f"POST {parts.path} HTTP/1.1", f"Host: {parts.netloc}", head, "", ""]
        writer.write("\r\n".join(lines).encode())
        async with asyncio.timeout(10):
            line = await reader.readline()
        writer.close()
        return line.decode().strip()

    async def stored(self) -> list[int]:
        return [update.update_id for update in await self.stage.shelf.pending()]


@pytest.fixture
async def door(stage: Stage) -> AsyncIterator[Door]:
    """Open, with an intake in memory."""
    stage.webhook = PLACE
    await stage.start()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        yield Door(stage, session)
        await stage.stop()


@pytest.fixture
async def kept(stage: Stage, address: Path | str) -> AsyncIterator[Door]:
    """Open, with the engine behind it."""
    engine = Engine(address)
    stage.shelf = EngineIntake(engine, bot_id_of(TOKEN))
    stage.webhook = PLACE
    await stage.start()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        yield Door(stage, session)
        await stage.stop()
    await engine.close()


async def test_what_is_pushed_is_handled_as_what_is_polled(kept: Door) -> None:
    stage = kept.stage
    await stage.say("hello")
    await stage.say("/start")
    await stage.press("Inc")
    assert stage.names() == ["hello", "start", "inc"]
    assert stage.last()["text"].startswith("Count 1")
    assert await kept.stored() == []
    assert stage.adapter is not None
    assert stage.adapter.updates_taken()["stored"] == 3
    (call,) = stage.calls("setWebhook")
    assert call["body"]["allowed_updates"] == [
        "message", "callback_query", "poll_answer", "my_chat_member"
    ]  # fmt: skip
    assert call["body"]["max_connections"] == "40"
    assert stage.calls("getUpdates") == []
    assert SECRET not in repr(stage.world.requests())


async def test_an_update_is_on_the_disk_before_telegram_hears_of_it(kept: Door) -> None:
    stage = kept.stage
    stage.dialogue.held = {WORDS}
    assert await kept.post(said(1)) == 200
    assert await kept.stored() == [FIRST_ID + 1]
    stage.dialogue.gate.set()
    await stage.settle()
    assert await kept.stored() == []
    assert stage.dialogue.finished == [WORDS]


@pytest.mark.parametrize("secret", [None, "", SECRET[:-1], SECRET + "x", SECRET.upper(), "\udcff"])
async def test_a_forged_update_is_refused_unread(door: Door, secret: str | None) -> None:
    if secret != "\udcff":  # a client refuses to send it, a wire does not
        assert await door.post(said(1), secret=secret) == 403
    header = f"{SECRET_HEADER}: {secret or ''}"
    # With a right one it would wait for the body that the headers promise.
    line = await door.raw(f"{header}\r\nContent-Length: 1000".replace("\udcff", "\xff"))
    assert line == "HTTP/1.1 403 Forbidden"
    assert await door.stored() == []
    assert door.stage.names() == []
    assert door.stage.adapter is not None
    assert door.stage.adapter.updates_taken()["forged"] >= 1


async def test_a_body_over_a_mebibyte_is_refused(door: Door) -> None:
    promised = f"{SECRET_HEADER}: {SECRET}\r\nContent-Length: {BODY_BYTES + 1}"
    assert await door.raw(promised) == "HTTP/1.1 413 Request Entity Too Large"
    whole = json.dumps(said(1)).encode()

    async def pieces(size: int) -> AsyncIterator[bytes]:
        yield whole
        for _ in range((size - len(whole)) // 1024):
            yield b" " * 1024
        yield b" " * ((size - len(whole)) % 1024)

    headers = {SECRET_HEADER: SECRET}
    for size, status in ((BODY_BYTES, 200), (BODY_BYTES + 1, 413)):
        try:
            async with door.session.post(door.url, data=pieces(size), headers=headers) as answer:
                found = answer.status
        except aiohttp.ClientError:
            found = 413  # it closed before all was sent, as it may
        assert found == status
    assert door.stage.adapter is not None
    assert door.stage.adapter.updates_taken()["too_large"] == 2
    await door.stage.settle()
    assert door.stage.names() == [WORDS]


NO_UPDATES = [
    b"", b"{", b"null", b"[]", b'"update_id"', b"7", b"{}", b'{"update_id": "7"}',
    b'{"update_id": null}', b'{"update_id": true}', b'{"update_id": 7.5}', b'{"update_id": -7}',
    b'{"update_id": 0}', b'{"update_id": 9223372036854775808}', b'{"update_id": 1e400}',
    b"\xff\xfe{", b"[" * 100_000, b'{"update_id": ' + b"9" * 5000 + b"}",
]  # fmt: skip


@pytest.mark.parametrize("body", NO_UPDATES, ids=range(len(NO_UPDATES)))
async def test_what_is_no_update_is_refused_and_stored_nowhere(door: Door, body: bytes) -> None:
    assert await door.post(body) == 400
    assert await door.stored() == []
    assert await door.post(said(1)) == 200


async def test_a_sender_who_goes_away_in_the_middle_leaves_nothing(door: Door) -> None:
    parts = urlsplit(door.url)
    _, writer = await asyncio.open_connection(parts.hostname, parts.port)
    head = f"POST {parts.path} HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\n"
    writer.write(f"{head}Content-Length: 500\r\n\r\n{{".encode())
    await writer.drain()
    writer.close()
    adapter = door.stage.adapter
    assert adapter is not None
    await door.stage.wait_for(lambda: adapter.updates_taken()["no_update"] == 1)
    assert await door.post(said(1)) == 200


async def test_only_posts_to_the_one_path_are_taken_of_any_content_type(door: Door) -> None:
    for method in ("GET", "PUT", "DELETE", "HEAD"):
        async with door.session.request(method, door.url) as answer:
            assert answer.status == 405
    async with door.session.post(door.url + "/more", headers={SECRET_HEADER: SECRET}) as answer:
        assert answer.status == 404
    for number, kind in enumerate(("text/plain", "application/octet-stream", "Nonsense")):
        headers = {SECRET_HEADER: SECRET, "Content-Type": kind}
        body = json.dumps(said(number + 1)).encode()
        async with door.session.post(door.url, data=body, headers=headers) as answer:
            assert answer.status == 200


async def test_an_update_that_comes_twenty_times_at_once_has_one_effect(kept: Door) -> None:
    stage = kept.stage
    found = await asyncio.gather(*(kept.post(said(1, "/start")) for _ in range(20)))
    assert found == [200] * 20
    await stage.settle()
    assert await kept.post(said(1, "/start")) == 200
    await stage.settle()
    assert stage.names() == ["start"]
    assert stage.adapter is not None
    taken = stage.adapter.updates_taken()
    assert (taken["stored"], taken["known"]) == (1, 20)


async def test_two_programs_that_are_given_the_same_update_handle_it_once(
    kept: Door, address: Path | str
) -> None:
    other = Stage(kept.stage.world, kept.stage.api_base)
    other.dialogue = kept.stage.dialogue
    # A file has one writer; a server may have several programs on it.
    engine = Engine(address) if isinstance(address, str) else None
    other.shelf = EngineIntake(engine, bot_id_of(TOKEN)) if engine else kept.stage.shelf
    other.webhook = PLACE
    first = kept.url
    await other.start()
    headers = {SECRET_HEADER: SECRET}
    second = kept.url
    assert first != second
    for number in range(1, 11):
        body = json.dumps(said(number, f"line {number}")).encode()
        answers = await asyncio.gather(
            *(kept.session.post(url, data=body, headers=headers) for url in (first, second))
        )
        assert [answer.status for answer in answers] == [200, 200]
    await kept.stage.settle()
    await other.settle()
    assert sorted(kept.stage.names()) == sorted(f"line {number}" for number in range(1, 11))
    assert await kept.stored() == []
    await other.stop()
    if engine is not None:
        await engine.close()


class Trouble:
    """An intake that fails as a database does: before it stored, or after, with its answer lost."""

    def __init__(self, inner: Intake) -> None:
        self._inner = inner
        self.fails = ""
        self.gate = asyncio.Event()
        self.gate.set()
        self.waiting = 0

    async def store(self, updates: Sequence[Stored]) -> Sequence[Stored]:
        self.waiting += 1
        await self.gate.wait()
        if self.fails == "before":
            raise ConnectionError(WORDS)
        new = await self._inner.store(updates)
        if self.fails == "after":
            raise ConnectionError(WORDS)
        return new

    async def finish(self, update_id: int) -> None:
        await self._inner.finish(update_id)

    async def pending(self) -> Sequence[Stored]:
        return await self._inner.pending()


@pytest.fixture
async def troubled(stage: Stage, address: Path | str) -> AsyncIterator[tuple[Door, Trouble]]:
    engine = Engine(address)
    trouble = Trouble(EngineIntake(engine, bot_id_of(TOKEN)))
    stage.shelf = trouble
    stage.webhook = PLACE
    await stage.start()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        yield Door(stage, session), trouble
        trouble.gate.set()
        await stage.stop()
    await engine.close()


@pytest.mark.parametrize("fails", ["before", "after"])
async def test_what_could_not_be_stored_comes_again_and_has_one_effect(
    troubled: tuple[Door, Trouble], fails: str
) -> None:
    door, trouble = troubled
    trouble.fails = fails
    assert await door.post(said(1)) == 500
    assert door.stage.names() == []
    trouble.fails = ""
    assert await door.post(said(1)) == 200
    await door.stage.settle()
    assert door.stage.dialogue.finished == [WORDS]
    assert await door.post(said(1)) == 200
    await door.stage.settle()
    assert door.stage.dialogue.finished == [WORDS]


async def test_the_platform_itself_sends_again_what_could_not_be_stored(
    troubled: tuple[Door, Trouble],
) -> None:
    door, trouble = troubled
    trouble.fails = "after"
    await door.stage.world.say("learner", "", "hello")
    adapter = door.stage.adapter
    assert adapter is not None
    await door.stage.wait_for(lambda: adapter.updates_taken()["not_stored"] >= 2)
    trouble.fails = ""
    await door.stage.settle()
    assert door.stage.dialogue.finished == ["hello"]


async def test_a_burst_beyond_what_may_be_in_hand_is_told_to_come_again(
    troubled: tuple[Door, Trouble],
) -> None:
    door, trouble = troubled
    trouble.gate.clear()
    posts = [asyncio.create_task(door.post(said(n, person=n))) for n in range(1, AT_ONCE + 1)]
    await door.stage.wait_for(lambda: trouble.waiting == AT_ONCE)
    headers = {SECRET_HEADER: SECRET}
    async with door.session.post(door.url, data=b"", headers=headers) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "1")
    trouble.gate.set()
    assert await asyncio.gather(*posts) == [200] * AT_ONCE
    await door.stage.settle()
    assert len(door.stage.dialogue.finished) == AT_ONCE


async def test_updates_of_one_person_that_race_are_handled_in_order(kept: Door) -> None:
    stage = kept.stage
    stage.dialogue.held = {"line 0"}
    assert await kept.post(said(1, "line 0")) == 200
    await stage.until(1, "line 0")
    numbers = [7, 3, 9, 2, 8, 4, 6, 5, 10]
    found = await asyncio.gather(*(kept.post(said(n, f"line {n}")) for n in numbers))
    assert found == [200] * len(numbers)
    # Another person does not wait for them.
    assert await kept.post(said(11, "mine", person=5002)) == 200
    await stage.wait_for(lambda: "mine" in stage.dialogue.finished)
    stage.dialogue.gate.set()
    await stage.settle()
    in_order = [f"line {n}" for n in sorted(numbers)]
    assert stage.dialogue.finished == ["mine", "line 0", *in_order]


async def test_what_a_killed_process_left_is_handled_first_by_webhook_too(kept: Door) -> None:
    stage = kept.stage
    stage.dialogue.held = {"first"}
    await stage.world.say("learner", "", "first")
    await stage.until(1, "first")
    await kept.post(said(2, "second"))
    await stage.stop()
    await stage.world.say("learner", "", "third")  # Telegram keeps it while nobody listens
    stage.dialogue.gate.set()
    await stage.start()
    assert stage.dialogue.finished == ["first", "second", "third"]


class Stubborn(Counting):
    """A handler that does not end at once when the program ends."""

    def __init__(self) -> None:
        super().__init__()
        self.is_ending = asyncio.Event()
        self.may_end = asyncio.Event()

    async def handle(self, request: Request) -> Reply:
        try:
            return await super().handle(request)
        except asyncio.CancelledError:
            self.is_ending.set()
            await self.may_end.wait()
            raise


async def test_while_it_ends_telegram_is_told_to_come_again(stage: Stage) -> None:
    dialogue = Stubborn()
    dialogue.held = {WORDS}
    stage.dialogue = dialogue
    stage.webhook = PLACE
    await stage.start()
    async with aiohttp.ClientSession() as session:
        door = Door(stage, session)
        assert await door.post(said(1)) == 200
        await stage.until(1, WORDS)
        ending = asyncio.create_task(stage.stop())
        await dialogue.is_ending.wait()
        assert await door.post(said(2)) == 503
        dialogue.may_end.set()
        await ending
        assert await door.stored() == [FIRST_ID + 1]
        with pytest.raises(aiohttp.ClientConnectorError):
            await door.post(said(2))


async def test_no_log_line_holds_a_text_or_the_secret(troubled: tuple[Door, Trouble]) -> None:
    door, trouble = troubled
    with structlog.testing.capture_logs() as lines:
        trouble.fails = "before"
        assert await door.post(said(1)) == 500
        assert await door.post(said(1), secret=WORDS) == 403
        assert await door.post(f'{{"{WORDS}"'.encode()) == 400
        assert await door.post(f'"{WORDS}"'.encode() + b" " * BODY_BYTES) == 413
    assert {line["event"] for line in lines} == {
        "telegram.not_stored", "telegram.webhook_refused"
    }  # fmt: skip
    assert WORDS not in str(lines)
    assert SECRET not in str(lines)


async def test_a_flood_of_forgeries_does_not_fill_the_log(door: Door) -> None:
    with structlog.testing.capture_logs() as lines:
        for _ in range(40):
            assert await door.post(b"", secret="wrong") == 403
    assert [line["count"] for line in lines] == [1, 2, 4, 8, 16, 32]


async def test_half_of_a_surrogate_pair_is_kept_as_it_came(kept: Door) -> None:
    body = json.dumps(said(1, "half")).replace("half", "half \\ud83d").encode()
    kept.stage.dialogue.held = {"half \ud83d"}
    assert await kept.post(body) == 200
    (update,) = await kept.stage.shelf.pending()
    assert "half \\ud83d" in update.body


async def test_a_webhook_that_was_removed_is_set_again(stage: Stage) -> None:
    stage.webhook = replace(PLACE, look_seconds=0.2)
    await stage.start()
    updates = stage.world.core.updates
    updates.delete_webhook(drop=False)
    await stage.wait_for(lambda: updates.webhook_info()["url"])
    await stage.say("hello")
    assert stage.names() == ["hello"]


async def test_a_webhook_of_another_program_is_left_and_told_of(stage: Stage) -> None:
    stage.webhook = replace(PLACE, look_seconds=0.2)
    adapter = await stage.start()
    assert adapter.is_ready()
    another = "http://127.0.0.1:9/another"
    updates = stage.world.core.updates
    updates.set_webhook(another, secret="", allowed=None, drop=False, max_connections=1)
    await stage.wait_for(lambda: not adapter.is_ready())
    assert updates.webhook_info()["url"] == another


async def test_it_is_not_ready_while_telegram_is_away(stage: Stage) -> None:
    stage.webhook = replace(PLACE, look_seconds=0.2)
    adapter = await stage.start()
    stage.world.fault("server_error", count=4, method="getWebhookInfo")
    await stage.wait_for(lambda: not adapter.is_ready())
    await stage.wait_for(adapter.is_ready)


async def test_an_outage_only_delays_setting_the_webhook(stage: Stage) -> None:
    stage.webhook = PLACE
    stage.world.fault("server_error", count=4, method="setWebhook")
    stage.begin()
    await stage.wait_for(lambda: stage.adapter is not None and stage.adapter.is_ready())
    await stage.say("hello")
    assert stage.names() == ["hello"]


async def refusal(stage: Stage, place: WebhookPlace) -> str:
    """What the program ends with when its webhook is there."""
    stage.webhook = place
    adapter = stage.begin()
    with pytest.raises(ExceptionGroup) as ended:
        await stage.settle()
    await adapter.close()
    stage.adapter = stage._task = None
    (fault,) = ended.value.exceptions
    assert isinstance(fault, BadWebhook)
    return str(fault)


async def test_a_port_that_is_taken_ends_it_with_what_to_do(stage: Stage) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        words = await refusal(stage, replace(PLACE, port=taken.getsockname()[1]))
    assert "choose another port" in words
    assert stage.calls("setWebhook") == []


async def test_an_address_that_telegram_refuses_ends_it_with_its_words(stage: Stage) -> None:
    words = await refusal(stage, replace(PLACE, url="http://learn.example.org/telegram"))
    assert "An HTTPS URL must be provided" in words
    assert SECRET not in words


def test_the_secret_is_not_in_what_a_place_says_of_itself() -> None:
    assert SECRET not in repr(PLACE)


async def test_polling_waits_for_a_database_that_is_away(stage: Stage) -> None:
    trouble = Trouble(Shelf())
    stage.shelf = trouble
    trouble.fails = "after"
    await stage.start()
    await stage.world.say("learner", "", "hello")
    await stage.wait_for(lambda: trouble.waiting >= 2)
    assert stage.names() == []
    trouble.fails = ""
    await stage.settle()
    assert stage.dialogue.finished == ["hello"]
