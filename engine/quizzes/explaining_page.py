"""Which page of a lesson explains an item: the one that shares its rarest words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from engine.courses.items import Item
from engine.courses.pages import Page
from engine.foundation.richtext import plain

_WORD = re.compile(r"\w{3,}")


def explaining_page(item: Item, pages: Sequence[Page]) -> int:
    """The page's number from 1. Words count the more, the fewer pages hold them; the earlier page
    of equals, so the first one when nothing matches."""
    right = [option.text for option in item.options if option.is_right]
    wanted = _words("\n".join([plain(item.stem), *right, item.explanation]))
    held = [_words(f"{page.title}\n{plain(page.blocks)}") for page in pages]
    spread = Counter(word for words in held for word in words)
    # A page is worth one for a word of its own, half for a word on two pages, and so on. An
    # exercise asks more than it explains: it has to share twice as much.
    worth = [
        sum(1 / spread[word] for word in wanted & words) / (2 if page.challenge else 1)
        for words, page in zip(held, pages, strict=True)
    ]
    return max(range(len(worth)), key=lambda place: worth[place], default=0) + 1


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text))
