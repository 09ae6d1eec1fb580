"""aiogram with its types built when they are first used: importing it builds all of them, each with
a copy of what it is made of.

Measured with aiogram 3.31: 131 MB and most of the import's time, against 21 MB. aiogram asks
pydantic for this itself (`defer_build`) and then builds every type at the end of its import, as
there the names are known by which types speak of each other. Here those names are kept instead, and
given to pydantic when it builds a type. This must run before anything imports aiogram.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel


def import_aiogram() -> None:
    """Where aiogram is imported already, it stays as it is."""
    if "aiogram" in sys.modules:
        return
    names: dict[str, Any] = {}
    rebuild = BaseModel.__dict__["model_rebuild"]

    def keep_names(
        cls: type[BaseModel], /, *, _types_namespace: Mapping[str, Any] | None = None, **rest: Any
    ) -> bool | None:
        if _types_namespace is None or not cls.__module__.startswith("aiogram."):
            return _built(cls, _types_namespace=_types_namespace, **rest)
        names.update(_types_namespace)
        return None

    def build(
        cls: type[BaseModel], /, *, _types_namespace: Mapping[str, Any] | None = None, **rest: Any
    ) -> bool | None:
        return _built(cls, _types_namespace=_types_namespace or names, **rest)

    def _built(cls: type[BaseModel], **rest: Any) -> bool | None:
        done: bool | None = rebuild.__func__(cls, **rest)
        return done

    setattr(BaseModel, "model_rebuild", classmethod(keep_names))  # noqa: B010 - for the import only
    try:
        from aiogram.methods import Request, Response, TelegramMethod
        from aiogram.types import TelegramObject
    finally:
        setattr(BaseModel, "model_rebuild", rebuild)  # noqa: B010
    for model in (TelegramObject, TelegramMethod, Response, Request):
        setattr(model, "model_rebuild", classmethod(build))  # noqa: B010


import_aiogram()

from aiogram.methods import Response  # noqa: E402
from aiogram.types import Message  # noqa: E402

# The shapes of the answers that come all the time. pydantic holds them weakly: nobody else keeps
# them, and they would be made again after each collection.
KEPT = (Response[bool], Response[Message], Response[list[dict[str, Any]]])
