// One message of either platform: head, body, pictures, poll, keyboard and what a person can press.

import { renderBlocks } from "./blocks.js";
import { h, icon, portrait } from "./dom.js";
import { fileAddress, linkAddress } from "./net.js";

/** `hands` holds what the person can do: press(control, label), pick, forward, dismiss. */
export function renderMessage(message, { platform, isGrouped, hands }) {
  const author = message.author ?? {};
  if (message.system) {
    return h("li", { class: "message system", data: { id: message.id } }, h("span", {}, message.system));
  }
  const classes = ["message", message.is_own && "is-own", isGrouped && "is-grouped",
    message.is_private && platform === "discord" && hands.isShared && "is-ephemeral"].filter(Boolean);
  const name = author.display_name || author.name || "Somebody";
  return h("li", { class: classes.join(" "), data: { id: message.id } },
    portrait(author.name ?? "", name, author.is_bot),
    h("article", { class: "bubble", "aria-label": `${name}, ${clock(message.at)}` },
      h("header", { class: "byline" },
        h("span", { class: "author" }, name),
        author.is_bot && h("span", { class: "tag" }, platform === "discord" ? "APP" : "bot"),
        platform === "discord" && moment(message),
        platform === "telegram" && hands.canForward && !message.is_own && h("button", {
          class: "icon-button forward", type: "button", "aria-label": "Forward to the bot",
          title: "Forward to the bot", onclick: () => hands.forward(message) }, icon("forward"))),
      message.used && h("p", { class: "reply" }, icon("thread"),
        `${message.used.by?.display_name ?? "Somebody"} used /${message.used.command}`),
      message.forwarded_from && h("p", { class: "reply" }, icon("forward"), `Forwarded from ${message.forwarded_from}`),
      message.reply_to && h("p", { class: "reply" }, icon("back"), "in reply"),
      message.is_pending && h("p", { class: "pending" }, h("span", { class: "shuttle" }), `${name} is thinking…`),
      h("div", { class: "body" }, body(message)),
      (message.embeds ?? []).map(renderEmbed),
      files(message.files),
      message.poll && renderPoll(message.poll, hands),
      (message.selects ?? []).map((select) => renderSelect(select, hands)),
      platform === "discord" && keyboard(message.rows, hands),
      reactions(message.reactions),
      message.thread && h("button", { class: "text-button", type: "button", onclick: () => hands.open(message.thread) },
        "Open the thread"),
      footer(message, platform, hands)),
    platform === "telegram" && keyboard(message.rows, hands));
}

function body(message) {
  if (message.blocks?.length) return renderBlocks(message.blocks);
  const isElsewhere = message.embeds?.length || message.poll || message.files?.length;
  return isElsewhere || !message.text ? [] : [h("p", {}, message.text)];
}

const moment = (message) => h("time", { datetime: message.at }, clock(message.at));

function footer(message, platform, hands) {
  const parts = [];
  if (platform === "telegram") {
    return h("footer", { class: "meta" }, message.is_edited && h("span", { class: "edited" }, "edited"),
      moment(message), message.is_own && icon("sent"));
  }
  if (platform === "discord" && message.is_private && hands.isShared) {
    parts.push(icon("eye"), h("span", {}, "Only you can see this"),
      h("button", { class: "text-button", type: "button", onclick: () => hands.dismiss(message) },
        "Dismiss message"));
  }
  if (message.is_edited) parts.push(h("span", { class: "edited" }, "edited"));
  return parts.length ? h("footer", { class: "note" }, parts) : null;
}

export function clock(moment) {
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return "";
  return at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

function reactions(list) {
  if (!list?.length) return null;
  const counted = new Map();
  for (const one of list) {
    const emoji = one.emoji ?? one;
    counted.set(emoji, (counted.get(emoji) ?? 0) + (one.count ?? 1));
  }
  return h("ul", { class: "reactions", "aria-label": "Reactions" },
    [...counted].map(([emoji, count]) => h("li", {}, `${emoji} ${count}`)));
}

export function keyboard(rows, hands) {
  if (!rows?.length) return null;
  return h("div", { class: "keyboard" }, rows.map((row) => h("div", { class: "keys" }, row.map((control) => {
    const style = `key key-${control.style ?? "secondary"}`;
    if (control.url) {
      return h("a", { class: style, href: linkAddress(control.url), target: "_blank",
        rel: "noopener noreferrer" }, control.label, icon("link"));
    }
    return h("button", { class: style, type: "button", disabled: control.is_disabled,
      data: { control: control.id },
      onclick: (event) => hands.press(event.currentTarget, control) }, control.label);
  }))));
}

function renderSelect(select, hands) {
  const isOne = (select.max ?? 1) <= 1;
  const options = (select.options ?? []).map((option) => h("li", {},
    h("button", { class: "option", type: "button", disabled: select.is_disabled,
      "aria-pressed": String(Boolean(option.is_selected)),
      onclick: (event) => hands.press(event.currentTarget, option) },
    h("span", { class: "option-label" }, option.label),
    option.description && h("span", { class: "option-more" }, option.description))));
  const chosen = (select.options ?? []).filter((option) => option.is_selected).map((option) => option.label);
  return h("details", { class: "select", data: { keep: `select-${select.id}` } },
    h("summary", {}, h("span", {}, chosen.join(", ") || select.placeholder || (isOne ? "Choose one" : "Choose")),
      icon("chevron")),
    h("ul", { class: "options" }, options));
}

function renderPoll(poll, hands) {
  const isChosen = poll.options?.some((option) => option.is_chosen);
  const isAnswered = poll.is_answered ?? isChosen;
  const total = Math.max(1, poll.voters ?? 0);
  const kind = poll.is_quiz ? "Quiz" : "Poll";
  const options = (poll.options ?? []).map((option) => {
    const isWrong = option.is_chosen && poll.is_quiz && option.is_right === false;
    const mark = option.is_right ? "is-right" : isWrong ? "is-wrong" : "";
    const share = Math.round(((option.votes ?? 0) / total) * 100);
    const bar = h("span", { class: "bar", "aria-hidden": "true" });
    bar.style.setProperty("--share", `${isAnswered ? share : 0}%`);
    const verdict = option.is_right ? "right" : isWrong ? "your answer, not right"
      : option.is_chosen && isAnswered ? "your vote" : "";
    return h("li", {}, h("button", {
      class: `answer ${mark} ${option.is_chosen ? "is-chosen" : ""}`, type: "button",
      disabled: poll.is_closed || isAnswered, data: { control: option.id },
      "aria-pressed": poll.is_multiple ? String(Boolean(option.is_chosen)) : null,
      onclick: (event) => hands.press(event.currentTarget, option) },
    h("span", { class: poll.is_multiple ? "box" : "dot", "aria-hidden": "true" },
      option.is_right || (poll.is_multiple && option.is_chosen && !isWrong) ? icon("check")
        : isWrong ? icon("cross") : null),
    h("span", { class: "answer-label" }, option.label),
    isAnswered && h("span", { class: "share" }, `${share}%`),
    verdict && h("span", { class: "visually-hidden" }, `, ${verdict}`), bar));
  });
  return h("div", { class: "poll" },
    h("p", { class: "question" }, poll.question),
    poll.description && h("p", { class: "poll-more" }, poll.description),
    h("p", { class: "poll-kind" }, poll.is_anonymous ? `Anonymous ${kind.toLowerCase()}` : kind,
      poll.is_multiple && " · several answers", poll.is_closed && " · closed"),
    h("ul", { class: "answers" }, options),
    poll.explanation && h("p", { class: "explanation" }, poll.explanation));
}

function renderEmbed(embed) {
  const node = h("div", { class: "embed" },
    embed.title && h("p", { class: "embed-title" },
      linkAddress(embed.url) ? h("a", { href: linkAddress(embed.url), target: "_blank", rel: "noopener noreferrer" }, embed.title)
        : embed.title),
    renderBlocks(embed.blocks),
    embed.fields?.length && h("dl", { class: "facts" }, embed.fields.map((field) =>
      h("div", { class: field.is_inline ? "fact is-inline" : "fact" },
        h("dt", {}, field.name), h("dd", {}, renderBlocks(field.blocks))))),
    embed.image && picture(embed.image, embed.alt),
    embed.footer && h("p", { class: "embed-footer" }, embed.footer));
  if (/^#[0-9a-f]{6}$/i.test(embed.color ?? "")) node.style.setProperty("--thread", embed.color);
  return node;
}

function picture(image, alt) {
  const url = typeof image === "string" ? image : image.url;
  return h("img", { class: "picture", src: fileAddress(url), alt: alt || image.alt || "Picture", loading: "lazy" });
}

function files(list) {
  if (!list?.length) return null;
  return h("div", { class: "files" }, list.map((file) => {
    const address = fileAddress(file.url);
    if (file.kind === "photo" && address) {
      return h("a", { href: address, target: "_blank", rel: "noopener noreferrer", class: "photo" },
        h("img", { class: "picture", src: address, alt: file.alt || file.name || "Picture",
          width: file.width || null, height: file.height || null, loading: "lazy" }));
    }
    if (file.kind === "video" && address) {
      return h("video", { controls: true, src: address, "aria-label": file.alt || file.name });
    }
    if (file.kind === "audio" && address) {
      return h("audio", { controls: true, src: address, "aria-label": file.alt || file.name });
    }
    return h(address ? "a" : "span", { class: "file", href: address || null, download: address ? file.name : null },
      icon("file"), h("span", { class: "file-name" }, file.name),
      h("span", { class: "file-size" }, size(file.size)));
  }));
}

function size(bytes) {
  if (!bytes) return "";
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
