"""Discord's interactions in the words of the dialogue: pure, routed by nothing but their data."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import discord

from bots.dialogue.request import (
    ActionPressed,
    Attachment,
    CommandGiven,
    FormSubmitted,
    Given,
    Place,
    PlaceKind,
    Platform,
    Request,
    Sender,
)
from bots.discord.components import token_of
from bots.discord.modals import values_of

Json = dict[str, Any]
# Reads an upload: its address, and the size Discord says it has in bytes.
Fetch = Callable[[str, int], Awaitable[bytes]]

_SUBCOMMAND, _SUBCOMMAND_GROUP, _INTEGER, _FILE = 1, 2, 4, 11
_LANGUAGES = {"es-ES": "es", "es-419": "es", "en-US": "en", "en-GB": "en"}


class Kind(IntEnum):
    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


@dataclass(frozen=True)
class Arrival:
    """One interaction as it came in. `has_message`: a button or its modal, which may answer by
    editing; `is_open`: others read that message."""

    id: int
    application_id: int
    token: str = field(repr=False)
    kind: int
    data: Json = field(repr=False)
    sender: Sender
    place: Place
    is_direct: bool  # the private chat with the bot itself
    has_message: bool = False
    is_open: bool = False


@dataclass(frozen=True)
class Typing:
    """An autocomplete question: which option, what is typed so far, and whether it is a number."""

    request: Request
    option: str
    partial: str
    is_integer: bool


def language_of(locale: str) -> str:
    """Discord's locale as a language tag of ours; one we have no word for stays as it is."""
    return _LANGUAGES.get(locale, locale)


def arrival_of(interaction: discord.Interaction[Any]) -> Arrival:
    """What discord.py made of the interaction, as plain data."""
    channel = interaction.channel
    message = interaction.message
    is_direct = isinstance(channel, discord.DMChannel)
    return Arrival(
        id=interaction.id,
        application_id=interaction.application_id,
        token=interaction.token,
        kind=interaction.type.value,
        data=dict(interaction.data or {}),
        sender=sender_of(
            interaction.user,
            locale=interaction.locale.value,
            permissions=interaction.permissions,
        ),
        place=place_of(channel, interaction.guild_id or 0),
        is_direct=is_direct,
        has_message=message is not None,
        is_open=message is not None and not is_direct and not message.flags.ephemeral,
    )


def sender_of(
    user: discord.User | discord.Member, *, locale: str, permissions: discord.Permissions
) -> Sender:
    """The person as Discord vouches for them. The name is the one this guild knows."""
    return Sender(
        platform=Platform.DISCORD,
        platform_user_id=user.id,
        first_name=user.display_name,
        username=user.name,
        language=language_of(locale),
        can_manage_place=permissions.manage_guild or permissions.administrator,
    )


def place_of(channel: Any, guild_id: int) -> Place:
    """A guild's channel or thread, else private: what stands outside a guild is a person's own."""
    chat_id = getattr(channel, "id", 0)
    if not guild_id:
        return Place(PlaceKind.PRIVATE, chat_id)
    title = str(getattr(channel, "name", "") or "")
    if isinstance(channel, discord.Thread):
        return Place(PlaceKind.THREAD, channel.parent_id, chat_id, guild_id, title)
    return Place(PlaceKind.CHANNEL, chat_id, 0, guild_id, title)


def request_of(arrival: Arrival, fetch: Fetch) -> Request | None:
    """The request, or None for a kind of interaction that we never ask for."""
    given = _given(arrival, fetch)
    if given is None:
        return None
    return Request(f"discord:{arrival.id}", arrival.sender, arrival.place, given)


def typing_of(arrival: Arrival, fetch: Fetch) -> Typing | None:
    """The autocomplete question; None when no option has the focus."""
    given = _command(arrival.data, fetch)
    for option in _options(arrival.data)[1]:
        if option.get("focused"):
            request = Request(f"discord:{arrival.id}", arrival.sender, arrival.place, given)
            is_integer = option.get("type") == _INTEGER
            return Typing(request, option["name"], str(option.get("value", "")), is_integer)
    return None


def pressed_token(arrival: Arrival) -> str:
    """The token this interaction carries; "" for a command."""
    if arrival.kind == Kind.COMPONENT:
        values = arrival.data.get("values")
        return token_of(str(values[0] if values else arrival.data.get("custom_id", "")))
    return str(arrival.data.get("custom_id", "")) if arrival.kind == Kind.MODAL else ""


def _given(arrival: Arrival, fetch: Fetch) -> Given | None:
    match arrival.kind:
        case Kind.COMMAND:
            return _command(arrival.data, fetch)
        case Kind.COMPONENT:
            return ActionPressed(pressed_token(arrival))
        case Kind.MODAL:
            values, uploads = values_of(arrival.data.get("components", []))
            attachments = {
                name: _attachment(arrival.data, ids[0], fetch)
                for name, ids in uploads.items()
                if ids
            }
            files = {name: file for name, file in attachments.items() if file}
            return FormSubmitted(pressed_token(arrival), values, files)
        case _:
            return None


def _options(data: Json) -> tuple[str, list[Json]]:
    """The full name and the options given, from inside any subcommand."""
    name, options = str(data.get("name", "")), list(data.get("options") or [])
    while options and options[0].get("type") in (_SUBCOMMAND, _SUBCOMMAND_GROUP):
        name, options = f"{name} {options[0]['name']}", list(options[0].get("options") or [])
    return name, options


def _command(data: Json, fetch: Fetch) -> CommandGiven:
    name, options = _options(data)
    texts: dict[str, str] = {}
    files: dict[str, Attachment] = {}
    for option in options:
        value = option.get("value")
        if option.get("type") == _FILE:
            attachment = _attachment(data, str(value), fetch)
            if attachment:
                files[option["name"]] = attachment
        elif isinstance(value, bool):
            texts[option["name"]] = "true" if value else "false"
        else:
            texts[option["name"]] = str(value)
    return CommandGiven(name, texts, files)


def _attachment(data: Json, id: str, fetch: Fetch) -> Attachment | None:
    file = data.get("resolved", {}).get("attachments", {}).get(id)
    if file is None:
        return None
    address, size = str(file["url"]), int(file["size"])
    return Attachment(str(file["filename"]), size, lambda: fetch(address, size))
