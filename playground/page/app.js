// Puts the page together: panes, people, clock, drawer, and the live line that keeps them true.

import { makeDiscord } from "./discord.js";
import { h, replace } from "./dom.js";
import { startDrawer } from "./drawer.js";
import { listen, seeChats } from "./net.js";
import { loadPeople, startPeople } from "./people.js";
import { goTo, hasBeenHere, on, readAddress, state, tell } from "./state.js";
import { makeTelegram } from "./telegram.js";
import { startWelcome } from "./welcome.js";
import { startWorld } from "./world.js";

const byId = (id) => document.getElementById(id);

function startTabs(root) {
  const unread = { telegram: 0, discord: 0 };
  const buttons = ["telegram", "discord"].map((platform) => h("button", { type: "button", class: `tab ${platform}`,
    data: { platform }, onclick: () => goTo({ platform }) }));
  replace(root, buttons);
  const draw = () => {
    for (const button of buttons) {
      const { platform } = button.dataset;
      button.setAttribute("aria-pressed", String(platform === state.platform));
      replace(button, platform === "telegram" ? "Telegram" : "Discord",
        unread[platform] > 0 && platform !== state.platform
          && h("span", { class: "badge" }, unread[platform], h("span", { class: "visually-hidden" }, " unread")));
    }
  };
  on("place", draw);
  on("chats", ({ platform, places }) => {
    unread[platform] = places.reduce((sum, place) => sum + (place.unread ?? 0), 0);
    draw();
  });
}

function onPush(view) {
  if (view.type === "change") {
    tell("change", view);
    return;
  }
  if (view.type !== "state") return;
  state.now = new Date(view.now) - Date.now();
  state.nextDue = view.next_due;
  state.weather = view.weather ?? "";
  const hasReturned = !state.isRunning && view.is_running;
  state.isRunning = view.is_running;
  tell("state");
  if (hasReturned) tell("reload");
}

/** A first visit without a chat in its address opens where something was said last. */
async function findLife() {
  if (hasBeenHere()) return;
  const person = decodeURIComponent(location.hash.replace(/^#\/?/, "").split("/")[0]) || "learner";
  const places = await seeChats(person, "discord").catch(() => []);
  const spoken = places.filter((place) => place.last_at && place.kind !== "dm");
  const last = spoken.sort((one, other) => other.last_at.localeCompare(one.last_at))[0];
  if (last) state.chats.discord = last.slug;
}

async function start() {
  const panes = { telegram: makeTelegram(byId("telegram")), discord: makeDiscord(byId("discord")) };
  startTabs(byId("tabs"));
  startPeople();
  startWorld(byId("world"));
  startDrawer(byId("drawer"));
  startWelcome(byId("welcome"), panes);
  await Promise.all([loadPeople(), findLife()]);
  readAddress();
  tell("person");
  tell("place");
  let hasLostLine = false;
  listen(onPush, (hasLine) => {
    state.hasLine = hasLine;
    tell("state");
    if (hasLine && hasLostLine) {
      loadPeople();
      tell("reload");
    }
    hasLostLine ||= !hasLine;
  });
  document.documentElement.dataset.ready = "yes";
}

start();
