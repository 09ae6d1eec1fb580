"""A request of the program: its parameters, read in Telegram's forgiving way, and who answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playground.telegram.errors import bad

if TYPE_CHECKING:
    from playground.telegram.core import Core


@dataclass(frozen=True)
class Upload:
    """A file part of a multipart request."""

    name: str
    content: bytes = field(repr=False)
    mime: str = "application/octet-stream"


@dataclass
class Call:
    """A method and its parameters as they came: strings of forms, JSON values of JSON bodies."""

    method: str
    params: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return self.params.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        value = self.params.get(name)
        if value is None:
            return default
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        value = self.params.get(name)
        if value in (None, ""):
            return default
        try:
            return int(str(value))
        except ValueError:
            raise bad(f"parameter {name} must be an integer") from None

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.params.get(name)
        if value is None:
            return default
        return str(value).lower() in ("true", "1", "yes")

    def json(self, name: str, default: Any = None) -> Any:
        """The value of an object or list parameter; "" and a missing one give the default."""
        value = self.params.get(name)
        if value in (None, ""):
            return default
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            if name == "reply_markup":
                raise bad("can't parse reply keyboard markup JSON object") from None
            raise bad(f"can't parse {name} JSON object") from None


Handler = Callable[["Core", Call], Any]
METHODS: dict[str, Handler] = {}


def method(*names: str) -> Callable[[Handler], Handler]:
    """Registers who answers these methods (Telegram compares their names without case)."""

    def register(handler: Handler) -> Handler:
        for name in names:
            METHODS[name.lower()] = handler
        return handler

    return register
