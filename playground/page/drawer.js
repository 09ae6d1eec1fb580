// "What happened": each press as one thread, from the request over commands and journals to deliveries.

import { debounced, h, icon, replace } from "./dom.js";
import { clock } from "./message.js";
import { get } from "./net.js";
import { on, state } from "./state.js";

const LONGEST = 60;

export function startDrawer(root) {
  const list = h("ol", { class: "threads", tabindex: "0", "aria-label": "What happened, newest first" });
  const count = h("span", { class: "drawer-count" });
  const entries = [];
  let last = 0;
  const button = h("button", { class: "drawer-head", type: "button", "aria-expanded": "false",
    "aria-controls": "drawer-body", onclick: () => toggle() },
  icon("chevron"), h("h2", {}, "What happened"), count);
  const body = h("div", { class: "drawer-body", id: "drawer-body", hidden: true }, list);
  replace(root, button, body);

  const load = debounced(async () => {
    if (body.hidden || !state.isRunning) return;
    const fresh = await get(`/control/happened?since=${last}`).catch(() => []);
    for (const entry of fresh) {
      last = Math.max(last, entry.number ?? 0);
      entries.unshift(entry);
    }
    entries.length = Math.min(entries.length, LONGEST);
    if (fresh.length || !list.children.length) draw();
  }, 120);

  function toggle() {
    body.hidden = !body.hidden;
    button.setAttribute("aria-expanded", String(!body.hidden));
    document.body.classList.toggle("has-drawer", !body.hidden);
    load();
  }

  function draw() {
    replace(count, entries.length ? entries.length === 1 ? "1 thread" : `${entries.length} threads` : "");
    replace(list, entries.length ? entries.map(renderEntry)
      : h("li", { class: "empty" }, h("p", {}, "Press something: its thread is drawn here.")));
  }

  on("change", load);
  on("state", load);
  on("reload", () => { last = 0; entries.length = 0; load(); });
}

function renderEntry(entry) {
  const who = [entry.person, entry.platform && `on ${entry.platform}`].filter(Boolean).join(" ");
  return h("li", { class: "thread" },
    step("Request", h("strong", {}, entry.request || "by itself"), h("small", {}, `${who} ${clock(entry.at)}`)),
    step("Command", (entry.commands ?? []).map((command) => h("p", { class: command.is_refusal ? "is-refusal" : "" },
      h("code", {}, command.name), command.outcome && h("small", {}, command.outcome)))),
    step("Journals", (entry.journals ?? []).map((journal) => h("div", {},
      h("p", {}, journal.reason || journal.kind),
      (journal.postings ?? []).map((posting) => h("small", {},
        `${posting.debit} → ${posting.credit}: ${posting.amount}`))))),
    step("Deliveries", (entry.deliveries ?? []).map((delivery) => h("p", {},
      `${delivery.kind ?? ""} → ${delivery.to ?? ""}`, h("small", {}, delivery.state ?? "")))));
}

function step(title, ...content) {
  const isEmpty = content.flat(Infinity).filter(Boolean).length === 0;
  return h("section", { class: `step ${isEmpty ? "is-empty" : ""}` }, h("h3", {}, title),
    isEmpty ? h("span", { class: "nothing" }, "none") : content);
}
