"""Records of the Telegram world: dictionaries by id, written through to the playground's store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playground.store import Store

Json = dict[str, Any]


class Table:
    """All records of one kind in memory; `put` writes through. Ids compare as strings."""

    def __init__(self, store: Store, kind: str) -> None:
        self._store = store
        self._kind = kind
        self._rows: dict[str, Json] = store.all(kind)

    def __getitem__(self, id: str | int) -> Json:
        return self._rows[str(id)]

    def __contains__(self, id: str | int) -> bool:
        return str(id) in self._rows

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Json]:
        return iter(list(self._rows.values()))

    def ids(self) -> list[str]:
        return list(self._rows)

    def get(self, id: str | int) -> Json | None:
        return self._rows.get(str(id))

    def put(self, id: str | int, row: Json) -> Json:
        self._rows[str(id)] = row
        self._store.put(self._kind, id, row)
        return row

    def delete(self, id: str | int) -> None:
        if self._rows.pop(str(id), None) is not None:
            self._store.delete(self._kind, id)
