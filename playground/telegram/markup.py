"""The parse modes HTML and MarkdownV2: markup to text and entities, refused in Telegram's words."""

from __future__ import annotations

import re
from typing import Any

from playground.telegram.errors import ApiError, bad
from playground.telegram.tables import Json

SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "a": "text_link", "span": "spoiler", "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
NAMED = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:\s+[^<>]*)?)/?>")
ATTRIBUTE = re.compile(r"([A-Za-z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
ENTITY = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|lt|gt|amp|quot);")
RESERVED = set("_*[]()~`>#+-=|{}.!")
MARKS = [("||", "spoiler"), ("__", "underline"), ("*", "bold"), ("_", "italic"),
         ("~", "strikethrough")]  # fmt: skip
LEGACY_MARKS = [("*", "bold"), ("_", "italic")]


def unparsed(words: str) -> ApiError:
    return bad(f"can't parse entities: {words}")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _bytes_to(source: str, position: int) -> int:
    return len(source[:position].encode("utf-8", "surrogatepass"))


def unescape(text: str) -> str:
    """The four named references Telegram knows, and numeric ones; others stay as they are."""

    def one(match: re.Match[str]) -> str:
        if match.group(1) or match.group(2):
            code = int(match.group(1) or match.group(2), 10 if match.group(1) else 16)
            return chr(code) if 0 < code < 0x110000 else match.group()
        return NAMED[match.group()]

    return ENTITY.sub(one, text)


def attributes(source: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in ATTRIBUTE.finditer(source):
        value = next((group for group in match.groups()[1:] if group is not None), "")
        found[match.group(1).lower()] = unescape(value)
    return found


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Text and entities of Telegram's HTML; refuses unknown, unclosed and crossed tags."""
    text: list[str] = []
    size = 0
    stack: list[tuple[str, Json, int]] = []
    entities: list[Json] = []
    position = 0
    while position < len(source):
        opening = source.find("<", position)
        piece = unescape(source[position : opening if opening >= 0 else len(source)])
        text.append(piece)
        size += _units(piece)
        if opening < 0:
            break
        at = _bytes_to(source, opening)
        tag = TAG.match(source, opening)
        if tag is None:
            raise unparsed(f'Unsupported start tag "" at byte offset {at}')
        name = tag.group(2).lower()
        if tag.group(1):
            _close(name, at, stack, entities, size)
        else:
            if name == "br" or name not in SIMPLE:
                raise unparsed(f'Unsupported start tag "{name}" at byte offset {at}')
            stack.append((name, _opened(name, attributes(tag.group(3)), at), size))
        position = tag.end()
    if stack:
        raise unparsed(f'Can\'t find end tag corresponding to start tag "{stack[-1][0]}"')
    joined = "".join(text)
    for entity in entities:
        if entity["type"] == "text_link" and not entity["url"]:
            entity["url"] = joined  # an address in the text itself; Telegram takes the text
    return joined, _merged_pre(entities)


def _opened(name: str, given: dict[str, str], at: int) -> Json:
    entity: Json = {"type": SIMPLE[name]}
    if name == "a":
        entity["url"] = given.get("href", "")
    elif name == "span" and given.get("class") != "tg-spoiler":
        raise unparsed(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
    elif name == "blockquote" and "expandable" in given:
        entity["type"] = "expandable_blockquote"
    elif name == "tg-emoji":
        entity["custom_emoji_id"] = given.get("emoji-id", "")
    elif name == "tg-time":
        entity |= {
            "unix_time": int(given.get("unix", "0") or 0),
            "date_time_format": given.get("format", ""),
        }
    elif name == "code" and given.get("class", "").startswith("language-"):
        entity["language"] = given["class"].removeprefix("language-")
    return entity


def _close(
    name: str, at: int, stack: list[tuple[str, Json, int]], entities: list[Json], size: int
) -> None:
    if not stack:
        raise unparsed(f"Unexpected end tag at byte offset {at}")
    opened, entity, start = stack.pop()
    if opened != name:
        raise unparsed(
            f'Unmatched end tag at byte offset {at}, expected "</{opened}>", found "</{name}>"'
        )
    entities.append({**entity, "offset": start, "length": size - start})


def _merged_pre(entities: list[Json]) -> list[Json]:
    """<pre><code class="language-x"> is one entity of kind pre with a language."""
    out = list(entities)
    for inner in [entity for entity in entities if entity.get("language")]:
        for outer in entities:
            if outer["type"] == "pre" and all(
                outer[key] == inner[key] for key in ("offset", "length")
            ):
                outer["language"] = inner["language"]
                out.remove(inner)
                break
        else:
            inner.pop("language")
    return out


def parse_markdown_v2(source: str, *, is_legacy: bool = False) -> tuple[str, list[Json]]:
    """Text and entities of MarkdownV2 (or the older Markdown); refuses what it leaves open."""
    return _Markdown(source, is_legacy).parse()


class _Markdown:
    def __init__(self, source: str, is_legacy: bool) -> None:
        self.source = source
        self.is_legacy = is_legacy
        self.marks = LEGACY_MARKS if is_legacy else MARKS
        self.text: list[str] = []
        self.size = 0
        self.open: list[tuple[str, str, int, int]] = []  # mark, kind, offset, byte offset
        self.entities: list[Json] = []

    def parse(self) -> tuple[str, list[Json]]:
        position = 0
        while position < len(self.source):
            position = self._step(position)
        if self.open:
            _, kind, _, at = self.open[-1]
            shown = {"link": "a link", "strikethrough": "Strikethrough"}.get(kind, kind.title())
            raise unparsed(f"Can't find end of {shown} entity at byte offset {at}")
        return "".join(self.text), self.entities

    def _add(self, piece: str) -> None:
        self.text.append(piece)
        self.size += _units(piece)

    def _step(self, position: int) -> int:
        source = self.source
        letter = source[position]
        if letter == "\\" and position + 1 < len(source) and ord(source[position + 1]) <= 126:
            self._add(source[position + 1])
            return position + 2
        if letter == "`":
            return self._code(position)
        is_line_start = position == 0 or source[position - 1] == "\n"
        if letter == ">" and is_line_start and not self.is_legacy:
            return self._quote(position)
        if letter == "]" and self.open and self.open[-1][1] == "link":
            return self._link_end(position)
        if letter == "[":
            self.open.append(("[", "link", self.size, _bytes_to(source, position)))
            return position + 1
        for mark, kind in self.marks:
            if source.startswith(mark, position):
                return self._toggle(mark, kind, position)
        if letter in RESERVED and not self.is_legacy:
            raise unparsed(
                f"Character '{letter}' is reserved and must be escaped with the preceding '\\'"
            )
        self._add(letter)
        return position + 1

    def _toggle(self, mark: str, kind: str, position: int) -> int:
        if self.open and self.open[-1][0] == mark:
            _, _, start, _ = self.open.pop()
            self._entity(kind, start)
        else:
            self.open.append((mark, kind, self.size, _bytes_to(self.source, position)))
        return position + len(mark)

    def _entity(self, kind: str, start: int, **more: Any) -> None:
        self.entities.append({"type": kind, "offset": start, "length": self.size - start, **more})

    def _code(self, position: int) -> int:
        fence = "```" if self.source.startswith("```", position) else "`"
        end = self.source.find(fence, position + len(fence))
        if end < 0:
            kind = "PreCode" if fence == "```" else "Code"
            at = _bytes_to(self.source, position)
            raise unparsed(f"Can't find end of {kind} entity at byte offset {at}")
        body = self.source[position + len(fence) : end]
        start = self.size
        more = {}
        if fence == "```":
            language, newline, rest = body.partition("\n")
            if newline and re.fullmatch(r"\S*", language):
                body = rest
                more = {"language": language} if language else {}
        self._add(re.sub(r"\\([\\`])", r"\1", body))
        self._entity("pre" if fence == "```" else "code", start, **more)
        return end + len(fence)

    def _quote(self, position: int) -> int:
        """Consecutive lines with ">"; a quote ending with || is folded."""
        lines = []
        while self.source.startswith(">", position):
            end = self.source.find("\n", position)
            end = len(self.source) if end < 0 else end
            lines.append(self.source[position + 1 : end])
            position = end + 1
        body = "\n".join(lines)
        kind = "blockquote"
        if body.endswith("||"):
            body, kind = body[:-2], "expandable_blockquote"
        start = self.size
        inner_text, inner = parse_markdown_v2(body)
        self._add(inner_text)
        self.entities += [entity | {"offset": entity["offset"] + start} for entity in inner]
        self._entity(kind, start)
        if position <= len(self.source):
            self._add("\n")
        return position

    def _link_end(self, position: int) -> int:
        _, _, start, at = self.open.pop()
        if not self.source.startswith("(", position + 1):
            raise unparsed(f"Can't find end of a URL at byte offset {at}")
        end = position + 2
        while end < len(self.source) and self.source[end] != ")":
            end += 2 if self.source[end] == "\\" else 1
        if end >= len(self.source):
            raise unparsed(f"Can't find end of a URL at byte offset {at}")
        url = re.sub(r"\\(.)", r"\1", self.source[position + 2 : end])
        self._entity("text_link", start, url=url)
        return end + 1
