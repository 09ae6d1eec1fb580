// What the page knows: who acts, where they look, and who wants to hear of changes.

const PLATFORMS = ["telegram", "discord"];
const listeners = new Map();

export const state = {
  people: [],
  person: "",
  platform: "telegram",
  chats: { telegram: "", discord: "" },
  isRunning: true,
  hasLine: true,
  now: null, // the playground's time minus this browser's, milliseconds
  nextDue: null,
  weather: "",
};

export function on(what, listener) {
  if (!listeners.has(what)) listeners.set(what, []);
  listeners.get(what).push(listener);
}

export function tell(what, value) {
  for (const listener of listeners.get(what) ?? []) listener(value);
}

/** The address holds person, platform and chat: #/learner/telegram/py-cohort */
export function readAddress() {
  const [name, platform, ...chat] = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  const known = remembered();
  const before = { ...state };
  state.person = name || known.person || state.people[0]?.name || "learner";
  state.platform = PLATFORMS.includes(platform) ? platform : known.platform ?? "telegram";
  if (known.person === state.person && known.chats) state.chats = { ...state.chats, ...known.chats };
  if (PLATFORMS.includes(platform)) state.chats[state.platform] = chat.join("/");
  remember();
  if (before.person !== state.person) tell("person");
  tell("place");
}

/** Opens a person, platform or chat; a quiet move leaves no step for the browser's way back. */
export function goTo({ person = state.person, platform = state.platform, chat, isQuiet = false } = {}) {
  // Channels are everybody's; what Telegram shows first is each person's own chat.
  if (person !== state.person) state.chats = { telegram: "", discord: state.chats.discord };
  const place = chat ?? state.chats[platform];
  const path = [person, platform, place].filter((part) => part !== "").map(encodeURIComponent);
  const hash = `#/${path.join("/")}`;
  if (location.hash === hash) return;
  state.chats[platform] = place;
  if (person !== state.person) {
    state.person = person;
    remember();
    history.pushState(null, "", hash);
    state.platform = platform;
    tell("person");
    tell("place");
    return;
  }
  if (isQuiet) history.replaceState(null, "", hash);
  else history.pushState(null, "", hash);
  readAddress();
}

export function playgroundNow() {
  return new Date(Date.now() + (state.now ?? 0));
}

/** Whether this tab already looked at the playground. */
export function hasBeenHere() {
  return Boolean(remembered().person);
}

function remember() {
  sessionStorage.setItem(
    "peerloom-place",
    JSON.stringify({ person: state.person, platform: state.platform, chats: state.chats }),
  );
}

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem("peerloom-place")) ?? {};
  } catch {
    return {};
  }
}

addEventListener("popstate", readAddress);
