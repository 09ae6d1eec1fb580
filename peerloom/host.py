"""The playground at work: both platforms, the page and the program beside them, on loopback."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from peerloom.child import LOG, ChildProgram, load
from peerloom.database import exists, migrate
from peerloom.demo import TALK, CourseToImport, DemoPlace, members, seed, seeded
from peerloom.settings import DATABASE
from playground.clock import PlaygroundClock
from playground.discord.world import DiscordWorld
from playground.discord.world import install as install_discord
from playground.server import build_app
from playground.store import Store
from playground.surface import Surface
from playground.telegram.demo import COHORT_TOPIC, FORUM_ID
from playground.telegram.server import install as install_telegram
from playground.telegram.world import TelegramWorld

ROOT = Path(__file__).parent.parent
DEMO_COURSES = (
    CourseToImport(ROOT / "examples/courses/python-first-steps"),
    CourseToImport(ROOT / "examples/courses/ajedrez-primeros-pasos"),
    CourseToImport(ROOT / "examples/courses/russkie-padezhi"),
)
# A Friday morning, so that the week has a board. Selftests are the same on every day of the year.
SELFTEST_START = datetime(2027, 3, 12, 9, 0, tzinfo=UTC)
MOST_BODY_BYTES = 80 * 1024 * 1024
BOT_USERNAME = "peerloom_bot"
COHORT = "py-cohort"  # the place of the demonstration's group on both platforms
MEMORY = "playground.sqlite"


SHELL_COMMAND = """#!/bin/sh
PYTHONPATH='{root}' exec '{python}' -m peerloom "$@"
"""


def path_with_command(folder: Path) -> str:
    """A search path on which `peerloom` is this very program; its script is put into `folder`."""
    commands = folder / "bin"
    commands.mkdir(exist_ok=True)
    command = commands / "peerloom"
    command.write_text(SHELL_COMMAND.format(root=ROOT, python=sys.executable))
    command.chmod(0o755)
    python = Path(sys.executable).parent
    return os.pathsep.join([str(commands), str(python), os.environ.get("PATH", "")])


class ShellEnvironment(Mapping[str, str]):
    """What a shell beside the playground's program needs: `peerloom` as a command that finds this
    program's data folder and its time, which is read anew at each command."""

    def __init__(self, folder: Path, data: Path, clock: PlaygroundClock) -> None:
        self._path = path_with_command(folder)
        self._data = data
        self._clock = clock

    def _now(self) -> dict[str, str]:
        return {
            "PATH": self._path,
            "PEERLOOM_DATA": str(self._data),
            "PEERLOOM_OFFSET": str(self._clock.offset_seconds),
        }

    def __getitem__(self, name: str) -> str:
        return self._now()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())


@dataclass
class Playground:
    """A running playground. `address` is the page's, with its token; `shell` is what `$` lines of
    scenarios add to their environment."""

    base_url: str
    token: str
    program: ChildProgram
    shell: Mapping[str, str]

    @property
    def address(self) -> str:
        return f"{self.base_url}/?token={self.token}"


@asynccontextmanager
async def playground(
    folder: Path,
    *,
    port: int = 0,
    start_at: datetime | None = None,
    courses: Sequence[CourseToImport] = DEMO_COURSES,
    spec: Path | None = None,
    template: Path | None = None,
    database: str | None = None,
    module: str = "peerloom",
    environment: Mapping[str, str] | None = None,
    loading: asyncio.subprocess.Process | None = None,
) -> AsyncIterator[Playground]:
    """Opens the playground whose memory is in `folder`; a new one is filled with the demonstration.

    `start_at` sets a new playground's clock. `database`: a PostgreSQL database for the program, in
    place of its own file. `module`: what is run as the program, `environment`: more settings for
    it; `loading`: it, begun with `peerloom.child.load`. `template`: a folder where a filled
    playground is kept for the next new one of the same kind. Raises NotStarted when the program
    does not start.
    """
    folder.mkdir(parents=True, exist_ok=True)
    data = folder / "program"
    address: Path | str = data / DATABASE if database is None else database
    is_new = not exists(address)
    is_copied = (
        is_new and database is None and template is not None and (template / DATABASE).exists()
    )
    if is_copied and template is not None:
        data.mkdir(parents=True)
        shutil.copy(template / DATABASE, data / DATABASE)
        shutil.copy(template / MEMORY, folder / MEMORY)
    if loading is None:
        loading = await load(folder / LOG, module)
    store = Store(folder / MEMORY)
    clock = PlaygroundClock(store)
    if is_new and start_at is not None:
        clock.move_to(start_at)
    tokens = _tokens(store)
    platforms_port = 0

    def platforms_url() -> str:
        return f"http://127.0.0.1:{platforms_port}"

    telegram = TelegramWorld(
        store.part("telegram"), clock.now, token=tokens["telegram"], bot_username=BOT_USERNAME,
        spec=spec / "telegram-bot-api-10.1.json" if spec else None,
    )  # fmt: skip
    discord = DiscordWorld(
        store.part("discord"), clock.now, token=tokens["discord"],
        application_id=int(tokens["application_id"]), public_url=platforms_url,
        spec=spec / "discord-openapi-v10.json" if spec else None,
    )  # fmt: skip
    platforms = web.Application(client_max_size=MOST_BODY_BYTES)
    install_telegram(platforms, telegram)
    install_discord(platforms, discord)
    runner, platforms_port = await _serve(platforms, 0)

    async def open_address(name: str, address: str) -> None:
        await telegram.act(name, "", "open_link", url=address)

    # A deep link that is pressed on Discord opens Telegram, as it would on anybody's phone.
    discord.on_address = open_address
    surfaces: dict[str, Surface] = {"telegram": telegram, "discord": discord}
    people = members()
    for surface in surfaces.values():
        for member in people:
            surface.add_member(member)

    async def fill() -> None:
        await _fill(address, clock, discord, courses)
        for handle in seeded("telegram"):
            # Telegram lets a bot write only to who wrote first.
            await telegram.say(handle, "", "/start")
        for platform, handle, words in TALK:
            await surfaces[platform].say(handle, COHORT, words)
        if template is not None and database is None:
            template.mkdir(parents=True, exist_ok=True)
            store.back_up(template / MEMORY)
            shutil.copy(data / DATABASE, template / DATABASE)

    program = ChildProgram(
        data=data,
        environment={
            "TELEGRAM_TOKEN": tokens["telegram"],
            "DISCORD_TOKEN": tokens["discord"],
            "PEERLOOM_TELEGRAM_API": platforms_url(),
            "PEERLOOM_DISCORD_API": platforms_url() + "/api/v10",
            "PEERLOOM_DISCORD_GATEWAY": f"ws://127.0.0.1:{platforms_port}/gateway",
            **({} if database is None else {"PEERLOOM_DATABASE": database}),
            **(environment or {}),
        },
        log=folder / LOG,
        offset_seconds=clock.offset_seconds,
        module=module,
        loading=loading,
    )
    page_token = store.get("page", "token") or secrets.token_urlsafe(18)
    store.put("page", "token", page_token)
    app = build_app(
        surfaces=surfaces, program=program, members=people, store=store, clock=clock,
        token=page_token,
    )  # fmt: skip
    page_runner, page_port = await _serve(app, port)
    try:
        if is_new and not is_copied:
            await fill()
        await program.start()
        shell = ShellEnvironment(folder, data, clock)
        yield Playground(f"http://127.0.0.1:{page_port}", page_token, program, shell)
    finally:
        await program.close()
        await page_runner.cleanup()
        await runner.cleanup()
        store.close()


def _tokens(store: Store) -> dict[str, str]:
    """Tokens of the playground's own platforms: made once, worth nothing elsewhere."""
    known = store.get("host", "tokens")
    if known is None:
        application = str(10**17 + secrets.randbelow(10**17))
        known = {
            "telegram": f"{10**9 + secrets.randbelow(10**9)}:{secrets.token_hex(18)}",
            "discord": f"playground.{secrets.token_hex(8)}.{secrets.token_hex(16)}",
            "application_id": application,
        }
        store.put("host", "tokens", known)
    found: dict[str, str] = known
    return found


async def _fill(
    address: Path | str,
    clock: PlaygroundClock,
    discord: DiscordWorld,
    courses: Sequence[CourseToImport],
) -> None:
    await asyncio.to_thread(migrate, address)
    places = [
        DemoPlace("telegram", FORUM_ID, COHORT_TOPIC, 0, COHORT),
        _discord_place(discord),
    ]
    await seed(address, at=clock.now(), people=members(), places=places, courses=courses)


def _discord_place(discord: DiscordWorld) -> DemoPlace:
    slug = COHORT
    return DemoPlace("discord", discord.channel_id(slug), 0, discord.guild_id, slug)


async def _serve(app: web.Application, port: int) -> tuple[web.AppRunner, int]:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    return runner, int(runner.addresses[0][1])
