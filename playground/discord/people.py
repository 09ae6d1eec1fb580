"""What a person does with their Discord client: types, presses, fills in, completes."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from playground.discord import guild, limits, messages
from playground.discord.commands import parse_line, slashes
from playground.discord.core import Core
from playground.discord.errors import ApiError
from playground.discord.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, SUBMIT, Interactions
from playground.discord.messages import Draft, Upload
from playground.discord.modals import Filling
from playground.discord.permissions import may, sending_right
from playground.discord.records import Json, is_thread
from playground.discord.slash_calls import SlashCall
from playground.discord.views import Views
from playground.surface import NotSeen, View


@dataclass
class Control:
    """A button, or one option of a select, that a person can see."""

    message: Json
    part: Json
    label: str
    id: str
    option: Json | None = None

    @property
    def is_disabled(self) -> bool:
        return bool(self.part.get("disabled"))


def plain_label(label: str) -> str:
    """A label as labels are compared: without emoji, case and doubled spaces."""
    kept = "".join(sign for sign in label if unicodedata.category(sign) not in ("So", "Sk", "Cf"))
    return " ".join(kept.replace("\ufe0f", "").split()).casefold()


class People:
    """Acts for people; raises NotSeen for what their client would not offer."""

    def __init__(self, core: Core, interactions: Interactions, views: Views) -> None:
        self._core = core
        self._interactions = interactions
        self._views = views

    async def say(
        self, user: Json, channel: Json, text: str, files: dict[str, tuple[str, bytes]]
    ) -> None:
        self._core.toasts.pop(user["id"], None)
        if text.startswith("/"):
            await self._call(user, channel, text, files)
            return
        self.write(user, channel, text, [Upload(*file) for file in files.values()])

    def write(self, user: Json, channel: Json, text: str, uploads: list[Upload]) -> Json:
        """An ordinary message. Names after "@" and "#" become mentions, as a client makes them."""
        if channel["type"] in (2, 4, 15):
            raise NotSeen(f"{channel['name']!r} takes no messages")
        if not may(self._core.state, user["id"], channel, sending_right(channel)):
            raise NotSeen(f"{user['name']} may not write in {channel['name']!r}")
        if len(text) > limits.MESSAGE:
            raise NotSeen(f"a message takes at most {limits.MESSAGE} characters")
        if is_thread(channel):
            guild.change_thread_member(self._core, channel, user["id"], is_added=True)
        body = {"content": self._with_mentions(text)}
        try:
            return messages.create(
                self._core, body, Draft(channel, user["id"], list(enumerate(uploads)))
            )
        except ApiError as refusal:
            raise NotSeen(str(refusal)) from None

    def _with_mentions(self, text: str) -> str:
        named = {
            name: user["id"]
            for user in self._core.state.users
            for name in (user["name"], user["username"], user["global_name"])
        }
        for name in sorted(named, key=len, reverse=True):
            text = text.replace(f"@{name}", f"<@{named[name]}>")
        return text

    async def _call(
        self, user: Json, channel: Json, text: str, files: dict[str, tuple[str, bytes]]
    ) -> None:
        state = self._core.state
        if not may(state, user["id"], channel, "use_application_commands"):
            raise NotSeen(f"{user['name']} may not use commands in {channel['name']!r}")
        typed = parse_line(text, slashes(state, user["id"], channel))
        for option in typed.slash.options:
            name = option["name"]
            if option.get("autocomplete") and typed.values.get(name):
                # A person picks from the list what they typed the name of.
                offered = await self.complete(
                    user, channel, typed.slash.name, name, typed.values[name]
                )
                for choice in offered:
                    if choice["name"].casefold() == typed.values[name].casefold():
                        typed.values[name] = str(choice["value"])
        call = SlashCall(self._core, user["id"], typed.slash)
        data = call.data(call.options(typed, files))
        self._interactions.open(COMMAND, user["id"], channel, data, name=typed.slash.name)

    async def complete(
        self, user: Json, channel: Json, command: str, option: str, partial: str
    ) -> list[View]:
        """What the bot offers for this option; nothing when it does not answer in time."""
        known = slashes(self._core.state, user["id"], channel)
        slash = next((one for one in known if one.name == command.lstrip("/")), None)
        if slash is None:
            raise NotSeen(f"no command /{command.lstrip('/')} here")
        found = next((one for one in slash.options if one["name"] == option), None)
        if found is None:
            raise NotSeen(f"/{slash.name} has no option {option!r}")
        if not found.get("autocomplete") or not self._core.gateway.is_connected:
            return []
        focused = {"name": option, "type": found["type"], "value": partial, "focused": True}
        data = SlashCall(self._core, user["id"], slash).data([focused])
        one = self._interactions.open(AUTOCOMPLETE, user["id"], channel, data, name=slash.name)
        if one.choices is None:
            return []
        choices = await one.choices
        return [{"name": choice["name"], "value": choice["value"]} for choice in choices]

    # buttons and selects

    def _controls(self, row: Json) -> list[Control]:
        found: list[Control] = []
        view = self._views.message(self._core.state.users[row["author_id"]], row)
        parts = {_path(control): control for control in _walk_paths(row["components"], [])}
        for shown in [button for line in view["rows"] for button in line]:
            part = parts[shown["id"].split("#")[1]][1]
            found.append(Control(row, part, shown["label"], shown["id"]))
        for select in view["selects"]:
            part = parts[select["id"].split("#")[1]][1]
            for option, raw in zip(select["options"], part.get("options") or (), strict=True):
                found.append(Control(row, part, option["label"], option["id"], raw))
        return found

    def _find(
        self, user: Json, channel: Json, label: str | None, control_id: str | None
    ) -> Control:
        rows = [row for row in self._views.visible(user, channel) if not row["is_pending"]]
        every = [self._controls(row) for row in reversed(rows)]
        if control_id is not None:
            for controls in every:
                for control in controls:
                    if control.id == control_id:
                        return control
            raise NotSeen(f"no control {control_id!r} is there any more")
        wanted = plain_label(label or "")
        for is_exact in (True, False):
            for controls in every:
                near = [
                    control
                    for control in controls
                    if (plain_label(control.label) == wanted if is_exact
                        else bool(wanted) and plain_label(control.label).startswith(wanted))
                ]  # fmt: skip
                if is_exact and near:
                    # Options may differ in case alone: then the very label counts.
                    very = [control for control in near if control.label == label]
                    return (very or near)[0]
                if len(near) == 1:
                    return near[0]
        seen = [control.label for controls in every[:5] for control in controls]
        raise NotSeen(f"{user['name']} sees no button {label!r}; there are: {seen}")

    def press(self, user: Json, channel: Json, *, label: str | None, control_id: str | None) -> str:
        """The address behind a link's button, which the bot never hears of; "" for all others."""
        self._core.toasts.pop(user["id"], None)
        control = self._find(user, channel, label, control_id)
        if control.is_disabled:
            raise NotSeen(f"the button {control.label!r} is disabled")
        if control.part["type"] == 2 and control.part["style"] == 5:
            return str(control.part["url"])
        data: Json = {
            "component_type": control.part["type"], "custom_id": control.part["custom_id"],
            "id": control.part["id"],
        }  # fmt: skip
        if control.option is not None:
            data["values"] = [control.option["value"]]
        self._interactions.open(COMPONENT, user["id"], channel, data, message=control.message)
        return ""

    def forge(self, user: Json, channel: Json, custom_id: str, message_id: str | None) -> None:
        """What a modified client can do: a press with any custom_id on a message it sees."""
        rows = self._views.visible(user, channel)
        fitting = [row for row in rows if message_id in (None, row["id"])]
        if not fitting:
            raise NotSeen("there is no message to press on")
        data = {"component_type": 2, "custom_id": custom_id, "id": 1}
        self._interactions.open(COMPONENT, user["id"], channel, data, message=fitting[-1])

    # forms

    def fill(self, user: Json, channel: Json, fields: dict[str, Any]) -> None:
        self._core.toasts.pop(user["id"], None)
        modal = self._interactions.modals.get(user["id"])
        if modal is None or modal.channel["id"] != channel["id"]:
            raise NotSeen(f"no form is open before {user['name']} in {channel['slug']!r}")
        data = Filling(self._core, modal, fields).data()
        del self._interactions.modals[user["id"]]
        self._core.notify("modal", channel, user["id"])
        message = self._core.state.messages.get(modal.message_id)
        self._interactions.open(SUBMIT, user["id"], channel, data, message=message, modal=modal)

    def dismiss(self, user: Json, channel: Json) -> None:
        if self._interactions.modals.pop(user["id"], None) is None:
            raise NotSeen(f"no form is open before {user['name']}")
        self._core.notify("modal", channel, user["id"])


def _walk_paths(parts: list[Json], path: list[int]) -> list[tuple[list[int], Json]]:
    """Every component with the numbers that lead to it, as views count them."""
    found: list[tuple[list[int], Json]] = []
    for index, part in enumerate(parts):
        here = [*path, index]
        found.append((here, part))
        found += _walk_paths(part.get("components") or [], here)
        if part.get("accessory"):
            found.append(([*here, 0], part["accessory"]))
    return found


def _path(found: tuple[list[int], Json]) -> str:
    return ".".join(map(str, found[0]))
