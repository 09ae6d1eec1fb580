"""The administrator: claiming the role, and setting a cohort up in a channel, group or topic."""

from __future__ import annotations

from collections.abc import Sequence

from bots.dialogue.mailroom import Telling
from bots.dialogue.registry import Answer, Option, action, announcement, command
from bots.dialogue.request import ActionPressed
from bots.dialogue.screen import Choice, Mode, Screen, Style
from bots.dialogue.tokens import Id
from bots.dialogue.visit import Visit
from engine.cohorts.commands import (
    CohortCard,
    CohortQuery,
    JoinCohort,
    LinkPlace,
    OpenCohort,
    PlaceAt,
    UnlinkPlace,
)
from engine.cohorts.queries import cohort_card, cohorts, place_at
from engine.cohorts.service import link_place, open_cohort, unlink_place
from engine.courses.commands import CourseQuery, CourseState
from engine.courses.queries import course_card, teachable
from engine.foundation.richtext import ListBlock, text
from engine.people.commands import ClaimAdmin, Role
from engine.people.events import AdminClaimed
from engine.people.service import claim_admin

MOST_COHORTS = 7


@command("claim", options=[Option("code")])
async def claim(visit: Visit, given: dict[str, str]) -> Answer:
    code = (given.get("code") or given.get("text") or "").strip()
    if not code:
        return visit.said("claim-how")
    answered = await visit.run(claim_admin, ClaimAdmin(visit.person_id, code))
    if not answered.is_accepted:
        return visit.said("claim-wrong", tries=answered.tries_left)
    return Screen(
        title=visit.texts("claim-done-title"), body=(text(visit.texts("claim-done")),),
        mode=Mode.NEW,
    )  # fmt: skip


@announcement(AdminClaimed)
async def tell_claimed(telling: Telling, event: AdminClaimed) -> Screen | None:
    return Screen(body=(text(telling.texts("claim-told")),))


@command("setup", is_private=False, needs_manage=True, audience="educator")
async def setup(visit: Visit, given: dict[str, str]) -> Answer:
    """In the channel, group or topic that is to hear of a cohort."""
    return await front(visit)


def _refused(visit: Visit) -> Screen | None:
    """Who may not, is told who may. Services check it again."""
    id = ""
    if visit.place.is_private:
        id = "setup-where"
    elif not (visit.is_(Role.ADMIN) or visit.is_(Role.EDUCATOR)):
        id = "setup-who"
    elif not visit.request.sender.can_manage_place:
        id = "setup-manage"
    if not id:
        return None
    if isinstance(visit.request.given, ActionPressed):
        return visit.toast(id, is_alert=True)
    return visit.said(id)


@action("setup.front", is_private=False)
async def front(visit: Visit) -> Answer:
    """What is missing here, each right with what it is for; then which course.

    The screen stands where others read it, so its buttons are everybody's and say who may.
    """
    refused = _refused(visit)
    if refused is not None:
        return refused
    missing = await visit.hands.missing_rights(visit.place)
    if not missing:
        return await pick_course(visit)
    texts = visit.texts
    # Where it may not write, only the one who asked can be told.
    is_private = not {"view_channel", "send_messages", "post_in_topic"}.isdisjoint(missing)
    body = (
        text(texts("setup-missing")),
        ListBlock(tuple((text(texts(f"right-{right}")),) for right in missing)),
    )
    if is_private and visit.is_telegram:  # in the private chat a button would not know the place
        return Screen(
            title=texts("setup-missing-title"), body=(*body, text(texts("setup-again"))),
            mode=Mode.NEW,
        )  # fmt: skip
    return Screen(
        title=texts("setup-missing-title"),
        body=body,
        rows=(
            (
                visit.choice("setup-look-again", front, style=Style.PRIMARY, is_public=True),
                visit.choice("setup-go-on", pick_course, is_public=True),
            ),
        ),
        is_private=is_private,
    )


@action("setup.courses", is_private=False)
async def pick_course(visit: Visit) -> Answer:
    refused = _refused(visit)
    if refused is not None:
        return refused
    texts = visit.texts
    here = await visit.read(
        place_at, PlaceAt(visit.platform, visit.place.chat_id, visit.place.thread_id)
    )
    if here is not None:
        unlinking = visit.choice(
            "setup-unlink", unlink, here.place_id, style=Style.DANGER, is_public=True
        )
        return Screen(
            title=texts("setup-title"),
            body=(text(texts("setup-linked", cohort=here.cohort_title)),),
            rows=((unlinking,),),
            is_private=False,
        )
    courses = await visit.read(teachable, visit.person_id)
    published = [course for course in courses if course.state is CourseState.PUBLISHED]
    rows = [
        (Choice(course.title[:60], visit.token(link_course, course.course_id, is_public=True)),)
        for course in published[:7]
    ]
    return Screen(
        title=texts("setup-title"),
        body=(text(texts("setup-which-course" if rows else "setup-no-course")),),
        rows=tuple(rows),
        is_private=False,
    )


@action("setup.link", is_private=False)
async def link_course(visit: Visit, course_id: Id) -> Answer:
    """The open cohort of the course, or a new one, hears its news here from now on; of several,
    the one that is picked."""
    refused = _refused(visit)
    if refused is not None:
        return refused
    known = await visit.read(cohorts, CohortQuery(visit.person_id, course_id))
    is_open = [cohort for cohort in known if cohort.state == "open"]
    if len(is_open) > 1:
        return _pick_cohort(visit, is_open)
    if is_open:
        return await _link(visit, is_open[0].cohort_id, is_open[0].title)
    title = (await visit.read(course_card, CourseQuery(visit.person_id, course_id))).title
    opened = await visit.run(open_cohort, OpenCohort(visit.person_id, course_id, title))
    return await _link(visit, opened.cohort_id, title)


def _pick_cohort(visit: Visit, found: Sequence[CohortCard]) -> Screen:
    rows = [
        (Choice(cohort.title[:60], visit.token(link_cohort, cohort.cohort_id, is_public=True)),)
        for cohort in found[:MOST_COHORTS]
    ]
    return Screen(
        title=visit.texts("setup-title"),
        body=(text(visit.texts("setup-which-cohort")),),
        rows=tuple(rows),
        is_private=False,
    )


@action("setup.cohort", is_private=False)
async def link_cohort(visit: Visit, cohort_id: Id) -> Answer:
    refused = _refused(visit)
    if refused is not None:
        return refused
    cohort = await visit.read(cohort_card, JoinCohort(visit.person_id, cohort_id))
    return await _link(visit, cohort_id, cohort.title)


async def _link(visit: Visit, cohort_id: int, title: str) -> Screen:
    await visit.run(
        link_place,
        LinkPlace(
            by_person_id=visit.person_id,
            cohort_id=cohort_id,
            platform=visit.platform,
            chat_id=visit.place.chat_id,
            thread_id=visit.place.thread_id,
            guild_id=visit.place.guild_id,
            title=visit.place.title,
            can_manage_place=visit.request.sender.can_manage_place,
        ),
    )
    return Screen(
        title=visit.texts("setup-done-title"),
        body=(text(visit.texts("setup-done", cohort=title)),),
        is_private=False,
    )


@action("setup.unlink", is_private=False)
async def unlink(visit: Visit, place_id: Id) -> Answer:
    refused = _refused(visit)
    if refused is not None:
        return refused
    await visit.run(unlink_place, UnlinkPlace(visit.person_id, place_id))
    return Screen(body=(text(visit.texts("setup-unlinked")),), is_private=False)
