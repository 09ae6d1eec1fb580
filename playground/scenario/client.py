"""The control interface as a scenario uses it: one method for each thing a person can do."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

import aiohttp

from playground.scenario.steps import Spot

File = tuple[str, bytes]


class Refused(Exception):
    """The playground refused; `args[0]` is its sentence."""


class ControlClient:
    """Speaks to one playground. Use as an async context manager."""

    def __init__(self, *, base_url: str, token: str) -> None:
        self._base_url = base_url.rstrip("/")
        self._session = aiohttp.ClientSession(
            headers={"X-Peerloom-Token": token}, timeout=aiohttp.ClientTimeout(total=90)
        )

    async def __aenter__(self) -> ControlClient:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def view(self, spot: Spot) -> dict[str, Any]:
        answer = await self._call(
            "GET",
            f"/control/people/{spot.person}/view",
            params={"on": spot.platform, "in": spot.chat},
        )
        return dict(answer)

    async def say(self, spot: Spot, text: str, files: dict[str, File]) -> dict[str, Any]:
        return await self._act(
            spot, "say", text=text, files={key: _packed(file) for key, file in files.items()}
        )

    async def press(self, spot: Spot, label: str) -> dict[str, Any]:
        return await self._act(spot, "press", label=label)

    async def fill(self, spot: Spot, fields: dict[str, str | File]) -> dict[str, Any]:
        values = {
            label: value if isinstance(value, str) else _packed(value)
            for label, value in fields.items()
        }
        return await self._act(spot, "fill", fields=values)

    async def send_file(self, spot: Spot, file: File) -> dict[str, Any]:
        return await self._act(spot, "file", file=_packed(file))

    async def act(self, spot: Spot, what: str, **values: Any) -> dict[str, Any]:
        """Anything else a person may do there, by the surface's own name for it."""
        return await self._act(spot, "act", what=what, values=values)

    async def requests(self, platform: str) -> list[dict[str, Any]]:
        """What the program asked of the platform, the newest last; tokens masked."""
        return list(await self._call("GET", "/control/requests", params={"on": platform}))

    async def census(self, platform: str) -> dict[str, Any]:
        """What the program asked of the platform so far, counted and compared."""
        return dict(await self._call("GET", "/control/census", params={"on": platform}))

    async def download(self, address: str) -> bytes:
        """A file by the address in a view."""
        async with self._session.get(urljoin(self._base_url, address)) as answer:
            answer.raise_for_status()
            return await answer.read()

    async def now(self) -> datetime:
        """The world's time."""
        return datetime.fromisoformat((await self._call("GET", "/control/state"))["now"])

    async def advance(self, seconds: float) -> None:
        await self._call("POST", "/control/clock", json={"advance_seconds": seconds})

    async def set_clock(self, moment: datetime) -> None:
        await self._call("POST", "/control/clock", json={"to": moment.isoformat()})

    async def world(self, what: str, **values: Any) -> None:
        """kill, restart, fault or settle."""
        await self._call("POST", f"/control/{what}", json=values)

    async def _act(self, spot: Spot, verb: str, **values: Any) -> dict[str, Any]:
        body = {"on": spot.platform, "in": spot.chat, **values}
        return dict(await self._call("POST", f"/control/people/{spot.person}/{verb}", json=body))

    async def _call(self, method: str, path: str, **values: Any) -> Any:
        try:
            async with self._session.request(method, self._base_url + path, **values) as answer:
                if answer.status == 200:
                    return await answer.json()
                if answer.content_type != "application/json":
                    raise Refused(f"{path} answered {answer.status}: {await answer.text()}")
                raise Refused(str((await answer.json()).get("error")))
        except (aiohttp.ClientError, TimeoutError) as lost:
            raise Refused(f"The playground at {self._base_url} does not answer: {lost!r}") from lost


def _packed(file: File) -> dict[str, str]:
    return {"name": file[0], "content": base64.b64encode(file[1]).decode()}
