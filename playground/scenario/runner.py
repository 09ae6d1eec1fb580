"""Runs scenario files against a playground; the first difference stops it and is shown."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO

from playground.scenario.client import ControlClient, File, Refused
from playground.scenario.language import Misread, read_scenario
from playground.scenario.matching import Message, folded
from playground.scenario.steps import (
    Budget,
    ClockAdvances,
    ClockIsSet,
    Expects,
    Fills,
    Presses,
    Says,
    SendsFile,
    ShellRuns,
    Spot,
    Step,
    WorldDoes,
)
from playground.scenario.transcript import Transcript, rendered
from playground.scenario.witness import DIRECT, Witness

_SHELL_LIMIT_SECONDS = 300
OUTPUT = "{output}"  # in what is typed or sent: the first line that the last "$" command printed


@dataclass
class Outcome:
    """What running came to; the counts are sums over all files."""

    steps: int = 0
    failed: int = 0
    presses: int = 0
    typed: int = 0
    messages: int = 0

    def add(self, other: Outcome) -> None:
        self.steps += other.steps
        self.failed += other.failed
        self.presses += other.presses
        self.typed += other.typed
        self.messages += other.messages


class Difference(Exception):
    """What happened is not what the file says; `args[0]` tells both."""


async def run_scenarios(
    paths: Iterable[Path],
    *,
    base_url: str,
    token: str,
    out: TextIO,
    environment: Mapping[str, str] | None = None,
    keep_going: bool = False,
) -> Outcome:
    """Runs the files in order and writes the transcript to `out`.

    `environment` is added to that of `$` commands. A file stops at its first difference or refusal;
    the next ones run only with `keep_going`. Nothing is raised for what a file says.
    """
    total = Outcome()
    async with ControlClient(base_url=base_url, token=token) as client:
        for path in paths:
            outcome = await _run_file(path, client, Transcript(out), environment or {})
            total.add(outcome)
            if outcome.failed and not keep_going:
                break
    out.write(
        f"\n{total.steps} steps, {total.failed} failed · "
        f"{total.presses} presses, {total.typed} typed, {total.messages} bot messages\n"
    )
    return total


def selftest_line(outcomes: Iterable[Outcome]) -> str:
    """The last line of a selftest: "selftest: N steps, 0 failed"."""
    total = Outcome()
    for outcome in outcomes:
        total.add(outcome)
    return f"selftest: {total.steps} steps, {total.failed} failed"


async def _run_file(
    path: Path, client: ControlClient, transcript: Transcript, environment: Mapping[str, str]
) -> Outcome:
    transcript.heading(str(path))
    try:
        steps = read_scenario(path)
    except (Misread, OSError, UnicodeDecodeError) as wrong:
        transcript.difference(str(wrong))
        return Outcome(steps=1, failed=1)
    run = _Run(client, transcript, steps, environment)
    try:
        await run.begin()
        for step in steps:
            run.outcome.steps += 1
            await run.step(step)
    except (Difference, Refused) as difference:
        run.outcome.failed += 1
        here = steps[max(0, run.outcome.steps - 1)].line if steps else path
        source = steps[max(0, run.outcome.steps - 1)].line.source.strip() if steps else ""
        transcript.difference(f"{here}: {source}\n  {difference}")
    return run.outcome


class _Run:
    """One file being run: the last actor, the last output and the counts so far."""

    def __init__(
        self,
        client: ControlClient,
        transcript: Transcript,
        steps: list[Step],
        environment: Mapping[str, str],
    ) -> None:
        self._client = client
        self._transcript = transcript
        self._environment = environment
        self._witness = Witness(client, dict.fromkeys(_spots(steps)))
        self._last_spot: Spot | None = None
        self._output: str | None = None
        self._printed = ""
        self.outcome = Outcome()

    async def begin(self) -> None:
        await self._client.world("settle")
        await self._witness.begin()

    async def step(self, step: Step) -> None:
        match step:
            case Says() | Presses() | Fills() | SendsFile():
                await self._person_acts(step)
            case Expects():
                self._expect(step)
            case ClockAdvances(by=by):
                self._transcript.action(f"the clock moves {by}")
                await self._client.advance(by.total_seconds())
                await self._after()
            case ClockIsSet(to=to):
                self._transcript.action(f"the clock shows {to.isoformat()}")
                await self._client.set_clock(to)
                await self._after()
            case WorldDoes():
                words = [f"{key}={value}" for key, value in step.values.items()]
                self._transcript.action(" ".join(["%", step.what, step.name, *words]))
                named = {"name": step.name} if step.name else {}
                await self._client.world(step.what, **named, **step.values)
                await self._after()
            case ShellRuns():
                await self._shell(step)
            case Budget():
                self._check_budget(step)

    async def _person_acts(self, step: Says | Presses | Fills | SendsFile) -> None:
        step = self._with_output(step)
        self._witness.acts(step.spot.person)
        self._last_spot, self._output = step.spot, None
        match step:
            case Says(text=text):
                self._transcript.action(f"{step.spot} types: {text}")
                done = await self._client.say(step.spot, *self._attached(step))
            case Presses(label=label):
                self._transcript.action(f"{step.spot} presses [{label}]")
                done = await self._press(step.spot, label)
            case Fills(fields=fields):
                said = "; ".join(f"{key}: {value}" for key, value in fields.items())
                self._transcript.action(f"{step.spot} fills {said}")
                done = await self._client.fill(
                    step.spot,
                    {key: self._field(step, value) for key, value in fields.items()},
                )
            case SendsFile(path=path):
                self._transcript.action(f"{step.spot} sends {path}")
                done = await self._client.send_file(step.spot, self._read(step, path))
        self.outcome.typed += int(done.get("typed", 0))
        self.outcome.presses += int(done.get("pressed", 0))
        await self._after()

    async def _press(self, spot: Spot, label: str) -> dict[str, Any]:
        """Where no place is named on Discord, a button of the bot's direct message counts too."""
        try:
            return await self._client.press(spot, label)
        except Refused:
            if spot.platform != "discord" or spot.chat:
                raise
            try:
                return await self._client.press(replace(spot, chat=DIRECT), label)
            except Refused:
                pass
            raise

    def _with_output(
        self, step: Says | Presses | Fills | SendsFile
    ) -> Says | Presses | Fills | SendsFile:
        match step:
            case Says(text=text):
                return replace(step, text=text.replace(OUTPUT, self._printed))
            case SendsFile(path=path):
                return replace(step, path=path.replace(OUTPUT, self._printed))
            case _:
                return step

    async def _after(self) -> None:
        await self._client.world("settle")
        for spot, message in await self._witness.refresh():
            self._transcript.message(str(spot), message)
        self.outcome.messages = self._witness.messages

    def _expect(self, step: Expects) -> None:
        if step.spot is None and self._output is not None:
            self._expect_output(step, self._output)
            return
        spot = step.spot or self._last_spot
        if spot is None:
            raise Difference("nobody has acted yet, so there is no place to look at")
        if step.is_absent:
            found = self._witness.find_any(spot, step.seen)
            if found is not None:
                raise Difference(
                    f"{spot} must not see {step.seen}, but sees{_shown(spot, [found])}"
                )
            self._transcript.passed(f"{spot} sees no {step.seen}")
            return
        if self._witness.find(spot, step.seen) is None:
            last = self._witness.last(spot)
            seen = _shown(spot, last) if last else " nothing there"
            raise Difference(f"expected at {spot}: {step.seen}\n  seen instead:{seen}")
        self._transcript.passed(str(step.seen))

    def _expect_output(self, step: Expects, output: str) -> None:
        for text in step.seen.texts:
            if (folded(text) in folded(output)) is step.is_absent:
                wanted = "without" if step.is_absent else "with"
                raise Difference(f'expected output {wanted} "{text}", got:\n{output[-4000:]}')
        if step.seen.labels or step.seen.kinds:
            raise Difference("the output of a command holds text only")
        self._transcript.passed(str(step.seen))

    async def _shell(self, step: ShellRuns) -> None:
        self._transcript.action(f"$ {step.command}")
        code, output = await _shell(step.command, self._environment)
        self._output = output
        self._printed = next(iter(output.splitlines()), "").strip()
        self._transcript.output(output)
        if (code == 0) is step.must_fail:
            wanted = "fail" if step.must_fail else "succeed"
            raise Difference(
                f"expected the command to {wanted}, it exited {code}:\n{output[-4000:]}"
            )
        await self._after()

    def _check_budget(self, step: Budget) -> None:
        count = int(getattr(self.outcome, step.counter))
        is_kept = {
            "<=": count <= step.limit,
            "<": count < step.limit,
            ">=": count >= step.limit,
            ">": count > step.limit,
            "==": count == step.limit,
            "=": count == step.limit,
        }[step.operator]
        if not is_kept:
            raise Difference(f"{count} {step.counter}, not {step.operator} {step.limit}")
        self._transcript.passed(f"{count} {step.counter} {step.operator} {step.limit}")

    def _attached(self, step: Says) -> tuple[str, dict[str, File]]:
        """On Discord `file:path` of a command becomes an attachment; the text keeps its name."""
        if step.spot.platform != "discord" or not step.text.startswith("/"):
            return step.text, {}
        words = step.text[1:].split()
        options = {"file"}
        for command in self._witness.menus.get(step.spot, ()):
            name = str(command.get("name", "")).split()
            if words[: len(name)] == name:
                options |= {
                    str(option["name"])
                    for option in command.get("options") or ()
                    if option.get("kind") == "file"
                }
        files: dict[str, File] = {}
        shown = []
        for word in step.text.split(" "):
            option, mark, path = word.partition(":")
            if mark and option in options and path:
                files[option] = self._read(step, path.strip('"'))
                word = f"{option}:{files[option][0]}"
            shown.append(word)
        return " ".join(shown), files

    def _field(self, step: Fills, value: str) -> str | File:
        return self._read(step, value[5:]) if value.startswith("file:") else value

    def _read(self, step: Says | Fills | SendsFile, path: str) -> File:
        """Beside the scenario file first, then from the working directory."""
        for folder in (step.line.path.parent, Path.cwd()):
            found = folder / path
            if found.is_file():
                return found.name, found.read_bytes()
        raise Difference(f"there is no file {path} beside {step.line.path} or in {Path.cwd()}")


def _shown(spot: Spot, messages: list[Message]) -> str:
    return "".join("\n" + "\n".join(rendered(str(spot), message)) for message in messages)


def _spots(steps: list[Step]) -> Iterable[Spot]:
    for step in steps:
        spot = getattr(step, "spot", None)
        if spot is not None:
            yield spot


async def _shell(command: str, environment: Mapping[str, str]) -> tuple[int, str]:
    """Exit code and output (both streams). The scenario's author already has this shell."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    process = await asyncio.create_subprocess_shell(
        command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "PATH": path, **environment},
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(), _SHELL_LIMIT_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise Difference(f"the command still ran after {_SHELL_LIMIT_SECONDS} s") from None
    return process.returncode or 0, output.decode(errors="replace")
