"""The pictures that cohorts and educators are sent: readable whatever people are called."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from bots.dialogue.features.teach import qr_picture
from bots.dialogue.pictures import WIDTH, standings
from bots.dialogue.texts import Texts

NAMES = (
    "Otter 🦦",
    "Мария-Александра Константинопольская-Преображенская",
    "李小龙",
    "",
    "أحمد",
    "x",
)


def _opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


@pytest.mark.parametrize("locale", ["en", "es", "ru"])
@pytest.mark.parametrize("name", NAMES)
def test_any_name_fits_on_the_board(name: str, locale: str) -> None:
    rows = [(1, name, 1_240), (2, name * 9, 3), (2, name, 0)]
    picture = _opened(standings("Week " * 30, "1 to 7", rows, Texts(locale)))
    assert picture.format == "PNG"
    assert picture.width == WIDTH
    # Nothing runs over the right margin: beside the cards there is the ground alone.
    edge = picture.crop((WIDTH - 40, 40, WIDTH, picture.height))
    assert edge.getcolors() == [(edge.width * edge.height, (251, 246, 238))]


def test_the_board_grows_with_its_rows_up_to_ten() -> None:
    texts = Texts("en")
    heights = [
        _opened(standings("Week", "", [(n, f"m{n}", n) for n in range(1, count + 1)], texts)).height
        for count in (1, 2, 10, 14)
    ]
    assert heights[0] < heights[1] < heights[2] == heights[3]


def test_the_qr_code_has_a_quiet_border_and_two_colours() -> None:
    picture = _opened(qr_picture("https://t.me/peerloom_bot?start=c_4")).convert("L")
    assert set(picture.get_flattened_data()) == {0, 255}
    border = picture.crop((0, 0, picture.width, 30))
    assert set(border.get_flattened_data()) == {255}
