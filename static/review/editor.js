// The fields of a card in place: opened with a key or by clicking a value, saved with Enter, given up with Esc.
// It is the form of the draft's own page, so the server's rules and refusals are the same.

import { go, words } from "./page.js";
import { forget, keep } from "./keep.js";
import { addChip, pick, units } from "./picker.js";

const template = document.getElementById("card-editor");

export const editorOf = (card) => card.querySelector(":scope > form.edit");

// The field itself where the card already asks for it, else the editor with the focus on that field.
export function edit(card, name = "") {
  const asked = name && !editorOf(card) && card.querySelector(`dl [form^="gaps-"][name="${name}"]`);
  if (asked) {
    asked.focus();
    return;
  }
  const form = editorOf(card) ?? open(card);
  const first = form.querySelector(".edit-row:not([hidden]) :is(textarea, select, input:not([type=hidden], [type=checkbox]))");
  const field = fieldOf(form, name) ?? first;
  field.focus();
  if (field.select) field.select();
}

const fieldOf = (form, name) => form.querySelector(`[data-row="${name}"]:not([hidden]) :is(textarea, select, input:not([type=hidden], [type=checkbox]))`);

function open(card) {
  const form = template.content.firstElementChild.cloneNode(true);
  const { dataset } = card;
  form.action = dataset.url;
  form.querySelector("[data-whole]").href = dataset.url;
  form.querySelectorAll("[data-picker]").forEach((input) => pick(input));
  fill(form, valuesOf(card));
  if ("each" in dataset) isOneEach(form, card);
  card.append(form);
  card.classList.add("editing");
  return form;
}

function isOneEach(form, card) {
  const flag = Object.assign(document.createElement("input"), { type: "hidden", name: "one_per_unit", value: "y" });
  form.querySelector("[data-row=lead_unit_id]").hidden = true;
  form.querySelector("[data-row=units] .edit-label").textContent = card.querySelector("[data-field=units]").previousElementSibling.firstChild.data;
  form.append(flag);
}

export function valuesOf(card) {
  const { dataset } = card;
  return [
    ["title", card.querySelector(".draft-title").textContent], ["version", dataset.version],
    ["lead_unit_id", dataset.lead], ["leader_id", dataset.leader], ["topic_id", dataset.topic],
    ["due_on", dataset.due], ["due_kind", dataset.kind], ["every", dataset.every], ["deliverable", dataset.deliverable],
    ...dataset.units.split("|").filter(Boolean).map((unit) => ["units", unit]),
  ];
}

// A unit is an id; one that is closed brings its name, so that it can be seen and taken away.
function unitOf(value) {
  const [id, name] = value.split(":");
  return units.find((unit) => unit.id === id) ?? { id, short: name ?? id };
}

function fill(form, fields) {
  for (const [name, value] of fields) {
    if (name === "units") addChip(form.querySelector("[data-row=units] .picker"), unitOf(value));
    else if (form.elements[name]) form.elements[name].value = value;
  }
  form.querySelector("[data-no-due]").checked = form.elements.due_kind.value === "none";
}

// What was typed before a reload, in the place of the values as they are saved now.
export function reopen(card, fields) {
  editorOf(card)?.remove();
  const form = open(card);
  form.querySelectorAll(".unit-chip").forEach((chip) => chip.remove());
  fill(form, fields);
  keep(card, form);
  edit(card);
}

// Typed into a field that another clerk has filled meanwhile: both can be seen, and the later one decides.
export function openBoth(card, typed) {
  const form = open(card);
  fill(form, typed);
  settleDue(form);
  showBoth(card);
  card.append(form);
  keep(card, form);
}

function showBoth(card) {
  card.append(Object.assign(document.createElement("p"), { className: "both-said small-2 muted", textContent: words.savedMeanwhile }));
  card.classList.add("both");
}

// A date that is typed is meant; so is the tick.
export function settleDue(form) {
  const isNone = form.querySelector("[data-no-due]").checked;
  form.elements.due_kind.value = isNone ? "none" : form.elements.due_on.value.trim() ? "date" : "unset";
}

// Letters in the field of several units that were never made a unit would be lost without a word.
export function isComplete(form) {
  const input = form.querySelector("[data-row=units] [role=combobox]");
  const place = form.querySelector("[data-wrong=units]");
  place.hidden = !input.value.trim();
  if (place.hidden) return true;
  place.textContent = words.none;
  input.focus();
  return false;
}

export function onInput(form, target) {
  const none = form.querySelector("[data-no-due]");
  if (target.name === "due_on" && target.value.trim()) none.checked = false;
  if (target === none && none.checked) form.elements.due_on.value = "";
}

export function close(card) {
  forget(card, "edit");
  editorOf(card)?.remove();
  card.classList.remove("editing", "both");
  card.querySelector(":scope > .both-said")?.remove();
  go(card);
}

// The card was drawn anew: the open editor moves into it with everything that was typed.
export function move(from, to, isStale) {
  const form = editorOf(from);
  if (!form) return;
  if (isStale) showBoth(to);
  to.append(form);
  to.classList.add("editing");
}

// Sentences of a refusal, each beside its field. What names no field of the editor stays above it.
export function showErrors(card) {
  const form = editorOf(card);
  form?.querySelectorAll("[data-wrong]").forEach((place) => (place.hidden = true));
  for (const error of card.querySelectorAll(":scope > [data-error]")) {
    const place = form?.querySelector(`[data-wrong="${error.dataset.error}"]`);
    if (!place) continue;
    place.textContent = error.textContent;
    place.hidden = false;
    error.remove();
  }
  const wrong = form?.querySelector("[data-wrong]:not([hidden])");
  if (wrong) fieldOf(form, wrong.dataset.wrong)?.focus();
}
