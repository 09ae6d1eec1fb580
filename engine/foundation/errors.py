"""Refusals: what the engine says no to, with a stable code and data; never a sentence."""

from __future__ import annotations

from typing import Any, ClassVar


class EngineError(Exception):
    """An expected refusal. `code` is stable ("wallet.insufficient_balance") and names the
    sentence in every locale (dots become dashes: `error-wallet-insufficient_balance`); `data`
    fills it in."""

    code: ClassVar[str]
    by_code: ClassVar[dict[str, type[EngineError]]] = {}

    def __init__(self, **data: Any) -> None:
        super().__init__(f"{self.code} {data}" if data else self.code)
        self.data = data

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        code = cls.__dict__.get("code")
        if code is None:
            return
        known = EngineError.by_code.get(code)
        if known is not None and known.__qualname__ != cls.__qualname__:
            raise TypeError(f"two refusals share the code {code!r}")
        EngineError.by_code[code] = cls


class Forbidden(EngineError):
    """The person lacks the role for this. data: role (the one needed)."""

    code = "foundation.forbidden"


class NotFound(EngineError):
    """No such thing, or not visible to this person. data: what."""

    code = "foundation.not_found"


class Outdated(EngineError):
    """The thing has moved on since the screen was made. data: what."""

    code = "foundation.outdated"


class TooMany(EngineError):
    """A limit per person was reached. data: what, retry_after_seconds."""

    code = "foundation.too_many"
