"""The dialogue: takes a request to its handler, and turns refusals and faults into screens."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Sequence
from dataclasses import replace

import structlog

from bots.dialogue import features, forms, notes, tokens
from bots.dialogue.features.forwarding import collected
from bots.dialogue.features.help import not_understood, unknown
from bots.dialogue.features.importing import file_sent
from bots.dialogue.menu import command_entries
from bots.dialogue.places import availability_changed, place_changed, place_changed_by_nobody
from bots.dialogue.ports import CommandEntry, Shown, TokenNature
from bots.dialogue.registry import ActionSpec, Answer, registry
from bots.dialogue.request import (
    ActionPressed,
    AvailabilityChanged,
    CommandGiven,
    FileSent,
    FormSubmitted,
    PlaceChanged,
    PollAnswered,
    Request,
    TextTyped,
)
from bots.dialogue.screen import Mode, Reply, Screen
from bots.dialogue.texts import Texts, locale_of
from bots.dialogue.visit import Surroundings, Visit
from engine.conversations.commands import AnswerPoll, BindPoll
from engine.conversations.service import answer_poll, bind_poll
from engine.foundation.errors import EngineError
from engine.foundation.richtext import text
from engine.people.commands import Meet, UseAllowance, Who, WhoQuery
from engine.people.names import clean_name
from engine.people.queries import former_ids, who_is
from engine.people.service import meet, use_allowance

log = structlog.get_logger()
MOST_ASKED = 500
MOST_TYPED = 4096  # characters; Telegram sends no more, and nothing here needs more


class Conversations:
    """The `Dialogue` that both adapters talk to."""

    def __init__(self, surroundings: Surroundings) -> None:
        features.load()
        self._surroundings = surroundings
        self._engine = surroundings.engine
        # Who is about to be shown a poll, by request: its sending comes back here at once.
        self._asked_with_polls: dict[str, Who] = {}

    def commands(self) -> Sequence[CommandEntry]:
        return command_entries()

    def nature(self, token: str) -> TokenNature:
        try:
            parsed = tokens.parse(token)
        except tokens.BrokenToken:
            return TokenNature(is_known=False)
        if parsed.kind == "f":
            form = registry.forms.get(parsed.name)
            return TokenNature(
                is_known=form is not None,
                is_form=True,
                is_private=form.is_private if form else True,
            )
        action = registry.actions.get(parsed.name)
        if action is None:
            return TokenNature(is_known=False)
        return TokenNature(
            is_known=True, opens_form=action.opens_form, is_private=action.is_private
        )

    async def handle(self, request: Request) -> Reply:
        if request.sender.platform_user_id == 0:
            return await self._nobody(request)
        texts = Texts(locale_of(request.sender.language))
        visit: Visit | None = None
        try:
            visit = await self._visit(request)
            texts = visit.texts
            answer = await self._answer(visit)
        except EngineError as refusal:
            log.info("refused", code=refusal.code, request=request.key)
            answer = self._refusal_screen(texts, refusal, request)
        except tokens.ForeignToken:
            answer = Screen(toast=texts("button-of-another"), is_alert=True)
        except tokens.BrokenToken:
            answer = Screen(toast=texts("button-of-former-version"), is_alert=True)
        except Exception as fault:
            answer = self._fault_screen(texts, request, fault)
        screens = _screens(answer)
        if visit is not None and any(screen.poll is not None for screen in screens):
            self._asked_with_polls[request.key] = visit.person
            if len(self._asked_with_polls) > MOST_ASKED:
                self._asked_with_polls.pop(next(iter(self._asked_with_polls)))
        return Reply((*screens, *await self._what_waited(visit, screens)))

    async def _what_waited(
        self, visit: Visit | None, screens: tuple[Screen, ...]
    ) -> tuple[Screen, ...]:
        if visit is None:
            return ()
        try:
            return await notes.what_waited(visit, screens)
        except Exception:
            log.exception("fault", request=visit.request.key)  # the answer itself is good
            return ()

    def went_wrong(self, request: Request, fault: Exception) -> Reply:
        screen = self._fault_screen(Texts(locale_of(request.sender.language)), request, fault)
        return Reply((screen,) if request.sender.platform_user_id else ())

    def _fault_screen(self, texts: Texts, request: Request, fault: Exception) -> Screen:
        reference = secrets.token_hex(3).upper()
        log.error("fault", reference=reference, request=request.key, exc_info=fault)
        return Screen(body=(text(texts("fault", reference=reference)),), mode=Mode.NEW)

    async def _nobody(self, request: Request) -> Reply:
        """An anonymous administrator or the platform itself: never a person, so nothing is
        answered; what became of the place is kept all the same."""
        if isinstance(request.given, PlaceChanged):
            try:
                await place_changed_by_nobody(self._surroundings, request, request.given)
            except Exception:
                log.exception("fault", request=request.key)
        return Reply()

    async def complete(self, request: Request, option: str, partial: str) -> list[tuple[str, str]]:
        given = request.given
        if not isinstance(given, CommandGiven):
            return []
        spec = registry.commands.get(given.name)
        wanted = next((o for o in spec.options if o.name == option), None) if spec else None
        if wanted is None or wanted.autocomplete is None:
            return []
        try:
            visit = await self._visit(request)
            return (await wanted.autocomplete(visit, partial[:100]))[:25]
        except Exception:
            log.exception("completion.fault", command=given.name)
            return []

    async def shown(self, request: Request, shown: Shown) -> Reply:
        if shown.screen.delivery_id:
            await notes.was_shown(self._engine, shown)
        if not shown.poll_id or shown.screen.poll is None:
            return Reply()
        # A key of its own: the calls of the request that led here have theirs already.
        keyed = replace(request, key=f"poll:{request.sender.platform}:{shown.poll_id}")
        who = self._asked_with_polls.pop(request.key, None)
        visit = Visit(self._surroundings, keyed, who) if who else await self._visit(keyed)
        bound = await visit.run(
            bind_poll,
            BindPoll(
                platform=visit.platform,
                poll_id=shown.poll_id,
                token=shown.screen.poll.token,
                person_id=visit.person_id,
                chat_id=shown.chat_id,
                message_id=shown.message_id,
            ),
        )
        if bound.parked is None:
            return Reply()
        try:
            return Reply(
                _screens(await self._act(visit, shown.screen.poll.token, choices=bound.parked))
            )
        except EngineError as refusal:
            return Reply((self._refusal_screen(visit.texts, refusal, request),))

    async def _visit(self, request: Request) -> Visit:
        sender = request.sender
        who = await self._engine.read(who_is, WhoQuery(sender.platform, sender.platform_user_id))
        if (
            who is None
            or who.first_name != clean_name(sender.first_name, fallback=who.first_name)
            or not who.can_be_written_to
        ):
            met = await self._engine.run(
                meet,
                Meet(
                    platform=sender.platform,
                    platform_user_id=sender.platform_user_id,
                    first_name=sender.first_name,
                    username=sender.username,
                    language=sender.language,
                    # A word in a group says nothing about the private chat.
                    is_private=request.place.is_private,
                ),
                key=f"{request.key}#0",
            )
            who = met.who
        return Visit(self._surroundings, request, who)

    async def _answer(self, visit: Visit) -> Answer:
        given = visit.request.given
        if not isinstance(given, PlaceChanged | AvailabilityChanged | PollAnswered):
            await self._engine.run(use_allowance, UseAllowance(visit.person_id))
        match given:
            case CommandGiven():
                return await self._command(visit, given)
            case ActionPressed(token):
                return await self._act(visit, token)
            case FormSubmitted(token):
                return await self._form(visit, token, given)
            case PollAnswered(poll_id, options):
                return await self._vote(visit, poll_id, options)
            case TextTyped() | FileSent():
                return await self._typed(visit)
            case PlaceChanged():
                return await place_changed(visit, given)
            case AvailabilityChanged():
                return await availability_changed(visit, given)

    async def _command(self, visit: Visit, given: CommandGiven) -> Answer:
        spec = registry.commands.get(given.name)
        if spec is None:
            return await unknown(visit, given.name)
        visit.files = dict(given.files)
        options = {name: value[:MOST_TYPED] for name, value in given.options.items()}
        if given.payload:
            options["payload"] = given.payload[:64]
        return await spec.handler(visit, options)

    async def _act(self, visit: Visit, text: str, choices: tuple[int, ...] = ()) -> Answer:
        token = await self._checked(visit, text)
        if token.kind == "f":  # a form that could not be opened at once waits behind a button
            form = registry.forms.get(token.name)
            if form is None:
                raise tokens.BrokenToken(token.name)
            return await forms.open_form(
                visit, form.name, *tokens.read_arguments(token, form.arguments)
            )
        spec: ActionSpec | None = registry.actions.get(token.name)
        if spec is None:
            raise tokens.BrokenToken(token.name)
        arguments = tokens.read_arguments(token, spec.arguments)
        if spec.takes_choices:
            return await spec.handler(visit, *arguments, choices)
        return await spec.handler(visit, *arguments)

    async def _checked(self, visit: Visit, text: str) -> tokens.Token:
        """The token, if it was made for this person, or for who they were before their accounts
        were linked. Raises BrokenToken, ForeignToken."""
        token = tokens.parse(text)
        try:
            tokens.check(self._surroundings.key, token, visit.person_id)
        except tokens.ForeignToken:
            for former_id in await visit.read(former_ids, visit.person_id):
                with contextlib.suppress(tokens.ForeignToken):
                    tokens.check(self._surroundings.key, token, former_id)
                    return token
            raise
        return token

    async def _form(self, visit: Visit, text: str, given: FormSubmitted) -> Answer:
        token = await self._checked(visit, text)
        spec = registry.forms.get(token.name)
        if spec is None or token.kind != "f":
            raise tokens.BrokenToken(token.name)
        return await forms.submitted(visit, spec, given, token)

    async def _vote(self, visit: Visit, poll_id: str, options: tuple[int, ...]) -> Answer:
        if not options:  # taken back: only opinion polls allow it
            return None
        reference = await visit.run(
            answer_poll, AnswerPoll(visit.platform, poll_id, visit.person_id, options)
        )
        if reference.token is None:
            return None
        return await self._act(visit, reference.token, choices=options)

    async def _typed(self, visit: Visit) -> Answer:
        answered = await forms.typed(visit)
        if answered is not None:
            return answered
        if not visit.place.is_private:
            return None  # groups talk among themselves
        answered = await collected(visit)
        if answered is not None:
            return answered
        given = visit.request.given
        if isinstance(given, FileSent):
            return await file_sent(visit, given.attachment)
        return await not_understood(visit)

    def _refusal_screen(self, texts: Texts, refusal: EngineError, request: Request) -> Screen:
        sentence = texts(f"error-{refusal.code.replace('.', '-')}", **refusal.data)
        if isinstance(request.given, ActionPressed):
            return Screen(toast=sentence, is_alert=True)
        return Screen(body=(text(sentence),), mode=Mode.NEW)


def _screens(answer: Answer) -> tuple[Screen, ...]:
    if answer is None:
        return ()
    if isinstance(answer, Screen):
        return (answer,)
    return tuple(answer)
