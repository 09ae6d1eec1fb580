// One platform's half of the page: its list of places, the open chat, and keeping both true.

import { Composer } from "./composer.js";
import { arrowKeys, debounced, h, icon, oncePerFrame, replace } from "./dom.js";
import { renderMessage } from "./message.js";
import { act, seeChats, seeView } from "./net.js";
import { goTo, on, playgroundNow, state, tell } from "./state.js";
import { announce, attempt, toast } from "./status.js";

const LONGEST_LIST = 150;
const NEAR_END_PIXELS = 120;

export class Pane {
  constructor(root, platform, { title, renderChats, describe, onView = () => {}, extras = () => [] }) {
    Object.assign(this, { root, platform, renderChats, describe, onView });
    this.drawn = new Map();
    this.view = null;
    this.places = [];
    this.hasToast = false;
    this.isFirst = true;
    this.isAtEnd = true;
    this.list = h("ul", { class: "chats" });
    this.messages = h("ol", { class: "messages", tabindex: "0", "aria-label": `Messages in ${title}` });
    this.heading = h("h2", { class: "chat-title" });
    this.crest = h("span", { class: "crest" });
    this.more = h("p", { class: "chat-more" });
    this.composer = new Composer(this);
    this.body = h("div", { class: "chat" },
      h("header", { class: "chat-head" },
        h("button", { class: "icon-button to-list", type: "button", "aria-label": `Places in ${title}`,
          onclick: () => this.showList(true) }, icon("back")),
        this.crest, h("div", { class: "chat-names" }, this.heading, this.more),
        h("div", { class: "chat-tools" }, extras(this))),
      h("div", { class: "reconnecting", hidden: true }, h("span", { class: "shuttle" }), "Reconnecting…"),
      h("div", { class: "toasts", role: "status" }), this.messages, this.composer.node);
    this.sidebar = h("nav", { class: "sidebar", "aria-label": `${title}: places` },
      h("p", { class: "platform" }, h("span", { class: "platform-dot" }), title), this.list);
    replace(root, this.sidebar, this.body);
    arrowKeys(this.list, "button");
    this.messages.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (link) this.follow(event, link.href);
    });
    // Whoever reads the newest line goes on seeing it when the drawer or a keyboard takes room.
    this.messages.addEventListener("scroll", () => { this.isAtEnd = this.isNearEnd(); }, { passive: true });
    new ResizeObserver(() => {
      if (this.isAtEnd) this.messages.scrollTop = this.messages.scrollHeight;
    }).observe(this.messages);
    this.draw = oncePerFrame(() => this.load());
    this.drawChats = debounced(() => this.loadChats(), 90);
    root.addEventListener("focusin", () => {
      if (state.platform !== this.platform) goTo({ platform: this.platform, isQuiet: true });
    });
    on("place", () => this.onPlace());
    on("person", () => this.onPerson());
    on("change", (change) => this.onChange(change));
    on("state", () => this.onState());
    on("reload", () => { this.draw(); this.drawChats(); });
    addEventListener("focus", () => this.markRead());
  }

  get chat() { return state.chats[this.platform]; }

  /** The open place's own slug: "" stands for a platform's default place. */
  get slug() {
    if (this.chat || !this.view) return this.chat;
    return (typeof this.view.chat === "object" ? this.view.chat?.slug : this.view.chat) || "";
  }

  onPerson() {
    this.isFirst = true;
    this.draw();
    this.drawChats();
  }

  onPlace() {
    this.root.classList.toggle("is-current", state.platform === this.platform);
    if (this.shown === `${state.person}/${this.chat}`) return;
    this.isFirst = true;
    this.showList(false);
    this.draw();
    this.markPlaces();
  }

  onChange(change) {
    if (change.platform !== this.platform) return;
    this.drawChats();
    if (change.kind === "toast" && (!change.person || change.person === state.person)) this.hasToast = true;
    const isHere = [this.chat, this.slug].includes(change.chat ?? "") || change.kind === "modal" || change.kind === "toast";
    if (isHere && (!change.person || change.person === state.person)) this.draw();
  }

  onState() {
    const isAway = !state.isRunning || !state.hasLine;
    this.body.querySelector(".reconnecting").hidden = !isAway;
    if (!this.knowsTime && state.now !== null) {
      this.knowsTime = true;
      this.drawChats();
    }
  }

  showList(isOpen) {
    this.root.classList.toggle("has-list", isOpen);
    if (isOpen) (this.list.querySelector("[aria-current]") ?? this.list.querySelector("button"))?.focus();
  }

  async load() {
    const [person, chat] = [state.person, this.chat];
    let view;
    try {
      view = await seeView(person, this.platform, chat);
    } catch (refusal) {
      if (person === state.person && chat === this.chat) this.showRefusal(refusal);
      return;
    }
    if (person !== state.person || chat !== this.chat) return;
    this.shown = `${person}/${chat}`;
    this.view = view;
    this.showToasts(view);
    this.renderView(view);
    this.composer.onView(view);
    this.onView(this, view);
    this.markPlaces();
    this.markRead();
  }

  showRefusal(refusal) {
    this.shown = `${state.person}/${this.chat}`;
    this.drawn.clear();
    replace(this.messages, h("li", { class: "empty" }, h("p", {}, refusal.message)));
  }

  showToasts(view) {
    const text = (view.toasts ?? []).at(-1);
    if (!this.hasToast || !text) return;
    this.hasToast = false;
    toast(text, { pane: this.platform, stays: (view.alerts ?? []).includes(text) });
  }

  renderView(view) {
    this.renderHead(view);
    const messages = (view.messages ?? []).slice(-LONGEST_LIST);
    const wasNearEnd = this.isFirst || this.isNearEnd();
    const fresh = this.renderMessages(messages);
    this.messages.classList.toggle("is-alone", this.platform === "telegram" && !this.chat);
    if (messages.length === 0) replace(this.messages, this.empty());
    if (wasNearEnd) this.toEnd(messages, this.isFirst ? [] : fresh);
    if (!this.isFirst) {
      const heard = fresh.filter((message) => !message.is_own).at(-1);
      if (heard) announce(`${heard.author?.display_name ?? ""}: ${heard.text ?? heard.system ?? ""}`);
    }
    this.isFirst = false;
  }

  /** What chat this is: its sign, its name, and who or what is in it. */
  renderHead(view) {
    const place = { ...this.placeHere(), ...(typeof view.chat === "object" ? view.chat : {}) };
    const title = (place.title ?? view.title ?? "").replace(/^#/, "");
    const head = this.describe(this, place, view);
    const print = JSON.stringify([title, place.kind, head.more]);
    if (this.headPrint === print) return;
    this.headPrint = print;
    replace(this.heading, title || (this.platform === "telegram" ? "Peerloom" : "general"));
    replace(this.crest, head.glyph);
    replace(this.more, head.more);
  }

  /** Changes only what changed, so that focus, open folds and half-read lines stay where they are. */
  renderMessages(messages) {
    const fresh = [];
    const kept = new Map();
    const nodes = [];
    let previous = null;
    let day = "";
    for (const message of messages) {
      const thisDay = new Date(message.at ?? Date.now()).toDateString();
      if (thisDay !== day) {
        day = thisDay;
        previous = null;
        nodes.push(this.dayLine(message.at, kept));
      }
      const isGrouped = Boolean(previous && !message.system && !previous.system
        && previous.author?.name === message.author?.name
        && Boolean(previous.is_private) === Boolean(message.is_private)
        && Math.abs(new Date(message.at) - new Date(previous.at)) < 300000);
      const print = JSON.stringify([message, isGrouped]);
      const known = this.drawn.get(message.id);
      if (!known) fresh.push(message);
      const entry = known?.print === print ? known
        : { print, node: renderMessage(message, { platform: this.platform, isGrouped, hands: this.hands() }) };
      if (known && known !== entry) keepOpen(known.node, entry.node);
      if (!known && !this.isFirst) entry.node.classList.add("is-new");
      kept.set(message.id, entry);
      nodes.push(entry.node);
      previous = message;
    }
    this.place(nodes);
    this.drawn = kept;
    return fresh;
  }

  dayLine(at, kept) {
    const day = new Date(at ?? Date.now());
    const id = `day:${day.toDateString()}`;
    const known = this.drawn.get(id);
    const entry = known ?? { node: h("li", { class: "day" }, h("span", {},
      day.toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long" }))) };
    kept.set(id, entry);
    return entry.node;
  }

  place(nodes) {
    const focused = this.messages.contains(document.activeElement) ? document.activeElement : null;
    const control = focused?.dataset?.control;
    const wanted = new Set(nodes);
    for (const child of [...this.messages.children]) if (!wanted.has(child)) child.remove();
    nodes.forEach((node, index) => {
      if (this.messages.children[index] !== node) {
        this.messages.insertBefore(node, this.messages.children[index] ?? null);
      }
    });
    if (focused && !focused.isConnected) {
      const again = control && this.messages.querySelector(`[data-control="${CSS.escape(control)}"]`);
      const next = again || [...this.messages.querySelectorAll(".key, .answer")].at(-1) || this.messages;
      next.focus({ preventScroll: true });
    }
  }

  isNearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.messages;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PIXELS;
  }

  toEnd(messages, fresh) {
    const first = fresh.find((message) => !message.is_own);
    const node = first && this.drawn.get(first.id)?.node;
    // A message taller than the window is read from its beginning.
    if (node && node.offsetHeight > this.messages.clientHeight) node.scrollIntoView({ block: "start" });
    else this.messages.scrollTop = this.messages.scrollHeight;
    this.isAtEnd = this.isNearEnd();
  }

  empty() {
    const isVoice = this.view?.chat?.kind === "voice";
    if (this.platform === "telegram" && !this.chat) return this.beginning();
    return h("li", { class: "empty" }, h("img", { src: "/page/logo.svg", alt: "", width: 56, height: 56 }),
      h("p", {}, isVoice ? "A voice channel: join it to be counted as present." : "Nothing has been said here yet."));
  }

  /** The private chat before its first word: what the bot is for, and Telegram's one large button. */
  beginning() {
    return h("li", { class: "empty" }, h("div", { class: "beginning-card" },
      h("img", { src: "/page/logo.svg", alt: "", width: 64, height: 64 }),
      h("strong", {}, "What can this bot do?"),
      h("p", {}, "Lessons to read a few minutes a day, quizzes that pay in tokens, a streak, and a group that cheers."),
      h("button", { class: "key key-primary", type: "button",
        onclick: () => this.do("say", { text: "/start" }).then(() => tell("said")) }, "Start")));
  }

  placeHere() {
    return this.places.find((place) => place.slug === this.slug);
  }

  hands() {
    const kind = this.view?.chat?.kind ?? this.placeHere()?.kind ?? "";
    return {
      isShared: kind !== "dm",
      canForward: Boolean(this.chat) && this.platform === "telegram",
      press: (button, control) => this.press(button, { control: control.id }),
      open: (slug) => this.open(slug),
      dismiss: (message) => this.do("act", { what: "dismiss_message", values: { message_id: message.id } }),
      forward: (message) => this.forward(message),
    };
  }

  /** Forwards to the bot's private chat, where a course can be made of it. */
  forward(message) {
    const values = { message: message.id, from_chat: this.chat };
    return attempt(async () => {
      await act(state.person, "telegram", "", "act", { what: "forward", values });
      toast("Forwarded to the bot.", { pane: "telegram" });
    });
  }

  /** A deep link of the bot opens here: it must work without the real platform. */
  follow(event, url) {
    if (!/^(https?:\/\/(t|telegram)\.me\/|tg:)/.test(url)) return;
    event.preventDefault();
    goTo({ platform: "telegram", chat: "" });
    attempt(() => act(state.person, "telegram", "", "act", { what: "open_link", values: { url } }));
  }

  async press(button, what) {
    button.setAttribute("aria-busy", "true");
    const done = await attempt(() => act(state.person, this.platform, this.chat, "press", what));
    if (done !== null) tell("said");
    button.removeAttribute("aria-busy");
  }

  do(verb, values) {
    return attempt(() => act(state.person, this.platform, this.chat, verb, values));
  }

  async loadChats() {
    const person = state.person;
    const places = await seeChats(person, this.platform).catch(() => null);
    if (!places || person !== state.person) return;
    const isLookedAt = document.visibilityState === "visible" && this.root.offsetParent !== null;
    for (const place of places) if (isLookedAt && place.slug === this.slug) place.unread = 0;
    this.places = places;
    if (this.view && this.shown) this.renderHead(this.view);
    replace(this.list, this.renderChats(this, places));
    this.markPlaces();
    tell("chats", { platform: this.platform, places });
  }

  markPlaces() {
    for (const button of this.list.querySelectorAll("button[data-slug]")) {
      if (button.dataset.slug === this.slug) button.setAttribute("aria-current", "page");
      else button.removeAttribute("aria-current");
    }
  }

  markRead() {
    const isLookedAt = document.visibilityState === "visible" && this.root.offsetParent !== null;
    const newest = `${this.shown}:${this.view?.messages?.at(-1)?.id ?? ""}`;
    if (this.readUpTo === newest || !isLookedAt) return;
    this.readUpTo = newest;
    act(state.person, this.platform, this.chat, "read").catch(() => {});
  }

  open(slug) {
    goTo({ platform: this.platform, chat: slug });
    this.showList(false);
    this.composer.focus();
  }
}

export function placeButton(pane, place, { glyph, isNested = false }) {
  const unread = place.unread ?? 0;
  return h("li", { class: isNested ? "is-nested" : "" },
    h("button", { type: "button", class: `place ${unread ? "is-unread" : ""}`, data: { slug: place.slug },
      onclick: () => pane.open(place.slug) },
    glyph,
    h("span", { class: "place-words" },
      h("span", { class: "place-head" }, h("span", { class: "place-title" }, place.title),
        place.last_text && place.last_at && h("time", { class: "place-time", datetime: place.last_at },
          whenShort(place.last_at))),
      place.last_text && h("span", { class: "place-last" }, place.last_text.split("\n")[0])),
    unread > 0 && h("span", { class: "badge" }, unread > 99 ? "99+" : unread,
      h("span", { class: "visually-hidden" }, " unread"))));
}

/** The hour today, the weekday before that: as chat lists do. */
function whenShort(moment) {
  const at = new Date(moment);
  const isToday = at.toDateString() === playgroundNow().toDateString();
  return at.toLocaleString("en-GB", isToday ? { hour: "2-digit", minute: "2-digit" } : { weekday: "short" });
}

function keepOpen(before, after) {
  const folds = [...before.querySelectorAll("details")];
  [...after.querySelectorAll("details")].forEach((fold, index) => {
    if (folds[index]?.open && folds[index].textContent === fold.textContent) fold.open = true;
  });
}
