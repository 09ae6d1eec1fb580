"""Settings from the environment and from `settings.env` in the data folder, which only its owner
reads."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from engine.foundation.addresses import is_postgresql, url_of
from engine.foundation.clock import Clock, OffsetClock, SystemClock
from peerloom.commands.refused import Refused

DATABASE = "peerloom.sqlite"
_TELEGRAM_TOKEN = re.compile(r"\d+:\S+")


class BadSettings(Refused):
    """Something is set that cannot work; `args[0]` says what to do and repeats no secret."""


class UnsafeSettings(BadSettings):
    """The settings file can be read by others; `args[0]` says what to do."""


def shell_clock() -> Clock:
    """The real time; beside a playground's program its time, which the playground may have
    moved."""
    offset = os.environ.get("PEERLOOM_OFFSET", "")
    return OffsetClock(float(offset)) if offset else SystemClock()


class Settings(BaseSettings):
    """Names are those of the environment: TELEGRAM_TOKEN, DISCORD_TOKEN, PEERLOOM_DATA, …"""

    model_config = SettingsConfigDict(extra="ignore", populate_by_name=True)

    data: Path = Field(default=Path(".peerloom"), validation_alias="PEERLOOM_DATA")
    telegram_token: SecretStr | None = Field(default=None, validation_alias="TELEGRAM_TOKEN")
    discord_token: SecretStr | None = Field(default=None, validation_alias="DISCORD_TOKEN")
    telegram_webhook_secret: SecretStr | None = Field(
        default=None, validation_alias="TELEGRAM_WEBHOOK_SECRET"
    )
    telegram_is_rich: bool = Field(default=True, validation_alias="PEERLOOM_TELEGRAM_RICH")
    log_level: str = Field(default="info", validation_alias="PEERLOOM_LOG")
    # Other servers than the platforms' own: the playground and tests.
    telegram_api: str | None = Field(default=None, validation_alias="PEERLOOM_TELEGRAM_API")
    discord_api: str | None = Field(default=None, validation_alias="PEERLOOM_DISCORD_API")
    discord_gateway: str | None = Field(default=None, validation_alias="PEERLOOM_DISCORD_GATEWAY")

    # With `serve --webhook`: the public address that Telegram calls, and where we listen for it.
    webhook_url: str | None = Field(default=None, validation_alias="PEERLOOM_WEBHOOK_URL")
    webhook: str = Field(default="127.0.0.1:8081", validation_alias="PEERLOOM_WEBHOOK")

    # host:port for /healthz, /readyz and /metrics; nothing listens while it is not set.
    web: str | None = Field(default=None, validation_alias="PEERLOOM_WEB")
    database_address: SecretStr | None = Field(default=None, validation_alias="PEERLOOM_DATABASE")

    @property
    def database(self) -> Path | str:
        """A SQLite file in the data folder, or the address of a PostgreSQL database."""
        if self.database_address is None:
            return self.data / DATABASE
        return self.database_address.get_secret_value()

    @property
    def web_address(self) -> tuple[str, int] | None:
        """Raises BadSettings."""
        return host_and_port(self.web, "PEERLOOM_WEB") if self.web else None

    @property
    def database_name(self) -> str:
        """For people to read: without a password."""
        if isinstance(self.database, Path):
            return str(self.database)
        return url_of(self.database).render_as_string(hide_password=True)

    @property
    def secrets(self) -> list[str]:
        """What must never be in a log."""
        known = (
            self.telegram_token,
            self.discord_token,
            self.telegram_webhook_secret,
            self.database_address,
        )
        secrets = [secret.get_secret_value() for secret in known if secret is not None]
        if self.database_address is not None and (password := url_of(secrets[-1]).password):
            secrets.append(str(password))
        return secrets


def host_and_port(address: str, name: str) -> tuple[str, int]:
    """Where to listen; `name` is the setting's. Raises BadSettings."""
    host, _, port = address.strip().rpartition(":")
    if not host or not (port.isascii() and port.isdigit()) or int(port) > 65_535:
        raise BadSettings(f"{name} does not look like 127.0.0.1:8080")
    return host.strip("[]"), int(port)


def load_settings(data: Path | None = None) -> Settings:
    """The environment wins over the file. Raises BadSettings."""
    given: dict[str, Any] = {} if data is None else {"data": data}
    named = Settings(**given)
    file = named.data / "settings.env"
    if not file.is_file():
        return _checked(named)
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise UnsafeSettings(f"{file} can be read by others: chmod 600 {file}")
    return _checked(Settings(**{**given, "_env_file": file}))


def _checked(settings: Settings) -> Settings:
    """Tokens of the right form; an empty one is none."""
    for name in ("telegram_token", "discord_token", "database_address"):
        token = getattr(settings, name)
        if token is not None and not token.get_secret_value().strip():
            setattr(settings, name, None)
    address = settings.database_address
    if address is not None and not is_postgresql(address.get_secret_value()):
        raise BadSettings(
            "PEERLOOM_DATABASE does not look like postgresql://user:password@host/name: leave it "
            "out to keep everything in one file"
        )
    telegram = settings.telegram_token
    if telegram is not None and not _TELEGRAM_TOKEN.fullmatch(telegram.get_secret_value()):
        raise BadSettings(
            "TELEGRAM_TOKEN does not look like 123456:letters: copy it whole from BotFather"
        )
    return settings
