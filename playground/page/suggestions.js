// A list of suggestions under an input: arrows move, Enter or a click takes, Escape closes.

import { h, replace } from "./dom.js";

let lists = 0;

export class Suggestions {
  /** `onTake(item)` gets what was chosen; an item has `title` and perhaps `more`. */
  constructor(input, onTake) {
    this.input = input;
    this.onTake = onTake;
    this.items = [];
    this.active = -1;
    this.node = h("ul", { class: "suggestions", role: "listbox", id: `suggestions-${++lists}`, hidden: true,
      "aria-label": "Suggestions" });
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.node.id);
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  get isOpen() { return !this.node.hidden; }

  show(items) {
    this.items = items;
    this.active = -1;
    replace(this.node, items.map((item, index) => h("li", {
      role: "option", id: `${this.node.id}-${index}`, "aria-selected": "false", class: "suggestion",
      onmousedown: (event) => { event.preventDefault(); this.take(index); } },
    h("span", { class: "suggestion-title" }, item.title),
    item.more && h("span", { class: "suggestion-more" }, item.more))));
    this.node.hidden = items.length === 0;
    this.input.setAttribute("aria-expanded", String(items.length > 0));
    this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.show([]);
  }

  /** True when the key was for the list. */
  key(event) {
    if (!this.isOpen) return false;
    if (event.key === "Escape") this.close();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if ((event.key === "Enter" || event.key === "Tab") && this.active >= 0) this.take(this.active);
    else if (event.key === "Tab" && !event.shiftKey) this.take(0);
    else return false;
    event.preventDefault();
    return true;
  }

  move(step) {
    this.active = (this.active + step + this.items.length) % this.items.length;
    [...this.node.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === this.active));
      if (index === this.active) option.scrollIntoView({ block: "nearest" });
    });
    this.input.setAttribute("aria-activedescendant", `${this.node.id}-${this.active}`);
  }

  take(index) {
    const item = this.items[index];
    this.close();
    if (item) this.onTake(item);
  }
}
