"""The least that a Discord bot can be: discord.py, and a slash command that says it again."""

import os

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

Route.BASE = os.environ["PEERLOOM_DISCORD_API"]
DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["PEERLOOM_DISCORD_GATEWAY"])
client = discord.Client(intents=discord.Intents.none())
tree = app_commands.CommandTree(client)


@tree.command()
async def echo(interaction: discord.Interaction, text: str) -> None:
    """Says it again."""
    await interaction.response.send_message(text, ephemeral=True)


@client.event
async def setup_hook() -> None:
    await tree.sync()


if __name__ == "__main__":
    client.run(os.environ["DISCORD_TOKEN"], log_handler=None)
