"""The program as a child process of the playground: started, steered, killed and started again."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp

HEADER = "X-Peerloom-Steering"
LOG = "program.log"  # in the playground's folder
START_SECONDS = 60.0


class NotStarted(Exception):
    """The program ended or said nothing; `args[0]` holds its last lines."""


async def load(log: Path, module: str = "peerloom") -> asyncio.subprocess.Process:
    """Begins to load the program, which then waits to be told its environment: loading takes as
    long as all else that a playground begins with."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as errors:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, "steered",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=errors,
            start_new_session=True,
        )  # fmt: skip


class ChildProgram:
    """The `Program` that the playground's plug and clock act on. `environment` holds the tokens and
    addresses, which it is told once it is loaded; nothing secret is in its arguments. `loading`: a
    process that `load` began."""

    def __init__(
        self,
        *,
        data: Path,
        environment: dict[str, str],
        log: Path,
        offset_seconds: float,
        module: str = "peerloom",
        loading: asyncio.subprocess.Process | None = None,
    ) -> None:
        self._loading = loading
        self._module = module
        self._data = data
        self._environment = environment
        self._log = log
        self._offset_seconds = offset_seconds
        self._process: asyncio.subprocess.Process | None = None
        self._session: aiohttp.ClientSession | None = None
        self._base = ""
        self._token = secrets.token_urlsafe(24)
        self._is_ready = False
        self._turn = asyncio.Lock()

    async def start(self) -> None:
        """Returns once both bots take messages. Raises NotStarted."""
        async with self._turn:
            await self._start()

    async def _start(self) -> None:
        told = {
            **self._environment,
            "PEERLOOM_DATA": str(self._data),
            "PEERLOOM_STEERING": self._token,
            "PEERLOOM_OFFSET": str(self._offset_seconds),
        }
        if self._loading is None:
            self._loading = await load(self._log, self._module)
        process, self._loading = self._loading, None
        self._process = process
        if process.stdin is None or process.stdout is None:
            raise NotStarted("the program cannot be spoken to")
        with contextlib.suppress(ConnectionError):  # it ended: its last lines say why
            process.stdin.write(json.dumps(told).encode() + b"\n")
            await process.stdin.drain()
        process.stdin.close()
        stdout = process.stdout
        try:
            async with asyncio.timeout(START_SECONDS):
                line = (await stdout.readline()).decode().strip()
        except TimeoutError as late:
            raise NotStarted(self._last_lines()) from late
        if not line.startswith("steering "):
            raise NotStarted(self._last_lines())
        self._base = f"http://127.0.0.1:{line.split()[1]}"
        if self._session is None:
            self._session = aiohttp.ClientSession()
        await self._wait_ready()
        self._is_ready = True

    async def _wait_ready(self) -> None:
        async with asyncio.timeout(START_SECONDS):
            while True:
                state = await self._ask("/state")
                if state is not None and state["is_ready"]:
                    return
                if not self._is_alive():
                    raise NotStarted(self._last_lines())
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        async with self._turn:
            await self._end(signal.SIGKILL)

    async def restart(self) -> None:
        async with self._turn:
            await self._end(signal.SIGTERM)
            await self._start()

    async def close(self) -> None:
        async with self._turn:
            await self._end(signal.SIGTERM)
            if self._session is not None:
                await self._session.close()
                self._session = None

    async def _end(self, how: signal.Signals) -> None:
        self._is_ready = False
        if self._loading is not None:
            self._process, self._loading = self._loading, None
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(how)
        try:
            async with asyncio.timeout(15):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    def is_running(self) -> bool:
        """Whether both bots take messages: a program that only just begins would miss a press."""
        return self._is_ready and self._is_alive()

    def _is_alive(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def is_idle(self) -> bool:
        state = await self._ask("/state?idle")
        # A program that is gone has nothing under way.
        return state is None or bool(state["is_idle"])

    async def activity(self) -> int:
        state = await self._ask("/state")
        return 0 if state is None else int(state["activity"])

    async def set_clock(self, offset_seconds: float) -> None:
        self._offset_seconds = offset_seconds
        if self._is_alive() and self._session is not None:
            with contextlib.suppress(aiohttp.ClientError):
                await self._session.post(
                    self._base + "/clock",
                    json={"offset_seconds": offset_seconds},
                    headers={HEADER: self._token},
                )

    async def happened(self, since: int) -> list[dict[str, Any]]:
        found = await self._ask(f"/happened?since={since}")
        return found if isinstance(found, list) else []

    async def next_due(self) -> datetime | None:
        state = await self._ask("/state")
        at = state["next_due"] if state else None
        return datetime.fromisoformat(at) if at else None

    async def _ask(self, path: str) -> Any:
        """The program's answer, None while it does not run."""
        if not self._is_alive() or self._session is None:
            return None
        try:
            async with self._session.get(
                self._base + path, headers={HEADER: self._token}
            ) as answer:
                return await answer.json() if answer.status == 200 else None
        except (aiohttp.ClientError, ConnectionError, TimeoutError):
            return None

    def _last_lines(self) -> str:
        lines = self._log.read_text(errors="replace").splitlines()[-40:]
        return "the program did not start:\n" + "\n".join(lines)
