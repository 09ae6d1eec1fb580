"""Two people linked as the bots link them."""

from __future__ import annotations

from engine.foundation.door import Engine
from engine.people.link_commands import (
    AcceptLink,
    ConfirmLink,
    GiveLinkCode,
    LinkCodeGiven,
    LinkCodeMade,
    Linked,
    MakeLinkCode,
)
from engine.people.linking import accept_link, confirm_link, give_link_code, make_link_code

BOTH = ("telegram", "discord")


async def code_of(engine: Engine, person_id: int, platform: str = "telegram") -> LinkCodeMade:
    return await engine.run(make_link_code, MakeLinkCode(person_id, platform, BOTH))


async def given(engine: Engine, person_id: int, code: str) -> LinkCodeGiven:
    return await engine.run(give_link_code, GiveLinkCode(person_id, "discord", code))


async def linked(engine: Engine, maker: int, giver: int) -> Linked:
    """`maker` is on Telegram, `giver` on Discord."""
    made = await code_of(engine, maker)
    offered = await given(engine, giver, made.code)
    assert offered.state == "offered"
    await engine.run(accept_link, AcceptLink(giver, made.code_id))
    return await engine.run(confirm_link, ConfirmLink(maker, made.code_id))
