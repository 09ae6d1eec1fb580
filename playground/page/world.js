// The clock bar, the plug, the weather and the light: what happens around the people.

import { relative } from "./blocks.js";
import { h, icon, popover, replace } from "./dom.js";
import { act, post } from "./net.js";
import { on, playgroundNow, state } from "./state.js";
import { attempt, toast } from "./status.js";

const WEATHER = [
  ["Slow answers (2 s)", "slow", { seconds: 2 }],
  ["Too many requests (429, three times)", "too_many", { count: 3, retry_after: 2 }],
  ["Server errors (5xx, three times)", "server_error", { count: 3 }],
  ["Dropped connections", "drop", { count: 3 }],
  ["Discord reconnects", "reconnect", { on: "discord" }],
  ["Discord forgets the session", "invalid_session", { on: "discord" }],
  ["The next Discord press is answered too late", "unknown_interaction", { on: "discord" }],
  ["The next Discord press arrives twice", "repeat_interaction", { on: "discord" }],
  ["Telegram sends the last update again", "repeat_update", { on: "telegram" }],
  ["A second program takes Telegram's updates", "second_poller", { on: "telegram" }],
  ["{person} blocks the bot in Telegram", "blocked", { on: "telegram", person: true }],
  ["{person} closes Discord's private messages", "closed_dms", { on: "discord", person: true }],
];

export function startWorld(root) {
  const moment = h("span", { class: "moment", title: "The playground's time" });
  const next = h("button", { class: "tool", type: "button", onclick: () => toNextDue() }, "Next due");
  const plug = makePlug();
  const weather = makeWeather();
  const body = h("div", { class: "world-tools" },
    h("div", { class: "clock-bar" }, icon("clock"), moment,
      h("button", { class: "tool", type: "button", title: "One hour later", onclick: () => advance(3600) }, "+1 h"),
      h("button", { class: "tool", type: "button", title: "One day later", onclick: () => advance(86400) }, "+1 day"),
      next),
    plug.node, weather.node, makeTheme());
  const fold = h("button", { class: "icon-button tools-fold", type: "button", "aria-label": "Clock, plug and weather",
    "aria-expanded": "false", onclick: () => {
      const isOpen = root.classList.toggle("is-open");
      fold.setAttribute("aria-expanded", String(isOpen));
    } }, icon("tools"));
  replace(root, fold, body);
  const draw = () => {
    replace(moment, playgroundNow().toLocaleString("en-GB", { weekday: "short", day: "numeric", month: "short",
      hour: "2-digit", minute: "2-digit" }));
    next.disabled = !state.nextDue;
    const due = state.nextDue && relative(new Date(state.nextDue), playgroundNow(), "short");
    replace(next, due ? `Next: ${due}` : "Nothing is due");
    plug.draw();
    weather.draw();
  };
  on("state", draw);
  on("person", draw);
  draw();
  setInterval(draw, 10000);
}

const advance = (seconds) => attempt(() => post("/control/clock", { advance_seconds: seconds }));

function toNextDue() {
  if (state.nextDue) attempt(() => post("/control/clock", { to: state.nextDue }));
}

function makePlug() {
  const word = h("span", {});
  const button = h("button", { class: "tool plug", type: "button" }, icon("plug"), word);
  const choice = (title, more, work) => h("button", { class: "menu-item", type: "button",
    onclick: () => { closer.close(); work(); } }, h("strong", {}, title), h("small", {}, more));
  const panel = h("div", { class: "panel", role: "group", "aria-label": "Plug" },
    choice("Pull it and put it back", "SIGKILL, then a fresh start: conversations go on.",
      () => attempt(() => post("/control/kill", {}))),
    choice("Pull it and leave it out", "What people press waits, or fails as it would.",
      () => attempt(() => post("/control/kill", { stay_down: true }))),
    choice("Start it again", "A clean stop first, if it still runs.",
      () => attempt(() => post("/control/restart"))));
  const closer = popover(button, panel);
  const draw = () => {
    button.classList.toggle("is-out", !state.isRunning);
    replace(word, state.isRunning ? "Plugged in" : "Unplugged");
  };
  return { node: h("div", { class: "anchor" }, button, panel), draw };
}

function makeWeather() {
  const word = h("span", {});
  const button = h("button", { class: "tool", type: "button" }, icon("weather"), word);
  const panel = h("div", { class: "panel", role: "group", "aria-label": "Weather" });
  const closer = popover(button, panel);
  const item = (title, work) => h("button", { class: "menu-item", type: "button",
    onclick: () => { closer.close(); attempt(work); } }, title);
  const draw = () => {
    replace(word, state.weather ? `Weather: ${state.weather.replace(/_/g, " ")}` : "Fair weather");
    if (!panel.hidden) return;
    replace(panel,
      item("Clear sky", () => post("/control/fault", { name: "clear" })),
      WEATHER.map(([title, name, values]) => item(title.replace("{person}", state.person), async () => {
        const { person, ...rest } = values;
        await post("/control/fault", { name, ...rest, ...(person ? { person: state.person } : {}) });
        toast(`Weather: ${title.replace("{person}", state.person)}`);
      })),
      item("The bot loses its right to write here", () => right("take_right")),
      item("The bot gets that right back", () => right("give_right")));
  };
  return { node: h("div", { class: "anchor" }, button, panel), draw };
}

function right(what) {
  return act(state.person, state.platform, state.chats[state.platform], "act",
    { what, values: { right: "send_messages" } });
}

function makeTheme() {
  const root = document.documentElement;
  const button = h("button", { class: "icon-button theme", type: "button" });
  const isDark = () => (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const draw = () => {
    button.setAttribute("aria-label", isDark() ? "Light colours" : "Dark colours");
    replace(button, icon(isDark() ? "sun" : "moon"));
  };
  const saved = localStorage.getItem("peerloom-theme");
  if (saved) root.dataset.theme = saved;
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    localStorage.setItem("peerloom-theme", root.dataset.theme);
    draw();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  draw();
  return button;
}
