"""Time zones by city: found in the reader's language, under the name they go by now."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest

from bots.dialogue import zones
from bots.dialogue.texts import LOCALES


@pytest.mark.parametrize("locale", [*LOCALES, "qps", "de"])
def test_likely_zones_exist_and_have_a_city(locale: str) -> None:
    found = zones.likely(locale)
    assert len(found) == 3
    assert set(found) <= available_timezones()
    names = [zones.city(name, locale) for name in found]
    assert all(names)
    assert not any("/" in name or "_" in name for name in names)


@pytest.mark.parametrize(
    ("name", "en", "es", "ru"),
    [
        ("America/New_York", "New York", "Nueva York", "Нью-Йорк"),
        ("Europe/London", "London", "Londres", "Лондон"),
        ("Europe/Kyiv", "Kyiv", "Kiev", "Киев"),
        ("Asia/Calcutta", "Kolkata", "Calcuta", "Калькутта"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires", "Buenos Aires", "Буэнос-Айрес"),
    ],
)
def test_a_city_is_called_as_the_reader_calls_it(name: str, en: str, es: str, ru: str) -> None:
    assert [zones.city(name, locale) for locale in ("en", "es", "ru")] == [en, es, ru]


def test_a_zone_without_a_city_keeps_its_own_name() -> None:
    assert zones.city("UTC", "es") == "UTC"


@pytest.mark.parametrize(
    ("typed", "locale", "found"),
    [
        ("Paris", "en", ["Europe/Paris"]),
        ("  pArIs ", "ru", ["Europe/Paris"]),
        ("москва", "ru", ["Europe/Moscow"]),
        ("Moscow", "ru", ["Europe/Moscow"]),
        ("Nueva York", "es", ["America/New_York"]),
        ("bogota", "es", ["America/Bogota"]),
        ("Bogotá", "es", ["America/Bogota"]),
        ("Ciudad de Mexico", "es", ["America/Mexico_City"]),
        ("Europe/Berlin", "en", ["Europe/Berlin"]),
        ("new_york", "en", ["America/New_York"]),
        # Former names lead to the zone's present one, once.
        ("Calcutta", "en", ["Asia/Kolkata"]),
        ("Kolkata", "en", ["Asia/Kolkata"]),
        ("Киев", "ru", ["Europe/Kyiv"]),
        ("Saigon", "en", ["Asia/Ho_Chi_Minh"]),
        ("US/Eastern", "en", ["America/New_York"]),
    ],
)
def test_a_city_is_found(typed: str, locale: str, found: list[str]) -> None:
    assert zones.find(typed, locale) == found


def test_the_beginning_of_a_name_finds_all_that_go_on_so() -> None:
    found = zones.find("Buen", "en")
    assert found == ["America/Argentina/Buenos_Aires"]
    several = zones.find("San", "en")
    assert {"America/Santiago", "America/Santo_Domingo"} <= set(several)
    assert len(several) == len(set(several))


def test_a_whole_name_leaves_longer_ones_out() -> None:
    assert zones.find("Indianapolis", "en") == ["America/Indiana/Indianapolis"]
    assert "America/Indiana/Indianapolis" in zones.find("Indian", "en")


@pytest.mark.parametrize("typed", ["", "   ", "Xyzzy", "Sa", "€€€", "\u202e"])
def test_what_is_no_city_finds_none(typed: str) -> None:
    assert zones.find(typed, "en") == []


@pytest.mark.parametrize("locale", LOCALES)
def test_every_city_shown_leads_back_to_its_zone(locale: str) -> None:
    for name in {found for typed in ("ame", "eur", "asi", "afr", "pac", "atl", "aus", "ind")
                 for found in zones.find(typed, "en")}:  # fmt: skip
        assert name in zones.find(zones.city(name, locale), locale)
