// The right half: Discord's guild with channels, threads, forum, voice, members and the open form.

import { arrowKeys, h, icon, popover, portrait, replace } from "./dom.js";
import { showModal } from "./modal.js";
import { Pane, placeButton } from "./pane.js";

const GLYPHS = { channel: "hash", thread: "thread", forum: "forum", voice: "voice", dm: "dm" };
const GROUPS = [
  ["Channels", ["channel", "forum"]],
  ["Voice", ["voice"]],
  ["Direct messages", ["dm"]],
];

export function makeDiscord(root) {
  const members = h("aside", { class: "members", "aria-label": "Members" });
  const toggle = h("button", { class: "icon-button", type: "button", "aria-label": "Members" }, icon("members"));
  const pane = new Pane(root, "discord", {
    title: "Discord",
    renderChats,
    describe,
    extras: () => [toggle],
    onView: (self, view) => {
      renderMembers(members, view.members ?? []);
      showModal(self, view.modal);
      renderPlace(self, view);
      renderEvents(self, view.events ?? []);
    },
  });
  pane.body.append(members);
  popover(toggle, members);
  arrowKeys(pane.list, "button");
  return pane;
}

function describe(pane, place, view) {
  const people = (view.members ?? []).filter((member) => !member.is_bot).length;
  const more = place.kind === "dm" ? "app" : people ? `${people} members` : "";
  return { glyph: icon(GLYPHS[place.kind] ?? "hash"), more };
}

function renderChats(pane, places) {
  const entries = [];
  const slugs = new Set(places.map((place) => place.slug));
  for (const [title, kinds] of GROUPS) {
    const group = places.filter((place) => kinds.includes(place.kind)
      || (title === "Channels" && place.kind === "thread" && !slugs.has(place.topic_of)));
    if (!group.length) continue;
    entries.push(h("li", { class: "group" }, title));
    for (const place of group) {
      entries.push(entry(pane, place));
      for (const thread of places.filter((one) => one.kind === "thread" && one.topic_of === place.slug)) {
        if (thread !== place) entries.push(entry(pane, thread, true));
      }
    }
  }
  return entries;
}

/** What is planned in the guild; saying "Interested" here is the same answer as in the channel. */
function renderEvents(pane, events) {
  const print = JSON.stringify(events);
  if (pane.eventsPrint === print) return;
  pane.eventsPrint = print;
  pane.events?.remove();
  pane.events = events.length === 0 ? null : h("section", { class: "events", "aria-label": "Events" },
    h("h3", { class: "group" }, "Events"),
    events.map((event) => h("article", { class: "event" },
      h("strong", {}, event.name),
      h("small", {}, new Date(event.starts_at).toLocaleString("en-GB",
        { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }),
      event.place && `, ${event.place}`),
      h("button", { class: "key", type: "button", "aria-pressed": String(event.is_interested),
        onclick: () => pane.do("act", { what: event.is_interested ? "uninterested" : "interested",
          values: { event: event.id } }).then(() => pane.draw()) },
      event.is_interested ? icon("check") : null, `Interested ${event.interested || ""}`))));
  if (pane.events) pane.sidebar.append(pane.events);
}

function entry(pane, place, isNested = false) {
  return placeButton(pane, { ...place, title: place.title.replace(/^#/, ""), last_text: "" }, { glyph: icon(GLYPHS[place.kind] ?? "hash"), isNested });
}

/** A forum shows its posts, a voice channel who is in and the way in or out. */
function renderPlace(pane, view) {
  const kind = view.chat?.kind;
  if (kind === "forum") {
    const posts = view.posts ?? pane.places.filter((place) => place.topic_of === pane.chat);
    pane.drawn.clear();
    replace(pane.messages, posts.length ? posts.map((post) => h("li", { class: "post" },
      h("button", { type: "button", onclick: () => pane.open(post.slug) },
        h("strong", {}, post.title), h("span", {}, post.last_text ?? "")))) : pane.empty());
  }
  if (kind === "voice") {
    const inside = (view.chat.connected ?? []).map((name) =>
      view.members?.find((member) => member.name === name) ?? { name, display_name: name });
    pane.drawn.clear();
    replace(pane.messages, h("li", { class: "voice" },
      h("ul", {}, inside.map((member) => h("li", {},
        portrait(member.name, member.display_name), member.display_name))),
      !inside.length && h("p", {}, "Nobody is here yet."),
      h("div", { class: "keys" },
        h("button", { class: "key key-success", type: "button",
          onclick: () => pane.do("act", { what: "join_voice" }).then(() => pane.draw()) }, "Join voice"),
        h("button", { class: "key key-danger", type: "button",
          onclick: () => pane.do("act", { what: "leave_voice" }).then(() => pane.draw()) }, "Leave"))));
  }
}

function renderMembers(node, members) {
  const groups = new Map();
  for (const member of members) {
    const role = (member.roles ?? []).map((one) => (typeof one === "string" ? { name: one } : one)).at(0);
    const title = role?.name ?? "Members";
    if (!groups.has(title)) groups.set(title, []);
    groups.get(title).push(member);
  }
  const order = [...groups].sort(([one], [other]) => (one === "Members") - (other === "Members"));
  replace(node, h("h3", {}, "Members"), order.map(([title, list]) => h("section", {},
    h("h4", {}, `${title} · ${list.length}`),
    h("ul", {}, list.map((member) => h("li", {},
      portrait(member.name ?? "", member.display_name ?? member.name, member.is_bot),
      h("span", {}, member.display_name ?? member.name)))))));
}
