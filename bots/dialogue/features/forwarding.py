"""A course by forwarding: posts sent to the bot one after another become its lessons."""

from __future__ import annotations

from bots.dialogue import forms
from bots.dialogue.features.importing import report_screen
from bots.dialogue.registry import Answer, action, form
from bots.dialogue.request import FileSent, TextTyped
from bots.dialogue.screen import Choice, FormField, Mode, Screen, Style
from bots.dialogue.visit import Visit
from engine.conversations.commands import Draft, DraftQuery, DropDraft, SaveDraft, StartDraft
from engine.conversations.errors import DraftTooLong
from engine.conversations.queries import draft_of
from engine.conversations.service import drop_draft, save_draft, start_draft
from engine.courses.posts import course_of_posts, free_slug, post_title
from engine.foundation.richtext import bold, text
from engine.people.commands import Role, UseAllowance
from engine.people.service import use_allowance
from engine.quizzes.commands import ImportWithQuizzes
from engine.quizzes.service import import_course_with_quizzes

MOST_POSTS = 50
POSTS = "forward.posts"  # the draft that holds them; its values are the title, and "1", "2" …


@action("forward.start", opens_form=True)
async def start(visit: Visit) -> Answer:
    """Asks the title, or goes on with the posts that are waiting here."""
    if not visit.is_telegram or not visit.place.is_private:
        return visit.toast("forward-telegram-only", is_alert=True)
    if not visit.is_(Role.EDUCATOR):
        return visit.said("import-educators-only")
    draft = await _waiting(visit)
    if draft is not None:
        return await _young(visit, draft)
    return await forms.open_form(visit, "forward")


async def _fields(
    visit: Visit, values: dict[str, str], arguments: tuple[int | str, ...]
) -> list[FormField]:
    return [
        FormField(
            "title", visit.texts("form-forward-name"), hint=visit.texts("form-forward-hint"),
            minimum=3, maximum=100,
        )
    ]  # fmt: skip


@form("forward", fields=_fields)
async def titled(visit: Visit, values: dict[str, str]) -> Answer:
    await visit.run(
        start_draft,
        StartDraft(
            person_id=visit.person_id,
            platform=visit.platform,
            place_key=_place(visit),
            form=POSTS,
            values={"title": values["title"]},
        ),
    )
    draft = await _waiting(visit)
    if draft is None:  # the same line again, when a course has been made already
        return None
    return _asking(visit, draft)


async def collected(visit: Visit) -> Answer:
    """A line or a file while posts are waited for becomes the next post. None otherwise."""
    draft = await _waiting(visit)
    if draft is None:
        return None
    if draft.is_old:
        return _left_alone(visit, draft)
    given = visit.request.given
    if isinstance(given, FileSent):
        if given.attachment.name.lower().endswith(".zip"):
            return None  # a whole course by itself
        post, said = given.caption, "forward-words-only"
    else:
        post, said = given.text if isinstance(given, TextTyped) else "", ""
    if not post_title(post):
        return _counter(visit, draft, visit.texts("forward-no-words"))
    number = len(_posts(draft)) + 1
    if number > MOST_POSTS:
        return _counter(visit, draft, visit.texts("forward-full", most=MOST_POSTS))
    try:
        saved = await _save(visit, {**draft.values, str(number): post})
    except DraftTooLong:
        return _counter(visit, draft, visit.texts("forward-too-long"))
    # The same post delivered again is counted as it was the first time.
    return _counter(visit, saved or draft, visit.texts(said) if said else "")


@action("forward.undo")
async def undo(visit: Visit) -> Answer:
    draft = await _waiting(visit)
    if draft is None:
        return visit.toast("forward-gone", is_alert=True)
    posts = _posts(draft)
    if not posts:
        return visit.toast("forward-none", is_alert=True)
    values = {name: value for name, value in draft.values.items() if name != str(len(posts))}
    saved = await _save(visit, values)
    said = visit.texts("forward-undone", post=post_title(posts[-1]))
    return _counter(visit, saved or draft, said, mode=Mode.EDIT)


@action("forward.cancel")
async def cancel(visit: Visit) -> Answer:
    await _drop(visit)
    return Screen(body=(text(visit.texts("forward-cancelled")),))


@action("forward.continue")
async def go_on(visit: Visit) -> Answer:
    draft = await _waiting(visit)
    if draft is None:
        return visit.toast("forward-gone", is_alert=True)
    return await _young(visit, draft)


@action("forward.done")
async def done(visit: Visit) -> Answer:
    """The posts become a draft course, imported as any other, and are let go of."""
    draft = await _waiting(visit)
    if draft is None:
        return visit.toast("forward-gone", is_alert=True)
    posts = _posts(draft)
    if not posts:
        return visit.toast("forward-none", is_alert=True)
    await visit.run(use_allowance, UseAllowance(visit.person_id, "import"))
    title = draft.values["title"]
    read = course_of_posts(
        title,
        posts,
        course_slug=await visit.read(free_slug, title),
        language=visit.texts.locale,
    )
    imported = await visit.run(
        import_course_with_quizzes, ImportWithQuizzes(visit.person_id, read.draft)
    )
    await _drop(visit)
    return report_screen(visit, imported, read.report)


def _place(visit: Visit) -> str:
    """Beside the place's open form, so that a form in between is answered and nothing is lost."""
    return f"{visit.place_key}:posts"


async def _waiting(visit: Visit) -> Draft | None:
    return await visit.read(draft_of, DraftQuery(visit.person_id, visit.platform, _place(visit)))


async def _save(visit: Visit, values: dict[str, str]) -> Draft | None:
    return await visit.run(
        save_draft,
        SaveDraft(
            person_id=visit.person_id,
            platform=visit.platform,
            place_key=_place(visit),
            form=POSTS,
            step=0,
            values=values,
        ),
    )


async def _drop(visit: Visit) -> None:
    await visit.run(drop_draft, DropDraft(visit.person_id, visit.platform, _place(visit)))


async def _young(visit: Visit, draft: Draft) -> Screen:
    """Saved as it is, so that it is no longer asked about."""
    return _asking(visit, await _save(visit, draft.values) or draft)


def _posts(draft: Draft) -> list[str]:
    return [draft.values[str(number)] for number in range(1, len(draft.values))]


def _asking(visit: Visit, draft: Draft) -> Screen:
    screen = _counter(visit, draft, visit.texts("forward-ask"))
    return Screen(title=draft.values["title"], body=screen.body, rows=screen.rows, mode=Mode.NEW)


def _counter(visit: Visit, draft: Draft, said: str = "", mode: Mode = Mode.NEW) -> Screen:
    count = bold(visit.texts("forward-count", posts=len(_posts(draft))))
    rows: list[tuple[Choice, ...]] = [(visit.choice("forward-cancel", cancel),)]
    if _posts(draft):
        rows = [
            (
                visit.choice("forward-done", done, style=Style.SUCCESS),
                visit.choice("forward-undo", undo),
                visit.choice("forward-cancel", cancel),
            )
        ]
    return Screen(
        body=(text(said), count) if said else (count,),
        rows=tuple(rows),
        is_silent=True,
        mode=mode,
    )


def _left_alone(visit: Visit, draft: Draft) -> Screen:
    return Screen(
        title=draft.values["title"],
        body=(
            text(visit.texts("form-old", since=draft.updated_at)),
            bold(visit.texts("forward-count", posts=len(_posts(draft)))),
        ),
        rows=(
            (
                visit.choice("form-continue", go_on, style=Style.PRIMARY),
                visit.choice("forward-cancel", cancel),
            ),
        ),
        mode=Mode.NEW,
    )
