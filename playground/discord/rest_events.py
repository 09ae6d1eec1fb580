"""REST: the guild's scheduled events and who is interested in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from playground.discord import limits
from playground.discord.errors import ApiError, FormErrors, unknown
from playground.discord.records import Json
from playground.discord.rest import Call, Route
from playground.discord.sessions import SCHEDULED_EVENTS

GUILD = "/guilds/{guild_id}"
EVENT = GUILD + "/scheduled-events/{event_id}"


def _event(call: Call) -> Json:
    call.guild()
    row = call.core.state.events.get(call.params["event_id"])
    if row is None:
        raise unknown(10070)
    return row


def list_events(call: Call) -> list[Json]:
    call.guild()
    return [call.core.wire.event(row) for row in call.core.state.events]


def get_event(call: Call) -> Json:
    return call.core.wire.event(_event(call))


def _check_event(call: Call, body: Json) -> None:
    errors, kind = FormErrors(), body.get("entity_type")
    for name in ("name", "scheduled_start_time", "privacy_level", "entity_type"):
        errors.required((name,), body.get(name))
    errors.length(("name",), body.get("name"), 1, limits.EVENT_NAME)
    errors.length(("description",), body.get("description"), 0, limits.EVENT_DESCRIPTION)
    place = (body.get("entity_metadata") or {}).get("location")
    if kind == 3:
        errors.required(("scheduled_end_time",), body.get("scheduled_end_time"))
        if errors.required(("entity_metadata", "location"), place):
            errors.length(("entity_metadata", "location"), place, 1, limits.EVENT_PLACE)
    elif kind in (1, 2):
        channel = call.core.state.channels.get(body.get("channel_id"))
        if errors.required(("channel_id",), body.get("channel_id")) and (
            channel is None or channel["type"] not in (2, 13)
        ):
            words = "Channel must be a voice or stage channel"
            errors.add(("channel_id",), "GUILD_SCHEDULED_EVENT_CHANNEL_TYPE", words)
    elif kind is not None:
        errors.add(("entity_type",), "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3}.")
    moments = {name: _moment(errors, body, f"scheduled_{name}_time") for name in ("start", "end")}
    start, end = moments["start"], moments["end"]
    if start is not None and body.get("status", 1) == 1 and start <= call.core.clock():
        words = "Cannot schedule event in the past."
        errors.add(("scheduled_start_time",), "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", words)
    if start is not None and end is not None and end <= start:
        words = "Cannot schedule event to end before start."
        errors.add(("scheduled_end_time",), "GUILD_SCHEDULED_EVENT_END_BEFORE_START", words)
    errors.raise_if_any()


def _moment(errors: FormErrors, body: Json, name: str) -> datetime | None:
    if not body.get(name):
        return None
    try:
        moment = datetime.fromisoformat(str(body[name]))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        words = f"Could not parse {body[name]}. Should be ISO8601."
        errors.add((name,), "DATE_TIME_TYPE_PARSE", words)
        return None
    return moment


def create_event(call: Call) -> Json:
    call.guild("create_events")
    state, body = call.core.state, call.body
    _check_event(call, body)
    if len(state.events) >= limits.SCHEDULED_EVENTS:
        raise ApiError(400, 30038, "Maximum number of guild scheduled events reached (100)")
    channel_id = body.get("channel_id")
    id = state.new_id()
    row: Json = {
        "id": id, "channel_id": str(channel_id) if channel_id else None,
        "creator_id": call.core.bot_id, "name": body["name"],
        "description": body.get("description"), "image": None, "status": 1,
        "scheduled_start_time": body["scheduled_start_time"],
        "scheduled_end_time": body.get("scheduled_end_time"), "privacy_level": 2,
        "entity_type": body["entity_type"], "entity_id": None, "recurrence_rule": None,
        "entity_metadata": body.get("entity_metadata"), "interested": [],
    }  # fmt: skip
    state.events.put(id, row)
    return _tell_event(call, "CREATE", row)


def _tell_event(call: Call, what: str, row: Json) -> Json:
    payload = call.core.wire.event(row)
    event = f"GUILD_SCHEDULED_EVENT_{what}"
    call.core.gateway.dispatch(event, payload, intent=SCHEDULED_EVENTS)
    call.core.notify("chats")
    return payload


def change_event(call: Call) -> Json:
    row, body = _event(call), call.body
    if row["creator_id"] != call.core.bot_id:
        call.guild("manage_events")
    changed: Any = row | {name: body[name] for name in body if name in row}
    if "scheduled_start_time" in body or "status" not in body:
        _check_event(call, changed)
    call.core.state.events.put(row["id"], changed)
    return _tell_event(call, "UPDATE", changed)


def delete_event(call: Call) -> None:
    row = _event(call)
    if row["creator_id"] != call.core.bot_id:
        call.guild("manage_events")
    call.core.state.events.delete(row["id"])
    _tell_event(call, "DELETE", row)


def event_users(call: Call) -> list[Json]:
    row = _event(call)
    return [
        {"guild_scheduled_event_id": row["id"], "user": call.core.wire.user(id)}
        for id in row["interested"]
    ]


ROUTES: list[Route] = [
    ("GET", GUILD + "/scheduled-events", list_events),
    ("POST", GUILD + "/scheduled-events", create_event),
    ("GET", EVENT, get_event),
    ("PATCH", EVENT, change_event),
    ("DELETE", EVENT, delete_event),
    ("GET", EVENT + "/users", event_users),
]
