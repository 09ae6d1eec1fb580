"""Becoming an educator, and the educator's desk: own courses, publishing, the link and its QR
code."""

from __future__ import annotations

import io

import segno

from bots.dialogue import forms
from bots.dialogue.features.suggestions import review_rows_of
from bots.dialogue.mailroom import Telling
from bots.dialogue.registry import Answer, action, announcement, command, form
from bots.dialogue.screen import (
    Attached,
    Choice,
    Fact,
    FieldKind,
    FormField,
    Mode,
    Screen,
    Style,
)
from bots.dialogue.tokens import Id, base36
from bots.dialogue.visit import Visit
from engine.courses.commands import CourseQuery, CourseState, PublishCourse
from engine.courses.queries import course_card, teaching
from engine.courses.service import publish_course, unpublish_course
from engine.foundation.richtext import Block, Paragraph, Span, text
from engine.people.commands import (
    ApplicationQuery,
    ApplyToTeach,
    DecideApplication,
    Decision,
    Role,
    UseAllowance,
)
from engine.people.errors import AlreadyDecided
from engine.people.events import ApplicationWasDecided, TeachingRequested
from engine.people.queries import application, waiting_applications
from engine.people.service import apply_to_teach, decide_application, use_allowance
from engine.wallet.queries import treasury_state

QUESTIONS = ("topic", "experience", "sample")


@command("teach", in_menu=True, opens_form=True)
async def teach(visit: Visit, given: dict[str, str]) -> Answer:
    if visit.is_(Role.EDUCATOR):
        return await desk(visit)
    return await forms.open_form(visit, "teach")


async def _fields(
    visit: Visit, values: dict[str, str], arguments: tuple[int | str, ...]
) -> list[FormField]:
    kinds = {"topic": FieldKind.TEXT, "experience": FieldKind.PARAGRAPH, "sample": FieldKind.TEXT}
    return [
        FormField(
            name,
            visit.texts(f"form-teach-{name}"),
            kind=kinds[name],
            hint=visit.texts(f"form-teach-{name}-hint"),
            is_required=name != "sample",
            minimum=3 if name == "topic" else 0,
            maximum=120 if name == "topic" else 1000,
        )
        for name in QUESTIONS
    ]


@form("teach", fields=_fields)
async def applied(visit: Visit, values: dict[str, str]) -> Answer:
    await visit.run(use_allowance, UseAllowance(visit.person_id, "apply"))
    await visit.run(
        apply_to_teach,
        ApplyToTeach(visit.person_id, tuple((name, values.get(name, "")) for name in QUESTIONS)),
    )
    return Screen(
        title=visit.texts("teach-sent-title"), body=(text(visit.texts("teach-sent")),),
        mode=Mode.NEW,
    )  # fmt: skip


@announcement(TeachingRequested)
async def tell_admins(telling: Telling, event: TeachingRequested) -> Screen | None:
    found = await telling.read(
        application, ApplicationQuery(telling.address.person_id, event.application_id)
    )
    if found.state not in ("waiting", "asked"):
        return None
    texts = telling.texts
    body: list[Block] = [
        Paragraph(
            (
                Span(texts(f"form-teach-{name}") + ": ", is_bold=True),
                Span(answer or "—"),
            )
        )
        for name, answer in found.answers
    ]
    return Screen(
        title=texts("application-title", name=found.first_name),
        body=tuple(body),
        rows=(
            (
                Choice(
                    texts("application-approve"),
                    telling.token("apply.decide", found.application_id, 0),
                    style=Style.SUCCESS,
                ),
                Choice(
                    texts("application-ask"), telling.token("apply.note", found.application_id, 1)
                ),
                Choice(
                    texts("application-decline"),
                    telling.token("apply.note", found.application_id, 2),
                    style=Style.DANGER,
                ),
            ),
        ),
    )


DECISIONS = (Decision.APPROVE, Decision.ASK, Decision.DECLINE)


@action("apply.decide")
async def decide(visit: Visit, application_id: Id, which: Id) -> Answer:
    return await _decided(visit, application_id, DECISIONS[min(which, 2)], "")


@action("apply.note", opens_form=True)
async def ask_note(visit: Visit, application_id: Id, which: Id) -> Answer:
    found = await visit.read(application, ApplicationQuery(visit.person_id, application_id))
    if found.state in ("approved", "declined"):
        return await _decided(visit, application_id, DECISIONS[min(which, 2)], "")
    return await forms.open_form(visit, "note", application_id, which)


async def _note_fields(
    visit: Visit, values: dict[str, str], arguments: tuple[int | str, ...]
) -> list[FormField]:
    return [
        FormField(
            "note", visit.texts("form-note-note"), kind=FieldKind.PARAGRAPH, maximum=500,
            hint=visit.texts("form-note-hint"),
        )
    ]  # fmt: skip


@form("note", fields=_note_fields)
async def noted(visit: Visit, values: dict[str, str], application_id: Id, which: Id) -> Answer:
    return await _decided(visit, application_id, DECISIONS[min(which, 2)], values["note"])


async def _decided(visit: Visit, application_id: int, decision: Decision, note: str) -> Screen:
    try:
        decided = await visit.run(
            decide_application,
            DecideApplication(visit.person_id, application_id, decision, note=note),
        )
        said = visit.texts(f"application-{decided.state}")
    except AlreadyDecided as refusal:
        # In place of the buttons, so that nobody presses them again.
        said = visit.texts("error-people-already_decided", **refusal.data)
    found = await visit.read(application, ApplicationQuery(visit.person_id, application_id))
    return Screen(title=visit.texts("application-title", name=found.first_name), body=(text(said),))


@command("applications", audience="admin")
async def applications(visit: Visit, given: dict[str, str]) -> Answer:
    """Who waits for an answer: each with its buttons."""
    waiting = await visit.read(waiting_applications, visit.person_id)
    if not waiting:
        return visit.said("applications-none")
    screens = []
    for found in waiting[:5]:
        answers = "\n".join(answer for _, answer in found.answers if answer)
        screens.append(
            Screen(
                title=visit.texts("application-title", name=found.first_name),
                body=(text(answers),),
                rows=(
                    (
                        visit.choice(
                            "application-approve", decide, found.application_id, 0,
                            style=Style.SUCCESS,
                        ),
                        visit.choice("application-ask", ask_note, found.application_id, 1),
                        visit.choice(
                            "application-decline", ask_note, found.application_id, 2,
                            style=Style.DANGER,
                        ),
                    ),
                ),
                mode=Mode.NEW,
            )
        )  # fmt: skip
    return screens


@announcement(ApplicationWasDecided)
async def tell_applicant(telling: Telling, event: ApplicationWasDecided) -> Screen | None:
    found = await telling.read(
        application, ApplicationQuery(telling.address.person_id, event.application_id)
    )
    texts = telling.texts
    body: list[Block] = [text(texts(f"applied-{event.state}"))]
    if found.note and event.state != "approved":
        body.append(Paragraph((Span(found.note, is_italic=True),)))
    rows: tuple[tuple[Choice, ...], ...] = ()
    if event.state == "approved":
        rows = (
            (Choice(texts("desk-import"), telling.token("course.import"), style=Style.PRIMARY),),
        )
    elif event.state == "asked":
        answering = telling.token("teach.answer", event.application_id)
        rows = ((Choice(texts("applied-answer"), answering, style=Style.PRIMARY),),)
    return Screen(title=texts("applied-title"), body=tuple(body), rows=rows)


@action("teach.answer", opens_form=True)
async def answer_question(visit: Visit, application_id: Id) -> Answer:
    return await forms.open_form(visit, "answer", application_id)


async def _answer_fields(
    visit: Visit, values: dict[str, str], arguments: tuple[int | str, ...]
) -> list[FormField]:
    found = await visit.read(application, ApplicationQuery(visit.person_id, int(arguments[0])))
    return [
        FormField(
            "answer", visit.texts("form-answer-answer"), kind=FieldKind.PARAGRAPH, maximum=1000,
            hint=found.note[:300],
        )
    ]  # fmt: skip


@form("answer", fields=_answer_fields)
async def answered(visit: Visit, values: dict[str, str], application_id: Id) -> Answer:
    """What was written before stays; the answer comes behind it."""
    found = await visit.read(application, ApplicationQuery(visit.person_id, application_id))
    if found.state != "asked":
        return visit.said(f"applied-is-{found.state}")
    kept = tuple(pair for pair in found.answers if pair[0] != "answer")
    await visit.run(use_allowance, UseAllowance(visit.person_id, "apply"))
    await visit.run(
        apply_to_teach, ApplyToTeach(visit.person_id, (*kept, ("answer", values["answer"])))
    )
    return visit.said("teach-sent")


@action("desk.show")
async def desk(visit: Visit) -> Answer:
    taught = await visit.read(teaching, visit.person_id)
    texts = visit.texts
    body: list[Block] = [
        Paragraph(
            (
                Span(found.course.title, is_bold=True),
                Span(
                    "\n"
                    + texts(
                        "desk-course",
                        state=texts(f"course-state-{found.course.state.value}"),
                        lessons=found.course.lessons,
                        active=found.learners_active,
                        completed=found.learners_completed,
                    )
                ),
            )
        )
        for found in taught[:8]
    ]
    rows: list[tuple[Choice, ...]] = [
        (Choice(found.course.title[:60], visit.token(course_desk, found.course.course_id)),)
        for found in taught[:6]
    ]
    rows.append(
        (
            visit.choice("desk-import", "course.import", style=Style.PRIMARY),
            visit.choice("earnings-title", "earnings.show"),
        )
    )
    if visit.is_telegram:
        rows.append((visit.choice("desk-forward", "forward.start"),))
    return Screen(
        title=texts("desk-title"),
        body=tuple(body) or (text(texts("desk-empty")),),
        rows=tuple(rows),
    )


@action("desk.course")
async def course_desk(visit: Visit, course_id: Id) -> Screen:
    treasury = await visit.read(treasury_state, None)
    card = await visit.read(course_card, CourseQuery(visit.person_id, course_id))
    texts = visit.texts
    is_published = card.state is CourseState.PUBLISHED
    first = (
        visit.choice("desk-unpublish", unpublish, course_id)
        if is_published
        else visit.choice("desk-publish", publish, course_id, style=Style.SUCCESS)
    )
    rows: list[tuple[Choice, ...]] = [
        (first, visit.choice("course-look-inside", "course.inside", course_id))
    ]
    if is_published:
        rows.append(
            (
                visit.choice("desk-link", show_link, course_id),
                visit.choice("announce", "desk.announce", course_id),
            )
        )
    extra = [visit.choice("desk-gradebook", "grades.show", course_id)]
    if card.lessons:
        extra.append(visit.choice("gift-attach", "quiz.attach", course_id, 1))
    if treasury.is_open and treasury.mode != "points":
        extra.append(visit.choice("desk-price", "price.ask", course_id))
    extra.append(visit.choice("desk-cohorts", "desk.cohorts", course_id))
    if card.price_tokens:
        extra.append(visit.choice("desk-code", "codes.new", course_id))
    rows.append(tuple(extra))
    rows += await review_rows_of(visit, course_id)
    rows.append((visit.choice("desk-import", "course.import"), visit.choice("go-back", desk)))
    return Screen(
        title=card.title,
        facts=(
            Fact(texts("fact-state"), texts(f"course-state-{card.state.value}")),
            Fact(
                texts("fact-price"),
                texts("course-price", tokens=card.price_tokens)
                if card.price_tokens
                else texts("course-free"),
            ),
            Fact(texts("fact-lessons"), texts("course-lessons", lessons=card.lessons)),
            Fact(texts("fact-quizzes"), texts.number(card.quizzes)),
            Fact(texts("fact-learners"), texts.number(card.learners)),
        ),
        rows=tuple(rows),
        footer=card.attribution,
    )


@action("desk.publish")
async def publish(visit: Visit, course_id: Id) -> Answer:
    await visit.run(publish_course, PublishCourse(visit.person_id, course_id))
    return await show_link(visit, course_id)


@action("desk.unpublish")
async def unpublish(visit: Visit, course_id: Id) -> Answer:
    await visit.run(unpublish_course, PublishCourse(visit.person_id, course_id))
    return visit.with_toast(await course_desk(visit, course_id), visit.texts("desk-unpublished"))


@action("desk.link")
async def show_link(visit: Visit, course_id: Id) -> Answer:
    """The deep link and its QR code, to hand out; where Telegram is not running, the command."""
    card = await visit.read(course_card, CourseQuery(visit.person_id, course_id))
    texts = visit.texts
    telegram = visit.hands_of("telegram")
    link = telegram.deep_link(f"c_{base36(course_id)}") if telegram else ""
    body: list[Block] = [text(texts("published-what"))]
    attached: tuple[Attached, ...] = ()
    if link:
        body.append(Paragraph((Span(link, link=link),)))
        attached = (
            Attached("course-qr.png", qr_picture(link), alt=texts("published-qr"), is_picture=True),
        )
    body.append(text(texts("published-discord", slug=card.slug)))
    return Screen(
        title=texts("published-title", course=card.title),
        body=tuple(body),
        attached=attached,
        rows=(
            (
                visit.choice("announce", "desk.announce", course_id, style=Style.PRIMARY),
                visit.choice("go-back", course_desk, course_id),
            ),
        ),
        mode=Mode.NEW,
    )


def qr_picture(link: str) -> bytes:
    """A PNG of the code, large enough for a slide."""
    stream = io.BytesIO()
    segno.make(link, error="m").save(stream, kind="png", scale=10, border=3)
    return stream.getvalue()
