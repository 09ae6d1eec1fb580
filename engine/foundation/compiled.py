"""Statements compiled once per dialect and run on the driver's own cursor.

SQLAlchemy Core is how SQL is written; it costs nothing on each call: a statement's text, its bound
values' processors and its row type are worked out the first time and kept.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import itemgetter
from typing import Any, Protocol

from sqlalchemy import Date, Dialect
from sqlalchemy.sql import Executable
from sqlalchemy.sql.compiler import SQLCompiler

Processor = Callable[[Any], Any]
MOST_STATEMENTS = 5_000
MOST_SHAPES = 200  # per statement: one text for each length of the lists behind its IN


class Cursor(Protocol):
    @property
    def description(self) -> Any: ...

    @property
    def rowcount(self) -> int: ...

    def execute(self, operation: str, parameters: Any = ..., /) -> Any: ...

    def fetchall(self) -> Sequence[Any]: ...


@dataclass(frozen=True)
class _Shape:
    """A statement's text for lists of certain lengths, and how its parameters are filled in."""

    sql: str
    fixed: dict[str, Any]  # bound by the statement itself, ready for the driver
    processed: tuple[tuple[str, Processor], ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...]  # a list's name, the names of its items
    in_order: Callable[[Mapping[str, Any]], tuple[Any, ...]]


class CompiledStatement:
    """One statement in one positional dialect: `rows` have the columns as attributes."""

    def __init__(self, statement: Executable, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        if not isinstance(compiled, SQLCompiler):
            raise TypeError("only SELECT, INSERT, UPDATE, DELETE and text() run through tx.query")
        if not compiled.positional:
            raise TypeError("the dialect must bind by position: it is the fastest way")
        self._compiled = compiled
        self._required = frozenset(
            name for bind, name in compiled.bind_names.items() if bind.required
        )
        self._lists = tuple(
            name
            for bind, name in compiled.bind_names.items()
            if bind.required and bind in compiled.post_compile_params
        )
        self._shapes: dict[tuple[int, ...], _Shape] = {}
        # Without lists there is one shape, found without a look-up.
        self._only_shape = None if self._lists else self._shaped({})
        self._make_row, self._readers = _row_shape(compiled, dialect)

    def execute(self, cursor: Cursor, values: dict[str, Any]) -> None:
        """`values` are its own from now on: it may change them.

        Raises TypeError when one is missing or not asked for.
        """
        if values.keys() != self._required:
            missing = sorted(self._required - values.keys())
            unknown = sorted(values.keys() - self._required)
            raise TypeError(f"missing {missing}, not asked for {unknown}: {self._compiled.string}")
        shape = self._only_shape or self._shape_for(values)
        bound = {**shape.fixed, **values} if shape.fixed else values
        for name, items in shape.lists:
            bound.update(zip(items, values[name], strict=True))
        for name, processor in shape.processed:
            bound[name] = processor(bound[name])
        cursor.execute(shape.sql, shape.in_order(bound))

    def rows(self, cursor: Cursor) -> list[Any]:
        if self._make_row is None:
            return []
        fetched = cursor.fetchall()
        if not self._readers:
            return list(map(self._make_row, fetched))
        rows = []
        for row in fetched:
            read = list(row)
            for place, reader in self._readers:
                read[place] = reader(read[place])
            rows.append(self._make_row(read))
        return rows

    def _shape_for(self, values: dict[str, Any]) -> _Shape:
        lengths = tuple(len(values[name]) for name in self._lists)
        shape = self._shapes.get(lengths)
        if shape is None:
            if len(self._shapes) >= MOST_SHAPES:
                self._shapes.clear()
            shape = self._shapes[lengths] = self._shaped(
                {name: list(values[name]) for name in self._lists}
            )
        return shape

    def _shaped(self, lists: dict[str, list[Any]]) -> _Shape:
        compiled = self._compiled
        expanded = compiled.construct_expanded_state(compiled.construct_params(lists, _check=False))
        processors: dict[str, Processor] = {
            **compiled._bind_processors,  # type: ignore[dict-item]
            **expanded.processors,
        }
        if compiled.dialect.name == "sqlite":
            # What SQLAlchemy writes part by part for days of any year is one call.
            processors |= {
                name: _day_text
                for name, bind in compiled.binds.items()
                if type(bind.type) is Date and name in processors
            }
        items = {name: tuple(expanded.parameter_expansion[name]) for name in lists}
        asked = self._required.difference(lists).union(*items.values())
        return _Shape(
            sql=expanded.statement,
            fixed={
                name: processors[name](value) if name in processors else value
                for name, value in expanded.parameters.items()
                if name not in asked
            },
            processed=tuple((name, processors[name]) for name in asked if name in processors),
            lists=tuple(items.items()),
            in_order=_picking(expanded.positiontup or []),
        )


def _day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _picking(names: Sequence[str]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    if not names:
        return lambda bound: ()
    if len(names) == 1:
        only = names[0]
        return lambda bound: (bound[only],)
    return itemgetter(*names)


def _row_shape(
    compiled: SQLCompiler, dialect: Dialect
) -> tuple[Callable[[Any], Any] | None, tuple[tuple[int, Processor], ...]]:
    """How a row is made, and the readers of those columns that need one."""
    columns = compiled._result_columns
    if not columns:
        return None, ()
    names = [str(column.keyname) for column in columns]
    readers = [column.type._cached_result_processor(dialect, None) for column in columns]
    row_type = namedtuple("Row", names, rename=True)  # type: ignore[misc]
    # What `row_type._make` does, without a Python frame for each row.
    return partial(tuple.__new__, row_type), tuple(
        (place, reader) for place, reader in enumerate(readers) if reader is not None
    )


# The statement is kept beside its compiled form, so that its id is never given away anew.
_Forms = dict[int, tuple[Executable, CompiledStatement]]
# Of every database of this process: compiling takes milliseconds, and what comes of it knows its
# dialect but no connection.
_compiled_before: dict[tuple[type[Dialect], str], _Forms] = {}


class StatementCache:
    """The compiled statements of one database; keyed by identity, as statements are constants."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self.is_postgresql = dialect.name == "postgresql"
        self._compiled: _Forms = {}
        self._before = _compiled_before.setdefault((type(dialect), dialect.paramstyle), {})

    def get(self, statement: Executable) -> CompiledStatement:
        found = self._compiled.get(id(statement))
        if found is None:
            found = self._compiled[id(statement)] = self._form(statement)
            if len(self._compiled) > MOST_STATEMENTS:
                raise RuntimeError("statements are built per call somewhere: make them constants")
        return found[1]

    def _form(self, statement: Executable) -> tuple[Executable, CompiledStatement]:
        form = self._before.get(id(statement))
        if form is None:
            form = (statement, CompiledStatement(statement, self._dialect))
            if len(self._before) >= MOST_STATEMENTS:  # of many databases, as tests have them
                self._before.clear()
            self._before[id(statement)] = form
        return form
