// The left half: Telegram's list of chats, groups and topics.

import { h, portrait } from "./dom.js";
import { Pane, placeButton } from "./pane.js";

export function makeTelegram(root) {
  return new Pane(root, "telegram", { title: "Telegram", renderChats });
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
