"""Raw HTML inside a lesson, reduced to spans and media; what could run is dropped and reported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

import nh3

from engine.courses.reading import Reading
from engine.foundation.richtext import Media, Span

# Dropped with everything inside them.
DROPPED = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "applet",
    "form",
    "template",
    "svg",
    "math",
    "noscript",
    "select",
    "textarea",
    "button",
    "frameset",
    "title",
    "head",
}
LOOKS = {
    "b": "is_bold", "strong": "is_bold", "i": "is_italic", "em": "is_italic", "cite": "is_italic",
    "code": "is_code", "kbd": "is_code", "samp": "is_code", "tt": "is_code", "var": "is_code",
    "s": "is_struck", "del": "is_struck", "strike": "is_struck",
}  # fmt: skip
# Their text stays, their look goes; nothing is lost, so nothing is reported.
_QUIET = {
    "a", "br", "p", "div", "span", "sub", "sup", "u", "ul", "ol", "li", "dl", "dt", "dd", "pre",
    "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "small", "mark", "abbr", "q", "ins", "wbr",
    "img", "video", "audio", "source", "center", "section", "figure", "figcaption", "hr",
}  # fmt: skip
_BREAKS = {
    "p", "div", "ul", "ol", "li", "dl", "dt", "dd", "pre", "blockquote", "section", "figure",
    "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "details", "summary", "hr",
}  # fmt: skip
_MEDIA = {"img": ("src", "alt", "title"), "video": ("src",), "audio": ("src",), "source": ("src",)}
_TAG = re.compile(r"<\s*([A-Za-z][A-Za-z0-9-]*)")


@dataclass(frozen=True)
class InWords:
    """A picture, video or sound that cannot be shown, as the words that stand for it."""

    span: Span


Piece = Span | Media | InWords


def looking(text: str, link: str | None, looks: Sequence[str]) -> Span:
    """A span with the looks named as Span names them: is_bold, is_code …"""
    return Span(
        text,
        is_bold="is_bold" in looks,
        is_italic="is_italic" in looks,
        is_code="is_code" in looks,
        is_struck="is_struck" in looks,
        link=link,
    )


def picture(reading: Reading, source: str, caption: str, line: int) -> Piece:
    """The picture, or the words for it."""
    found = reading.picture(source, caption, line)
    return InWords(found) if isinstance(found, Span) else found


def tag_name(markup: str) -> str:
    """The first tag's name in lower case, with a slash when it closes; "" for comments."""
    match = re.match(r"<\s*(/?)\s*([A-Za-z][A-Za-z0-9-]*)", markup)
    return f"{match[1]}{match[2].lower()}" if match else ""


def report_tags(markup: str, reading: Reading, line: int) -> None:
    """Notes each kind of tag that is dropped, or reduced to its text, once for this markup."""
    names = sorted(
        {name.lower() for name in _TAG.findall(re.sub(r"<!--.*?-->", "", markup, flags=re.S))}
    )
    for name in names:
        if name in DROPPED:
            reading.note("warning", "courses.html_dropped", line, tag=name)
        elif name not in LOOKS and name not in _QUIET:
            reading.note("info", "courses.html_reduced", line, tag=name)


def html_runs(markup: str, reading: Reading, line: int) -> list[list[Piece]]:
    """The markup's text as runs, one for each paragraph it makes; media stand among the spans."""
    report_tags(markup, reading, line)
    clean = nh3.clean(
        markup,
        tags=set(LOOKS) | _QUIET | _BREAKS,
        clean_content_tags=DROPPED,
        attributes={"a": {"href"}, **{tag: set(names) for tag, names in _MEDIA.items()}},
        link_rel=None,
    )
    walker = _Walker(reading, line)
    walker.feed(clean)
    walker.close()
    walker.end_run()
    return walker.runs


class _Walker(HTMLParser):
    """Walks markup that nh3 has made well-formed."""

    def __init__(self, reading: Reading, line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[list[Piece]] = []
        self._run: list[Piece] = []
        self._reading = reading
        self._line = line
        self._looks: list[str] = []
        self._link: str | None = None
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _BREAKS:
            self.end_run()
        if tag == "li":
            self._run.append(Span("• "))
        elif tag == "br":
            self._run.append(Span("\n"))
        elif tag == "pre":
            self._pre += 1
        elif tag in LOOKS:
            self._looks.append(tag)
        elif tag == "a":
            self._link = self._reading.safe_link(values.get("href", ""), self._line)
        elif tag in _MEDIA and values.get("src"):
            caption = values.get("alt") or values.get("title", "")
            self._run.append(picture(self._reading, values["src"], caption, self._line))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS:
            self.end_run()
        if tag == "pre":
            self._pre -= 1
        elif tag == "a":
            self._link = None
        elif tag in self._looks:
            self._looks.remove(tag)

    def handle_data(self, data: str) -> None:
        text = data if self._pre else re.sub(r"\s+", " ", data)
        self._run.append(looking(text, self._link, [LOOKS[tag] for tag in self._looks]))

    def end_run(self) -> None:
        if any(not isinstance(piece, Span) or piece.text.strip() for piece in self._run):
            self.runs.append(self._run)
        self._run = []
