"""Settings: from the environment and a file that is its owner's alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from peerloom.settings import UnsafeSettings, load_settings

TOKEN = "123456789:from-the-file-and-long-enough"
NAMES = ("PEERLOOM_DATA", "TELEGRAM_TOKEN", "DISCORD_TOKEN", "PEERLOOM_LOG")


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def written(folder: Path, mode: int) -> Path:
    file = folder / "settings.env"
    file.write_text(f"TELEGRAM_TOKEN={TOKEN}\nPEERLOOM_LOG=debug\n", encoding="utf-8")
    file.chmod(mode)
    return file


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_of_its_owners_alone_is_read(tmp_path: Path, mode: int) -> None:
    written(tmp_path, mode)
    settings = load_settings(tmp_path)
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TOKEN
    assert settings.log_level == "debug"
    assert settings.secrets == [TOKEN]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644, 0o666, 0o601])
def test_a_file_that_others_can_read_is_refused_with_what_to_do(tmp_path: Path, mode: int) -> None:
    file = written(tmp_path, mode)
    with pytest.raises(UnsafeSettings, match="chmod 600") as refusal:
        load_settings(tmp_path)
    assert str(file) in str(refusal.value)
    assert TOKEN not in str(refusal.value)


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, 0o600)
    monkeypatch.setenv("TELEGRAM_TOKEN", "987654321:from-the-environment-itself")
    settings = load_settings(tmp_path)
    assert settings.secrets == ["987654321:from-the-environment-itself"]
    assert settings.log_level == "debug"


def test_the_folder_comes_from_the_call_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, 0o600)
    monkeypatch.setenv("PEERLOOM_DATA", str(tmp_path))
    assert load_settings().database == tmp_path / "peerloom.sqlite"
    assert load_settings().secrets == [TOKEN]
    assert load_settings(tmp_path / "elsewhere").secrets == []


def test_a_token_is_not_in_what_settings_say_of_themselves(tmp_path: Path) -> None:
    written(tmp_path, 0o600)
    settings = load_settings(tmp_path)
    for said in (repr(settings), str(settings), str(settings.model_dump())):
        assert TOKEN not in said
