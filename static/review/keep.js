// What is typed and not saved outlives a reload, an ended session and a crashed tab: it is kept in this browser for
// the person who typed it, until it is saved, given up or the person signs out (app.js).

import { list, words } from "./page.js";

const PREFIX = "review:";
const own = `${PREFIX}${words.owner}:`;
const tab = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
const unsaved = new Set();
let isLeaving = false;

// Each window keeps its own, so that none overwrites what another has not saved.
const keyOf = (card) => `${own}${card.id}:${tab}`;
const MACHINE_MADE = new Set(["csrf_token", "version", "shown", "known"]);

export function kindOf(form) {
  return form.classList.contains("edit") ? "edit" : form.id.startsWith("gaps-") ? "gaps" : form.closest(".aside-form") ? "aside" : "";
}

export function fieldsOf(form) {
  return [...new FormData(form)].filter(([name]) => !MACHINE_MADE.has(name));
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null; // shut off, or not ours
  }
}

function write(key, record) {
  try {
    if (record) localStorage.setItem(key, JSON.stringify(record));
    else localStorage.removeItem(key);
  } catch {
    // Full or shut off: the page itself still holds the text, and asks before it is left.
  }
}

export function keep(card, form) {
  const kind = kindOf(form);
  unsaved.add(card.id);
  if (!kind) return;
  const forms = { ...read(keyOf(card))?.forms, [kind]: fieldsOf(form) };
  write(keyOf(card), { version: card.dataset.version, at: Date.now(), forms });
}

// Saved or given up.
export function forget(card, kind) {
  const record = read(keyOf(card));
  unsaved.delete(card.id);
  if (!record) return;
  delete record.forms[kind];
  const isLeft = Object.keys(record.forms).length > 0;
  if (isLeft) unsaved.add(card.id);
  write(keyOf(card), isLeft ? record : null);
}

// What was typed into this card before the page was left, in whatever window: the latest.
export function kept(card) {
  const records = keysOf(`${own}${card.id}:`).filter((key) => key !== keyOf(card)).map((key) => ({ key, ...read(key) }));
  return records.filter((record) => record.forms).sort((first, second) => second.at - first.at)[0] ?? null;
}

export const drop = (record) => write(record.key, null);
export const isUnsaved = (card) => unsaved.has(card.id);
export const leave = () => (isLeaving = true);

function keysOf(start) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(start));
  } catch {
    return []; // shut off: then there is nothing
  }
}

addEventListener("beforeunload", (event) => {
  if (unsaved.size && !isLeaving) event.preventDefault();
});

// What somebody else typed in this browser is nobody's to read.
if (list) keysOf(PREFIX).filter((key) => !key.startsWith(own)).forEach((key) => write(key, null));
