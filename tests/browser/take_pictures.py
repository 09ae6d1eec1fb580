"""Takes the documentation's pictures from the real product, in Chromium.

    python -m tests.browser.take_pictures [FOLDER]

writes playground.png, playground-dark.png, phone.png, quiz.png and drawer.png into the folder,
docs/images when none is named. The pictures are of the first five minutes of a learner: the same
morning, people and presses each time.
"""

from __future__ import annotations

import asyncio
import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, async_playwright

from peerloom.host import Playground
from tests.browser.looking import open_chromium
from tests.browser.sitting import Sitting, opened_playground

FOLDER = Path(__file__).parents[2] / "docs/images"
LARGEST_BYTES = 400_000
COHORT = "#/learner/discord/py-cohort"


async def keep(sitting: Sitting, path: Path) -> None:
    """Takes the picture. Raises ValueError where it is too large for a repository."""
    await sitting.settle()
    for toast in await sitting.page.locator(".toast .text-button").all():
        await toast.click()
    await sitting.page.mouse.move(1, 1)
    await sitting.page.wait_for_timeout(600)  # pictures within the page are decoded late
    written = io.BytesIO()
    shot = Image.open(io.BytesIO(await sitting.page.screenshot()))
    shot.convert("RGB").save(written, "PNG", optimize=True)
    if len(written.getvalue()) > LARGEST_BYTES:
        raise ValueError(f"{path} is larger than {LARGEST_BYTES} bytes")
    await asyncio.to_thread(path.write_bytes, written.getvalue())


async def begin(sitting: Sitting) -> None:
    await sitting.type("/start", "English")
    await sitting.press("Continue", "What time is it where you are?")
    await sitting.press("09:0…", "May your group see when you pass a quiz?")
    await sitting.press("Yes, as Learner", "What would you like to learn?")
    await sitting.press("python", "12 lessons")
    await sitting.press("Start", "Lesson 1 of 12")
    await sitting.press("Jump to a lesson", "Functions")
    await sitting.press("5.…", "Lesson 5 of 12")


async def come_to_the_quiz(sitting: Sitting) -> None:
    for page in (2, 3, 4):
        await sitting.press("Next", f"page {page} of 5")
    await sitting.press("Show solution", "for number in range(1, n + 1)")
    await sitting.press("Had it", "page 4 of 5")
    await sitting.press("Take the quiz", "Question 1 of 5")
    await sitting.press("3", "Question 2 of 5")


async def pass_the_quiz(sitting: Sitting) -> None:
    await sitting.press("range(1, 11)", "Question 3 of 5")
    await sitting.press("Once", "Question 4 of 5")
    await sitting.press("True", "Choose all")
    await sitting.press("A range", "Vote")
    await sitting.press("Vote", "4 of 5")


async def take(browser: Browser, opened: Playground, folder: Path) -> None:
    async with Sitting(browser, opened, 360, 740, place="#/learner/telegram") as phone:
        await begin(phone)
        await phone.press("Next", "page 2 of 5")
        await keep(phone, folder / "phone.png")
        await phone.press("Back", "page 1 of 5")
    async with Sitting(browser, opened, 1440, 900, place=COHORT) as desk:
        await desk.page.get_by_role("button", name="Close the welcome").click()
        await desk.open_place("telegram", "Peerloom")
        await come_to_the_quiz(desk)
        await keep(desk, folder / "quiz.png")
        await pass_the_quiz(desk)
        await keep(desk, folder / "playground.png")
        await desk.toggle_drawer()
        await desk.page.wait_for_selector(".lot-sent")
        await keep(desk, folder / "drawer.png")
    async with Sitting(browser, opened, 1440, 900, scheme="dark", place=COHORT) as dark:
        await dark.page.get_by_role("button", name="Close the welcome").click()
        await dark.open_place("telegram", "Peerloom")
        await dark.press("See my mistake", "You chose")
        await keep(dark, folder / "playground-dark.png")


async def main(folder: Path) -> None:
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="peerloom-pictures-") as memory:
        async with (
            async_playwright() as playwright,
            opened_playground(Path(memory)) as opened,
        ):
            browser = await open_chromium(playwright)
            try:
                await take(browser, opened, folder)
            finally:
                await browser.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
