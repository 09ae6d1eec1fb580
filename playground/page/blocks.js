// Rich text as nodes: paragraphs, code, lists, tables, quotes, folded details, media, mathematics.

import { h, icon, replace } from "./dom.js";
import { fileAddress, linkAddress } from "./net.js";

export function renderBlocks(blocks) {
  return (blocks ?? []).map(renderBlock).filter(Boolean);
}

function renderBlock(block) {
  const make = BLOCKS[block.type];
  return make ? make(block) : null;
}

const BLOCKS = {
  paragraph: (block) => h("p", {}, renderSpans(block.spans)),
  heading: (block) => h(
    "p",
    { class: `heading heading-${Math.min(block.level ?? 1, 4)}`, role: "heading",
      "aria-level": Math.min((block.level ?? 1) + 3, 6) },
    renderSpans(block.spans),
  ),
  code: (block) => h("pre", { class: /^(output|text|txt|plain)?$/i.test(block.language ?? "") ? "code is-plain" : "code", tabindex: "0", "aria-label": `Code ${block.language ?? ""}`.trim() },
    h("code", {}, tinted(block.text ?? "", block.language ?? ""))),
  list: (block) => h(
    block.is_ordered ? "ol" : "ul",
    { start: block.is_ordered && block.start > 1 ? block.start : null },
    (block.items ?? []).map((item) => h("li", {}, renderBlocks(item))),
  ),
  table: (block) => h(
    "div",
    { class: "table", tabindex: "0", role: "region", "aria-label": "Table" },
    h("table", {},
      block.header?.length && h("thead", {}, h("tr", {},
        block.header.map((cell) => h("th", { scope: "col" }, renderSpans(cell))))),
      h("tbody", {}, (block.rows ?? []).map((row) => h("tr", {},
        row.map((cell) => h("td", {}, renderSpans(cell))))))),
  ),
  quote: (block) => {
    const body = [block.title && h("p", { class: "quote-title" }, block.title), renderBlocks(block.blocks)];
    if (!block.is_folded) return h("blockquote", {}, body);
    return h("details", { class: "folded-quote" }, h("summary", {}, block.title || "Show more"),
      h("blockquote", {}, renderBlocks(block.blocks)));
  },
  details: (block) => h("details", { class: "fold", open: block.is_open },
    h("summary", {}, block.title || "Details"), h("div", { class: "fold-body" }, renderBlocks(block.blocks))),
  rule: () => h("hr"),
  math: (block) => h("p", { class: "math" }, h("code", {}, block.text ?? "")),
  media: renderMedia,
};

function renderMedia(block) {
  const address = fileAddress(block.url);
  if (!address) return h("p", { class: "missing" }, icon("file"), block.alt || "A picture that is missing");
  if (block.kind === "video") return h("video", { controls: true, src: address, "aria-label": block.alt || "Video" });
  if (block.kind === "audio") return h("audio", { controls: true, src: address, "aria-label": block.alt || "Audio" });
  if (block.kind === "document" || block.kind === "file") {
    return h("a", { class: "file", href: address, download: "" }, icon("file"), block.alt || "File");
  }
  return h("img", { class: "picture", src: address, alt: block.alt || "Picture", loading: "lazy" });
}

export function renderSpans(spans) {
  return (spans ?? []).map(renderSpan);
}

function renderSpan(span) {
  let text = span.at ? localMoment(span) : span.text ?? "";
  let node = null;
  const wrap = (tag, properties) => { node = h(tag, properties, node ?? text); };
  if (span.at) wrap("time", { datetime: span.at, title: new Date(span.at).toLocaleString("en-GB") });
  if (span.code) wrap("code", {});
  if (span.bold) wrap("strong", {});
  if (span.italic) wrap("em", {});
  if (span.underline) wrap("u", {});
  if (span.strike) wrap("s", {});
  if (span.spoiler) {
    const told = node ?? text;
    // Until then the words are only a shape: neither read aloud nor found by a search.
    node = h("button", { class: "spoiler", type: "button", "aria-label": "Hidden text: press to show",
      onclick: (event) => {
        const button = event.currentTarget;
        button.classList.add("is-shown");
        button.removeAttribute("aria-label");
        replace(button, told);
      } }, h("span", { data: { words: span.text ?? "" } }));
  }
  if (span.mention) wrap("span", { class: "mention" });
  const address = linkAddress(span.link);
  if (address) wrap("a", { href: address, target: "_blank", rel: "noopener noreferrer" });
  return node ?? text;
}

function localMoment(span) {
  const moment = new Date(span.at);
  if (Number.isNaN(moment.getTime())) return span.text ?? span.at;
  if (span.style === "R") return relative(moment);
  const styles = { t: { timeStyle: "short" }, T: { timeStyle: "medium" }, d: { dateStyle: "short" },
    D: { dateStyle: "long" }, F: { dateStyle: "full", timeStyle: "short" } };
  return moment.toLocaleString("en-GB", styles[span.style] ?? { dateStyle: "long", timeStyle: "short" });
}

export function relative(moment, from = new Date(), style = "long") {
  const seconds = (moment - from) / 1000;
  const words = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto", style });
  for (const [unit, size] of [["day", 86400], ["hour", 3600], ["minute", 60]]) {
    if (Math.abs(seconds) >= size) return words.format(Math.round(seconds / size), unit);
  }
  return words.format(Math.round(seconds), "second");
}

const WORDS = new Set(("and as assert async await break class const continue def del elif else except export false False "
  + "finally for from function if import in is lambda let None not null or pass raise return this true True "
  + "try var while with yield").split(" "));
const PIECES = /(#[^\n]*|\/\/[^\n]*)|("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(\b\d[\d_.]*\b)|([A-Za-z_]\w*)/g;

/** A light tint for the languages of lessons; anything else stays plain. */
function tinted(text, language) {
  if (!/^(py|python|js|javascript|ts|bash|sh|r|sql)$/i.test(language)) return [text];
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(PIECES)) {
    const [piece, comment, string, number, word] = match;
    const kind = comment ? "comment" : string ? "string" : number ? "number" : WORDS.has(word) ? "word" : "";
    if (comment?.startsWith("//") && /^(py|python|r|bash|sh)$/i.test(language)) continue;
    if (!kind) continue;
    nodes.push(text.slice(end, match.index), h("span", { class: `tint-${kind}` }, piece));
    end = match.index + piece.length;
  }
  nodes.push(text.slice(end));
  return nodes;
}
