"""The leaderboards: day, week, all time; in a group or guild its own people, with neighbours."""

from __future__ import annotations

from bots.dialogue.registry import Answer, Option, action, command
from bots.dialogue.screen import Screen, Style
from bots.dialogue.tokens import Small
from bots.dialogue.visit import Visit
from engine.cohorts.commands import MembersHere
from engine.cohorts.queries import members_here
from engine.foundation.richtext import Block, Paragraph, Span, text
from engine.leaderboards.commands import LeaderboardQuery, RankedPerson
from engine.leaderboards.queries import leaderboard_page
from engine.people.queries import people_cards

BOARDS = ("day", "week", "all")
MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}


@command("leaderboard", options=[Option("board", choices=BOARDS)], in_menu=True)
async def leaderboard(visit: Visit, given: dict[str, str]) -> Answer:
    board = given.get("board", "week").strip().lower()
    return await show(visit, BOARDS.index(board) if board in BOARDS else 1)


@action("board.show")
async def show(visit: Visit, which: Small) -> Screen:
    board = BOARDS[min(which, 2)]
    texts = visit.texts
    scope = None
    if not visit.place.is_private:
        scope = await visit.read(
            members_here,
            MembersHere(visit.platform, visit.place.chat_id, visit.place.guild_id),
        )
    page = await visit.read(
        leaderboard_page,
        LeaderboardQuery(board=board, person_id=visit.person_id, scope=scope or None, limit=10),
    )
    ids = tuple({row.person_id for row in (*page.top, *page.neighbours)})
    names = await visit.read(people_cards, ids)

    def told(row: RankedPerson) -> Paragraph:
        is_own = row.person_id == visit.person_id
        name = texts("board-you") if is_own else names.get(row.person_id) or texts("board-member")
        mark = MEDALS.get(row.rank, f"{row.rank}.")
        return Paragraph(
            (
                Span(f"{mark} "),
                Span(name, is_bold=is_own),
                Span(f": {texts('result-points-short', points=row.points)}"),
            )
        )

    body: list[Block] = [told(row) for row in page.top]
    if page.own.rank > len(page.top):
        body.append(text("…"))
        shown = {row.person_id for row in page.top}
        body += [told(row) for row in page.neighbours if row.person_id not in shown]
    if not page.top:
        body.append(text(texts("board-empty")))
    elif not page.own.rank:
        body.append(text(texts("board-unranked")))
    elif page.own.rank > 1:
        body.append(text(texts("board-behind", behind=page.own.behind)))
    return Screen(
        title=texts(f"board-{board}"),
        body=tuple(body),
        rows=(
            tuple(
                visit.choice(
                    f"board-tab-{name}", show, position,
                    style=Style.PRIMARY if name == board else Style.SECONDARY,
                )
                for position, name in enumerate(BOARDS)
            ),
        ),
        footer=texts("board-here") if scope else "",
    )  # fmt: skip
