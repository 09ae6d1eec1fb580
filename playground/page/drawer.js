// "What happened": each press as one thread, from the request over commands and journals to deliveries.

import { debounced, h, icon, replace } from "./dom.js";
import { clock } from "./message.js";
import { get } from "./net.js";
import { on, state } from "./state.js";

const LONGEST = 60;
const ASKED_AGAIN = 12;

export function startDrawer(root) {
  const list = h("ol", { class: "threads", tabindex: "0", "aria-label": "What happened, newest first" });
  const count = h("span", { class: "drawer-count" });
  const entries = [];
  let last = 0;
  let drawn = null;
  const button = h("button", { class: "drawer-head", type: "button", "aria-expanded": "false",
    "aria-controls": "drawer-body", onclick: () => toggle() },
  icon("chevron"), h("h2", {}, "What happened"), count);
  const body = h("div", { class: "drawer-body", id: "drawer-body", hidden: true }, list);
  replace(root, button, body);

  const load = debounced(async () => {
    if (body.hidden || !state.isRunning) return;
    // The latest ones are asked for again: their deliveries were perhaps still on their way.
    const told = await get(`/control/happened?since=${Math.max(0, last - ASKED_AGAIN)}`).catch(() => []);
    for (const entry of told) {
      const known = entries.findIndex((one) => one.number === entry.number);
      if (known < 0) entries.unshift(entry);
      else entries[known] = entry;
      last = Math.max(last, entry.number ?? 0);
    }
    entries.length = Math.min(entries.length, LONGEST);
    const print = JSON.stringify(entries);
    if (print !== drawn) draw();
    drawn = print;
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
  on("reload", () => { last = 0; entries.length = 0; drawn = null; load(); });
}

function renderEntry(entry) {
  const who = [entry.person, entry.platform && `on ${entry.platform}`].filter(Boolean).join(" ");
  return h("li", { class: "thread" },
    step("Request", h("strong", {}, inWords(entry.request || "by itself")), h("small", {}, `${who} ${clock(entry.at)}`)),
    step("Commands", (entry.commands ?? []).map((command) => h("div", { class: command.is_refusal ? "fact-line is-refusal" : "fact-line" },
      h("strong", {}, inWords(command.name ?? "")), command.outcome && h("span", { class: "to" }, outcome(command.outcome))))),
    step("Journals", (entry.journals ?? []).map((journal) => h("div", { class: "journal" },
      h("div", { class: "fact-line" }, h("strong", {}, inWords(journal.kind || journal.reason || "")),
        journal.kind && journal.reason && h("code", {}, journal.reason)),
      h("ul", {}, (journal.postings ?? []).map((posting) => h("li", { class: "posting" },
        h("span", { class: "amount" }, posting.amount),
        h("span", {}, h("code", {}, posting.debit), " → ", h("code", {}, posting.credit)))))))),
    step("Deliveries", (entry.deliveries ?? []).map((delivery) => h("div", { class: "fact-line" },
      h("strong", {}, inWords((delivery.kind ?? "").split(".").at(-1))), h("span", { class: "to" }, `to ${delivery.to ?? ""}`),
      h("span", { class: `lot lot-${delivery.state}` }, STATES[delivery.state] ?? delivery.state ?? "")))));
}

const STATES = { due: "on its way", claimed: "on its way" };

/** What came of a command: the program's name for it as words, or the sentence it was told in. */
function outcome(told) {
  return /^[A-Z][A-Za-z]+$/.test(told) ? told.replace(/(?!^)([A-Z])/g, " $1").toLowerCase() : told;
}

/** A name of the program as people say it. */
function inWords(name) {
  const text = name.startsWith("/") ? name : name.replace(/[._-]+/g, " ").trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function step(title, ...content) {
  const isEmpty = content.flat(Infinity).filter(Boolean).length === 0;
  return h("section", { class: `step ${isEmpty ? "is-empty" : ""}` }, h("h3", {}, title),
    isEmpty ? h("span", { class: "nothing" }, "none") : content);
}
