"""Settings: language, zone, what the group sees, reminders; one's own data, taken along or
erased."""

from __future__ import annotations

import json

from bots.dialogue import zones
from bots.dialogue.features.linking import way_to_link
from bots.dialogue.registry import Answer, action, command
from bots.dialogue.screen import Attached, Choice, Fact, Mode, Screen, Style
from bots.dialogue.texts import LOCALE_NAMES, LOCALES
from bots.dialogue.tokens import Small, Word, ZoneName
from bots.dialogue.visit import Visit
from engine.foundation.richtext import text
from engine.people.commands import (
    ErasePerson,
    NudgeLevel,
    SetLocale,
    SetNudgeLevel,
    SetVisibility,
    SetWindow,
    SetZone,
    UseAllowance,
    Visibility,
)
from engine.people.queries import export_person, person_card
from engine.people.service import (
    erase_person,
    set_locale,
    set_nudge_level,
    set_visibility,
    set_window,
    set_zone,
    use_allowance,
)

WINDOWS = ((7, 20), (8, 22), (10, 23), (17, 22))


@command("settings", in_menu=True)
async def settings(visit: Visit, given: dict[str, str]) -> Answer:
    return await show(visit)


@action("set.show")
async def show(visit: Visit) -> Screen:
    card = await visit.read(person_card, visit.person_id)
    texts = visit.texts
    window = texts("settings-window", start=card.window_start, end=card.window_end)
    linking = await way_to_link(visit)
    visible = card.nickname if card.visibility is Visibility.NICKNAME else texts(
        f"settings-visible-{card.visibility.value}"
    )  # fmt: skip
    return Screen(
        title=texts("settings-title"),
        facts=(
            Fact(texts("settings-language"), LOCALE_NAMES.get(card.locale, card.locale)),
            Fact(
                texts("settings-zone"),
                zones.city(card.zone, texts.locale) if card.zone else texts("settings-not-set"),
            ),
            Fact(texts("settings-visible"), visible),
            Fact(texts("settings-reminders"), texts(f"settings-nudge-{card.nudge_level.value}")),
            Fact(texts("settings-hours"), window),
            Fact(
                texts("settings-accounts"),
                ", ".join(texts(f"platform-{platform}") for platform in card.platforms),
            ),
        ),
        rows=(
            (
                visit.choice("settings-language", languages),
                visit.choice("settings-zone", zone_choice),
            ),
            (
                visit.choice("settings-visible", visibility_choice),
                visit.choice("settings-reminders", reminders),
            ),
            (
                visit.choice("settings-export", export),
                visit.choice("settings-erase", erase, style=Style.DANGER),
            ),
            *((linking,) if linking else ()),
        ),
    )


@action("set.languages")
async def languages(visit: Visit) -> Answer:
    rows = [
        (Choice(LOCALE_NAMES[locale], visit.token(take_language, locale)),) for locale in LOCALES
    ]
    return Screen(
        title=visit.texts("settings-language"),
        rows=(*rows, (visit.choice("go-back", show),)),
    )


@action("set.language")
async def take_language(visit: Visit, locale: Word) -> Answer:
    await visit.run(set_locale, SetLocale(visit.person_id, locale))
    visit.speak(locale)
    return visit.with_toast(await show(visit), visit.texts("settings-saved"))


@action("set.zones")
async def zone_choice(visit: Visit) -> Answer:
    rows = [
        (
            Choice(
                f"{visit.now.astimezone(zones.zone(name)):%H:%M} "
                f"{zones.city(name, visit.texts.locale)}",
                visit.token(take_zone, name),
            ),
        )
        for name in zones.likely(visit.texts.locale)
    ]
    return Screen(
        title=visit.texts("start-zone"),
        rows=(
            *rows,
            (visit.choice("start-another-city", "st.city", 0),),
            (visit.choice("go-back", show),),
        ),
    )


@action("set.zone")
async def take_zone(visit: Visit, name: ZoneName) -> Answer:
    await visit.run(set_zone, SetZone(visit.person_id, name))
    return visit.with_toast(await show(visit), visit.texts("settings-saved"))


@action("set.visibilities")
async def visibility_choice(visit: Visit) -> Answer:
    return Screen(
        title=visit.texts("start-visible"),
        body=(text(visit.texts("start-visible-why")),),
        rows=(
            (
                visit.choice(
                    "start-visible-first-name", take_visibility, "first_name",
                    name=visit.person.first_name[:40],
                ),
            ),
            (visit.choice("start-visible-nickname", "st.nickname", 0),),
            (visit.choice("start-visible-no", take_visibility, "none"),),
            (visit.choice("go-back", show),),
        ),
    )  # fmt: skip


@action("set.visible")
async def take_visibility(visit: Visit, how: Word) -> Answer:
    await visit.run(set_visibility, SetVisibility(visit.person_id, Visibility(how)))
    return visit.with_toast(await show(visit), visit.texts("settings-saved"))


@action("set.reminders")
async def reminders(visit: Visit) -> Answer:
    card = await visit.read(person_card, visit.person_id)
    levels = tuple(
        visit.choice(
            f"settings-nudge-{level.value}", take_level, level.value,
            style=Style.PRIMARY if level is card.nudge_level else Style.SECONDARY,
        )
        for level in NudgeLevel
    )  # fmt: skip
    hours = tuple(
        visit.choice(
            "settings-window", take_window, start, end, int(card.wants_weekends),
            style=Style.PRIMARY
            if (start, end) == (card.window_start, card.window_end) else Style.SECONDARY,
            start=start, end=end,
        )
        for start, end in WINDOWS
    )  # fmt: skip
    weekends = visit.choice(
        "settings-weekends-off" if card.wants_weekends else "settings-weekends-on",
        take_window, card.window_start, card.window_end, int(not card.wants_weekends),
    )  # fmt: skip
    return Screen(
        title=visit.texts("settings-reminders"),
        body=(text(visit.texts("settings-reminders-what")),),
        rows=(
            *((level,) for level in levels),
            hours[:2], hours[2:], (weekends,), (visit.choice("go-back", show),),
        ),
    )  # fmt: skip


@action("set.level")
async def take_level(visit: Visit, level: Word) -> Answer:
    await visit.run(set_nudge_level, SetNudgeLevel(visit.person_id, NudgeLevel(level)))
    return visit.with_toast(await reminders(visit), visit.texts("settings-saved"))  # type: ignore[arg-type]


@action("set.window")
async def take_window(visit: Visit, start: Small, end: Small, weekends: Small) -> Answer:
    await visit.run(
        set_window, SetWindow(visit.person_id, start, end, wants_weekends=bool(weekends))
    )
    return visit.with_toast(await reminders(visit), visit.texts("settings-saved"))  # type: ignore[arg-type]


@action("set.export")
async def export(visit: Visit) -> Answer:
    """Only to oneself, and only where nobody else reads."""
    await visit.run(use_allowance, UseAllowance(visit.person_id, "export"))
    found = await visit.read(export_person, visit.person_id)
    content = json.dumps(found, ensure_ascii=False, indent=2, default=str).encode()
    return Screen(
        title=visit.texts("settings-export"),
        body=(text(visit.texts("settings-export-what")),),
        attached=(Attached("peerloom-my-data.json", content),),
        mode=Mode.NEW,
    )


@action("set.erase")
async def erase(visit: Visit) -> Answer:
    return Screen(
        title=visit.texts("settings-erase-sure"),
        body=(text(visit.texts("settings-erase-what")),),
        rows=(
            (
                visit.choice("settings-erase-yes", erase_now, style=Style.DANGER),
                visit.choice("go-back", show),
            ),
        ),
    )


@action("set.erase_now")
async def erase_now(visit: Visit) -> Answer:
    await visit.run(erase_person, ErasePerson(visit.person_id))
    return Screen(body=(text(visit.texts("settings-erased")),))
