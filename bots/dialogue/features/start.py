"""The first minutes: language, time zone, what the group may see, what to learn, the first
course."""

from __future__ import annotations

from bots.dialogue import forms, zones
from bots.dialogue.features import catalogue, linking
from bots.dialogue.registry import Answer, action, command, form
from bots.dialogue.screen import Choice, FormField, Mode, Screen, Style
from bots.dialogue.texts import LOCALE_NAMES, LOCALES
from bots.dialogue.tokens import Id, Small, Word, ZoneName
from bots.dialogue.visit import Visit
from engine.courses.commands import CatalogueQuery
from engine.courses.queries import catalogue as read_catalogue
from engine.foundation.richtext import bold, text
from engine.people.commands import (
    FinishOnboarding,
    SetInterests,
    SetLocale,
    SetVisibility,
    SetZone,
    Visibility,
)
from engine.people.service import (
    finish_onboarding,
    set_interests,
    set_locale,
    set_visibility,
    set_zone,
)

INTERESTS_SHOWN = 6
TAG_LENGTH = 30  # characters of a button that stands beside another


@command("start", in_menu=True)
async def start(visit: Visit, given: dict[str, str]) -> Answer:
    """A deep link shows and never does: its course waits behind the first questions."""
    payload = given.get("payload", "")
    if payload.startswith(linking.PAYLOAD):
        return await linking.code_given(visit, payload.removeprefix(linking.PAYLOAD))
    course_id = _course_id(payload)
    if not visit.person.is_onboarded:
        return _welcome(visit, course_id)
    if course_id:
        return await catalogue.show_course(visit, course_id)
    return await catalogue.home(visit)


def _course_id(payload: str) -> int:
    """The course of a deep link ("c_1z"); 0 for any other payload."""
    word = payload.removeprefix("c_")
    is_course = word != payload and word.isalnum() and word.isascii() and len(word) <= 8
    return int(word, 36) if is_course else 0


def _welcome(visit: Visit, course_id: int) -> Screen:
    texts = visit.texts
    return Screen(
        title=texts("start-title"),
        body=(
            text(texts("start-what")),
            bold(texts("start-language", language=LOCALE_NAMES[_known(visit)])),
        ),
        rows=(
            (
                visit.choice("start-continue", ask_zone, course_id, style=Style.PRIMARY),
                visit.choice("start-change-language", languages, course_id),
            ),
        ),
        mode=Mode.NEW,
    )


def _known(visit: Visit) -> str:
    return visit.person.locale if visit.person.locale in LOCALE_NAMES else "en"


@action("st.languages")
async def languages(visit: Visit, course_id: Id) -> Answer:
    return Screen(
        title=visit.texts("start-which-language"),
        rows=tuple(
            (Choice(LOCALE_NAMES[locale], visit.token(speak, locale, course_id)),)
            for locale in LOCALES
        ),
    )


@action("st.speak")
async def speak(visit: Visit, locale: Word, course_id: Id) -> Answer:
    await visit.run(set_locale, SetLocale(visit.person_id, locale))
    visit.speak(locale)
    return await ask_zone(visit, course_id)


@action("st.zone")
async def ask_zone(visit: Visit, course_id: Id) -> Answer:
    """Three likely zones by their clocks, and another city."""
    now = visit.now
    rows = [
        (
            Choice(
                visit.texts("start-zone-option", time=now.astimezone(zones.zone(name)).strftime(
                    "%H:%M"), city=zones.city(name, visit.texts.locale)),
                visit.token(take_zone, name, course_id),
            ),
        )
        for name in zones.likely(visit.texts.locale)
    ]  # fmt: skip
    rows.append((visit.choice("start-another-city", ask_city, course_id),))
    return Screen(
        title=visit.texts("start-zone"), body=(text(visit.texts("start-zone-why")),),
        rows=tuple(rows),
    )  # fmt: skip


@action("st.in")
async def take_zone(visit: Visit, name: ZoneName, course_id: Id) -> Answer:
    await visit.run(set_zone, SetZone(visit.person_id, name))
    return ask_visibility(visit, course_id)


@action("st.city", opens_form=True)
async def ask_city(visit: Visit, course_id: Id) -> Answer:
    return await forms.open_form(visit, "city", course_id)


async def _city_fields(
    visit: Visit, values: dict[str, str], arguments: tuple[int | str, ...]
) -> list[FormField]:
    return [
        FormField(
            "city", visit.texts("form-city-city"), hint=visit.texts("form-city-hint"), maximum=60
        )
    ]


def _check_city(visit: Visit, field: FormField, value: str) -> str | None:
    return None if zones.find(value, visit.texts.locale) else visit.texts("form-city-unknown")


@form("city", fields=_city_fields, check=_check_city)
async def city_given(visit: Visit, values: dict[str, str], course_id: Id) -> Answer:
    found = zones.find(values["city"], visit.texts.locale)
    if len(found) == 1:
        await visit.run(set_zone, SetZone(visit.person_id, found[0]))
        if visit.person.is_onboarded:
            return visit.said("settings-saved")
        return ask_visibility(visit, course_id)
    return Screen(
        title=visit.texts("start-which-city"),
        rows=tuple(
            (
                Choice(
                    f"{zones.city(name, visit.texts.locale)} ({name})",
                    visit.token(take_zone, name, course_id),
                ),
            )
            for name in found[:6]
        ),
    )


def ask_visibility(visit: Visit, course_id: int) -> Screen:
    texts = visit.texts
    return Screen(
        title=texts("start-visible"),
        body=(text(texts("start-visible-why")),),
        rows=(
            (
                visit.choice(
                    "start-visible-first-name", take_visibility, "first_name", course_id,
                    name=visit.person.first_name[:40],
                ),
            ),
            (visit.choice("start-visible-nickname", ask_nickname, course_id),),
            (visit.choice("start-visible-no", take_visibility, "none", course_id),),
        ),
    )  # fmt: skip


@action("st.visible")
async def take_visibility(visit: Visit, how: Word, course_id: Id) -> Answer:
    await visit.run(set_visibility, SetVisibility(visit.person_id, Visibility(how)))
    return await ask_interest(visit, course_id)


@action("st.nickname", opens_form=True)
async def ask_nickname(visit: Visit, course_id: Id) -> Answer:
    return await forms.open_form(visit, "nickname", course_id)


async def _nickname_fields(
    visit: Visit, values: dict[str, str], arguments: tuple[int | str, ...]
) -> list[FormField]:
    return [
        FormField(
            "nickname", visit.texts("form-nickname-nickname"),
            hint=visit.texts("form-nickname-hint"), minimum=2, maximum=32,
        )
    ]  # fmt: skip


@form("nickname", fields=_nickname_fields)
async def nickname_given(visit: Visit, values: dict[str, str], course_id: Id) -> Answer:
    await visit.run(
        set_visibility,
        SetVisibility(visit.person_id, Visibility.NICKNAME, nickname=values["nickname"]),
    )
    if visit.person.is_onboarded:
        return visit.said("settings-saved")
    return await ask_interest(visit, course_id)


async def ask_interest(visit: Visit, course_id: int) -> Answer:
    if course_id:
        return await take_interest(visit, 0, course_id)
    tags = await _tags(visit)
    if not tags:
        return await take_interest(visit, 0, 0)
    buttons = [
        Choice(tag, visit.token(take_interest, number, 0))
        for number, tag in enumerate(tags, start=1)
    ]
    rows = [tuple(buttons[first : first + 2]) for first in range(0, len(buttons), 2)]
    rows.append((visit.choice("start-interest-all", take_interest, 0, 0),))
    return Screen(title=visit.texts("start-interest"), rows=tuple(rows))


async def _tags(visit: Visit) -> list[str]:
    """What there is to learn in the person's language, or at all when that is nothing."""
    page = await visit.read(read_catalogue, CatalogueQuery(visit.person_id, page_size=25))
    own = [course for course in page.courses if course.language == visit.texts.locale]
    tags = dict.fromkeys(tag for course in own or page.courses for tag in course.tags)
    return [tag for tag in tags if len(tag) <= TAG_LENGTH][:INTERESTS_SHOWN]


@action("st.interest")
async def take_interest(visit: Visit, number: Small, course_id: Id) -> Answer:
    """The first course is shown at once: what fits the interest and the language best."""
    tags = await _tags(visit) if number else []
    if 0 < number <= len(tags):
        await visit.run(set_interests, SetInterests(visit.person_id, (tags[number - 1],)))
    await visit.run(finish_onboarding, FinishOnboarding(visit.person_id))
    if course_id:
        return await catalogue.show_course(visit, course_id)
    page = await visit.read(read_catalogue, CatalogueQuery(visit.person_id, page_size=1))
    if not page.courses:
        return await catalogue.home(visit)
    return await catalogue.show_course(visit, page.courses[0].course_id)
