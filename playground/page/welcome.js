// The strip of the first view: three ways to begin, each one keypress from a conversation.

import { h, icon, replace } from "./dom.js";
import { goTo, on } from "./state.js";

const BEGINNINGS = [
  ["Learner", "learner", "telegram", "/start"],
  ["Educator", "educator", "telegram", "/teach"],
  ["Administrator", "admin", "discord", "/setup"],
];

export function startWelcome(root, panes) {
  if (sessionStorage.getItem("peerloom-welcomed")) root.hidden = true;
  const leave = () => {
    root.hidden = true;
    sessionStorage.setItem("peerloom-welcomed", "yes");
  };
  on("said", leave);
  document.querySelector(".brand").addEventListener("click", (event) => {
    event.preventDefault();
    root.hidden = false;
  });
  replace(root,
    h("p", {}, h("strong", {}, "Everything here runs on your machine."), " Start as learner, educator or administrator."),
    h("div", { class: "beginnings" }, BEGINNINGS.map(([title, person, platform, text]) =>
      h("button", { class: `beginning for-${person}`, type: "button", onclick: () => {
        goTo({ person, platform, chat: "" });
        panes[platform].composer.propose(text);
      } }, title, h("code", {}, text)))),
    h("button", { class: "icon-button", type: "button", "aria-label": "Close the welcome", onclick: leave },
      icon("cross")));
}
