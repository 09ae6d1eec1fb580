"""Forms: one modal on Discord, one question after another on Telegram; drafts live in the
engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bots.dialogue import tokens
from bots.dialogue.registry import Answer, FormSpec, action, registry
from bots.dialogue.request import FileSent, FormSubmitted, TextTyped
from bots.dialogue.screen import Choice, FieldKind, FormField, FormView, Mode, Screen, Style
from bots.dialogue.tokens import Small
from bots.dialogue.visit import Visit
from engine.conversations.commands import Draft, DraftQuery, DropDraft, SaveDraft, StartDraft
from engine.conversations.queries import draft_of
from engine.conversations.service import drop_draft, save_draft, start_draft
from engine.foundation.richtext import Paragraph, Span, bold, text

FIELDS_PER_MODAL = 5
SKIPPED = ""


def file_field(label: str, hint: str) -> FormField:
    """A form's question for a file; its handler finds it as `visit.files["file"]`."""
    return FormField("file", label, kind=FieldKind.FILE, hint=hint)


def whole_number(value: str, *, most: int) -> int | None:
    """What a person typed, spaces between thousands or not; None for anything else or more."""
    digits = "".join(value.split())
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= len(str(most))):
        return None
    return number if (number := int(digits)) <= most else None


async def open_form(visit: Visit, name: str, *arguments: int | str) -> Screen:
    """Begins a form or goes on with its draft: a modal, or the question that comes next."""
    spec = registry.forms[name]
    draft = await _draft(visit, spec, arguments)
    fields = await spec.fields(visit, draft.values, arguments)
    if visit.has_modals:
        return modal(visit, spec, fields, draft.values, arguments)
    if draft.is_old:
        return _left_alone(visit, spec, draft.updated_at)
    return question(visit, spec, fields, draft.values, min(draft.step, len(fields) - 1))


async def _draft(visit: Visit, spec: FormSpec, arguments: Sequence[int | str]) -> Draft:
    """The open draft of this very form, or a new one."""
    named = {
        argument.name: str(value) for argument, value in zip(spec.arguments, arguments, strict=True)
    }
    draft = await visit.read(draft_of, _where(visit))
    if draft is not None and draft.form == spec.name and draft.arguments == named:
        return draft
    return await visit.run(
        start_draft,
        StartDraft(
            person_id=visit.person_id,
            platform=visit.platform,
            place_key=visit.place_key,
            form=spec.name,
            arguments=named,
        ),
    )


async def _save(visit: Visit, spec: FormSpec, values: dict[str, str], step: int) -> Draft | None:
    """The draft as it stands; for a request that came again, as it stood after the first time
    (None: too long ago to know)."""
    return await visit.run(
        save_draft,
        SaveDraft(
            person_id=visit.person_id,
            platform=visit.platform,
            place_key=visit.place_key,
            form=spec.name,
            step=step,
            values=values,
        ),
    )


async def _drop(visit: Visit) -> None:
    await visit.run(drop_draft, DropDraft(visit.person_id, visit.platform, visit.place_key))


def _where(visit: Visit) -> DraftQuery:
    return DraftQuery(visit.person_id, visit.platform, visit.place_key)


def modal(
    visit: Visit,
    spec: FormSpec,
    fields: Sequence[FormField],
    values: dict[str, str],
    arguments: Sequence[int | str],
) -> Screen:
    """All fields that fit, else what needs mending, else what has no answer yet; its token is the
    form's."""
    shown = list(fields)
    if len(fields) > FIELDS_PER_MODAL:
        wrong = [field for field, _ in _problems(visit, spec, fields, values)]
        unanswered = [field for field in fields if field.name not in values]
        # What has to be mended goes before what was not asked yet.
        shown = (wrong or unanswered or list(fields))[:FIELDS_PER_MODAL]
    return Screen(
        form=FormView(
            token=visit.form_token(spec.name, *arguments),
            title=visit.texts(spec.title_id),
            fields=tuple(_filled(field, values) for field in shown),
        )
    )


def question(
    visit: Visit, spec: FormSpec, fields: Sequence[FormField], values: dict[str, str], step: int,
    problem: str = "",
) -> Screen:  # fmt: skip
    """One question of a form in a chat, with Back, Skip and Cancel."""
    field = fields[step]
    body = []
    if problem:
        body.append(text(problem))
    body.append(bold(field.label))
    if field.hint:
        body.append(text(field.hint))
    if values.get(field.name):
        body.append(Paragraph((Span(visit.texts("form-so-far", value=_shown(field, values))),)))
    rows: list[tuple[Choice, ...]] = []
    if field.kind in (FieldKind.ONE, FieldKind.MANY):
        picked = set(values.get(field.name, "").split("\n")) if values.get(field.name) else set()
        for position, (value, label) in enumerate(field.options):
            mark = "✓ " if field.kind is FieldKind.MANY and value in picked else ""
            rows.append((Choice(mark + label, visit.token(pick, step, position)),))
        if field.kind is FieldKind.MANY:
            rows.append((visit.choice("form-done", go_on, step, style=Style.PRIMARY),))
    navigation = []
    if step > 0:
        navigation.append(visit.choice("form-back", back, step))
    if not field.is_required and field.kind is not FieldKind.MANY:
        navigation.append(visit.choice("form-skip", skip, step))
    navigation.append(visit.choice("form-cancel", cancel))
    rows.append(tuple(navigation))
    return Screen(
        title=visit.texts(spec.title_id),
        body=tuple(body),
        rows=tuple(rows),
        footer=visit.texts("form-step", step=step + 1, of=len(fields)) if len(fields) > 1 else "",
        expects_text=field.kind in (FieldKind.TEXT, FieldKind.PARAGRAPH, FieldKind.FILE),
        placeholder=field.placeholder,
        mode=Mode.NEW,
    )


async def typed(visit: Visit) -> Answer:
    """A typed line or a sent file: the answer to the open form's question. None without a form."""
    draft = await visit.read(draft_of, _where(visit))
    if draft is None or draft.form not in registry.forms:
        return None
    spec = registry.forms[draft.form]
    if draft.is_old:
        return _left_alone(visit, spec, draft.updated_at)
    fields = await spec.fields(visit, draft.values, _typed(spec, draft.arguments))
    step = min(draft.step, len(fields) - 1)
    field = fields[step]
    match visit.request.given:
        case FileSent(attachment) if field.kind is FieldKind.FILE:
            visit.files[field.name] = attachment
            return await _take(visit, spec, fields, draft, step, attachment.name)
        case FileSent():
            return question(visit, spec, fields, draft.values, step, visit.texts("form-wants-text"))
        case TextTyped(value):
            if field.kind is FieldKind.FILE:
                problem = visit.texts("form-wants-file")
                return question(visit, spec, fields, draft.values, step, problem)
            if field.kind in (FieldKind.ONE, FieldKind.MANY):
                found = _option_called(field, value)
                if found is None:
                    problem = visit.texts("form-wants-choice")
                    return question(visit, spec, fields, draft.values, step, problem)
                value = found
            return await _take(visit, spec, fields, draft, step, value.strip())
    return None


async def submitted(
    visit: Visit, spec: FormSpec, given: FormSubmitted, token: tokens.Token
) -> Answer:
    """A Discord modal came back: all of it is kept, and what is wrong is said with a way to mend
    it."""
    arguments = tokens.read_arguments(token, spec.arguments)
    draft = await _draft(visit, spec, arguments)
    values = dict(draft.values)
    for name, value in given.values.items():
        values[name] = "\n".join(value) if isinstance(value, list) else value.strip()
    for name, attachment in given.files.items():
        values[name] = attachment.name
        visit.files[name] = attachment
    await _save(visit, spec, values, 0)
    fields = await spec.fields(visit, values, tuple(arguments))
    problems = _problems(visit, spec, fields, values)
    if problems:
        return Screen(
            title=visit.texts(spec.title_id),
            body=tuple(text(f"{field.label}: {problem}") for field, problem in problems),
            rows=(
                (
                    visit.choice("form-correct", reopen, style=Style.PRIMARY),
                    visit.choice("form-cancel", cancel),
                ),
            ),
        )
    if any(field.name not in values for field in fields):
        return Screen(
            title=visit.texts(spec.title_id),
            body=(text(visit.texts("form-more")),),
            rows=((visit.choice("form-continue", reopen, style=Style.PRIMARY),),),
        )
    return await _finish(visit, spec, values, tuple(arguments))


@action("form.reopen", opens_form=True)
async def reopen(visit: Visit) -> Answer:
    """The same form again, filled with what was written."""
    draft = await visit.read(draft_of, _where(visit))
    if draft is None or draft.form not in registry.forms:
        return visit.toast("form-gone", is_alert=True)
    spec = registry.forms[draft.form]
    typed_arguments = _typed(spec, draft.arguments)
    fields = await spec.fields(visit, draft.values, typed_arguments)
    if visit.has_modals:
        return modal(visit, spec, fields, draft.values, typed_arguments)
    # Saving makes it young again, so that it is no longer asked about.
    await _save(visit, spec, draft.values, draft.step)
    return question(visit, spec, fields, draft.values, min(draft.step, len(fields) - 1))


@action("form.anew", opens_form=True)
async def anew(visit: Visit) -> Answer:
    draft = await visit.read(draft_of, _where(visit))
    if draft is None or draft.form not in registry.forms:
        return visit.toast("form-gone", is_alert=True)
    await _drop(visit)
    return await open_form(visit, draft.form, *_typed(registry.forms[draft.form], draft.arguments))


@action("form.pick")
async def pick(visit: Visit, step: Small, position: Small) -> Answer:
    found = await _at(visit, step)
    if isinstance(found, Screen):
        return found
    spec, fields, draft = found
    field = fields[step]
    if position >= len(field.options):
        return visit.toast("form-gone", is_alert=True)
    value = field.options[position][0]
    if field.kind is FieldKind.MANY:
        picked = [word for word in draft.values.get(field.name, "").split("\n") if word]
        picked = [word for word in picked if word != value] if value in picked else [*picked, value]
        values = {**draft.values, field.name: "\n".join(picked)}
        saved = await _save(visit, spec, values, step) or draft
        shown = question(visit, spec, fields, saved.values, saved.step)
        return _edit(shown)
    return await _take(visit, spec, fields, draft, step, value)


@action("form.on")
async def go_on(visit: Visit, step: Small) -> Answer:
    found = await _at(visit, step)
    if isinstance(found, Screen):
        return found
    spec, fields, draft = found
    return await _take(visit, spec, fields, draft, step, draft.values.get(fields[step].name, ""))


@action("form.back")
async def back(visit: Visit, step: Small) -> Answer:
    found = await _at(visit, step)
    if isinstance(found, Screen):
        return found
    spec, fields, draft = found
    earlier = max(0, step - 1)
    await _save(visit, spec, draft.values, earlier)
    return _edit(question(visit, spec, fields, draft.values, earlier))


@action("form.skip")
async def skip(visit: Visit, step: Small) -> Answer:
    found = await _at(visit, step)
    if isinstance(found, Screen):
        return found
    spec, fields, draft = found
    if fields[step].is_required:
        return visit.toast("form-needed", is_alert=True)
    return await _take(visit, spec, fields, draft, step, SKIPPED)


@action("form.cancel")
async def cancel(visit: Visit) -> Answer:
    await _drop(visit)
    return Screen(body=(text(visit.texts("form-cancelled")),))


async def _at(visit: Visit, step: int) -> Screen | tuple[FormSpec, Sequence[FormField], Draft]:
    """The open form if its question `step` is the one being asked, else a screen that says so."""
    draft = await visit.read(draft_of, _where(visit))
    if draft is None or draft.form not in registry.forms:
        return visit.toast("form-gone", is_alert=True)
    spec = registry.forms[draft.form]
    if draft.is_old:
        return _left_alone(visit, spec, draft.updated_at)
    fields = await spec.fields(visit, draft.values, _typed(spec, draft.arguments))
    if step >= len(fields) or step != draft.step:
        return visit.toast("form-moved-on", is_alert=True)
    return spec, fields, draft


async def _take(
    visit: Visit, spec: FormSpec, fields: Sequence[FormField], draft: Draft, step: int, value: str
) -> Answer:
    field = fields[step]
    problem = _problem(visit, spec, field, value)
    if problem:
        return question(visit, spec, fields, draft.values, step, problem)
    values = {**draft.values, field.name: value}
    arguments = _typed(spec, draft.arguments)
    saved = await _save(visit, spec, values, step + 1)
    # The same line delivered again must not become the answer to the next question.
    after = saved or draft
    # What was answered may decide what is asked next.
    fields = await spec.fields(visit, after.values, arguments)
    if after.step < len(fields):
        return question(visit, spec, fields, after.values, after.step)
    return await _finish(visit, spec, after.values, arguments)


async def _finish(
    visit: Visit, spec: FormSpec, values: dict[str, str], arguments: tuple[int | str, ...]
) -> Answer:
    answer = await spec.handler(visit, values, *arguments)
    # Dropped only after the handler: a refusal keeps what was written.
    await _drop(visit)
    return answer


def _problems(
    visit: Visit, spec: FormSpec, fields: Sequence[FormField], values: dict[str, str]
) -> list[tuple[FormField, str]]:
    """The answered fields that need mending, and why."""
    return [
        (field, problem)
        for field in fields
        if field.name in values and (problem := _problem(visit, spec, field, values[field.name]))
    ]


def _problem(visit: Visit, spec: FormSpec, field: FormField, value: str) -> str:
    if not value:
        return visit.texts("form-needed") if field.is_required else ""
    if field.kind in (FieldKind.ONE, FieldKind.MANY):
        known = {option for option, _ in field.options}
        if not set(value.split("\n")) <= known:
            return visit.texts("form-wants-choice")
    elif len(value) > field.maximum:
        return visit.texts("form-too-long", most=field.maximum, length=len(value))
    elif len(value) < field.minimum:
        return visit.texts("form-too-short", least=field.minimum)
    return (spec.check(visit, field, value) if spec.check else None) or ""


def _typed(spec: FormSpec, arguments: dict[str, str]) -> tuple[int | str, ...]:
    return tuple(
        int(arguments[argument.name]) if argument.is_number else arguments[argument.name]
        for argument in spec.arguments
    )


def _filled(field: FormField, values: dict[str, str]) -> FormField:
    if field.name not in values or field.kind is FieldKind.FILE:
        return field
    return FormField(**{**field.__dict__, "value": values[field.name]})


def _shown(field: FormField, values: dict[str, str]) -> str:
    labels = dict(field.options)
    return ", ".join(labels.get(word, word) for word in values[field.name].split("\n"))


def _option_called(field: FormField, label: str) -> str | None:
    wanted = label.strip().casefold()
    return next((value for value, shown in field.options if shown.casefold() == wanted), None)


def _edit(screen: Screen) -> Screen:
    return Screen(**{**screen.__dict__, "mode": Mode.EDIT})


def _left_alone(visit: Visit, spec: FormSpec, since: datetime) -> Screen:
    return Screen(
        title=visit.texts(spec.title_id),
        body=(text(visit.texts("form-old", since=since)),),
        rows=(
            (
                visit.choice("form-continue", reopen, style=Style.PRIMARY),
                visit.choice("form-anew", anew),
                visit.choice("form-cancel", cancel),
            ),
        ),
    )
