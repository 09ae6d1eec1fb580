"""Announcing a course to the groups and channels of its cohorts, and what they read of it."""

from __future__ import annotations

from bots.dialogue.mailroom import Telling
from bots.dialogue.registry import Answer, action, announcement
from bots.dialogue.screen import Choice, Fact, Mode, Screen, Select, Style
from bots.dialogue.tokens import Id, base36
from bots.dialogue.visit import Visit
from engine.cohorts.announcing import AnnounceCourse, announce_course
from engine.cohorts.commands import CohortQuery, PlaceCard
from engine.cohorts.events import CourseWasAnnounced
from engine.cohorts.queries import cohorts
from engine.courses.commands import CourseQuery, CourseState
from engine.courses.queries import course_card
from engine.foundation.errors import NotFound
from engine.foundation.richtext import Block, ListBlock, Paragraph, Span, text

PLACES_SHOWN = 20


@action("desk.announce")
async def choose_place(visit: Visit, course_id: Id) -> Answer:
    """The course's places to pick from; where there is none yet, how to get one."""
    card = await visit.read(course_card, CourseQuery(visit.person_id, course_id))
    places = await _places(visit, course_id)
    texts = visit.texts
    back = visit.choice("go-back", "desk.course", course_id)
    if not places:
        return Screen(
            title=card.title,
            body=(text(texts("announce-no-place")),),
            rows=((back,),),
            mode=Mode.NEW,
        )
    options = tuple(
        visit.option(_label(place), announce_in, course_id, place.place_id)
        for place in places[:PLACES_SHOWN]
    )
    rows: tuple[tuple[Choice, ...], ...] = ((back,),)
    if len(places) > 1:
        everywhere = visit.choice(
            "announce-all", announce_everywhere, course_id, style=Style.PRIMARY, places=len(places)
        )
        rows = ((everywhere, back),)
    return Screen(
        title=card.title,
        body=(text(texts("announce-where")),),
        select=Select(texts("announce-pick"), options),
        rows=rows,
        mode=Mode.NEW,
    )


@action("desk.announce_in")
async def announce_in(visit: Visit, course_id: Id, place_id: Id) -> Answer:
    return await _announce(visit, course_id, (place_id,))


@action("desk.announce_all")
async def announce_everywhere(visit: Visit, course_id: Id) -> Answer:
    places = await _places(visit, course_id)
    return await _announce(visit, course_id, tuple(place.place_id for place in places))


async def _announce(visit: Visit, course_id: int, place_ids: tuple[int, ...]) -> Screen:
    done = await visit.run(announce_course, AnnounceCourse(visit.person_id, course_id, place_ids))
    places = {place.place_id: place for place in await _places(visit, course_id)}
    texts = visit.texts
    body: list[Block] = []
    for said, told in (("announce-done", done.place_ids), ("announce-already", done.already)):
        # A place that was unlinked meanwhile is not named.
        known = [places[place_id] for place_id in told if place_id in places]
        if known:
            body.append(text(texts(said, places=len(known))))
            body.append(ListBlock(tuple((text(_line(visit, place)),) for place in known)))
    return Screen(
        title=texts("announce"),
        body=tuple(body) or (text(texts("announce-no-place")),),
        rows=((visit.choice("go-back", "desk.course", course_id),),),
    )


async def _places(visit: Visit, course_id: int) -> list[PlaceCard]:
    found = await visit.read(cohorts, CohortQuery(visit.person_id, course_id))
    return [place for cohort in found for place in cohort.places]


def _label(place: PlaceCard) -> str:
    """Several places may have one name: the platform tells them apart."""
    return f"{(place.title or place.cohort_title)[:60]} · {place.platform.capitalize()}"


def _line(visit: Visit, place: PlaceCard) -> str:
    if place.state == "lost":
        return visit.texts("announce-waits", place=_label(place))
    return _label(place)


@announcement(CourseWasAnnounced)
async def course_announced(telling: Telling, event: CourseWasAnnounced) -> Screen | None:
    """The course's card, with its link on Telegram and its command on Discord."""
    try:
        card = await telling.read(course_card, CourseQuery(0, event.course_id))
    except NotFound:
        return None  # taken back meanwhile
    if card.state is not CourseState.PUBLISHED:
        return None
    texts = telling.texts
    price = (
        texts("course-price", tokens=card.price_tokens)
        if card.price_tokens
        else texts("course-free")
    )
    body: list[Block] = [text(card.summary)] if card.summary else []
    rows: tuple[tuple[Choice, ...], ...] = ()
    telegram = telling.hands_of("telegram")
    if telling.address.platform == "telegram" and telegram is not None:
        link = telegram.deep_link(f"c_{base36(card.course_id)}")
        rows = ((Choice(texts("announced-open"), url=link, style=Style.PRIMARY),),)
    else:
        how = Span(f"/learn course:{card.slug}", is_bold=True)
        body.append(Paragraph((Span(texts("announced-how") + " "), how)))
    return Screen(
        title=texts("announced-title", course=card.title),
        body=tuple(body),
        facts=(
            Fact(texts("fact-lessons"), texts("course-lessons", lessons=card.lessons)),
            Fact(texts("fact-price"), price),
            Fact(texts("fact-licence"), card.licence or "—"),
        ),
        rows=rows,
        footer=card.attribution,
        is_private=False,
    )
