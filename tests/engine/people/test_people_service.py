"""People arrive, say how they want to be treated, and leave."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import NotFound, TooMany
from engine.foundation.outbox import (
    ClaimDeliveries,
    EndDelivery,
    claim_deliveries,
    end_delivery,
)
from engine.foundation.tx import Tx
from engine.people import personal_data
from engine.people.commands import (
    AccountQuery,
    ErasePerson,
    FinishOnboarding,
    Meet,
    NudgeLevel,
    Role,
    SetCommunity,
    SetInterests,
    SetLocale,
    SetNudgeLevel,
    SetReachable,
    SetVisibility,
    SetWindow,
    SetZone,
    UseAllowance,
    Visibility,
    WhoQuery,
)
from engine.people.errors import (
    InterestsInvalid,
    LocaleUnknown,
    NicknameMissing,
    NicknameTaken,
    WindowInvalid,
    ZoneUnknown,
)
from engine.people.events import AdminClaimed
from engine.people.queries import (
    account_on,
    community,
    export_person,
    people_cards,
    person_card,
    private_chats,
    reach,
    who_is,
)
from engine.people.service import (
    erase_person,
    finish_onboarding,
    mark_reachable,
    mark_unreachable,
    meet,
    set_community,
    set_interests,
    set_locale,
    set_nudge_level,
    set_visibility,
    set_window,
    set_zone,
    use_allowance,
)
from tests.engine.people.stored import everything_in

OTTER = Meet("telegram", 41, "Otter", "otter", "es-419")


async def met(engine: Engine, number: int = 41, name: str = "Otter") -> int:
    return (await engine.run(meet, Meet("telegram", number, name))).who.person_id


async def test_a_first_contact_makes_a_learner_in_the_clients_language(engine: Engine) -> None:
    assert await engine.read(who_is, WhoQuery("telegram", 41)) is None
    first = await engine.run(meet, OTTER)
    assert first.is_new
    assert first.who.roles == {Role.LEARNER}
    assert (first.who.locale, first.who.zone, first.who.is_onboarded) == ("es", None, False)
    assert first.who.visibility is Visibility.NONE
    again = await engine.run(meet, OTTER)
    assert not again.is_new
    assert again.who == await engine.read(who_is, WhoQuery("telegram", 41)) == first.who


async def test_a_language_without_texts_falls_back_to_the_communitys(engine: Engine) -> None:
    await engine.run(set_community, SetCommunity(language="ru", name="River school"))
    met_now = await engine.run(meet, Meet("discord", 1, "Heron", language="fr"))
    assert met_now.who.locale == "ru"
    assert (await engine.read(community, None)).name == "River school"


async def test_twenty_first_messages_at_once_are_one_person(engine: Engine) -> None:
    results = await asyncio.gather(*(engine.run(meet, OTTER) for _ in range(20)))
    assert len({result.who.person_id for result in results}) == 1
    assert sum(result.is_new for result in results) == 1


async def test_the_same_number_on_another_platform_is_another_person(engine: Engine) -> None:
    first = await engine.run(meet, OTTER)
    second = await engine.run(meet, Meet("discord", 41, "Otter"))
    assert first.who.person_id != second.who.person_id


async def test_names_follow_the_platform_and_are_cleaned(engine: Engine) -> None:
    await engine.run(meet, OTTER)
    renamed = await engine.run(meet, Meet("telegram", 41, "Big\u202e Otter\u200b"))
    assert renamed.who.first_name == "Big Otter"
    nameless = await engine.run(meet, Meet("telegram", 42, "\u200b", "heron"))
    assert nameless.who.first_name == "heron"


async def test_settings_are_kept(engine: Engine) -> None:
    person_id = await met(engine)
    await engine.run(set_locale, SetLocale(person_id, "ru"))
    await engine.run(set_zone, SetZone(person_id, "Pacific/Auckland"))
    await engine.run(set_interests, SetInterests(person_id, ("python", " python ", "\u200b")))
    await engine.run(set_window, SetWindow(person_id, 9, 20, False))
    await engine.run(set_nudge_level, SetNudgeLevel(person_id, NudgeLevel.FEWER))
    await engine.run(finish_onboarding, FinishOnboarding(person_id))
    card = await engine.read(person_card, person_id)
    assert (card.locale, card.zone, card.interests) == ("ru", "Pacific/Auckland", ("python",))
    assert (card.window_start, card.window_end, card.wants_weekends) == (9, 20, False)
    assert card.nudge_level is NudgeLevel.FEWER
    assert card.is_onboarded
    found = await engine.read(reach, person_id)
    assert (found.locale, found.window_start, found.wants_weekends) == ("ru", 9, False)


async def test_settings_that_make_no_sense_are_refused(engine: Engine) -> None:
    person_id = await met(engine)
    refusals = (
        (set_locale, SetLocale(person_id, "xx"), LocaleUnknown),
        (set_zone, SetZone(person_id, "Mars/Base"), ZoneUnknown),
        (set_window, SetWindow(person_id, 22, 8, True), WindowInvalid),
        (set_window, SetWindow(person_id, 0, 25, True), WindowInvalid),
        (set_interests, SetInterests(person_id, ("x" * 41,)), InterestsInvalid),
        (set_interests, SetInterests(person_id, tuple(map(str, range(21)))), InterestsInvalid),
        (set_visibility, SetVisibility(person_id, Visibility.NICKNAME), NicknameMissing),
        (set_locale, SetLocale(999, "en"), NotFound),
    )
    for service, command, refusal in refusals:
        with pytest.raises(refusal):
            await engine.run(service, command)  # type: ignore[arg-type]


async def test_others_see_what_each_person_allows(engine: Engine) -> None:
    hidden, named, nicked, gone = [await met(engine, number) for number in range(4)]
    await engine.run(set_visibility, SetVisibility(named, Visibility.FIRST_NAME))
    await engine.run(set_visibility, SetVisibility(nicked, Visibility.NICKNAME, "River \u202eKing"))
    await engine.run(set_visibility, SetVisibility(gone, Visibility.FIRST_NAME))
    await engine.run(erase_person, ErasePerson(gone))
    names = await engine.read(people_cards, (hidden, named, nicked, gone, 999))
    assert names == {hidden: None, named: "Otter", nicked: "River King", gone: None, 999: None}
    assert await engine.read(people_cards, ()) == {}
    again = SetVisibility(hidden, Visibility.NICKNAME, "river king")
    with pytest.raises(NicknameTaken):
        await engine.run(set_visibility, again)


async def test_who_blocked_us_is_reached_elsewhere_or_not_at_all(engine: Engine) -> None:
    person_id = await met(engine)
    assert await engine.run(mark_unreachable, SetReachable(person_id, "telegram"))
    assert not await engine.run(mark_unreachable, SetReachable(person_id, "telegram"))
    assert (await engine.read(reach, person_id)).destination is None
    waiting = await engine.read(private_chats, (person_id, 999))
    assert [(chat.id, chat.platform) for chat in waiting] == [(person_id, "telegram")]
    found = await engine.read(account_on, AccountQuery(person_id, "telegram"))
    assert found is not None
    assert not found.can_be_written_to


async def test_a_word_in_a_group_does_not_open_the_private_chat(engine: Engine) -> None:
    telegram = await engine.run(meet, Meet("telegram", 1, "Otter", is_private=False))
    discord = await engine.run(meet, Meet("discord", 1, "Heron", is_private=False))
    assert not telegram.who.can_be_written_to
    assert discord.who.can_be_written_to
    await engine.run(mark_unreachable, SetReachable(discord.who.person_id, "discord"))
    again = await engine.run(meet, Meet("discord", 1, "Heron", is_private=False))
    assert not again.who.can_be_written_to
    private = await engine.run(meet, Meet("telegram", 1, "Otter"))
    assert private.who.can_be_written_to


@dataclass(frozen=True)
class Tell:
    person_id: int


def tell(tx: Tx, command: Tell) -> None:
    tx.emit(AdminClaimed(command.person_id), to=private_chats(tx, [command.person_id]))


@pytest.mark.parametrize("comes_back_by_writing", [True, False])
async def test_what_was_held_goes_out_when_they_come_back(
    engine: Engine, comes_back_by_writing: bool
) -> None:
    person_id = (await engine.run(meet, OTTER)).who.person_id
    await engine.run(tell, Tell(person_id))
    [delivery] = await engine.run(claim_deliveries, ClaimDeliveries("telegram"))
    await engine.run(end_delivery, EndDelivery(delivery.id, "held", error="blocked"))
    await engine.run(mark_unreachable, SetReachable(person_id, "telegram"))
    assert await engine.run(claim_deliveries, ClaimDeliveries("telegram")) == ()
    if comes_back_by_writing:
        await engine.run(meet, OTTER)
    else:
        await engine.run(mark_reachable, SetReachable(person_id, "telegram"))
    [again] = await engine.run(claim_deliveries, ClaimDeliveries("telegram"))
    assert again.id == delivery.id


async def test_an_allowance_runs_out_and_refills(engine: Engine, clock: FrozenClock) -> None:
    person_id = await met(engine)
    for _ in range(3):
        await engine.run(use_allowance, UseAllowance(person_id, "export"))
    with pytest.raises(TooMany) as refusal:
        await engine.run(use_allowance, UseAllowance(person_id, "export"))
    wait = refusal.value.data["retry_after_seconds"]
    assert 8 * 3600 - 1 <= wait <= 8 * 3600 + 1
    await engine.run(use_allowance, UseAllowance(person_id, "import"))
    clock.advance(seconds=wait)
    await engine.run(use_allowance, UseAllowance(person_id, "export"))
    with pytest.raises(TooMany):
        await engine.run(use_allowance, UseAllowance(person_id, "export"))


async def test_twenty_uses_at_once_never_pass_the_limit(engine: Engine) -> None:
    person_id = await met(engine)
    outcomes = await asyncio.gather(
        *(engine.run(use_allowance, UseAllowance(person_id, "link")) for _ in range(20)),
        return_exceptions=True,
    )
    assert sum(outcome is None for outcome in outcomes) == 5
    assert sum(isinstance(outcome, TooMany) for outcome in outcomes) == 15


async def test_every_domain_gives_and_drops_what_it_keeps(engine: Engine) -> None:
    person_id = (await engine.run(meet, OTTER)).who.person_id
    exported = await engine.read(export_person, person_id)
    assert {"people", "conversations", "courses", "quizzes", "cohorts"} <= exported.keys()
    assert exported.keys() == personal_data.domains().keys()
    assert json.loads(json.dumps(exported))["people"]["first_name"] == "Otter"
    assert "Otter" in everything_in(engine.address)
    await engine.run(erase_person, ErasePerson(person_id))
    assert await engine.read(who_is, WhoQuery("telegram", 41)) is None
    for question in (person_card, export_person, reach):
        with pytest.raises(NotFound):
            await engine.read(question, person_id)
    left = everything_in(engine.address)
    assert "Otter" not in left
    assert "otter" not in left


async def test_who_comes_back_after_erasure_is_somebody_new(engine: Engine) -> None:
    first = await engine.run(meet, OTTER)
    await engine.run(erase_person, ErasePerson(first.who.person_id))
    second = await engine.run(meet, OTTER)
    assert second.is_new
    assert second.who.person_id != first.who.person_id
