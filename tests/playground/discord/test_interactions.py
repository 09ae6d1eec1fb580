"""Commands, buttons, selects and forms, from a person's client to the bot and back."""

from __future__ import annotations

import base64
from typing import Any

import discord
import pytest

from playground.discord import DiscordWorld
from playground.surface import NotSeen
from tests.playground.discord.conftest import Bot, newest, settled, until

COURSE = {
    "name": "course", "description": "Courses", "type": 1,
    "options": [
        {
            "name": "import", "description": "Imports a course", "type": 1,
            "description_localizations": {"es-ES": "Importa un curso"},
            "options": [
                {"name": "title", "description": "Its title", "type": 3, "required": True},
                {"name": "weeks", "description": "How long", "type": 4, "min_value": 1},
                {"name": "file", "description": "A zip", "type": 11},
            ],
        }
    ],
}  # fmt: skip
LEARN = {
    "name": "learn", "description": "Opens a course", "type": 1,
    "options": [
        {"name": "course", "description": "Which", "type": 3, "autocomplete": True},
    ],
}  # fmt: skip
SETUP = {
    "name": "setup", "description": "Sets up", "type": 1, "default_member_permissions": "32",
    "dm_permission": False,
}  # fmt: skip
PING = {"name": "ping", "description": "Answers", "type": 1}


class Row(discord.ui.View):
    """Buttons and a select, routed by custom_id alone."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.add_item(discord.ui.Button(label="▶ Next page", custom_id="next"))
        self.add_item(discord.ui.Button(label="Help", url="https://example.org/help"))
        options = [discord.SelectOption(label="Lesson one", value="1", description="Loops"),
                   discord.SelectOption(label="Lesson two", value="2")]  # fmt: skip
        self.add_item(discord.ui.Select(custom_id="jump", options=options))


class Quiz(discord.ui.Modal, title="A quiz"):
    choice: discord.ui.Label[Any] = discord.ui.Label(
        text="How many passes?",
        component=discord.ui.RadioGroup(
            custom_id="q1",
            options=[discord.RadioGroupOption(label=str(n), value=f"v{n}") for n in (1, 2, 3)],
        ),
    )
    several: discord.ui.Label[Any] = discord.ui.Label(
        text="Which are loops?",
        description="More than one",
        component=discord.ui.CheckboxGroup(
            custom_id="q2",
            options=[discord.CheckboxGroupOption(label=n, value=n) for n in ("for", "if", "while")],
        ),
    )
    sure: discord.ui.Label[Any] = discord.ui.Label(
        text="Sure?", component=discord.ui.Checkbox(custom_id="q3")
    )
    why: discord.ui.Label[Any] = discord.ui.Label(
        text="Why",
        component=discord.ui.TextInput(
            custom_id="q4", style=discord.TextStyle.paragraph, required=False, max_length=50
        ),
    )
    work: discord.ui.Label[Any] = discord.ui.Label(
        text="Your work", component=discord.ui.FileUpload(custom_id="q5", required=False)
    )


def respond(bot: Bot, **handlers: Any) -> None:
    """Routes by command name or custom_id, as the program itself does."""

    async def answer(interaction: discord.Interaction) -> None:
        data: Any = interaction.data
        await handlers[data.get("name") or data["custom_id"]](interaction)

    bot.answer = answer


async def test_a_subcommand_arrives_with_typed_options_and_its_file(
    world: DiscordWorld, bot: Bot
) -> None:
    await bot.sync(COURSE)
    read: list[bytes] = []

    async def course(interaction: discord.Interaction) -> None:
        data: Any = interaction.data
        resolved = next(iter(data["resolved"]["attachments"].values()))
        attachment = discord.Attachment(data=resolved, state=interaction._state)
        read.append(await attachment.read())
        await interaction.response.send_message("**done** \\*literally\\*", ephemeral=True)

    respond(bot, course=course)
    await world.say(
        "learner", "", "/course import title:Python with loops weeks:6 file:loops.zip",
        files={"file": ("loops.zip", b"PK")},
    )  # fmt: skip
    await settled(world)
    data: Any = bot.seen[0].data
    options = data["options"][0]["options"]
    assert data["options"][0]["name"] == "import"
    assert [(o["name"], o["value"]) for o in options[:2]] == [
        ("title", "Python with loops"), ("weeks", 6)
    ]  # fmt: skip
    assert read == [b"PK"]
    assert str(bot.seen[0].locale) == "es-ES"
    shown = newest(world, "learner")
    assert shown["text"] == "done *literally*"
    assert shown["is_private"] is True
    assert shown["used"]["command"] == "course import"  # type: ignore[index]
    assert world.view("friend")["messages"] == [], "ephemeral: for its addressee only"


async def test_the_menu_is_localised_and_shows_what_the_person_may_use(
    world: DiscordWorld, bot: Bot
) -> None:
    await bot.sync(COURSE, SETUP)
    menu = world.view("learner")["menu"]
    assert [entry["name"] for entry in menu] == ["course import"]
    assert menu[0]["description"] == "Importa un curso"
    assert [option["kind"] for option in menu[0]["options"]] == ["text", "integer", "file"]
    assert [e["name"] for e in world.view("admin")["menu"]] == ["course import", "setup"]
    assert [e["name"] for e in world.view("admin", "dm")["menu"]] == ["course import"]
    with pytest.raises(NotSeen, match="no command '/setup'"):
        await world.say("learner", "", "/setup")
    with pytest.raises(NotSeen, match="needs the option 'title'"):
        await world.say("learner", "", "/course import")


async def test_autocomplete_offers_choices_and_a_chosen_name_sends_its_value(
    world: DiscordWorld, bot: Bot
) -> None:
    await bot.sync(LEARN)

    async def learn(interaction: discord.Interaction) -> None:
        if interaction.type is discord.InteractionType.autocomplete:
            choice = discord.app_commands.Choice(name="Programming with Python", value="py-1")
            await interaction.response.autocomplete([choice])
        else:
            await interaction.response.send_message("opened", ephemeral=True)

    respond(bot, learn=learn)
    offered = await world.complete("learner", "", "learn", "course", "pro")
    assert offered == [{"name": "Programming with Python", "value": "py-1"}]
    await world.say("learner", "", "/learn course:Programming with Python")
    await settled(world)
    data: Any = bot.seen[-1].data
    assert data["options"][0]["value"] == "py-1"


async def test_buttons_and_selects_edit_their_message(world: DiscordWorld, bot: Bot) -> None:
    await bot.place(world, "py-cohort").send("Page 1", view=Row())

    async def turn(interaction: discord.Interaction) -> None:
        data: Any = interaction.data
        words = f"now {data.get('values') or data['custom_id']}"
        await interaction.response.edit_message(content=words)

    respond(bot, next=turn, jump=turn)
    shown = newest(world, "learner", "py-cohort")
    labels = [control["label"] for control in shown["rows"][0]]  # type: ignore[index]
    assert labels == ["▶ Next page", "Help"]
    await world.press("learner", "py-cohort", label="next")
    await settled(world)
    assert newest(world, "friend", "py-cohort")["text"] == "now next"
    assert newest(world, "friend", "py-cohort")["is_edited"] is True
    await world.press("friend", "py-cohort", label="Lesson two")
    await settled(world)
    assert newest(world, "learner", "py-cohort")["text"] == "now ['2']"
    message: Any = bot.seen[0].message
    assert message.id == int(str(shown["id"]))
    await world.press("learner", "py-cohort", label="Help")
    assert len(bot.seen) == 2, "an address is opened by the client alone"
    with pytest.raises(NotSeen, match="sees no button 'Nowhere'"):
        await world.press("learner", "py-cohort", label="Nowhere")


async def test_a_modal_with_every_kind_of_field_comes_back_filled(
    world: DiscordWorld, bot: Bot
) -> None:
    await bot.sync(PING)
    quiz = Quiz()
    quiz.custom_id = "quiz"

    async def ping(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(quiz)

    async def graded(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("graded", ephemeral=True)

    respond(bot, ping=ping, quiz=graded)
    await world.say("learner", "", "/ping")
    await settled(world)
    modal = world.view("learner")["modal"]
    assert modal["title"] == "A quiz"
    assert [f["kind"] for f in modal["fields"]] == [
        "radio", "checkbox", "checkbox", "paragraph", "file"
    ]  # fmt: skip
    assert [f["is_required"] for f in modal["fields"]] == [True, True, False, False, False]
    with pytest.raises(NotSeen, match="Which are loops"):
        await world.fill("learner", "", {"How many passes?": "2"})
    await world.fill(
        "learner", "",
        {
            "How many passes?": "2", "Which are loops?": "for, while", "Sure?": True,
            "Why": "because",
            "Your work": {"name": "a.py", "content": base64.b64encode(b"print()").decode()},
        },
    )  # fmt: skip
    await settled(world)
    data: Any = bot.seen[-1].data
    parts = [part["component"] for part in data["components"]]
    assert parts[0]["value"] == "v2"
    assert parts[1]["values"] == ["for", "while"]
    assert parts[2]["value"] is True
    assert parts[3]["value"] == "because"
    assert data["resolved"]["attachments"][parts[4]["values"][0]]["filename"] == "a.py"
    assert world.view("learner")["modal"] is None
    assert newest(world, "learner")["text"] == "graded"


async def test_an_old_modal_of_rows_and_text_inputs_works(world: DiscordWorld, bot: Bot) -> None:
    await bot.sync(PING)

    async def ping(interaction: discord.Interaction) -> None:
        modal = discord.ui.Modal(title="Old", custom_id="old")
        modal.add_item(discord.ui.TextInput(label="Name", custom_id="name", min_length=3))
        await interaction.response.send_modal(modal)

    async def old(interaction: discord.Interaction) -> None:
        data: Any = interaction.data
        words = data["components"][0]["components"][0]["value"]
        await interaction.response.send_message(words, ephemeral=True)

    respond(bot, ping=ping, old=old)
    await world.say("learner", "dm", "/ping")
    await settled(world)
    with pytest.raises(NotSeen, match="takes 3 to 4000"):
        await world.fill("learner", "dm", {"Name": "x"})
    await world.fill("learner", "dm", {"Name": "Otter"})
    await settled(world)
    assert newest(world, "learner", "dm")["text"] == "Otter"


async def test_thinking_is_shown_and_the_answer_takes_its_place(
    world: DiscordWorld, bot: Bot
) -> None:
    await bot.sync(PING)
    held: list[discord.Interaction] = []

    async def ping(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        held.append(interaction)

    respond(bot, ping=ping)
    await world.say("learner", "", "/ping")
    await until(lambda: bool(held))
    thinking = newest(world, "learner")
    assert thinking["is_pending"] is True
    assert thinking["text"] == ""
    assert not world.is_idle()
    first = await held[0].followup.send("found", wait=True)
    assert str(first.id) == thinking["id"], "the first follow-up is the deferred answer"
    second = await held[0].followup.send("and more", ephemeral=True, wait=True)
    assert [m["text"] for m in world.view("learner")["messages"]] == ["found", "and more"]
    await held[0].edit_original_response(content="found it")
    await second.delete()
    assert [m["text"] for m in world.view("learner")["messages"]] == ["found it"]
    assert (await held[0].original_response()).content == "found it"
    await settled(world)
    assert world.view("friend")["messages"] == []


async def test_a_deferred_update_edits_the_pressed_message(world: DiscordWorld, bot: Bot) -> None:
    await bot.place(world, "general").send("Page 1", view=Row())

    async def turn(interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="Page 2")

    respond(bot, next=turn)
    await world.press("learner", "", label="Next page")
    await settled(world)
    assert newest(world, "learner")["text"] == "Page 2"


async def test_answering_too_late_is_10062_and_the_person_is_told(
    world: DiscordWorld, bot: Bot
) -> None:
    await bot.place(world, "general").send("Page 1", view=Row())
    await world.press("learner", "", label="Next page")
    await until(lambda: bool(bot.seen))
    await until(world.is_idle)
    assert world.view("learner")["toasts"] == ["This interaction failed"]
    assert world.view("friend")["toasts"] == []
    with pytest.raises(discord.NotFound) as late:
        await bot.seen[0].response.send_message("late")
    assert late.value.code == 10062


async def test_answering_twice_is_40060(world: DiscordWorld, bot: Bot) -> None:
    await bot.sync(PING)

    async def ping(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("once", ephemeral=True)
        interaction.response._response_type = None
        await interaction.response.send_message("twice", ephemeral=True)

    respond(bot, ping=ping)
    await world.say("learner", "", "/ping")
    await until(lambda: bool(bot.faults))
    fault = bot.faults[0]
    assert isinstance(fault, discord.HTTPException)
    assert fault.code == 40060
    assert [m["text"] for m in world.view("learner")["messages"]] == ["once"]


async def test_a_press_while_nobody_listens_fails_for_the_presser(
    world: DiscordWorld, bot: Bot
) -> None:
    await bot.place(world, "general").send("Page 1", view=Row())
    world.fault("invalid_session")
    await world.press("learner", "", label="Next page")
    await until(world.is_idle)
    assert world.view("learner")["toasts"] == ["This interaction failed"]
    assert bot.seen == []


async def test_a_forged_custom_id_reaches_the_bot_as_any_other(
    world: DiscordWorld, bot: Bot
) -> None:
    await bot.place(world, "general").send("Page 1", view=Row())

    async def forged(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("no", ephemeral=True)

    respond(bot, forged=forged)
    await world.act("friend", "", "forge_press", custom_id="forged")
    await settled(world)
    assert newest(world, "friend")["text"] == "no"


async def test_permissions_and_places_come_with_an_interaction(
    world: DiscordWorld, bot: Bot
) -> None:
    await bot.sync(PING)

    async def ping(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("pong")

    respond(bot, ping=ping)
    await world.say("admin", "py-cohort", "/ping")
    await world.say("learner", "dm", "/ping")
    await settled(world)
    of_admin, of_learner = bot.seen
    assert of_admin.permissions.manage_guild
    assert of_admin.app_permissions.send_messages
    assert of_admin.guild_id == world.guild_id
    assert of_admin.channel_id == world.channel_id("py-cohort")
    assert of_learner.guild_id is None
    assert of_learner.user.id == 1111
    assert newest(world, "friend", "py-cohort")["text"] == "pong"
    assert newest(world, "learner", "dm")["text"] == "pong"
