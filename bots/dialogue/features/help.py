"""Help: what can be typed here, and what to do about a word that means nothing."""

from __future__ import annotations

import difflib

from bots.dialogue.menu import in_order
from bots.dialogue.registry import Answer, CommandSpec, command, registry
from bots.dialogue.screen import Mode, Screen
from bots.dialogue.visit import Visit
from engine.foundation.richtext import Paragraph, Span, text
from engine.people.commands import Role


@command("help", in_menu=True)
async def help_(visit: Visit, given: dict[str, str]) -> Answer:
    texts = visit.texts
    return Screen(
        title=texts("help-title"),
        body=(
            text(texts("help-intro")),
            *(
                Paragraph(
                    (
                        Span("/" + _typed(visit, spec.name), is_code=True),
                        Span(" " + texts(spec.text_id)),
                    )
                )
                for spec in in_order()
                if _is_for(visit, spec)
            ),
        ),
        rows=(
            (
                visit.choice("home-courses", "courses.page", 1),
                visit.choice("result-wallet", "wallet.show"),
            ),
        ),
        mode=Mode.NEW,
    )


def _typed(visit: Visit, name: str) -> str:
    return name.replace(" ", "_") if visit.is_telegram else name


def _is_for(visit: Visit, spec: CommandSpec) -> bool:
    return spec.audience == "all" or visit.is_(Role(spec.audience)) or visit.is_(Role.ADMIN)


async def unknown(visit: Visit, name: str) -> Answer:
    if not visit.place.is_private and visit.is_telegram:
        return None  # a command for another bot of the group
    near = difflib.get_close_matches(name, list(registry.commands), n=1, cutoff=0.6)
    shown = name[:40]
    sentence = (
        visit.texts("help-did-you-mean", typed=shown, near=_typed(visit, near[0]))
        if near
        else visit.texts("help-unknown", typed=shown)
    )
    return Screen(body=(text(sentence),), mode=Mode.NEW)


async def not_understood(visit: Visit) -> Answer:
    """A line or a file with no question open."""
    return Screen(
        body=(text(visit.texts("help-not-understood")),),
        rows=((visit.choice("home-courses", "courses.page", 1),),),
        mode=Mode.NEW,
    )
