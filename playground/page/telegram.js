// The left half: Telegram's list of chats, groups and topics.

import { h, portrait } from "./dom.js";
import { Pane, placeButton } from "./pane.js";

export function makeTelegram(root) {
  return new Pane(root, "telegram", { title: "Telegram", renderChats, describe });
}

function describe(pane, place, view) {
  const kind = place.kind ?? (pane.chat ? "group" : "private");
  const parent = pane.places.find((one) => one.slug === place.topic_of);
  const people = (view.members ?? []).filter((member) => !member.is_bot).length;
  const more = kind === "private" ? "bot" : [parent?.title, people && `${people} members`].filter(Boolean).join(" · ");
  return { glyph: portrait(kind === "private" ? "peerloom" : place.topic_of || place.slug,
    parent?.title ?? place.title ?? "Peerloom", kind === "private"), more };
}

function renderChats(pane, places) {
  const known = places.some((place) => place.slug === "")
    ? places : [{ slug: "", title: "Peerloom", kind: "private" }, ...places];
  const topics = known.filter((place) => place.kind === "topic" && place.topic_of);
  const tops = known.filter((place) => !topics.includes(place));
  const entries = [];
  for (const place of tops) {
    entries.push(placeButton(pane, place, {
      glyph: portrait(place.slug || "peerloom", place.title, place.kind === "private") }));
    for (const topic of topics.filter((one) => one.topic_of === place.slug)) {
      entries.push(placeButton(pane, topic, { glyph: h("span", { class: "topic-mark", "aria-hidden": "true" }, "#"),
        isNested: true }));
    }
  }
  const parents = new Set(tops.map((place) => place.slug));
  for (const topic of topics.filter((one) => !parents.has(one.topic_of))) {
    entries.push(placeButton(pane, topic, { glyph: portrait(topic.slug, topic.title) }));
  }
  return entries;
}
