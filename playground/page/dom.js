// Builds DOM nodes from data; nothing on this page is ever parsed as markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element: `on…` properties are listeners, `data` a dataset, the rest attributes; null is left out. */
export function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "data") Object.assign(node.dataset, value);
    else if (key === "class") node.className = value;
    else if (key === "value") node.value = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    // A bare 0 is what `list.length && …` leaves behind; a count is shown as text.
    if (child === null || child === undefined || child === false || child === "" || child === 0) continue;
    node.append(child);
  }
}

export function replace(node, ...children) {
  node.replaceChildren();
  append(node, children);
  return node;
}

const PATHS = {
  send: "M4 12 20 4l-4 16-4.5-6.5L4 12Zm7.5 1.5L20 4",
  attach: "m20 11-8.2 8.2a5 5 0 0 1-7-7l8.5-8.5a3.4 3.4 0 0 1 4.8 4.8l-8.4 8.4a1.7 1.7 0 0 1-2.4-2.4L15 7",
  menu: "M4 7h16M4 12h16M4 17h10",
  back: "M15 5l-7 7 7 7",
  plug: "M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0V8ZM12 17v4",
  weather: "M7 18h10a4 4 0 0 0 .6-7.950A6 6 0 0 0 6.2 10.6 3.8 3.8 0 0 0 7 18Z",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4.5V12l3 2",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z",
  sun: "M12 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M5 19l1.4-1.4M17.6 6.4 19 5",
  hash: "M9 4 7 20M17 4l-2 16M4 9h16M3.5 15h16",
  thread: "M5 4v9a4 4 0 0 0 4 4h10M15 13l4 4-4 4",
  forum: "M4 5h13v9H9l-5 4V5ZM20 9v11l-4-3h-5",
  voice: "M5 9v6h3l5 4V5L8 9H5ZM16.5 8.5a5 5 0 0 1 0 7M19 6a8.5 8.5 0 0 1 0 12",
  dm: "M4 5h16v12H10l-6 4V5Z",
  group: "M8.5 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM3 19c0-3 2.5-5 5.5-5s5.5 2 5.5 5M16 5.5a3 3 0 0 1 0 5.3M17 14.3c2.3.5 4 2.3 4 4.7",
  members: "M8.5 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM3 19c0-3 2.5-5 5.5-5s5.5 2 5.5 5M16 5.5a3 3 0 0 1 0 5.3M17 14.3c2.3.5 4 2.3 4 4.7",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z",
  plus: "M12 5v14M5 12h14",
  check: "m5 12.5 4.5 4.5L19 7.5",
  sent: "m2 12.5 4 4 8-8.5M10.5 15l1.5 1.5 8-8.5",
  cross: "M6 6l12 12M18 6 6 18",
  forward: "M13 6l6 5.5-6 5.5v-3.5C8 13.5 6 15 4.5 18c0-5 3-8 8.5-8.5V6Z",
  file: "M6 3h8l4 4v14H6V3ZM14 3v4h4",
  link: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  chevron: "m6 9 6 6 6-6",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c0-4 3.4-6.5 7.5-6.5s7.5 2.5 7.5 6.5",
  tools: "M4 7h9M17 7h3M4 17h3M11 17h9M13 4.5v5M7 14.5v5",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name] ?? PATHS.hash);
  svg.append(path);
  return svg;
}

const THREADS = 9;
const dyed = new Map();

/** Gives each of these names a thread of its own, as far as the threads go. */
export function dye(names) {
  for (const name of names) if (!dyed.has(name)) dyed.set(name, dyed.size % THREADS);
}

function threadOf(name) {
  if (dyed.has(name)) return dyed.get(name);
  let sum = 0;
  for (const character of name) sum = (sum * 31 + character.codePointAt(0)) % 9973;
  return sum % THREADS;
}

/** A round portrait: initials on one of the loom's threads, the same for a name everywhere. */
export function portrait(name, displayName, isBot = false) {
  if (isBot) return h("img", { class: "portrait", src: "/page/logo.svg", alt: "", width: 36, height: 36 });
  const words = (displayName || name).trim().split(/\s+/);
  const initials = [words[0], words.length > 1 ? words.at(-1) : ""]
    .map((word) => [...(word ?? "")][0] ?? "").join("").toUpperCase();
  return h("span", { class: `portrait thread-${threadOf(name || displayName)}`, "aria-hidden": "true" }, initials);
}

/** Runs once per frame however often it is asked. */
export function oncePerFrame(work) {
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => { isAsked = false; work(); });
  };
}

export function debounced(work, milliseconds) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, milliseconds);
  };
}

/** Arrow keys move the focus among the buttons of a list. */
export function arrowKeys(container, selector) {
  container.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step || event.target.matches("input, textarea, select")) return;
    const items = [...container.querySelectorAll(selector)].filter((item) => item.offsetParent);
    const place = items.indexOf(document.activeElement);
    if (place < 0) return;
    event.preventDefault();
    items[(place + step + items.length) % items.length].focus();
  });
}

let popovers = 0;

/** A button that opens a small panel; Escape and a click elsewhere close it. */
export function popover(button, panel) {
  panel.id ||= `popover-${++popovers}`;
  panel.hidden = true;
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", panel.id);
  const show = (isOpen) => {
    panel.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) panel.querySelector("button, input")?.focus();
  };
  button.addEventListener("click", () => show(panel.hidden));
  document.addEventListener("click", (event) => {
    if (!panel.hidden && !panel.contains(event.target) && !button.contains(event.target)) show(false);
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    show(false);
    button.focus();
  });
  return { close: () => show(false) };
}
