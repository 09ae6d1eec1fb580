// Discord's form: it stays inside its half, so that the plug can be pulled while it is half filled.

import { h, icon } from "./dom.js";
import { act, packFile } from "./net.js";
import { state } from "./state.js";
import { attempt } from "./status.js";

/** Shows, keeps or removes the pane's form. What was typed survives a redraw and a reload. */
export function showModal(pane, modal) {
  const open = pane.root.querySelector(".modal-veil");
  if (!modal) {
    if (open) { open.remove(); pane.composer.focus(); }
    return;
  }
  const print = `${state.person}/${modal.id}/${modal.title}/${modal.fields?.length}`;
  if (open?.dataset.print === print) return;
  open?.remove();
  const veil = h("div", { class: "modal-veil", data: { print } }, dialog(pane, modal, print));
  pane.body.append(veil);
  veil.querySelector(".modal-fields :is(input, textarea, select)")?.focus();
}

function dialog(pane, modal, print) {
  const draftKey = `peerloom-draft:${print}`;
  const draft = JSON.parse(sessionStorage.getItem(draftKey) ?? "{}");
  const fields = (modal.fields ?? []).map((field) => makeField(field, draft[field.label]));
  const keep = () => sessionStorage.setItem(draftKey,
    JSON.stringify(Object.fromEntries(fields.filter((one) => one.keep).map((one) => [one.label, one.keep()]))));
  const leave = async () => {
    sessionStorage.removeItem(draftKey);
    await attempt(() => act(state.person, "discord", pane.chat, "dismiss"));
    pane.draw();
  };
  const form = h("form", {
    class: "modal", role: "dialog", "aria-label": modal.title, oninput: keep, onchange: keep,
    onkeydown: (event) => {
      if (event.key === "Escape") { event.stopPropagation(); leave(); }
      if (event.key === "Tab") holdFocus(event, form);
    },
    onsubmit: async (event) => {
      event.preventDefault();
      const values = {};
      for (const field of fields) {
        const value = await field.value();
        if (value !== undefined) values[field.label] = value;
      }
      const submit = form.querySelector("[type=submit]");
      submit.disabled = true;
      const done = await attempt(() => act(state.person, "discord", pane.chat, "fill", { fields: values }));
      submit.disabled = false;
      if (done) sessionStorage.removeItem(draftKey);
      pane.draw();
    } },
  h("header", {}, h("img", { src: "/page/logo.svg", alt: "", width: 28, height: 28 }),
    h("h3", {}, modal.title),
    h("button", { class: "icon-button", type: "button", "aria-label": "Close the form", onclick: leave },
      icon("cross"))),
  h("div", { class: "modal-fields" }, fields.map((field) => field.node)),
  h("footer", {}, h("button", { class: "key", type: "button", onclick: leave }, "Cancel"),
    h("button", { class: "key key-primary", type: "submit" }, "Submit")));
  return form;
}

function holdFocus(event, form) {
  const stops = [...form.querySelectorAll("input, textarea, select, button")].filter((one) => !one.disabled);
  const [first, last] = [stops[0], stops.at(-1)];
  if (event.shiftKey && document.activeElement === first) { event.preventDefault(); last.focus(); }
  if (!event.shiftKey && document.activeElement === last) { event.preventDefault(); first.focus(); }
}

let numbers = 0;

function makeField(field, kept) {
  const id = `field-${++numbers}`;
  const { label } = field;
  const more = field.description && h("span", { class: "field-more", id: `${id}-more` }, field.description);
  const describedBy = more ? `${id}-more` : null;
  const start = kept ?? field.value ?? "";
  if (field.kind === "note") {
    return { label, value: async () => undefined, node: h("p", { class: "field-note" }, field.label,
      more && h("br"), more) };
  }
  if (field.kind === "radio" || field.kind === "checkbox") return choices(field, id, start, more);
  let control;
  let value = async () => control.value;
  let keep = () => control.value;
  if (field.kind === "select") {
    control = h("select", { id, multiple: (field.max ?? 1) > 1, "aria-describedby": describedBy },
      (field.max ?? 1) > 1 ? null : h("option", { value: "" }, field.placeholder || "Choose one"),
      field.options.map((option) => h("option",
        { value: option.label, selected: option.is_selected || option.label === kept }, option.label)));
    value = async () => [...control.selectedOptions].map((option) => option.value).filter(Boolean)
      .join(", ") || undefined;
  } else if (field.kind === "file") {
    control = h("input", { id, type: "file", "aria-describedby": describedBy });
    value = async () => (control.files[0] ? packFile(control.files[0]) : undefined);
    keep = null;
  } else {
    const isLong = field.kind === "paragraph";
    control = h(isLong ? "textarea" : "input", { id, rows: isLong ? "4" : null, type: isLong ? null : "text",
      placeholder: field.placeholder, minlength: field.min || null, maxlength: field.max || null,
      value: start, "aria-describedby": describedBy });
  }
  control.required = Boolean(field.is_required);
  return { label, value, keep, node: h("div", { class: "field" },
    h("label", { for: id }, label, field.is_required && h("span", { class: "required" }, " required")),
    more, control) };
}

function choices(field, id, start, more) {
  const isOne = field.kind === "radio";
  const kept = Array.isArray(start) ? start : String(start).split(", ");
  const inputs = (field.options ?? []).map((option, index) => h("input", {
    type: isOne ? "radio" : "checkbox", name: id, id: `${id}-${index}`, value: option.label,
    checked: option.is_selected || kept.includes(option.label), required: isOne && field.is_required }));
  const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value);
  const node = h("fieldset", { class: "field" },
    h("legend", {}, field.label, field.is_required && h("span", { class: "required" }, " required")), more,
    inputs.map((input, index) => h("label", { class: "choice", for: input.id }, input,
      h("span", {}, field.options[index].label,
        field.options[index].description && h("small", {}, field.options[index].description)))));
  const value = async () => {
    const labels = chosen();
    return labels.length ? (isOne ? labels[0] : labels) : undefined;
  };
  return { label: field.label, value, keep: chosen, node };
}

