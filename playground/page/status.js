// Passing words: toasts of the platforms, refusals of the playground, and what a screen reader hears.

import { h } from "./dom.js";

const shelf = document.getElementById("status");
const live = document.getElementById("live");

export function toast(text, { isFault = false, pane = "", stays = false } = {}) {
  const node = h("div", { class: `toast ${isFault ? "is-fault" : ""} ${pane}` }, h("span", {}, text),
    h("button", { class: "text-button", type: "button", onclick: () => node.remove() }, "Close"));
  // What a platform says appears in its own half, as it does there.
  const own = pane && !isFault && document.querySelector(`.pane.${pane} .toasts`);
  const place = own && own.offsetParent ? own : shelf;
  place.append(node);
  while (place.children.length > 3) place.firstElementChild.remove();
  if (!stays) setTimeout(() => node.remove(), isFault ? 9000 : 5000);
}

export function announce(text) {
  live.textContent = text.slice(0, 300);
}

/** Runs something a person asked for; a refusal is shown, never thrown. */
export async function attempt(work, options = {}) {
  try {
    return await work();
  } catch (refusal) {
    toast(refusal.message, { isFault: true, ...options });
    return null;
  }
}
