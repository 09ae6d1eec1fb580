"""Markdown without fenced blocks to the blocks that lessons are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from engine.courses.html_text import Piece, html_runs
from engine.courses.inline import InlineReader, markdown_it, paragraphs, spans_only
from engine.courses.reading import Reading
from engine.foundation.richtext import (
    Block,
    Code,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
)

_HEADING_ATTRIBUTES = re.compile(r"\s*\{[#.][^{}]*\}\s*$")
_LANGUAGE = re.compile(r"\{?\s*\.?([A-Za-z][\w+#-]*)")


class BlockReader:
    """Reads the segments of one file; link targets may stand anywhere in it, or in `references`."""

    def __init__(self, reading: Reading, text: str = "", references: str = "") -> None:
        self._reading = reading
        self._parser: MarkdownIt = markdown_it()
        self._environment: dict[str, object] = {}
        for source in (text, references):
            if "]:" in source:
                self._parser.parse(source, self._environment)

    def read(self, text: str, first_line: int) -> list[Block]:
        """The blocks of this Markdown; `first_line` is where it starts in the file."""
        tokens = self._parser.parse(text, self._environment)
        return self._blocks(SyntaxTreeNode(tokens).children, first_line)

    def _blocks(self, nodes: Sequence[SyntaxTreeNode], first_line: int) -> list[Block]:
        blocks: list[Block] = []
        for node in nodes:
            blocks.extend(self._block(node, first_line))
        return blocks

    def _block(self, node: SyntaxTreeNode, first_line: int) -> list[Block]:
        line = first_line + (node.map[0] if node.map else 0)
        match node.type:
            case "paragraph":
                return paragraphs(self._inline(node, line))
            case "heading":
                return self._heading(node, line)
            case "fence":
                return [Code(node.content.rstrip("\n"), _language(node.info))]
            case "code_block":
                return [Code(node.content.rstrip("\n"))]
            case "bullet_list" | "ordered_list":
                return self._list(node, first_line)
            case "blockquote":
                inner = self._blocks(node.children, first_line)
                return [Quote(tuple(inner))] if inner else []
            case "table":
                return [self._table(node, line)]
            case "hr":
                return [Rule()]
            case "html_block":
                runs = html_runs(node.content, self._reading, line)
                return [block for run in runs for block in paragraphs(run)]
        return []

    def _inline(self, node: SyntaxTreeNode, line: int) -> list[Piece]:
        pieces: list[Piece] = []
        for child in node.children:
            # An inline node's own token holds what stands in it, in order.
            tokens: list[Token] = (child.token.children if child.token else None) or []
            pieces.extend(InlineReader(self._reading, line).read(tokens))
        return pieces

    def _heading(self, node: SyntaxTreeNode, line: int) -> list[Block]:
        spans = list(spans_only(self._inline(node, line)))
        if spans and not spans[-1].is_code:
            bare = _HEADING_ATTRIBUTES.sub("", spans[-1].text)
            spans[-1:] = [Span(bare, spans[-1].is_bold, spans[-1].is_italic)] if bare else []
        return [Heading(int(node.tag[1]), tuple(spans))] if spans else []

    def _list(self, node: SyntaxTreeNode, first_line: int) -> list[Block]:
        items = tuple(tuple(self._blocks(item.children, first_line)) for item in node.children)
        kept = tuple(item for item in items if item)
        if not kept:
            return []
        is_ordered = node.type == "ordered_list"
        return [ListBlock(kept, is_ordered, int(node.attrs.get("start", 1)) if is_ordered else 1)]

    def _table(self, node: SyntaxTreeNode, line: int) -> Table:
        rows = [
            tuple(spans_only(self._inline(cell, line)) for cell in row.children)
            for part in node.children
            for row in part.children
        ]
        return Table(rows[0], tuple(rows[1:]))


def _language(info: str) -> str:
    match = _LANGUAGE.match(info.strip())
    return match[1].lower() if match else ""


def without_heading(blocks: Sequence[Block]) -> tuple[str, list[Block]]:
    """The words of the first block if it is a heading, and the blocks after it."""
    if blocks and isinstance(blocks[0], Heading):
        return "".join(span.text for span in blocks[0].spans), list(blocks[1:])
    return "", list(blocks)


def as_paragraphs(blocks: Sequence[Block]) -> list[Block]:
    """Headings as bold paragraphs: inside a quote there is no place for larger type."""
    return [
        Paragraph(tuple(Span(s.text, True, s.is_italic, s.is_code) for s in block.spans))
        if isinstance(block, Heading)
        else block
        for block in blocks
    ]
