"""Button tokens: whole, one's own, of this version, and short enough for both platforms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.dialogue import features, tokens, zones
from bots.dialogue.registry import registry
from bots.dialogue.screen import Screen
from bots.dialogue.tokens import BrokenToken, ForeignToken, Id, Small, Word, ZoneName
from bots.dialogue.visit import Visit

KEY = b"k" * 32
OWNER, OTHER = 4_102, 4_103
WORDS = st.text("abcXYZ019_/+-", max_size=8)


async def two_numbers(visit: Visit, lesson: Id, page: Small) -> Screen:
    return Screen()


async def one_word(visit: Visit, tag: Word) -> Screen:
    return Screen()


async def four_ids(visit: Visit, a: Id, b: Id, c: Id, d: Id) -> Screen:
    return Screen()


async def untyped(visit: Visit, page: int) -> Screen:
    return Screen()


NUMBERS = tokens.arguments_of(two_numbers, skip=1)
WORD = tokens.arguments_of(one_word, skip=1)


def pressed(text: str, presser: int) -> tokens.Token:
    token = tokens.parse(text)
    tokens.check(KEY, token, presser)
    return token


@given(st.integers(0, 36**8 - 1), st.integers(0, 1295), st.sampled_from("opf"))
def test_a_token_brings_its_arguments_back_to_its_owner(lesson: int, page: int, kind: str) -> None:
    text = tokens.make(KEY, kind, "lesson.page", (lesson, page), OWNER)
    assert len(text.encode()) <= tokens.MOST_BYTES
    token = pressed(text, OWNER)
    assert (token.kind, token.name) == (kind, "lesson.page")
    assert tokens.read_arguments(token, NUMBERS) == [lesson, page]


@given(WORDS)
def test_a_word_comes_back_also_when_it_is_empty(word: str) -> None:
    token = pressed(tokens.make(KEY, "o", "st.tag", (word,), OWNER), OWNER)
    assert tokens.read_arguments(token, WORD) == [word]


@pytest.mark.parametrize("kind", ["o", "f"])
def test_a_token_is_its_owners_alone(kind: str) -> None:
    text = tokens.make(KEY, kind, "lesson.page", (1, 2), OWNER)
    with pytest.raises(ForeignToken):
        pressed(text, OTHER)
    with pytest.raises(ForeignToken):
        tokens.check(b"another key" * 3, tokens.parse(text), OWNER)


def test_a_public_token_is_everybodys_and_cannot_be_made_from_an_owned_one() -> None:
    text = tokens.make(KEY, "p", "board.show", (3,), OWNER)
    assert pressed(text, OTHER).arguments == ("3",)
    owned = tokens.make(KEY, "o", "board.show", (3,), OWNER)
    with pytest.raises(ForeignToken):
        pressed("p" + owned[1:], OTHER)


@given(st.data())
def test_any_changed_letter_is_noticed(data: st.DataObject) -> None:
    text = tokens.make(KEY, "o", "quiz.answer", (123_456, 7, 3), OWNER)
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from("oaz09.:-_A").filter(lambda found: found != text[place]))
    with pytest.raises((ForeignToken, BrokenToken)):
        pressed(text[:place] + letter + text[place + 1 :], OWNER)


def test_any_truncated_token_is_noticed() -> None:
    text = tokens.make(KEY, "o", "quiz.answer", (123_456, 7, 3), OWNER)
    for length in range(len(text)):
        with pytest.raises((ForeignToken, BrokenToken)):
            pressed(text[:length], OWNER)


@given(st.text(max_size=80))
def test_whatever_is_sent_as_a_token_is_refused_and_never_a_fault(text: str) -> None:
    with pytest.raises((ForeignToken, BrokenToken)):
        pressed(text, OWNER)


@pytest.mark.parametrize(
    "text",
    ["o:lesson.page:1.2:Ünicode_mac", "o:lesson.page:1.2:\ud800", "x:lesson.page:1.2:abc",
     "o:lesson.page", "o:" + "a" * 70 + ":1:abc"],
)  # fmt: skip
def test_what_no_version_of_ours_made_is_broken(text: str) -> None:
    with pytest.raises(BrokenToken):
        tokens.parse(text)


@pytest.mark.parametrize("arguments", [(1,), (1, 2, 3), (), ("AB", 2), (1, "")])
def test_a_former_versions_arguments_are_broken(arguments: tuple[int | str, ...]) -> None:
    token = pressed(tokens.make(KEY, "o", "lesson.page", arguments, OWNER), OWNER)
    with pytest.raises(BrokenToken):
        tokens.read_arguments(token, NUMBERS)


@pytest.mark.parametrize("word", ["a.b", "a:b", "né", "a b", "x\n"])
def test_a_word_that_would_break_a_token_apart_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        tokens.make(KEY, "o", "st.tag", (word,), OWNER)


def test_too_long_a_token_is_refused_when_made_and_when_registered() -> None:
    with pytest.raises(ValueError, match="bytes"):
        tokens.make(KEY, "o", "st.tag", ("a" * 50,), OWNER)
    with pytest.raises(ValueError, match="would not fit"):
        tokens.assert_fits("a.rather.long.name.of.it", tokens.arguments_of(four_ids, skip=1))


def test_an_argument_without_a_width_is_refused() -> None:
    with pytest.raises(TypeError, match="page"):
        tokens.arguments_of(untyped, skip=1)


def test_the_widest_token_of_every_action_and_form_fits_a_button() -> None:
    features.load()
    specs = [("o", name, spec.arguments) for name, spec in registry.actions.items()]
    specs += [("f", name, spec.arguments) for name, spec in registry.forms.items()]
    assert len(specs) > 30
    for kind, name, arguments in specs:
        widest: tuple[int | str, ...] = tuple(
            36**argument.characters - 1 if argument.is_number else "w" * argument.characters
            for argument in arguments
        )
        token = tokens.make(KEY, kind, name, widest, 2**62)
        assert len(token.encode()) <= tokens.MOST_BYTES
        assert tokens.read_arguments(tokens.parse(token), arguments) == list(widest)


def test_every_zone_name_fits_its_argument() -> None:
    [argument] = tokens.arguments_of(_takes_zone, skip=1)
    for prefix in ("ame", "eur", "asi", "afr", "pac", "ant", "ind", "atl", "aus", "arc"):
        for found in zones.find(prefix, "en"):
            assert len(found) <= argument.characters
            tokens.make(KEY, "o", "st.in", (found, 36**8 - 1), OWNER)


async def _takes_zone(visit: Visit, name: ZoneName) -> Screen:
    return Screen()


@given(st.integers(-(36**8), 36**8))
def test_base36_reads_back(number: int) -> None:
    assert int(tokens.base36(number), 36) == number
