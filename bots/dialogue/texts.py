"""Every sentence people read, by Fluent id and locale; dates and numbers by Babel."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import babel.dates
import babel.numbers
from fluent.runtime import FluentBundle, FluentResource

LOCALES = ("en", "es", "ru")
LOCALE_NAMES = {"en": "English", "es": "Español", "ru": "Русский"}
FOLDER = Path(__file__).parent / "texts"
LARGEST_COUNTED = 10**15
STARS = "XTR"  # Telegram's, which have no smaller part and no sign of their own
NEAR = timedelta(days=2)  # from here on a day alone would leave open whether it is over
PSEUDO = "qps"  # a made-up locale that shows hard-coded words: every letter wears an accent
_ACCENTS = str.maketrans("aeiouyAEIOUYcnsz", "áéíóúýÁÉÍÓÚÝçñšž")
_ENTRY = re.compile(r"^([A-Za-z][\w-]*) *=", re.MULTILINE)
_REFERENCE = re.compile(r"\{\s*([A-Za-z][\w-]*)\s*\}")


def locale_of(language_tag: str) -> str:
    """The locale we have for a client's language tag; English when there is none."""
    base = language_tag.replace("_", "-").split("-")[0].lower()
    return base if base in (*LOCALES, PSEUDO) else "en"


class _Bundle:
    """The texts of a locale, each parsed when it is first asked for: parsing them all took a fifth
    of a program's start, and most are for later."""

    def __init__(self, locale: str) -> None:
        self._parsed = FluentBundle([locale], use_isolating=False)
        self._sources: dict[str, str] = {}
        for path in sorted((FOLDER / locale).glob("*.ftl")):
            for id, source in pieces(path.read_text(encoding="utf-8")):
                self._sources.setdefault(id, source)

    def has(self, id: str) -> bool:
        return id in self._sources

    def formatted(self, id: str, values: dict[str, Any]) -> tuple[str, list[Exception]]:
        """Raises KeyError."""
        self._parse(id)
        message = self._parsed.get_message(id)
        if message.value is None:
            raise KeyError(id)
        text, errors = self._parsed.format_pattern(message.value, values)
        return str(text), errors

    def _parse(self, id: str) -> None:
        # Two threads may do it at once: the first one stays.
        source = self._sources.get(id)
        if source is not None and not self._parsed.has_message(id):
            for other in _REFERENCE.findall(source):
                self._parse(other)
            self._parsed.add_resource(FluentResource(source))


def pieces(source: str) -> Iterator[tuple[str, str]]:
    """The messages of a file by id, each as it is written; what lies between goes with the one
    before. That parsing them one by one gives the whole file is tested."""
    found = list(_ENTRY.finditer(source))
    ends = [*(entry.start() for entry in found[1:]), len(source)]
    for entry, end in zip(found, ends, strict=True):
        yield entry[1], source[entry.start() : end]


@cache
def _bundle(locale: str) -> _Bundle:
    return _Bundle("en" if locale == PSEUDO else locale)


class Texts:
    """The texts of one locale, with moments told in one zone."""

    def __init__(self, locale: str, zone: str | None = None) -> None:
        self.locale = locale if locale in (*LOCALES, PSEUDO) else "en"
        self.zone = ZoneInfo(zone or "UTC")

    def __call__(self, id: str, **values: Any) -> str:
        """The sentence. Raises KeyError for an id that no text has; a test holds that none is."""
        text, errors = _bundle(self.locale).formatted(id, self._told(values))
        if errors:
            raise ValueError(f"{self.locale} {id}: {errors}")
        return text.translate(_ACCENTS) if self.locale == PSEUDO else text

    def has(self, id: str) -> bool:
        return _bundle(self.locale).has(id)

    def _told(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: self.duration(value)
            if name.endswith("_seconds") and type(value) is int
            else self._one(value)
            for name, value in values.items()
        }

    def _one(self, value: Any) -> Any:
        match value:
            case datetime():
                return self.moment(value)
            case date():
                return self.day(value)
            case bool():
                return "yes" if value else "no"  # for selectors
            case int() if abs(value) > LARGEST_COUNTED:
                return f"{value:,}"  # beyond what Babel can round
            case int() | float() | str():
                return value
            case None:
                return ""
            case tuple() | list() | frozenset():
                return ", ".join(str(item) for item in value)
        return str(value)

    @property
    def _babel(self) -> str:
        return "en" if self.locale == PSEUDO else self.locale

    def day(self, value: date) -> str:
        pattern = "d 'de' MMMM" if self._babel == "es" else "d MMMM"
        return babel.dates.format_date(value, pattern, locale=self._babel)

    def moment(self, value: datetime) -> str:
        return babel.dates.format_datetime(
            value.astimezone(self.zone), "EEE d MMM, HH:mm", locale=self._babel, tzinfo=self.zone
        )

    def full_day(self, value: datetime) -> str:
        """With its year, for what is kept."""
        return self._with_year(value.astimezone(self.zone).date())

    def local_day(self, value: datetime) -> str:
        """The day it falls on where the person is."""
        return self.day(value.astimezone(self.zone).date())

    def before(self, end: datetime, now: datetime) -> str:
        """What stands after "before": the day on which it ends where the person is; with the hour
        once that is near."""
        return self.moment(end) if end - now < NEAR else self.local_day(end)

    def last_day(self, until: datetime) -> str:
        """The last whole day (UTC) of what is good until then."""
        day = (until.astimezone(UTC) - timedelta(microseconds=1)).date()
        return self._with_year(day)

    def _with_year(self, day: date) -> str:
        pattern = "d MMMM y" if self._babel == "en" else "long"
        return babel.dates.format_date(day, pattern, locale=self._babel)

    def duration(self, seconds: int) -> str:
        """How long, as people say it: "8 hours, 1 minute"; never less than it is."""
        if seconds <= 90:
            return self("duration-seconds", number=seconds)
        minutes = -(-seconds // 60)
        hours, minutes = divmod(minutes, 60) if minutes > 90 else (0, minutes)
        parts = []
        if hours:
            parts.append(self("duration-hours", number=hours))
        if minutes:
            parts.append(self("duration-minutes", number=minutes))
        return ", ".join(parts)

    def clock(self, value: datetime) -> str:
        return value.astimezone(self.zone).strftime("%H:%M")

    def number(self, value: int) -> str:
        return babel.numbers.format_decimal(value, locale=self._babel)

    def money(self, value: int, currency: str) -> str:
        """`value`: in the currency's smallest unit, as the ledger has it."""
        if currency == STARS:
            return f"{self.number(value)} {currency}"
        whole = Decimal(value).scaleb(-babel.numbers.get_currency_precision(currency))
        return str(babel.numbers.format_currency(whole, currency, locale=self._babel))


@cache
def every_locale(id: str) -> dict[str, str]:
    """A text without arguments in all locales: for menus and command descriptions."""
    return {locale: Texts(locale)(id) for locale in LOCALES}
