"""People for the tests of what effort is worth: met as the bots meet them."""

from __future__ import annotations

from engine.foundation.door import Engine
from engine.people.commands import Meet, SetVisibility, SetWindow, SetZone, Visibility
from engine.people.service import meet, set_visibility, set_window, set_zone

NAMES = ("Otter", "Heron", "Maple", "Birch", "Robin", "Lynx", "Finch", "Cedar", "Wren")


async def meet_people(
    engine: Engine,
    count: int,
    *,
    zone: str = "Europe/Paris",
    is_visible: bool = True,
    platform: str = "telegram",
    wants_weekends: bool = True,
) -> list[int]:
    """Their ids. All of them have a zone and reminders from 8 to 22."""
    ids = []
    for number in range(count):
        met = await engine.run(meet, Meet(platform, 1_000 + number, NAMES[number % len(NAMES)]))
        person_id = met.who.person_id
        await engine.run(set_zone, SetZone(person_id, zone))
        seen = Visibility.FIRST_NAME if is_visible else Visibility.NONE
        await engine.run(set_visibility, SetVisibility(person_id, seen))
        await engine.run(set_window, SetWindow(person_id, 8, 22, wants_weekends))
        ids.append(person_id)
    return ids
