"""The playground's people: those of the demonstration community and whoever is named on demand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import asdict

from playground.store import Store
from playground.surface import Member, Surface

_HANDLE = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_KIND = "member"


class UnusableName(ValueError):
    """The name cannot be a handle; `args[0]` says what a handle looks like."""


class Members:
    """Everyone who may act, by handle, with one account on each platform."""

    def __init__(
        self, members: Iterable[Member], *, surfaces: dict[str, Surface], store: Store
    ) -> None:
        self._surfaces = surfaces
        self._store = store
        self._by_name: dict[str, Member] = {}
        for member in members:
            self._add(member)
        for body in store.all(_KIND).values():
            self._add(Member(**body))

    def all(self) -> list[Member]:
        return list(self._by_name.values())

    def named(self, name: str) -> Member:
        """The member, made now on both platforms if the name is new. Refuses: UnusableName."""
        known = self._by_name.get(name)
        if known is not None:
            return known
        if not _HANDLE.fullmatch(name):
            raise UnusableName(
                f"A person is named by a handle such as learner or otter-2, not {name[:40]!r}."
            )
        member = newcomer(name)
        self._store.put(_KIND, name, asdict(member))
        self._add(member)
        return member

    def _add(self, member: Member) -> None:
        if member.name in self._by_name:
            return
        self._by_name[member.name] = member
        for surface in self._surfaces.values():
            surface.add_member(member)


def newcomer(name: str) -> Member:
    """A member whose ids follow from the name alone: every playground gives the same ones."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:6], "big")
    role = re.sub(r"[-_]?\d+$", "", name)
    return Member(
        name=name,
        display_name=name.replace("-", " ").replace("_", " ").capitalize(),
        telegram_id=3_000_000_000 + number % 1_000_000_000,
        discord_id=(1 << 59) + number,
        roles=[role] if role in {"learner", "educator", "admin"} else [],
        username=name.replace("-", "_"),
    )
