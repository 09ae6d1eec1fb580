"""Chromium, and what is looked for on a page: barriers, sideways scroll, labels that are cut."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, Playwright, expect

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
HOW_TO_GET_AXE = (
    "axe-core is not installed: npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund"
)
HOW_TO_GET_CHROMIUM = (
    "Chromium is not installed: install the package `chromium`, or name one in PEERLOOM_CHROMIUM"
)
PATIENCE_MILLISECONDS = 20_000.0  # with a busy machine, where nothing says otherwise
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_CUT_LABELS = """() => [...document.querySelectorAll(
    ".key, .answer-label, .option-label, .tab, .person-name, .beginning, .choice, .send"
  )].filter((node) => node.offsetParent !== null)
    .filter((node) => node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0
      || node.scrollHeight > node.clientHeight + 1 && node.clientHeight > 0)
    .map((node) => node.textContent)"""


async def open_chromium(playwright: Playwright) -> Browser:
    """Raises FileNotFoundError, saying what to install, where there is no Chromium."""
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    path = os.environ.get("PEERLOOM_CHROMIUM") or shutil.which("chromium")
    if path is None:
        raise FileNotFoundError(HOW_TO_GET_CHROMIUM)
    return await playwright.chromium.launch(executable_path=path, args=FLAGS)


async def barriers(page: Page) -> list[str]:
    """Serious and critical findings of axe-core, each with where it is."""
    if not AXE.exists():
        raise FileNotFoundError(HOW_TO_GET_AXE)
    # The script is evaluated by the debugger, so the page's own strict policy stays in force.
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = await page.evaluate("async () => await window.axe.run(document)")
    return [
        f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
        for violation in found["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


async def is_cut_sideways(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


async def cut_labels(page: Page) -> list[str]:
    """The labels of visible buttons and choices that do not fit into them."""
    labels: list[str] = await page.evaluate(_CUT_LABELS)
    return labels
