// Speaks to the playground: requests with the token of the address, and one live line that returns.

const parameters = new URLSearchParams(location.search);
const token = parameters.get("token") ?? sessionStorage.getItem("peerloom-token") ?? "";
if (token) sessionStorage.setItem("peerloom-token", token);

export class Refused extends Error {}

async function call(method, path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: { "X-Peerloom-Token": token, ...(body ? { "Content-Type": "application/json" } : {}) },
      body: body ? JSON.stringify(body) : undefined,
    });
  } catch {
    throw new Refused("The playground does not answer.");
  }
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(content.error ?? `The playground answered ${answer.status}.`);
  return content;
}

export const get = (path) => call("GET", path);
export const post = (path, body = {}) => call("POST", path, body);

const person = (name) => `/control/people/${encodeURIComponent(name)}`;

export function seeView(name, platform, chat) {
  return get(`${person(name)}/view?${new URLSearchParams({ on: platform, in: chat })}`);
}

export const seeChats = (name, platform) => get(`${person(name)}/chats?on=${platform}`);

/** Does something as a person: say, press, fill, file, dismiss, complete, act, read. */
export function act(name, platform, chat, verb, values = {}) {
  return post(`${person(name)}/${verb}`, { on: platform, in: chat, ...values });
}

/** An address people may follow; anything that would run here instead is dropped. */
export function linkAddress(url) {
  return /^(https?|tg|mailto):/i.test(url ?? "") ? url : null;
}

/** A file's address as this page may load it: the token rides along on our own server only. */
export function fileAddress(url) {
  if (!url || !URL.canParse(url, location.href)) return "";
  const address = new URL(url, location.href);
  if (address.protocol === "data:" || address.protocol === "blob:") return url;
  if (!/^https?:$/.test(address.protocol)) return "";
  if (address.origin === location.origin) address.searchParams.set("token", token);
  return address.href;
}

export async function packFile(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let start = 0; start < bytes.length; start += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return { name: file.name, content: btoa(text) };
}

/** Calls `onView` with each push and `onLine` with whether the line stands; comes back by itself. */
export function listen(onView, onLine) {
  let waitMilliseconds = 250;
  const connect = () => {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const query = new URLSearchParams({ token });
    const socket = new WebSocket(`${scheme}//${location.host}/control/ws?${query}`);
    socket.addEventListener("open", () => {
      waitMilliseconds = 250;
      onLine(true);
    });
    socket.addEventListener("message", (event) => onView(JSON.parse(event.data)));
    socket.addEventListener("close", () => {
      onLine(false);
      setTimeout(connect, waitMilliseconds);
      waitMilliseconds = Math.min(waitMilliseconds * 1.6, 4000);
    });
  };
  connect();
}
