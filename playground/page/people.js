// Everyone of the community on top, with what each has not read yet.

import { arrowKeys, debounced, dye, h, icon, portrait, replace } from "./dom.js";
import { get } from "./net.js";
import { goTo, on, state } from "./state.js";

const list = document.getElementById("people");

export function startPeople() {
  const refresh = debounced(loadPeople, 200);
  on("change", refresh);
  on("reload", refresh);
  on("person", draw);
  on("place", draw);
  arrowKeys(list, "button");
}

export async function loadPeople() {
  const people = await get("/control/people").catch(() => null);
  if (!people) return;
  state.people = people;
  dye(people.map((one) => one.name));
  draw();
}

/** Whoever is named is made: the next free learner, in no course yet. */
function beSomebodyNew() {
  let number = 2;
  while (state.people.some((one) => one.name === `learner-${number}`)) number += 1;
  goTo({ person: `learner-${number}`, platform: "telegram", chat: "" });
  setTimeout(loadPeople, 150);
}

function draw() {
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.name : "";
  const people = state.people.some((one) => one.name === state.person)
    ? state.people : [...state.people, { name: state.person, display_name: state.person, roles: [], unread: {} }];
  const newcomer = h("li", {}, h("button", { type: "button", class: "icon-button newcomer",
    "aria-label": "Be somebody new", title: "Be somebody new", onclick: beSomebodyNew }, icon("plus")));
  replace(list, [...people.map((person) => {
    const unread = Object.values(person.unread ?? {}).reduce((sum, count) => sum + count, 0);
    const isCurrent = person.name === state.person;
    const role = (person.roles ?? []).at(-1) ?? "";
    return h("li", {}, h("button", { type: "button", class: "person", data: { name: person.name },
      title: role ? `${person.display_name}, ${role}` : person.display_name,
      "aria-current": isCurrent ? "true" : null, onclick: () => goTo({ person: person.name }) },
    portrait(person.name, person.display_name),
    h("span", { class: "person-words" }, h("span", { class: "person-name" }, person.display_name),
      role && h("span", { class: "person-role" }, role)),
    unread > 0 && !isCurrent && h("span", { class: "badge" }, unread > 99 ? "99+" : unread,
      h("span", { class: "visually-hidden" }, " unread"))));
  }), newcomer]);
  if (focused) list.querySelector(`[data-name="${CSS.escape(focused)}"]`)?.focus();
  else list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}
