"""Taking a quiz: native polls on Telegram, one modal or buttons on Discord, the result,
mistakes."""

from __future__ import annotations

from bots.dialogue import forms
from bots.dialogue.features.results import result_screen
from bots.dialogue.registry import Answer, action, form
from bots.dialogue.screen import Choice, FieldKind, FormField, Mode, Poll, Screen, Style
from bots.dialogue.tokens import Id, Mask, Small
from bots.dialogue.visit import Visit
from engine.courses.commands import MarkLessonDone
from engine.courses.service import mark_lesson_done
from engine.foundation.errors import Outdated
from engine.foundation.richtext import Block, Heading, Paragraph, Span, plain, text
from engine.quizzes.commands import (
    AttemptQuery,
    AttemptState,
    ItemAnswer,
    ItemQuery,
    ItemToAsk,
    QuizFinished,
    ResponseGraded,
    StartAttempt,
    SubmitResponse,
    SubmitResponses,
)
from engine.quizzes.queries import asked_item, attempt_state, mistakes
from engine.quizzes.service import start_attempt, submit_response, submit_responses

POLL_QUESTION = 300
POLL_OPTION = 100
POLL_OPTIONS = 12
POLL_EXPLANATION = 200
MODAL_FIELDS = 5
MODAL_OPTION = 100
BUTTON_LABEL = 80
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXY"  # an item has at most 25 options


@action("quiz.take", opens_form=True)
async def take(visit: Visit, lesson_id: Id) -> Answer:
    """Starts an attempt or goes on with the open one."""
    started = await visit.run(start_attempt, StartAttempt(visit.person_id, lesson_id))
    if visit.has_modals and _fits_modal(started.open_items):
        return await forms.open_form(visit, "quiz", started.attempt_id)
    texts = visit.texts
    note = ""
    if started.is_renewed:
        note = texts("quiz-renewed")
    elif started.is_resumed:
        note = texts("quiz-resumed", answered=started.answered, of=started.total)
    front = Screen(
        title=started.title,
        body=(
            text(texts("quiz-about", items=started.total, mark=started.pass_mark_percent)),
            *((text(note),) if note else ()),
        ),
    )
    first = item_screen(visit, started.attempt_id, started.next)
    # On Discord the buttons edit one message; a poll is a message of its own.
    return [front, first] if visit.has_polls else first


def item_screen(visit: Visit, attempt_id: int, item: ItemToAsk, picked: int = 0) -> Screen:
    if visit.has_polls and _fits_poll(item):
        return _poll(visit, attempt_id, item)
    return _buttons(visit, attempt_id, item, picked)


def _poll(visit: Visit, attempt_id: int, item: ItemToAsk) -> Screen:
    number = visit.texts("quiz-item", number=item.number, of=item.total)
    question = f"{number}: {plain(item.stem)}"
    is_plain = len(item.stem) == 1 and isinstance(item.stem[0], Paragraph)
    is_lettered = any(_length(option) > POLL_OPTION for option in item.options)
    body: tuple[Block, ...] = ()
    if not is_plain or is_lettered or _length(question) > POLL_QUESTION:
        # A poll's question takes no code and little text: all of it stands above the poll.
        body = (Heading(3, (Span(number),)), *item.stem)
        question = visit.texts("quiz-item-above", number=item.number, of=item.total)
    if is_lettered:
        body = (*body, *_lettered(item.options))
    options = tuple(
        _option_label(visit, item, position) if not is_lettered else LETTERS[position]
        for position in range(len(item.options))
    )
    return Screen(
        body=body,
        poll=Poll(
            question=question,
            options=options,
            correct=item.right,
            token=visit.token(poll_answered, attempt_id, item.item_id),
            explanation=_cut(item.explanation, POLL_EXPLANATION),
            is_multiple=item.is_multiple,
        ),
        mode=Mode.NEW,
    )


def _buttons(visit: Visit, attempt_id: int, item: ItemToAsk, picked: int) -> Screen:
    """`picked` holds a bit per option of a several-choice item."""
    texts = visit.texts
    labels = [_option_label(visit, item, position) for position in range(len(item.options))]
    is_lettered = any(len(label) > BUTTON_LABEL - 2 for label in labels)
    body: list[Block] = list(item.stem)
    if is_lettered:
        body += _lettered(item.options)
    rows: list[tuple[Choice, ...]] = []
    for position, label in enumerate(labels):
        shown = LETTERS[position] if is_lettered else label
        if item.is_multiple:
            mark = "☑ " if picked >> position & 1 else "☐ "
            token = visit.token(toggle, attempt_id, item.item_id, picked ^ (1 << position))
            rows.append((Choice(mark + shown, token),))
        else:
            rows.append((Choice(shown, visit.token(choose, attempt_id, item.item_id, position)),))
    if item.is_multiple:
        body.append(text(texts("quiz-several")))
        rows.append(
            (
                visit.choice(
                    "quiz-send", send, attempt_id, item.item_id, picked, style=Style.PRIMARY
                ),
            )
        )
    return Screen(
        title=texts("quiz-item", number=item.number, of=item.total),
        body=tuple(body),
        rows=tuple(rows),
    )


@action("quiz.poll", takes_choices=True)
async def poll_answered(
    visit: Visit, attempt_id: Id, item_id: Id, chosen: tuple[int, ...]
) -> Answer:
    return await _answer(visit, attempt_id, item_id, chosen, is_poll=True)


@action("quiz.choose")
async def choose(visit: Visit, attempt_id: Id, item_id: Id, position: Small) -> Answer:
    return await _answer(visit, attempt_id, item_id, (position,))


@action("quiz.toggle")
async def toggle(visit: Visit, attempt_id: Id, item_id: Id, picked: Mask) -> Answer:
    asked = await visit.read(asked_item, ItemQuery(visit.person_id, attempt_id, item_id))
    if not asked.is_attempt_open or asked.chosen is not None:
        return visit.toast("quiz-answered-already", is_alert=True)
    return _buttons(visit, attempt_id, asked.item, picked)


@action("quiz.send")
async def send(visit: Visit, attempt_id: Id, item_id: Id, picked: Mask) -> Answer:
    chosen = tuple(position for position in range(len(LETTERS)) if picked >> position & 1)
    if not chosen:
        return visit.toast("quiz-pick-one", is_alert=True)
    return await _answer(visit, attempt_id, item_id, chosen)


async def _answer(
    visit: Visit, attempt_id: int, item_id: int, chosen: tuple[int, ...], *, is_poll: bool = False
) -> Answer:
    """Grades one answer. A quiz that is over says so: its old polls and buttons are still there."""
    try:
        graded = await visit.run(
            submit_response, SubmitResponse(visit.person_id, attempt_id, item_id, chosen)
        )
    except Outdated:
        return visit.toast("quiz-over", is_alert=True)
    return await _after(visit, attempt_id, graded, is_poll=is_poll)


async def _after(
    visit: Visit, attempt_id: int, graded: ResponseGraded, *, is_poll: bool = False
) -> Answer:
    """What the answer was worth, and the next item at once."""
    if graded.is_repeat and graded.finished is None:
        return visit.toast("quiz-answered-already", is_alert=True)
    if graded.finished is not None:
        screen = await _finished(visit, graded.finished)
    elif graded.next is not None:
        screen = item_screen(visit, attempt_id, graded.next)
    else:
        return None
    if is_poll:
        if _length(graded.explanation) <= POLL_EXPLANATION:
            return screen  # the poll has shown it
        return [Screen(body=(text(graded.explanation),), mode=Mode.NEW), screen]
    verdict = visit.texts(
        "quiz-right" if graded.is_right else "quiz-wrong",
        right=", ".join(_told(visit, option) for option in graded.right_options),
    )
    told = f"{verdict} {graded.explanation}".strip()
    return visit.with_toast(screen, _cut(told, POLL_EXPLANATION))


async def _quiz_fields(
    visit: Visit, values: dict[str, str], arguments: tuple[int | str, ...]
) -> list[FormField]:
    state = await visit.read(attempt_state, AttemptQuery(visit.person_id, int(arguments[0])))
    return [
        FormField(
            name=f"item{item.item_id}",
            label=plain(item.stem),
            kind=FieldKind.MANY if item.is_multiple else FieldKind.ONE,
            options=tuple(
                (str(position), _option_label(visit, item, position))
                for position in range(len(item.options))
            ),
        )
        for item in state.open_items[:MODAL_FIELDS]
    ]


@form("quiz", fields=_quiz_fields)
async def quiz_sent(visit: Visit, values: dict[str, str], attempt_id: Id) -> Answer:
    answers = tuple(
        ItemAnswer(int(name[4:]), tuple(int(word) for word in value.split("\n")))
        for name, value in values.items()
        if name.startswith("item") and value
    )
    graded = await visit.run(
        submit_responses, SubmitResponses(visit.person_id, attempt_id, answers)
    )
    if graded.finished is None:
        return item_screen(visit, attempt_id, graded.open_items[0])
    return await _finished(visit, graded.finished)


async def _finished(visit: Visit, finished: QuizFinished) -> Screen:
    """A passed quiz is a lesson done."""
    state = await visit.read(attempt_state, AttemptQuery(visit.person_id, finished.attempt_id))
    lesson = None
    if finished.is_passed:
        lesson = await visit.run(
            mark_lesson_done, MarkLessonDone(visit.person_id, finished.lesson_id)
        )
    return await result_screen(visit, state, finished.rewarded, lesson)


@action("quiz.result")
async def show_result(visit: Visit, attempt_id: Id) -> Answer:
    state = await visit.read(attempt_state, AttemptQuery(visit.person_id, attempt_id))
    if state.state is not AttemptState.FINISHED:
        return visit.toast("quiz-not-finished", is_alert=True)
    return await result_screen(visit, state, None, None)


@action("quiz.mistakes")
async def see_mistakes(visit: Visit, attempt_id: Id, position: Small) -> Answer:
    """One mistake at a time: what was chosen, what is right, why, and the page that says so."""
    found = await visit.read(mistakes, AttemptQuery(visit.person_id, attempt_id))
    if not found:
        return visit.toast("quiz-no-mistakes")
    here = min(position, len(found) - 1)
    mistake = found[here]
    texts = visit.texts
    chosen = [_told(visit, word) for word in mistake.chosen_options]
    right = [_told(visit, word) for word in mistake.right_options]
    body: list[Block] = [
        *mistake.stem,
        Paragraph((Span(texts("mistake-chosen") + " ", is_bold=True), Span(", ".join(chosen)))),
        Paragraph((Span(texts("mistake-right") + " ", is_bold=True), Span(", ".join(right)))),
    ]
    if mistake.explanation:
        body.append(text(mistake.explanation))
    rows: list[tuple[Choice, ...]] = [
        (
            visit.choice(
                "mistake-open-page", "lesson.page", mistake.lesson_id, mistake.page,
                style=Style.PRIMARY, page=mistake.page,
            ),
        )
    ]  # fmt: skip
    turning = []
    if here > 0:
        turning.append(visit.choice("page-previous", see_mistakes, attempt_id, here - 1))
    if here + 1 < len(found):
        turning.append(visit.choice("page-next", see_mistakes, attempt_id, here + 1))
    turning.append(visit.choice("go-back", show_result, attempt_id))
    rows.append(tuple(turning))
    return Screen(
        title=texts("mistake-title", number=here + 1, of=len(found)), body=tuple(body),
        rows=tuple(rows),
    )  # fmt: skip


def _fits_poll(item: ItemToAsk) -> bool:
    """A poll of one choice has one right option, and twelve options are its most."""
    return len(item.options) <= POLL_OPTIONS and (item.is_multiple or len(item.right) == 1)


def _fits_modal(items: tuple[ItemToAsk, ...]) -> bool:
    """One modal of up to five items that are words alone: code needs a message."""
    return len(items) <= MODAL_FIELDS and all(
        2 <= len(item.options) <= 10
        and all(len(option) <= MODAL_OPTION for option in item.options)
        and len(item.stem) == 1
        and isinstance(item.stem[0], Paragraph)
        and len(plain(item.stem)) <= 140
        for item in items
    )


def _option_label(visit: Visit, item: ItemToAsk, position: int) -> str:
    return _told(visit, item.options[position])


def _told(visit: Visit, option: str) -> str:
    """True and False are the only options that we wrote: they are in the reader's language."""
    if option in ("True", "False"):
        return visit.texts("quiz-true" if option == "True" else "quiz-false")
    return option


def _lettered(options: tuple[str, ...]) -> list[Block]:
    return [
        Paragraph((Span(f"{LETTERS[position]}. ", is_bold=True), Span(option)))
        for position, option in enumerate(options)
    ]


def _length(words: str) -> int:
    """In UTF-16 units, as Telegram counts."""
    return len(words.encode("utf-16-le")) // 2


def _cut(words: str, most: int) -> str:
    return words if _length(words) <= most else words[: most - 2].rstrip() + "…"
