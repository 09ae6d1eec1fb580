// Where a person types: text, a command with its options as chips, files.

import { debounced, h, icon, replace } from "./dom.js";
import { keyboard } from "./message.js";
import { act, packFile } from "./net.js";
import { state, tell } from "./state.js";
import { attempt, toast } from "./status.js";
import { Suggestions } from "./suggestions.js";

const LARGEST_UPLOAD_BYTES = 50 * 1024 * 1024;

export class Composer {
  constructor(pane) {
    this.pane = pane;
    this.menu = [];
    this.command = null;
    const isTelegram = pane.platform === "telegram";
    this.input = h("textarea", { rows: "1", class: "words", spellcheck: "false", autocomplete: "off",
      "aria-label": `Message in ${isTelegram ? "Telegram" : "Discord"}`,
      placeholder: isTelegram ? "Message" : "Message, or / for commands",
      oninput: () => this.onInput(), onkeydown: (event) => this.onKey(event) });
    this.suggestions = new Suggestions(this.input, (item) => this.takeCommand(item.command));
    this.picker = h("input", { type: "file", class: "visually-hidden", tabindex: "-1",
      "aria-label": `File to send in ${isTelegram ? "Telegram" : "Discord"}`, onchange: () => this.sendFile() });
    this.placeholder = this.input.placeholder;
    this.chips = h("div", { class: "chips", hidden: true });
    this.keys = h("div", { class: "reply-keys" });
    this.blocked = h("div", { class: "blocked", hidden: true }, "You have blocked this bot.",
      h("button", { class: "key", type: "button",
        onclick: () => pane.do("act", { what: "unblock_bot" }).then(() => pane.draw()) }, "Unblock"));
    this.node = h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); this.send(); } },
      this.suggestions.node, this.blocked, this.chips, this.keys,
      h("div", { class: "composer-row" },
        isTelegram && h("button", { class: "menu-button", type: "button", "aria-label": "Menu", onclick: () => this.toggleMenu() },
          icon("menu"), h("span", {}, "Menu")),
        h("button", { class: "icon-button", type: "button", "aria-label": "Send a file",
          onclick: () => this.picker.click() }, icon("attach")),
        this.picker, this.input,
        h("button", { class: "send", type: "submit", "aria-label": "Send" }, icon("send"))));
    pane.root.addEventListener("dragover", (event) => event.preventDefault());
    pane.root.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer?.files.length) this.sendFile(event.dataTransfer.files[0]);
    });
  }

  focus() {
    this.input.focus();
  }

  /** Puts words into the field for the person to send. */
  propose(text) {
    this.leaveCommand();
    this.input.value = text;
    this.resize();
    this.focus();
    this.input.setSelectionRange(text.length, text.length);
  }

  onView(view) {
    this.menu = view.menu ?? [];
    const kind = view.chat?.kind;
    this.input.placeholder = view.composer?.placeholder || this.placeholder;
    this.blocked.hidden = !view.is_blocked;
    const print = JSON.stringify(view.keyboard ?? []);
    if (print !== this.keysPrint) {
      this.keysPrint = print;
      replace(this.keys, keyboard(view.keyboard, this.pane.hands()));
    }
    this.node.hidden = kind === "forum" || kind === "voice";
  }

  toggleMenu() {
    if (this.suggestions.isOpen) return this.suggestions.close();
    this.suggestions.show(this.commands(""));
    this.focus();
    return undefined;
  }

  commands(text) {
    const start = text.replace(/^\//, "").toLowerCase();
    return this.menu.filter((command) => command.name.toLowerCase().startsWith(start)).slice(0, 25)
      .map((command) => ({ command, title: `/${command.name}`, more: command.description }));
  }

  onInput() {
    this.resize();
    const text = this.input.value;
    if (text.startsWith("/") && !text.includes("\n") && !text.includes(":")) {
      this.suggestions.show(this.commands(text));
    } else if (this.suggestions.isOpen) this.suggestions.close();
  }

  onKey(event) {
    if (this.suggestions.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      const text = this.input.value.trim().replace(/^\//, "");
      const command = this.menu.find((entry) => entry.name === text);
      const needs = command?.options?.some((option) => option.is_required);
      if (this.pane.platform === "discord" && needs) this.takeCommand(command);
      else this.send();
    }
    if (event.key === "Escape") this.input.blur();
  }

  resize() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 140)}px`;
  }

  takeCommand(command) {
    if (this.pane.platform === "telegram") {
      this.input.value = `/${command.name}`;
      this.send();
    } else if (command.options?.length) this.enterCommand(command);
    else this.propose(`/${command.name}`);
  }

  enterCommand(command) {
    this.command = command;
    this.fields = command.options.map((option) => this.field(option));
    replace(this.chips,
      h("span", { class: "chip-command" }, `/${command.name}`),
      this.fields.map((field) => field.node),
      h("button", { class: "icon-button", type: "button", "aria-label": "Leave the command",
        onclick: () => { this.leaveCommand(); this.focus(); } }, icon("cross")));
    this.chips.hidden = false;
    this.input.value = "";
    this.input.hidden = true;
    this.fields[0]?.control.focus();
  }

  leaveCommand() {
    this.command = null;
    this.chips.hidden = true;
    this.input.hidden = false;
  }

  field(option) {
    const label = `${option.name}${option.is_required ? "" : " (optional)"}`;
    const choices = option.kind === "boolean"
      ? [{ name: "Yes", value: "true" }, { name: "No", value: "false" }] : option.choices ?? [];
    let control;
    let value = () => control.value.trim();
    let list = null;
    if (choices.length) {
      control = h("select", {}, h("option", { value: "" }, "choose"),
        choices.map((choice) => h("option", { value: choice.value }, choice.name)));
    } else if (option.kind === "file") {
      control = h("input", { type: "file" });
      value = () => control.files[0]?.name ?? "";
    } else {
      control = h("input", { type: "text", size: "12", autocomplete: "off", placeholder: option.description ?? "" });
      if (option.has_autocomplete) {
        const picked = { shown: "", value: "" };
        list = new Suggestions(control, (item) => {
          control.value = picked.shown = item.title;
          picked.value = String(item.value);
        });
        const ask = debounced(async () => {
          const answer = await attempt(() => act(state.person, "discord", this.pane.chat, "complete",
            { command: this.command?.name ?? "", option: option.name, partial: control.value }));
          list.show((answer?.choices ?? []).map((one) => ({ title: one.name, value: one.value })));
        }, 120);
        control.addEventListener("input", ask);
        control.addEventListener("focus", ask);
        value = () => (control.value === picked.shown && picked.value ? picked.value : control.value.trim());
      }
    }
    control.required = Boolean(option.is_required);
    control.addEventListener("keydown", (event) => {
      if (list?.key(event)) return;
      if (event.key === "Enter") { event.preventDefault(); this.node.requestSubmit(); }
      if (event.key === "Escape") { this.leaveCommand(); this.focus(); }
    });
    const node = h("label", { class: "chip" }, h("span", {}, label), control, list?.node);
    return { option, control, value, node };
  }

  async send() {
    if (this.command) return this.sendCommand();
    const text = this.input.value;
    if (!text.trim()) return undefined;
    this.suggestions.close();
    this.input.value = "";
    this.resize();
    const { person } = state;
    const done = await attempt(() => act(person, this.pane.platform, this.pane.chat, "say", { text }));
    if (done !== null) tell("said");
    if (done === null && !this.input.value) this.input.value = text;  // nothing typed is lost
    return undefined;
  }

  async sendCommand() {
    const words = [`/${this.command.name}`];
    const files = {};
    for (const { option, control, value } of this.fields) {
      if (!value()) continue;
      words.push(`${option.name}:${value()}`);
      if (option.kind === "file") files[option.name] = await packFile(control.files[0]);
    }
    const done = await attempt(() => act(state.person, "discord", this.pane.chat, "say",
      { text: words.join(" "), files }));
    if (done === null) return;
    this.leaveCommand();
    this.focus();
  }

  async sendFile(given = null) {
    const file = given ?? this.picker.files[0];
    this.picker.value = "";
    if (!file) return;
    if (file.size > LARGEST_UPLOAD_BYTES) {
      toast(`${file.name} is larger than 50 MB.`, { isFault: true });
      return;
    }
    const packed = await packFile(file);
    await attempt(() => act(state.person, this.pane.platform, this.pane.chat, "file", { file: packed }));
  }
}
