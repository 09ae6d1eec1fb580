"""Time zones by city, in the reader's language; names come from Babel's CLDR data."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo, available_timezones

import babel
from babel.core import get_global
from babel.dates import get_timezone_location

LIKELY = {
    "en": ("Europe/London", "America/New_York", "Asia/Kolkata"),
    "es": ("Europe/Madrid", "America/Mexico_City", "America/Argentina/Buenos_Aires"),
    "ru": ("Europe/Moscow", "Asia/Yekaterinburg", "Asia/Almaty"),
}


def likely(locale: str) -> tuple[str, ...]:
    return LIKELY.get(locale, LIKELY["en"])


def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def city(name: str, locale: str) -> str:
    """The zone's city as this language calls it: "Нью-Йорк"."""
    group = _same_zone().get(name, name)
    return _cities(locale if locale in LIKELY else "en").get(group, name.split("/")[-1])


def find(typed: str, locale: str) -> list[str]:
    """Zones whose city starts with what was typed, or whose name it is; the exact ones alone.

    Former names of a zone find it under its present one, and accents do not matter.
    """
    wanted = _folded(typed)
    if not wanted:
        return []
    exact, similar = [], []
    for language in dict.fromkeys((locale if locale in LIKELY else "en", "en")):
        cities = _cities(language)
        for name, now_called in _same_zone().items():
            words = {_folded(name), _folded(name.split("/")[-1]), _folded(cities[now_called])}
            if wanted in words:
                exact.append(now_called)
            elif len(wanted) >= 3 and any(word.startswith(wanted) for word in words):
                similar.append(now_called)
    return list(dict.fromkeys(exact or similar))


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.strip().casefold().replace("_", " "))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@cache
def _same_zone() -> dict[str, str]:
    """Every zone's name and the one it goes by now: several may be one ("Asia/Calcutta")."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    present = {line.split("\t")[2] for line in table.splitlines() if not line.startswith("#")}
    aliases = get_global("zone_aliases")
    names = sorted(
        name
        for name in available_timezones()
        if "/" in name and not name.startswith(("Etc/", "SystemV/", "posix", "right"))
    )
    return {name: name if name in present else aliases.get(name, name) for name in names}


@cache
def _cities(locale: str) -> dict[str, str]:
    """The cities by the names that zones go by now."""
    language = babel.Locale.parse(locale)
    called = {
        name: get_timezone_location(name, locale=language, return_city=True)
        for name in set(_same_zone().values())
    }
    for former, name in _same_zone().items():
        # CLDR keeps a renamed zone's city under its first name.
        translated = language.time_zones.get(former, {}).get("city")
        if translated and name != former and name not in language.time_zones:
            called[name] = translated
    # Some stand there with their province: "Argentina/Buenos Aires".
    return {name: place.rsplit("/", 1)[-1] for name, place in called.items()}
