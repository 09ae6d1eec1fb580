"""The HTML of rich messages read into rich blocks, with the tags Telegram documents for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from playground.telegram.errors import bad
from playground.telegram.tables import Json

INLINE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "code": "code", "mark": "marked", "sub": "subscript", "sup": "superscript",
    "tg-spoiler": "spoiler",
}  # fmt: skip
SPECIAL_INLINE = {"a", "span", "tg-time", "tg-emoji", "tg-math", "tg-reference", "br"}
HEADINGS = {f"h{size}": size for size in range(1, 7)}
BLOCKS = {
    "p", "pre", "ul", "ol", "li", "blockquote", "aside", "table", "thead", "tbody", "tfoot", "tr",
    "th", "td", "caption", "details", "summary", "hr", "footer", "tg-math-block", "img", "video",
    "audio", "figure", "figcaption", "cite", "tg-collage", "tg-slideshow", "tg-map", "input", "div",
}  # fmt: skip
EMPTY = {"hr", "br", "img", "input", "tg-map"}
UNPARSED = "can't parse rich message: "


@dataclass
class Node:
    """An element of the parsed tree; text is a plain string among its children."""

    name: str
    given: dict[str, str]
    children: list[Node | str] = field(default_factory=list)


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.stack = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE and tag not in SPECIAL_INLINE | BLOCKS and tag not in HEADINGS:
            raise bad(f'{UNPARSED}Unsupported start tag "{tag}"')
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.stack[-1].children.append(node)
        if tag not in EMPTY:
            self.stack.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag in EMPTY:
            return
        if len(self.stack) == 1:
            raise bad(f"{UNPARSED}Unexpected end tag")
        if self.stack[-1].name != tag:
            raise bad(
                f'{UNPARSED}Unmatched end tag, expected "</{self.stack[-1].name}>", '
                f'found "</{tag}>"'
            )
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        self.stack[-1].children.append(data)


def blocks_of_html(source: str) -> list[Json]:
    """The blocks of a rich message's HTML; refuses unknown, crossed and unclosed tags."""
    tree = _Tree()
    tree.feed(source)
    tree.close()
    if len(tree.stack) > 1:
        name = tree.stack[-1].name
        raise bad(f'{UNPARSED}Can\'t find end tag corresponding to start tag "{name}"')
    return _blocks(tree.root.children)


def _blocks(children: list[Node | str]) -> list[Json]:
    """Block children become blocks; runs of text and inline elements between them, paragraphs."""
    out: list[Json] = []
    run: list[Node | str] = []

    def flush() -> None:
        text = _trim(_rich(run))
        if text not in ("", []):
            out.append({"type": "paragraph", "text": text})
        run.clear()

    for child in children:
        if isinstance(child, Node) and (child.name in BLOCKS or child.name in HEADINGS):
            flush()
            out.extend(_block(child))
        else:
            run.append(child)
    flush()
    return out


def _block(node: Node) -> list[Json]:
    if node.name in HEADINGS:
        text = _trim(_rich(node.children))
        return [{"type": "heading", "text": text, "size": HEADINGS[node.name]}]
    match node.name:
        case "p":
            pictures = [c for c in node.children if isinstance(c, Node) and c.name in BLOCKS]
            if pictures:
                return _blocks(node.children)
            text = _trim(_rich(node.children))
            return [{"type": "paragraph", "text": text}] if text not in ("", []) else []
        case "pre":
            return [_pre(node)]
        case "ul" | "ol":
            return [_list(node)]
        case "blockquote":
            kind = "expandable_blockquote" if "expandable" in node.given else "blockquote"
            return [{"type": kind, "blocks": _blocks(_without(node, "cite")), **_credit(node)}]
        case "aside":
            text = _trim(_rich(_without(node, "cite")))
            return [{"type": "pullquote", "text": text, **_credit(node)}]
        case "footer":
            return [{"type": "footer", "text": _trim(_rich(node.children))}]
        case "table":
            return [_table(node)]
        case "details":
            return [_details(node)]
        case "hr":
            return [{"type": "divider"}]
        case "tg-math-block":
            return [{"type": "mathematical_expression", "expression": _plain(node).strip()}]
        case "img" | "video" | "audio":
            kind = {"img": "photo"}.get(node.name, node.name)
            return [{"type": kind, kind: node.given.get("src", "")}]
        case "figure":
            return _figure(node)
        case "tg-collage" | "tg-slideshow":
            return [{"type": node.name.removeprefix("tg-"), "blocks": _blocks(node.children)}]
        case "div":
            return _blocks(node.children)
    raise bad(f'{UNPARSED}Tag "{node.name}" is not allowed here')


def _pre(node: Node) -> Json:
    language = ""
    for child in node.children:
        if isinstance(child, Node) and child.name == "code":
            language = child.given.get("class", "").removeprefix("language-")
    out: Json = {"type": "pre", "text": _plain(node).strip("\n")}
    return out | ({"language": language} if language else {})


def _list(node: Node) -> Json:
    items: list[Json] = []
    number = int(node.given.get("start") or 1)
    for child in node.children:
        if not isinstance(child, Node):
            if child.strip():
                raise bad(f'{UNPARSED}Text is not allowed in tag "{node.name}"')
            continue
        boxes = [c for c in child.children if isinstance(c, Node) and c.name == "input"]
        rest = [c for c in child.children if c not in boxes]
        item: Json = {"blocks": _blocks(rest)}
        if boxes:
            item |= {"has_checkbox": True, "is_checked": "checked" in boxes[0].given}
        if node.name == "ol":
            item["value"] = int(child.given.get("value") or number)
            number = item["value"] + 1
        items.append(item)
    return {"type": "list", "items": items}


def _table(node: Node) -> Json:
    rows: list[list[Json]] = []
    out: Json = {"type": "table", "cells": rows}
    waiting = [child for child in node.children if isinstance(child, Node)]
    while waiting:
        child = waiting.pop(0)
        if child.name in ("thead", "tbody", "tfoot"):
            waiting = [c for c in child.children if isinstance(c, Node)] + waiting
        elif child.name == "caption":
            out["caption"] = _trim(_rich(child.children))
        elif child.name == "tr":
            rows.append([_cell(c) for c in child.children if isinstance(c, Node)])
    for key, name in (("bordered", "is_bordered"), ("striped", "is_striped")):
        if key in node.given:
            out[name] = True
    return out


def _cell(node: Node) -> Json:
    align = node.given.get("align") or node.given.get("style", "").partition("text-align:")[2]
    cell: Json = {
        "text": _trim(_rich(node.children)),
        "align": align.strip(" ;") or "left",
        "valign": node.given.get("valign", "top"),
    }
    if node.name == "th":
        cell["is_header"] = True
    for key in ("colspan", "rowspan"):
        if node.given.get(key):
            cell[key] = int(node.given[key])
    return cell


def _details(node: Node) -> Json:
    summaries = [c for c in node.children if isinstance(c, Node) and c.name == "summary"]
    if not summaries:
        raise bad(f'{UNPARSED}Tag "details" must have a summary')
    out: Json = {
        "type": "details",
        "summary": _trim(_rich(summaries[0].children)),
        "blocks": _blocks(_without(node, "summary")),
    }
    return out | ({"is_open": True} if "open" in node.given else {})


def _figure(node: Node) -> list[Json]:
    captions = [c for c in node.children if isinstance(c, Node) and c.name == "figcaption"]
    blocks = _blocks(_without(node, "figcaption"))
    if captions and blocks:
        blocks[0]["caption"] = {"text": _trim(_rich(_without(captions[0], "cite")))}
    return blocks


def _credit(node: Node) -> Json:
    cites = [c for c in node.children if isinstance(c, Node) and c.name == "cite"]
    return {"credit": _trim(_rich(cites[0].children))} if cites else {}


def _without(node: Node, name: str) -> list[Node | str]:
    return [c for c in node.children if not (isinstance(c, Node) and c.name == name)]


def _plain(node: Node) -> str:
    return "".join(c if isinstance(c, str) else _plain(c) for c in node.children)


def _rich(children: list[Node | str]) -> Any:
    """A RichText of inline children: one string, or a list of strings and typed objects."""
    parts: list[Any] = []
    for child in children:
        part = " ".join(_words(child)) if isinstance(child, str) else _inline(child)
        if isinstance(part, str) and parts and isinstance(parts[-1], str):
            parts[-1] += part
        elif part != "":
            parts.append(part)
    return "" if not parts else parts[0] if len(parts) == 1 else parts


def _words(text: str) -> list[str]:
    """Split so that joining by one space folds every run of blanks, keeping blank edges."""
    folded = text.split()
    if not folded:
        return ["", ""] if text else [""]
    if text[0].isspace():
        folded.insert(0, "")
    if text[-1].isspace():
        folded.append("")
    return folded


def _inline(node: Node) -> Any:
    inner = _rich(node.children)
    if node.name in INLINE:
        return {"type": INLINE[node.name], "text": inner}
    match node.name:
        case "br":
            return "\n"
        case "a" if "href" in node.given:
            href = node.given["href"]
            if href.startswith("#"):
                return {"type": "anchor_link", "text": inner, "anchor_name": href[1:]}
            if href.startswith("mailto:"):
                return {"type": "email_address", "text": inner, "email_address": href[7:]}
            return {"type": "url", "text": inner, "url": href}
        case "a":
            return {"type": "anchor", "name": node.given.get("name", "")}
        case "tg-math":
            return {"type": "mathematical_expression", "expression": _plain(node)}
        case "tg-time":
            return {
                "type": "date_time",
                "text": inner,
                "unix_time": int(node.given.get("unix") or 0),
                "date_time_format": node.given.get("format", ""),
            }
        case "tg-emoji":
            emoji = node.given.get("emoji-id", "")
            return {"type": "custom_emoji", "custom_emoji_id": emoji,
                    "alternative_text": _plain(node)}  # fmt: skip
        case "span":
            return {"type": "spoiler", "text": inner}
    raise bad(f'{UNPARSED}Tag "{node.name}" is not allowed in text')


def _trim(text: Any) -> Any:
    """Without blank edges of the outermost strings."""
    if isinstance(text, str):
        return text.strip(" ")
    if isinstance(text, list):
        parts = list(text)
        if isinstance(parts[0], str):
            parts[0] = parts[0].lstrip(" ")
        if isinstance(parts[-1], str):
            parts[-1] = parts[-1].rstrip(" ")
        parts = [part for part in parts if part != ""]
        return parts[0] if len(parts) == 1 else parts
    return text
