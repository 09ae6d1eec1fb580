"""The rows of a table that belong to one person: handed over to another one, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql.expression import bindparam

from engine.foundation.tx import ReadTx, Tx

Key = tuple[Any, ...]


@dataclass(frozen=True)
class HandedOver:
    """What taking it back needs: the keys of the rows that changed hands, and the rows that were
    dropped, each column by its name."""

    moved: tuple[Key, ...] = ()
    dropped: tuple[dict[str, Any], ...] = ()


class OwnRows:
    """`column` names the person. `one_per`: the columns that a person has one row for at most: ()
    when they have one row in all, None when they may have any number.

    A module constant: its statements are built once.
    """

    every: list[OwnRows] = []  # noqa: RUF012 - so that a test can tell which tables are covered

    def __init__(
        self, table: Table, column: str = "person_id", *, one_per: tuple[str, ...] | None = None
    ) -> None:
        self.table = table
        self.column = column
        self._one_per = one_per
        own = table.c[column]
        self._keys = tuple(c.name for c in table.primary_key.columns if c.name != column)
        which = (
            own == bindparam("from_person"),
            *(table.c[name] == bindparam(f"key_{name}") for name in self._keys),
        )
        self._find = (
            select(table)
            .where(own == bindparam("of_person"))
            .order_by(*(table.c[name] for name in self._keys))
        )
        self._move = update(table).where(*which).values({own: bindparam("to_person")})
        self._drop = delete(table).where(*which)
        self._add = (
            upsert(table)
            .values({c.name: bindparam(f"new_{c.name}") for c in table.columns})
            .on_conflict_do_nothing()
        )
        OwnRows.every.append(self)

    def of(self, tx: ReadTx, person_id: int) -> list[Any]:
        return tx.query(self._find, of_person=person_id)

    def clashes(self, tx: ReadTx, *, giver: int, taker: int) -> list[tuple[Any, Any]]:
        """(the giver's row, the taker's) where only one of both can stay."""
        if self._one_per is None:
            return []
        theirs = {self._fact(row): row for row in self.of(tx, taker)}
        return [
            (row, theirs[self._fact(row)])
            for row in self.of(tx, giver)
            if self._fact(row) in theirs
        ]

    def hand_over(self, tx: Tx, *, giver: int, taker: int) -> HandedOver:
        """All rows of `giver` become `taker`'s; those that clash are dropped: settle what they
        hold first."""
        dropped = [self.drop(tx, row) for row, _ in self.clashes(tx, giver=giver, taker=taker)]
        moved = []
        for row in self.of(tx, giver):
            key = self._key(row)
            tx.change(self._move, from_person=giver, to_person=taker, **self._named(key))
            moved.append(key)
        return HandedOver(tuple(moved), tuple(dropped))

    def hand_back(self, tx: Tx, handed: HandedOver, *, giver: int, taker: int) -> None:
        """`giver` is who had them at first. What is gone since stays gone."""
        for key in handed.moved:
            tx.change(self._move, from_person=taker, to_person=giver, **self._named(key))
        for values in handed.dropped:
            tx.change(self._add, **{f"new_{name}": value for name, value in values.items()})

    def drop(self, tx: Tx, row: Any) -> dict[str, Any]:
        """Takes a row away and gives what `hand_back` can put there again."""
        values = {c.name: getattr(row, c.name) for c in self.table.columns}
        tx.change(self._drop, from_person=values[self.column], **self._named(self._key(row)))
        return values

    def _fact(self, row: Any) -> Key:
        return tuple(getattr(row, name) for name in self._one_per or ())

    def _key(self, row: Any) -> Key:
        return tuple(getattr(row, name) for name in self._keys)

    def _named(self, key: Key) -> dict[str, Any]:
        return {f"key_{name}": value for name, value in zip(self._keys, key, strict=True)}
