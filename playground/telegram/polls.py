"""Polls: sending and stopping them, votes, closing in time, and what the program is told."""

from __future__ import annotations

import secrets
from typing import Any

from playground.surface import NotSeen
from playground.telegram.calls import Call, method
from playground.telegram.core import Core, poll_json
from playground.telegram.entities import formatted, utf16_length
from playground.telegram.errors import bad
from playground.telegram.keyboards import read_markup
from playground.telegram.placing import place
from playground.telegram.rights import readable_chat, writable_chat
from playground.telegram.tables import Json

MOST_OPTIONS = 12
SHORTEST_SECONDS, LONGEST_SECONDS = 5, 2_628_000


@method("sendPoll")
def send_poll(core: Core, call: Call) -> Json:
    chat, topic = writable_chat(core, call, "can_send_polls")
    poll = _read_poll(core, call)
    read_markup(call)  # refused before the poll exists
    core.polls.put(poll["id"], poll)
    row = place(core, call, chat, topic, {"poll_id": poll["id"]})
    poll |= {"chat": row["chat"], "message": row["id"]}
    core.polls.put(poll["id"], poll)
    return core.message_json(row)


def _read_poll(core: Core, call: Call) -> Json:
    question, _ = formatted(call.text("question"), "", None)
    if not question:
        raise bad("poll question must be non-empty")
    if utf16_length(question) > 300:
        raise bad("poll question length must not exceed 300")
    options = _read_options(call)
    kind = call.text("type") or "regular"
    if kind not in ("regular", "quiz"):
        raise bad("unsupported poll type")
    description, description_entities = formatted(
        call.text("description"), call.text("description_parse_mode"),
        call.json("description_entities"),
    )  # fmt: skip
    if utf16_length(description) > 1024:
        raise bad("poll description is too long")
    is_quiz = kind == "quiz"
    explanation, explanation_entities = formatted(
        call.text("explanation"), call.text("explanation_parse_mode"),
        call.json("explanation_entities"),
    )  # fmt: skip
    if utf16_length(explanation) > 200 or explanation.count("\n") > 2:
        raise bad("poll explanation is too long")
    is_multiple = call.flag("allows_multiple_answers")
    return {
        "id": str(secrets.randbelow(2**62) + 2**61),
        "question": question,
        "options": options,
        "type": kind,
        "is_anonymous": call.flag("is_anonymous", default=True),
        "is_multiple": is_multiple,
        "allows_revoting": call.flag("allows_revoting", default=not is_quiz),
        "hides_results": call.flag("hide_results_until_closes"),
        "correct": _read_correct(call, len(options), is_multiple) if is_quiz else [],
        "explanation": explanation if is_quiz else "",
        "explanation_entities": explanation_entities if is_quiz else [],
        "description": description,
        "description_entities": description_entities,
        "is_closed": call.flag("is_closed"),
        "votes": {},
        **_read_period(core, call),
    }


def _read_options(call: Call) -> list[str]:
    given = call.json("options")
    if not isinstance(given, list) or not given:
        raise bad("poll must have at least 1 option")
    if len(given) > MOST_OPTIONS:
        raise bad(f"poll can't have more than {MOST_OPTIONS} options")
    texts = []
    for option in given:
        raw = option.get("text") if isinstance(option, dict) else option
        if not isinstance(raw, str):
            raise bad('can\'t parse options: Field "text" must be of type String')
        text, _ = formatted(raw, "", None)
        if not text:
            raise bad("poll options must be non-empty")
        if utf16_length(text) > 100:
            raise bad("poll options length must not exceed 100")
        texts.append(text)
    return texts


def _read_correct(call: Call, count: int, is_multiple: bool) -> list[int]:
    given: Any = call.json("correct_option_ids")
    if given is None and call.has("correct_option_id"):
        given = [call.integer("correct_option_id")]
    if not isinstance(given, list) or not given:
        raise bad("quiz poll must have a correct option")
    if not all(isinstance(index, int) and 0 <= index < count for index in given):
        raise bad("wrong correct option ID specified")
    if given != sorted(set(given)):
        raise bad("correct option IDs must be monotonically increasing")
    if len(given) > 1 and not is_multiple:
        raise bad("quiz poll with one answer can't have several correct options")
    return given


def _read_period(core: Core, call: Call) -> Json:
    period, close_date = call.integer("open_period"), call.integer("close_date")
    if period and close_date:
        raise bad("parameters open_period and close_date can't be used together")
    if period and not SHORTEST_SECONDS <= period <= LONGEST_SECONDS:
        raise bad("poll open period is invalid")
    seconds = close_date - core.now() if close_date else 0
    if close_date and not SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
        raise bad("poll close date is invalid")
    closes_at = close_date or (core.now() + period if period else 0)
    return {"open_period": period, "close_date": close_date, "closes_at": closes_at}


@method("stopPoll")
def stop_poll(core: Core, call: Call) -> Json:
    chat = readable_chat(core, call.params.get("chat_id"))
    row = core.message(chat["id"], call.integer("message_id"))
    if row is None or "poll_id" not in row["content"]:
        raise bad("message with poll to stop not found")
    if row["sender"] != core.bot_id:
        raise bad("poll can't be stopped")
    poll = core.polls[row["content"]["poll_id"]]
    if poll["is_closed"]:
        raise bad("poll has already been closed")
    markup = read_markup(call, inline_only=True).get("inline")
    core.save(row | {"reply_markup": markup})
    _close(core, poll)
    return poll_json(poll, is_inside=False)


def close_due(core: Core) -> None:
    """Closes every poll whose time is over by the world's clock."""
    now = core.now()
    for poll in core.polls:
        if not poll["is_closed"] and poll["closes_at"] and poll["closes_at"] <= now:
            _close(core, poll)


def next_closing(core: Core) -> int | None:
    """When the next poll closes by itself, in Unix seconds."""
    times = [poll["closes_at"] for poll in core.polls if not poll["is_closed"]]
    return min((time for time in times if time), default=None)


def _close(core: Core, poll: Json) -> None:
    poll["is_closed"] = True
    core.polls.put(poll["id"], poll)
    core.updates.push("poll", poll_json(poll, is_inside=False))
    row = core.message(poll["chat"], poll["message"])
    if row is not None:
        core.changed(core.chats[poll["chat"]], "edit", topic=row["topic"])


def vote(core: Core, user_id: int, poll_id: str, chosen: list[int]) -> None:
    """One person's answer; an empty one takes it back. The program hears of non-anonymous ones."""
    close_due(core)
    poll = core.polls[poll_id]
    if poll["is_closed"]:
        raise NotSeen("this poll is closed")
    key = str(user_id)
    if key in poll["votes"] and not poll["allows_revoting"]:
        raise NotSeen("this poll was answered already")
    if chosen:
        poll["votes"][key] = sorted(set(chosen))
    else:
        poll["votes"].pop(key, None)
    core.polls.put(poll_id, poll)
    core.updates.push("poll", poll_json(poll, is_inside=False))
    if not poll["is_anonymous"]:
        core.updates.push(
            "poll_answer",
            {
                "poll_id": poll_id,
                "user": core.user_json(user_id),
                "option_ids": sorted(set(chosen)),
                "option_persistent_ids": [f"{poll_id}o{index}" for index in sorted(set(chosen))],
            },
        )
    row = core.message(poll["chat"], poll["message"])
    if row is not None:
        core.changed(core.chats[poll["chat"]], "edit", topic=row["topic"])
