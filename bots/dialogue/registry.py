"""The tables of commands, actions, forms and announcements; features fill them by decorators."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from bots.dialogue import tokens
from bots.dialogue.screen import FormField, Screen

if TYPE_CHECKING:
    from bots.dialogue.mailroom import Telling
    from bots.dialogue.visit import Visit

Answer = Screen | Sequence[Screen] | None
Handler = Callable[..., Awaitable[Answer]]
Completer = Callable[["Visit", str], Awaitable[list[tuple[str, str]]]]
H = TypeVar("H", bound=Callable[..., Awaitable[Any]])


@dataclass(frozen=True)
class Option:
    """An option of a command. Its description is the text `option-<command>-<name>`."""

    name: str
    kind: str = "text"  # text | integer | boolean | file
    is_required: bool = False
    autocomplete: Completer | None = None
    choices: tuple[str, ...] = ()  # values; their labels are `choice-<command>-<option>-<value>`


@dataclass(frozen=True)
class CommandSpec:
    name: str
    handler: Handler
    options: tuple[Option, ...]
    in_menu: bool
    is_private: bool
    opens_form: bool
    needs_manage: bool
    audience: str

    @property
    def text_id(self) -> str:
        return "command-" + self.name.replace(" ", "-")


@dataclass(frozen=True)
class ActionSpec:
    name: str
    handler: Handler
    arguments: tuple[tokens.Argument, ...]
    opens_form: bool
    is_private: bool
    takes_choices: bool  # a poll's answer comes behind the token's arguments


Fields = Callable[["Visit", dict[str, str], tuple[Any, ...]], Awaitable[Sequence[FormField]]]
Check = Callable[["Visit", FormField, str], str | None]


@dataclass(frozen=True)
class FormSpec:
    """`fields` gives the questions, `handler(visit, values, *arguments)` takes a valid form.

    `check(visit, field, value)` gives the sentence that says what to do, or None.
    """

    name: str
    title_id: str
    fields: Fields
    check: Check | None
    handler: Handler
    arguments: tuple[tokens.Argument, ...]
    is_private: bool


@dataclass
class Registry:
    commands: dict[str, CommandSpec] = field(default_factory=dict)
    actions: dict[str, ActionSpec] = field(default_factory=dict)
    forms: dict[str, FormSpec] = field(default_factory=dict)
    announcements: dict[type, Callable[[Telling, Any], Awaitable[Screen | None]]] = field(
        default_factory=dict
    )
    by_handler: dict[Handler, str] = field(default_factory=dict)


registry = Registry()


def command(
    name: str,
    *,
    options: Sequence[Option] = (),
    in_menu: bool = False,
    is_private: bool = True,
    opens_form: bool = False,
    needs_manage: bool = False,
    audience: str = "all",
) -> Callable[[H], H]:
    """Registers `async def f(visit, given: dict[str, str]) -> Screen` under a command's name."""

    def register(handler: H) -> H:
        if name in registry.commands:
            raise TypeError(f"two commands are called {name!r}")
        registry.commands[name] = CommandSpec(
            name, handler, tuple(options), in_menu, is_private, opens_form, needs_manage,
            audience,
        )  # fmt: skip
        return handler

    return register


def action(
    name: str, *, opens_form: bool = False, is_private: bool = True, takes_choices: bool = False
) -> Callable[[H], H]:
    """Registers `async def f(visit, *typed arguments) -> Screen`: what a button does.

    With `takes_choices` the last argument is a native poll's answer: a tuple of positions.
    """

    def register(handler: H) -> H:
        if name in registry.actions:
            raise TypeError(f"two actions are called {name!r}")
        arguments = tokens.arguments_of(handler, skip=1, drop_last=takes_choices)
        tokens.assert_fits(name, arguments)
        registry.actions[name] = ActionSpec(
            name, handler, arguments, opens_form, is_private, takes_choices
        )
        registry.by_handler[handler] = name
        return handler

    return register


def form(
    name: str, *, fields: Fields, check: Check | None = None, is_private: bool = True
) -> Callable[[H], H]:
    """Registers `async def f(visit, values: dict[str, str], *typed arguments) -> Screen`."""

    def register(handler: H) -> H:
        if name in registry.forms:
            raise TypeError(f"two forms are called {name!r}")
        arguments = tokens.arguments_of(handler, skip=2)
        tokens.assert_fits(name, arguments)
        registry.forms[name] = FormSpec(
            name, f"form-{name}-title", fields, check, handler, arguments, is_private
        )
        return handler

    return register


def announcement(event: type) -> Callable[[H], H]:
    """Registers `async def f(telling, event) -> Screen | None` (None: no longer worth telling)."""

    def register(handler: H) -> H:
        registry.announcements[event] = handler
        return handler

    return register
