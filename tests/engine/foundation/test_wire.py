"""What is stored reads back to the same types, and nothing else is stored."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.dialogue.screen import Choice
from engine.foundation import wire
from engine.foundation.errors import EngineError, NotFound, TooMany


class Colour(Enum):
    RED = "red"
    BLUE = 2


class Depth(IntEnum):
    SHALLOW = 1
    DEEP = 9


class River(StrEnum):
    UPPER = "upper"


@dataclass(frozen=True)
class Leaf:
    name: str
    at: datetime | None


@dataclass(frozen=True)
class Branch:
    leaves: tuple[Leaf, ...]
    extra: Any


class Outer:
    @dataclass(frozen=True)
    class Inner:
        number: int


MOMENTS = st.datetimes(
    min_value=datetime(2, 1, 1),  # noqa: DTZ001  # hypothesis adds the zone
    max_value=datetime(9998, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=13)), timezone(timedelta(hours=-11))]),
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(),
    st.binary(),
    st.dates(),
    MOMENTS,
    st.timedeltas(),
    st.sampled_from([*Colour, *Depth, *River]),
    st.builds(Outer.Inner, st.integers()),
)
HASHABLE = st.one_of(st.integers(), st.text(), st.dates(), st.tuples(st.text(), st.integers()))
VALUES = st.recursive(
    SCALARS | st.frozensets(HASHABLE),
    lambda inner: st.one_of(
        st.lists(inner),
        st.lists(inner).map(tuple),
        st.dictionaries(st.text(), inner),
        st.builds(
            Branch, st.lists(st.builds(Leaf, st.text(), st.none() | MOMENTS)).map(tuple), inner
        ),
    ),
    max_leaves=12,
)


@given(VALUES)
def test_every_supported_value_reads_back_to_the_same_types(value: Any) -> None:
    read = wire.load(wire.dump(value))
    assert read == value
    assert same_types(read, value)


def same_types(one: Any, other: Any) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, list | tuple):
        return all(map(same_types, one, other))
    if isinstance(one, dict):
        return all(same_types(one[key], other[key]) for key in other)
    if isinstance(one, Branch):
        return same_types(one.leaves, other.leaves) and same_types(one.extra, other.extra)
    return True


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), SCALARS))
def test_a_refusal_comes_back_with_its_class_and_data(data: dict[str, Any]) -> None:
    read = wire.load(wire.dump(NotFound(**data)))
    assert type(read) is NotFound
    assert read.data == data
    assert isinstance(read, EngineError)


def test_a_refusal_keeps_a_moment_among_its_data() -> None:
    at = datetime(2027, 3, 4, 9, tzinfo=UTC)
    read = wire.load(wire.dump(TooMany(what="commands", retry_after_seconds=3, at=at)))
    assert read.data == {"what": "commands", "retry_after_seconds": 3, "at": at}


def test_a_naive_moment_is_refused_wherever_it_hides() -> None:
    naive = datetime(2027, 3, 4, 9)  # noqa: DTZ001
    for value in (naive, [naive], {"at": naive}, Leaf("a", naive), NotFound(at=naive)):
        with pytest.raises(TypeError, match="zone"):
            wire.dump(value)


@pytest.mark.parametrize(
    "value", [Decimal(1), {1, 2}, object(), {1: "a"}, Leaf, lambda: None, 1j, bytearray(b"x")]
)
def test_what_would_not_read_back_is_not_stored(value: Any) -> None:
    with pytest.raises(TypeError):
        wire.dump(value)


def test_types_from_outside_the_engine_are_not_stored() -> None:
    with pytest.raises(TypeError, match="not a type of the engine"):
        wire.dump(Choice("Go"))


@pytest.mark.parametrize(
    "stored",
    [
        {"!": "data", "of": "subprocess:Popen", "v": {"args": "true"}},
        {"!": "data", "of": "bots.dialogue.screen:Choice", "v": {"label": "Go"}},
        {"!": "enum", "of": "os:system", "v": "true"},
        {"!": "enum", "of": "enginex.evil:Thing", "v": 1},
        {"!": "unheard-of", "v": 1},
    ],
)
def test_stored_text_chooses_no_code_outside_the_engine(stored: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"not a type of the engine|unknown tag"):
        wire.load(json.dumps(stored))


def test_a_number_that_only_looks_like_one_is_refused() -> None:
    with pytest.raises(TypeError, match="Fraction"):
        wire.dump(Fraction(1, 3))
