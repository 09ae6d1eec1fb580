"""Button tokens: action and arguments in at most 64 bytes, bound to their owner by an HMAC.

`kind:name:arguments:mac`. Kind `o` is for its owner alone, `p` for anyone (public on purpose),
`f` a form. Numbers are base 36. A token never holds a person, price, amount, role or answer key;
services check ownership and role again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import inspect
import re
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

MOST_BYTES = 64  # Telegram's callback_data
MAC_BYTES = 8
_MAC_LENGTH = 11  # 8 bytes in base64 without padding
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_WORD = re.compile(r"[A-Za-z0-9_/+-]*")
_NUMBER = re.compile(r"-?[0-9a-z]{1,12}")


@dataclass(frozen=True)
class Widest:
    """How many characters an argument takes at the most."""

    characters: int


Id = Annotated[int, Widest(8)]  # 36**8 ids are enough for every table
Small = Annotated[int, Widest(2)]  # 0 to 1,295: a page, a position, a choice
Mask = Annotated[int, Widest(5)]  # a bit for each of up to 25 options
Word = Annotated[str, Widest(12)]
ZoneName = Annotated[str, Widest(32)]


class BrokenToken(Exception):
    """Not a token of ours, or not of this version."""


class ForeignToken(Exception):
    """A whole token, but not this person's."""


@dataclass(frozen=True)
class Token:
    kind: str
    name: str
    arguments: tuple[str, ...]
    mac: str


def make(key: bytes, kind: str, name: str, arguments: tuple[int | str, ...], owner: int) -> str:
    """Raises ValueError for an argument that a token cannot hold."""
    words = []
    for argument in arguments:
        word = base36(argument) if isinstance(argument, int) else argument
        if not _WORD.fullmatch(word):
            raise ValueError(f"a token cannot hold {word!r}")
        words.append(word)
    body = f"{kind}:{name}:{'.'.join(words)}"
    token = f"{body}:{_mac(key, body, owner if kind != 'p' else 0)}"
    if len(token) > MOST_BYTES:
        raise ValueError(f"token of {len(token)} bytes: {body}")
    return token


def parse(text: str) -> Token:
    """The parts of a token, nothing checked but their form. Raises BrokenToken."""
    parts = text.split(":")
    is_ours = len(parts) == 4 and parts[0] in ("o", "p", "f") and text.isascii()
    if not is_ours or len(text) > MOST_BYTES:
        raise BrokenToken(text[:64])
    kind, name, arguments, mac = parts
    return Token(kind, name, tuple(arguments.split(".")) if arguments else (), mac)


def check(key: bytes, token: Token, presser: int) -> None:
    """Raises ForeignToken when the token was not made for this person (or was forged)."""
    body = f"{token.kind}:{token.name}:{'.'.join(token.arguments)}"
    expected = _mac(key, body, 0 if token.kind == "p" else presser)
    if not hmac.compare_digest(expected, token.mac):
        raise ForeignToken(token.name)


def _mac(key: bytes, body: str, owner: int) -> str:
    digest = hmac.new(key, f"{body}|{owner}".encode(), hashlib.sha256).digest()[:MAC_BYTES]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def base36(number: int) -> str:
    if number < 0:
        return "-" + base36(-number)
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if not number:
            return digits


@dataclass(frozen=True)
class Argument:
    name: str
    is_number: bool
    characters: int


def arguments_of(
    handler: Callable[..., Any], *, skip: int, drop_last: bool = False
) -> tuple[Argument, ...]:
    """The typed arguments of a handler after its first `skip` ones.

    Raises TypeError for one that is not Id, Small, Word or another annotated int or str.
    """
    hints = typing.get_type_hints(handler, include_extras=True)
    found = []
    names = list(inspect.signature(handler).parameters)[skip:]
    for name in names[:-1] if drop_last else names:
        hint = hints[name]
        widest = next((m for m in getattr(hint, "__metadata__", ()) if isinstance(m, Widest)), None)
        base = typing.get_args(hint)[0] if widest else None
        if widest is None or base not in (int, str):
            raise TypeError(f"{handler.__qualname__}: {name} must be Id, Small, Word or ZoneName")
        found.append(Argument(name, base is int, widest.characters))
    return tuple(found)


def assert_fits(name: str, arguments: tuple[Argument, ...]) -> None:
    """Raises ValueError when the widest arguments would not fit a button."""
    widest = sum(argument.characters for argument in arguments) + max(0, len(arguments) - 1)
    total = len(f"o:{name}:") + widest + 1 + _MAC_LENGTH
    if total > MOST_BYTES:
        raise ValueError(f"{name}: a token of {total} bytes would not fit {MOST_BYTES}")


def read_arguments(token: Token, arguments: tuple[Argument, ...]) -> list[int | str]:
    """The handler's arguments. Raises BrokenToken when they are not what it takes."""
    words = token.arguments
    if not words and len(arguments) == 1 and not arguments[0].is_number:
        words = ("",)  # one empty word looks like none
    if len(words) != len(arguments):
        raise BrokenToken(token.name)
    values: list[int | str] = []
    for word, argument in zip(words, arguments, strict=True):
        if not argument.is_number:
            values.append(word)
        elif _NUMBER.fullmatch(word):
            values.append(int(word, 36))
        else:
            raise BrokenToken(token.name)
    return values
