"""`serve --webhook`: what it must be told, and what `doctor` tells of it."""

from __future__ import annotations

import argparse
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from peerloom.commands.community import doctor
from peerloom.settings import BadSettings, Settings, load_settings
from peerloom.webhook_settings import webhook_place
from playground.store import Store
from tests.playground.telegram.harness import TOKEN, HandClock, make_world, served, until

SECRET = secrets.token_urlsafe(32)
URL = "https://learn.example.org/telegram"
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "PEERLOOM_DATA", "TELEGRAM_TOKEN", "DISCORD_TOKEN", "TELEGRAM_WEBHOOK_SECRET",
        "PEERLOOM_WEBHOOK_URL", "PEERLOOM_WEBHOOK", "PEERLOOM_TELEGRAM_API",
    ):  # fmt: skip
        monkeypatch.delenv(name, raising=False)


def written(folder: Path, **values: str) -> Settings:
    """Settings as they come from a file; an empty value leaves its line out."""
    lines = {
        "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_SECRET": SECRET, "PEERLOOM_WEBHOOK_URL": URL,
        **values,
    }  # fmt: skip
    file = folder / "settings.env"
    file.write_text("".join(f"{name}={value}\n" for name, value in lines.items() if value))
    file.chmod(0o600)
    return load_settings(folder)


@pytest.mark.parametrize(
    "secret", [SECRET, secrets.token_hex(32), SECRET * 5], ids=["base64", "hexadecimal", "long"]
)
def test_a_random_secret_is_taken_and_nothing_says_it(tmp_path: Path, secret: str) -> None:
    settings = written(tmp_path, TELEGRAM_WEBHOOK_SECRET=secret)
    place = webhook_place(settings)
    assert (place.url, place.secret, place.host, place.port) == (URL, secret, "127.0.0.1", 8081)
    assert secret in settings.secrets  # and so in no log
    for said in (repr(settings), str(settings), str(settings.model_dump()), repr(place)):
        assert secret not in said


BAD_SECRETS = {
    "none": "",
    "short": SECRET[:42],
    "32 hexadecimal digits": secrets.token_hex(16),
    "43 hexadecimal digits": secrets.token_hex(32)[:43],
    "one letter": "a" * 64,
    "a word again and again": "password" * 8,
    "too long": SECRET * 6,
    "a letter that Telegram does not take": SECRET + "=",
    "a letter of another alphabet": "д" + SECRET,
}


@pytest.mark.parametrize("secret", BAD_SECRETS.values(), ids=list(BAD_SECRETS))
def test_a_weak_secret_is_refused_with_how_to_make_one(tmp_path: Path, secret: str) -> None:
    settings = written(tmp_path, TELEGRAM_WEBHOOK_SECRET=secret)
    with pytest.raises(BadSettings, match=r"secrets\.token_urlsafe\(32\)") as refusal:
        webhook_place(settings)
    assert not secret or secret not in str(refusal.value)


@pytest.mark.parametrize(
    "url",
    ["", "learn.example.org", "http://learn.example.org/", "https://", "https://x:port/",
     "https://name:word@learn.example.org/", "https://learn.example.org/?token=1",
     "https://learn.example.org:8080/"],
)  # fmt: skip
def test_an_address_that_telegram_cannot_call_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadSettings, match="PEERLOOM_WEBHOOK_URL") as refusal:
        webhook_place(written(tmp_path, PEERLOOM_WEBHOOK_URL=url))
    assert "word" not in str(refusal.value)


@pytest.mark.parametrize("address", ["8081", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", ":1"])
def test_a_listening_address_that_is_none_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(BadSettings, match=r"PEERLOOM_WEBHOOK does not look like"):
        webhook_place(written(tmp_path, PEERLOOM_WEBHOOK=address))


def test_serve_with_webhook_does_not_start_without_a_secret(tmp_path: Path) -> None:
    written(tmp_path, TELEGRAM_WEBHOOK_SECRET="")
    command = [sys.executable, "-m", "peerloom", "--data", str(tmp_path), "serve", "--webhook"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "a webhook needs a secret" in done.stderr
    assert "token_urlsafe(32)" in done.stderr
    assert not (tmp_path / "peerloom.sqlite").exists()  # nothing was begun
    assert TOKEN not in done.stderr + done.stdout


async def told(folder: Path, capsys: pytest.CaptureFixture[str], **values: str) -> str:
    written(folder, **values)
    capsys.readouterr()
    await doctor(argparse.Namespace(data=folder))
    said = capsys.readouterr().out
    assert SECRET not in said
    assert TOKEN not in said
    return said


async def test_doctor_tells_how_updates_come(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = make_world(Store(None), HandClock())
    updates = world.core.updates
    async with served(world) as api:
        said = await told(tmp_path, capsys, PEERLOOM_TELEGRAM_API=api, PEERLOOM_WEBHOOK_URL="")
        assert "ok      no webhook at Telegram: `serve` polls" in said
        hook = "http://127.0.0.1:9/telegram-hook"  # nobody listens there
        updates.set_webhook(hook, secret=SECRET, allowed=None, drop=False, max_connections=1)
        await world.say("learner", "", "hello")
        await until(lambda: "last_error_message" in updates.webhook_info())
        said = await told(tmp_path, capsys, PEERLOOM_TELEGRAM_API=api, PEERLOOM_WEBHOOK_URL=hook)
        assert "ok      `serve --webhook` listens on 127.0.0.1:8081" in said
        assert "ok      webhook at 127.0.0.1; 1 updates wait for it" in said
        assert "note    last trouble with it: Connection refused (2027-03-04 09:00 UTC)" in said
        assert "telegram-hook" not in said  # some put a secret into the path
        said = await told(tmp_path, capsys, PEERLOOM_TELEGRAM_API=api)
        assert "note    webhook at 127.0.0.1, which is not PEERLOOM_WEBHOOK_URL" in said
        said = await told(tmp_path, capsys, PEERLOOM_TELEGRAM_API=api, TELEGRAM_WEBHOOK_SECRET="x")
        assert "fault TELEGRAM_WEBHOOK_SECRET is less than 32 random bytes" in said


async def test_doctor_says_so_when_telegram_does_not_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = await told(tmp_path, capsys, PEERLOOM_TELEGRAM_API="http://127.0.0.1:9")
    assert "fault Telegram refuses the token or is out of reach: TelegramNetworkError" in said
