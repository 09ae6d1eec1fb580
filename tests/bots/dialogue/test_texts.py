"""Every sentence is there in every language, takes what its English takes, and fits its place."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

import bots.dialogue
import engine
from bots.dialogue import features, menu
from bots.dialogue.registry import registry
from bots.dialogue.texts import FOLDER, LOCALES, PSEUDO, Texts, every_locale, pieces
from bots.discord import rights as discord_rights
from bots.telegram import failures as telegram_failures
from bots.telegram import hands as telegram_hands
from engine.courses.commands import CourseState
from engine.courses.import_errors import REASONS
from engine.courses.notes import ENGLISH
from engine.foundation.errors import EngineError
from engine.people.commands import NudgeLevel, Visibility

NUMBERS = (0, 1, 2, 5, 21)
WORDS = "Loops"
PLURALS = {"zero", "one", "two", "few", "many"}
# Plural forms of whole and broken numbers; Spanish has one for millions too, which nothing counts.
FORMS = {"en": {"one", "other"}, "es": {"one", "other"}, "ru": {"one", "few", "many", "other"}}
COMMAND_CHARACTERS = 100  # Discord's descriptions
TITLE_CHARACTERS = 45  # Discord's modals
BUTTON_CHARACTERS = 30  # a phone's width
TOAST_CHARACTERS = 200  # Telegram's callback answers
SHOWING = {"texts", "choice", "said", "toast"}  # what takes a text's id first


class _Inside(Visitor):  # type: ignore[misc, unused-ignore]
    """What a message is made of: arguments, which of them are counted, references, selectors."""

    def __init__(self) -> None:
        self.arguments: set[str] = set()
        self.counted: set[str] = set()
        self.references: set[str] = set()
        self.words: dict[str, set[str]] = {}  # of selectors that are no numbers
        self.plurals: list[set[str]] = []

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:
        self.arguments.add(node.id.name)

    def visit_MessageReference(self, node: ftl.MessageReference) -> None:
        self.references.add(node.id.name)

    def visit_SelectExpression(self, node: ftl.SelectExpression) -> None:
        keys = {
            variant.key.name for variant in node.variants if isinstance(variant.key, ftl.Identifier)
        }
        assert isinstance(node.selector, ftl.VariableReference)
        name = node.selector.id.name
        has_numbers = any(isinstance(variant.key, ftl.NumberLiteral) for variant in node.variants)
        if has_numbers or keys & PLURALS:
            self.counted.add(name)
        else:
            self.words.setdefault(name, set()).update(keys)
        if keys & PLURALS:
            self.plurals.append(keys)
        self.generic_visit(node)


@cache
def _entries(locale: str) -> dict[str, list[ftl.EntryType]]:
    """The parsed entries of each file of a locale."""
    return {
        path.name: FluentParser().parse(path.read_text(encoding="utf-8")).body
        for path in sorted((FOLDER / locale).glob("*.ftl"))
    }


@cache
def _messages(locale: str) -> dict[str, _Inside]:
    found: dict[str, _Inside] = {}
    for entry in (entry for entries in _entries(locale).values() for entry in entries):
        if isinstance(entry, ftl.Message):
            inside = _Inside()
            inside.visit(entry)
            found[entry.id.name] = inside
    for inside in found.values():
        for reference in inside.references:
            inside.arguments |= found[reference].arguments
            inside.counted |= found[reference].counted
    return found


def _counted(id: str) -> set[str]:
    """The arguments that some language counts: those are numbers in all."""
    return {name for locale in LOCALES for name in _messages(locale)[id].counted}


def _fillings(id: str) -> Iterator[dict[str, int | str]]:
    """Arguments for a message: every number, and every word that a selector names."""
    english, counted = _messages("en")[id], _counted(id)
    choices: dict[str, set[str]] = {}
    for locale in LOCALES:
        for name, words in _messages(locale)[id].words.items():
            choices.setdefault(name, {WORDS}).update(words)
    for number in NUMBERS:
        plain: dict[str, int | str] = {
            name: number if name in counted else WORDS for name in sorted(english.arguments)
        }
        yield plain
        for name, words in choices.items():
            yield from ({**plain, name: word} for word in sorted(words))


def _sources() -> list[ast.AST]:
    folder = Path(bots.dialogue.__file__).parent
    return [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py"))]


@cache
def _named(*callees: str) -> tuple[frozenset[str], frozenset[str]]:
    """Ids that the conversations name as the first argument of these, and what computed ids begin
    with."""
    ids: set[str] = set()
    prefixes: set[str] = set()
    for call in (node for tree in _sources() for node in ast.walk(tree)):
        if not isinstance(call, ast.Call) or not call.args:
            continue
        callee = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        callee = call.func.id if isinstance(call.func, ast.Name) else callee
        first = call.args[0]
        if callee not in callees:
            continue
        for part in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                ids.add(part.value)
            elif isinstance(part, ast.JoinedStr) and isinstance(part.values[0], ast.Constant):
                prefixes.add(str(part.values[0].value))
    return frozenset(ids), frozenset(prefixes)


@cache
def _refusals() -> dict[str, type[EngineError]]:
    for module in pkgutil.walk_packages(engine.__path__, "engine."):
        importlib.import_module(module.name)
    return {
        code: refusal
        for code, refusal in sorted(EngineError.by_code.items())
        if refusal.__module__.startswith("engine.")
    }


def _data_of(refusal: type[EngineError]) -> set[str]:
    """The names in the docstring's "data: a, b (what b is)."."""
    words = " ".join((refusal.__doc__ or "").split())
    listed = re.search(r"data: (.+)\.$", words)
    assert listed, f"{refusal.__name__} does not say its data"
    names = {name.strip() for name in re.sub(r"\([^)]*\)", "", listed[1]).split(",")}
    return names - {"none"}


def test_the_refusals_tell_their_data() -> None:
    found = {code: _data_of(refusal) for code, refusal in _refusals().items()}
    assert found["wallet.insufficient_balance"] == {"account", "balance", "amount"}
    assert found["people.role_fixed"] == {"role"}
    assert found["people.last_admin"] == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_file_parses_whole(locale: str) -> None:
    files = _entries(locale)
    assert list(files) == list(_entries("en"))
    for name, entries in files.items():
        broken = [entry.content for entry in entries if isinstance(entry, ftl.Junk)]
        assert not broken, f"{locale}/{name}"
        assert any(isinstance(entry, ftl.Message) for entry in entries), f"{locale}/{name}"


@pytest.mark.parametrize("locale", LOCALES)
def test_texts_parsed_one_by_one_are_those_of_the_whole_file(locale: str) -> None:
    for name, whole in _entries(locale).items():
        source = (FOLDER / locale / name).read_text(encoding="utf-8")
        parsed = [FluentParser().parse(piece).body[0] for _, piece in pieces(source)]
        wanted = [entry for entry in whole if isinstance(entry, ftl.Message)]
        assert not any(isinstance(entry, ftl.Term) for entry in whole)  # they would be left out
        for one, other in zip(parsed, wanted, strict=True):
            # A comment stands before its text, in the piece of another.
            assert one.equals(other, ["span", "comment"]), f"{locale}/{name}"


@pytest.mark.parametrize("locale", LOCALES)
def test_no_text_is_written_twice(locale: str) -> None:
    ids = [
        entry.id.name
        for entries in _entries(locale).values()
        for entry in entries
        if isinstance(entry, ftl.Message)
    ]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("locale", LOCALES)
def test_each_locale_has_the_texts_of_english_in_the_same_files(locale: str) -> None:
    for name, entries in _entries("en").items():
        ids, of_english = (
            {entry.id.name for entry in found if isinstance(entry, ftl.Message)}
            for found in (_entries(locale)[name], entries)
        )
        assert ids == of_english, f"{locale}/{name}"


@pytest.mark.parametrize("locale", LOCALES)
def test_each_text_takes_the_arguments_of_its_english(locale: str) -> None:
    english = {id: inside.arguments for id, inside in _messages("en").items()}
    assert {id: inside.arguments for id, inside in _messages(locale).items()} == english


@pytest.mark.parametrize("locale", LOCALES)
def test_plurals_have_every_form_of_their_language(locale: str) -> None:
    for id, inside in _messages(locale).items():
        for keys in inside.plurals:
            assert keys == FORMS[locale], id


@pytest.mark.parametrize("locale", [*LOCALES, PSEUDO])
def test_each_text_formats_with_its_arguments(locale: str) -> None:
    texts = Texts(locale)
    for id in _messages("en"):
        for values in _fillings(id):
            assert texts(id, **values).strip(), f"{id} {values}"


def test_the_pseudo_locale_differs_wherever_english_has_words() -> None:
    pseudo, english = Texts(PSEUDO), Texts("en")
    assert pseudo("go-back") == "Báçk"
    for id, inside in _messages("en").items():
        values = dict.fromkeys(inside.arguments, 1)
        if re.search("[aeiou]", english(id, **values)):
            assert pseudo(id, **values) != english(id, **values), id


@pytest.mark.parametrize(
    ("locale", "rank", "behind", "told"),
    [
        ("en", 2, 1, "2nd this week, 1 point behind"),
        ("en", 7, 15, "7th this week, 15 points behind"),
        ("en", 21, 0, "No. 21 this week, level with the one above"),
        ("es", 7, 15, "7.º esta semana, a 15 puntos"),
        ("es", 2, 1, "2.º esta semana, a 1 punto"),
        ("ru", 7, 15, "7-е место на этой неделе, отставание — 15 баллов"),
        ("ru", 3, 22, "3-е место на этой неделе, отставание — 22 балла"),
        ("ru", 2, 21, "2-е место на этой неделе, отставание — 21 балл"),
    ],
)
def test_places_and_points_are_counted_as_each_language_counts(
    locale: str, rank: int, behind: int, told: str
) -> None:
    assert Texts(locale)("standing-behind", rank=rank, behind=behind) == told


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", list(_refusals()))
def test_each_refusal_has_a_sentence_that_its_data_fills(locale: str, code: str) -> None:
    id = "error-" + code.replace(".", "-")
    data = _data_of(_refusals()[code])
    assert _messages(locale)[id].arguments <= data
    for number in NUMBERS:
        assert Texts(locale)(id, **dict.fromkeys(data, number))
    assert Texts(locale)(id, **dict.fromkeys(data, WORDS))


def test_each_error_text_belongs_to_a_refusal() -> None:
    ids = {id for id in _messages("en") if id.startswith("error-")}
    assert ids == {"error-" + code.replace(".", "-") for code in _refusals()}


@pytest.mark.parametrize("locale", LOCALES)
def test_why_a_course_is_unreadable_is_told_for_each_reason(locale: str) -> None:
    texts = Texts(locale)
    told = {
        reason: texts(
            "error-courses-unreadable", reason=reason, file="a.zip", line=0, found=2, limit=1
        )
        for reason in REASONS
    }
    of_the_archive = {"path_escapes", "entry_is_link", "entry_encrypted", "entry_repeated"}
    in_common = of_the_archive | {"entry_damaged"}
    assert len({told[reason] for reason in in_common}) == 1
    assert len(set(told.values())) == len(REASONS) - len(in_common) + 1


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", list(ENGLISH))
def test_each_note_of_an_import_has_a_text_that_its_data_fills(locale: str, code: str) -> None:
    arguments = {name for _, name, _, _ in Formatter().parse(ENGLISH[code]) if name}
    inside = _messages(locale)["note-" + code.replace(".", "-")]
    assert inside.arguments == arguments


def test_each_note_text_belongs_to_a_note() -> None:
    ids = {id for id in _messages("en") if id.startswith("note-")}
    assert ids == {"note-" + code.replace(".", "-") for code in ENGLISH}


def test_each_id_that_a_conversation_names_has_a_text() -> None:
    ids, prefixes = _named(*SHOWING)
    assert {"quiz-right", "quiz-wrong", "go-back", "form-needed"} <= ids
    known = _messages("en")
    assert {id for id in ids if id not in known} == set()
    computed = {prefix: [id for id in known if id.startswith(prefix)] for prefix in prefixes}
    assert {prefix for prefix, found in computed.items() if not found} == set()


def test_each_computed_id_has_a_text() -> None:
    needed = {f"course-state-{state.value}" for state in CourseState}
    needed |= {f"settings-nudge-{level.value}" for level in NudgeLevel}
    needed |= {f"nudge-now-{level.value}" for level in NudgeLevel}
    # A nickname is shown itself.
    needed |= {f"settings-visible-{how.value}" for how in set(Visibility) - {Visibility.NICKNAME}}
    needed |= {f"{whose}-{state}" for whose in ("application", "applied")
               for state in ("approved", "asked", "declined")}  # fmt: skip
    rights = {*discord_rights._NEEDED, discord_rights.NOT_A_MEMBER, "post_in_topic"}
    rights |= {code for _, code in telegram_hands._NEEDED}
    rights |= {code for _, code in telegram_failures._NO_RIGHT}
    needed |= {f"right-{right}" for right in rights}
    assert needed - set(_messages("en")) == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_descriptions_of_commands_fit_discord(locale: str) -> None:
    features.load()
    entries = menu.command_entries()
    assert "course import" in {entry.name for entry in entries}
    described = [words for entry in entries for words in (
        entry.descriptions, *(option.descriptions for option in entry.options),
        *(label for option in entry.options for _, label in option.choices),
    )]  # fmt: skip
    for words in described:
        assert 1 <= len(words[locale]) <= COMMAND_CHARACTERS, words
    for id in _messages("en"):
        if id.startswith(("command-", "option-", "choice-")):
            assert len(every_locale(id)[locale]) <= COMMAND_CHARACTERS, id


@pytest.mark.parametrize("locale", LOCALES)
def test_titles_of_forms_fit_a_modal(locale: str) -> None:
    features.load()
    titles = {spec.title_id for spec in registry.forms.values()}
    assert titles == {id for id in _messages("en") if re.fullmatch("form-.*-title", id)}
    for id in titles:
        assert len(Texts(locale)(id)) <= TITLE_CHARACTERS, id


@pytest.mark.parametrize("locale", LOCALES)
def test_labels_of_buttons_fit_a_phone(locale: str) -> None:
    ids, prefixes = _named("choice")
    ids |= {id for id in _messages("en") if id.startswith(tuple(prefixes))}
    assert "quiz-take" in ids
    for id in ids:
        # Names and titles are cut where they are put in; here the words around them are measured.
        values = {
            name: 21 if name in _counted(id) else "" for name in _messages("en")[id].arguments
        }
        assert len(Texts(locale)(id, **values)) <= BUTTON_CHARACTERS, id


@pytest.mark.parametrize("locale", LOCALES)
def test_passing_words_fit_a_toast(locale: str) -> None:
    ids, _ = _named("toast")
    assert "form-gone" in ids
    for id in ids | {"button-of-another", "button-of-former-version"}:
        assert len(Texts(locale)(id)) <= TOAST_CHARACTERS, id


@pytest.mark.parametrize(
    ("zone", "day"), [("UTC", "8 September"), ("Pacific/Honolulu", "7 September")]
)
def test_an_end_is_told_by_the_day_where_the_person_is(zone: str, day: str) -> None:
    end = datetime(2027, 9, 8, 5, 0, tzinfo=UTC)
    assert Texts("en", zone).before(end, end - timedelta(days=14)) == day
    assert Texts("en", zone).local_day(end) == day


def test_an_end_that_is_near_is_told_with_its_hour() -> None:
    end = datetime(2027, 9, 8, 5, 0, tzinfo=UTC)
    assert Texts("en", "UTC").before(end, end - timedelta(hours=40)) == "Wed 8 Sep, 05:00"


@pytest.mark.parametrize(
    ("locale", "currency", "told"),
    [
        ("en", "USD", "$1,234.05"),
        ("es", "EUR", "1.234,05 €"),
        ("ru", "USD", "1 234,05 $"),
        ("en", "JPY", "¥123,405"),
        ("es", "XTR", "123.405 XTR"),
    ],
)
def test_money_is_told_in_the_currency_s_own_unit(locale: str, currency: str, told: str) -> None:
    said = Texts(locale).money(123_405, currency)
    assert said.replace("\N{NO-BREAK SPACE}", " ") == told
