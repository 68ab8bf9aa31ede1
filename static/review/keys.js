// The review by keyboard. One letter does one thing to the current card, but never while somebody types.

import { FIELDS, dress, send, sendBack, undoable } from "./cards.js";
import { close, edit, editorOf, onInput, reopen, valuesOf } from "./editor.js";
import { drop, forget, keep, kept, kindOf } from "./keep.js";
import { light } from "./marks.js";
import { cardOf, cards, current, go, list, say, words } from "./page.js";

const CARD = "text/vnd.tracker.card+html";
const isTyping = (node) => node.matches?.("input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]");

function step(by) {
  const all = cards();
  const at = all.indexOf(current());
  go(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
}

// The next of a kind after this one on the page, else the first of them.
function next(kind, wraps = true) {
  const all = cards();
  const at = all.indexOf(current());
  const rest = wraps ? [...all.slice(at + 1), ...all.slice(0, at)] : all.slice(at + 1);
  return rest.find((card) => kind in card.dataset);
}

function goOn() {
  const card = next("pending", false) ?? next("open");
  if (card) go(card);
}

function agree(card) {
  const button = card.querySelector("[data-key=a]");
  const gap = card.querySelector("dl [form^=gaps-]") ?? ("open" in card.dataset ? card.querySelector(".earlier button") : null);
  if (button) {
    send(button.form, button);
    goOn();
  } else if (gap) gap.focus();
  else if (!card.ariaBusy) goOn();
}

// What a card resembles: continue it, replace it, or give it as new.
function follow(card) {
  const details = card.querySelector(".earlier");
  if (!details) return;
  details.open = true;
  details.querySelector("button")?.focus();
}

function setAside(card) {
  const details = card.querySelector(".aside-form");
  if (!details) return;
  details.open = true;
  details.querySelector("[name=reason]").focus();
}

async function split(card) {
  const inset = card.querySelector(".inset");
  const link = card.querySelector("[data-key=s]");
  if (!link) return;
  const answer = await fetch(link.href, { headers: { Accept: CARD } }).catch(() => null);
  if (!answer?.headers.get("Content-Type")?.startsWith(CARD)) {
    location.assign(link.href);
    return;
  }
  inset.innerHTML = await answer.text();
  inset.hidden = false;
  const first = inset.querySelector("input[type=radio], input[name=words]");
  if (first.type === "radio") first.checked = true;
  first.focus();
}

function undo(card) {
  const back = card?.querySelector("[data-key=z]");
  const last = back ? null : undoable.pop();
  if (back) send(back.form, back);
  else if (last) sendBack(last);
  else say(words.nothing);
}

function give() {
  const top = document.getElementById("review-top");
  const button = top.querySelector(".give button");
  const sure = top.querySelector(".sure");
  if (button.disabled) {
    say(top.querySelector("#why-not").textContent);
    go(next("open") ?? current());
    return;
  }
  sure.hidden = false;
  sure.focus();
}

function help() {
  document.getElementById("key-list").showModal();
}

const PAGE = { j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1), n: () => go(next("open")), g: give, "?": help };
const ON_CARD = {
  a: agree, Enter: agree, x: setAside, z: undo, s: split, f: follow,
  e: (card) => editIn(card),
  m: (card) => card.querySelector("[data-key=m]")?.focus(),
  o: (card) => {
    const button = card.querySelector("[data-key=o]");
    if (button) send(button.form, button);
  },
};

document.addEventListener("keydown", (event) => {
  if (!list || event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
  const { target } = event;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) saveAny(event);
  else if (event.key === "Escape") closeAny(event);
  else if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  else if (isTyping(target)) inField(event);
  else press(event);
});

// A Telex programme joins letters that were meant one by one: «a» then «j» arrives as «ạ». The last one is what was pressed.
const TELEX = { "\u0300": "f", "\u0301": "s", "\u0303": "x", "\u0309": "r", "\u0323": "j", "\u0306": "w", "\u031b": "w" };

function letterOf(key) {
  const [letter, ...marks] = key.toLowerCase().replace("đ", "d").normalize("NFD");
  return marks.length ? TELEX[marks.at(-1)] ?? letter : letter;
}

function press(event) {
  const key = event.key.length === 1 ? letterOf(event.key) : event.key;
  const isOnButton = event.target.matches("a, button, summary, [type=radio], [type=checkbox]");
  if (isOnButton && (key === "Enter" || key.startsWith("Arrow"))) return;
  const card = current();
  const act = PAGE[key] ?? (card && (key in FIELDS ? () => editIn(card, FIELDS[key]) : ON_CARD[key]));
  if (!act) return;
  event.preventDefault();
  // A card whose editor is open is saved or closed before anything else is done to it.
  if (key in ON_CARD && editorOf(card)) edit(card);
  else act(card);
}

// Enter in a field saves its form; a list that is open has taken the key already.
function inField(event) {
  const { form } = event.target;
  if (event.key !== "Enter" || event.shiftKey || !cardOf(form)) return;
  event.preventDefault();
  form.requestSubmit();
}

function saveAny(event) {
  const { target } = event;
  if (target.matches(".sure")) target.closest("#review-top").querySelector(".give").requestSubmit();
  else if (cardOf(target) && target.form) target.form.requestSubmit();
  else return;
  event.preventDefault();
}

function closeAny({ target }) {
  const sure = document.querySelector("#review-top .sure");
  const card = cardOf(target) ?? current();
  if (target === sure) {
    sure.hidden = true;
    go(current());
  } else if (card) closeCard(card, target);
}

function closeCard(card, target) {
  const details = target.closest(".aside-form");
  const gap = target.matches("[form^=gaps-]") ? target : null;
  if (target.closest(".inset")) emptyInset(card);
  else if (details) {
    details.open = false;
    details.querySelector("form").reset();
    forget(card, "aside");
  } else if (gap) {
    gap.value = gap.defaultValue ?? "";
    forget(card, "gaps");
  } else if (editorOf(card)) {
    close(card);
    return;
  }
  go(card);
}

function emptyInset(card) {
  forget(card, "");
  card.querySelector(".inset").hidden = true;
  card.querySelector(".inset").replaceChildren();
}

function onSubmit(event) {
  const form = event.target;
  const card = cardOf(form);
  if (event.defaultPrevented || !card) return;
  event.preventDefault();
  const isAside = kindOf(form) === "aside";
  send(form, event.submitter, (now) => {
    if (isAside) goOn();
    else if (now && !document.activeElement.closest("form, .draft")) go(now);
  });
}

function onTyped(event) {
  const form = event.target.form;
  const card = cardOf(form);
  if (!card) return;
  if (form.classList.contains("edit")) onInput(form, event.target);
  keep(card, form);
}

function onClick(event) {
  const { target } = event;
  const card = cardOf(target);
  if (target.closest("[data-help]")) help();
  if (!card) return;
  const value = target.closest("[data-field]");
  const link = target.closest("a[data-key=s]");
  if (link && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    split(card);
  } else if (target.closest(".edit [data-close]")) close(card);
  else if (target.closest("[data-close]")) emptyInset(card);
  else if (target.closest("[data-reopen]")) bringBack(card);
  else if (target.closest("[data-forget]")) {
    drop(kept(card));
    card.querySelector(".kept").remove();
  } else if (value && !target.closest("a, button, input, select, label, summary, details") && getSelection().isCollapsed) editIn(card, value.dataset.field);
}

// What was typed before the page was left, offered again; nothing is said of what has been saved since.
function offer(card) {
  const record = kept(card);
  if (!record || card.querySelector(".kept")) return;
  if (!isWorthOffering(card, record.forms)) {
    drop(record);
    return;
  }
  const note = document.getElementById("card-kept").content.firstElementChild.cloneNode(true);
  const time = new Date(record.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  const sentence = record.version === card.dataset.version ? words.kept : words.keptOlder;
  note.querySelector("[data-said]").textContent = sentence.replace("{time}", time);
  card.firstElementChild.after(note);
}

function isWorthOffering(card, forms) {
  const now = new Map(valuesOf(card).map(([name, value]) => [name, value]));
  const units = (fields) => fields.filter(([name]) => name === "units").map(([, value]) => value.split(":")[0]).sort().join();
  const differs = ([name, value]) => name !== "units" && name !== "one_per_unit" && (now.get(name) ?? "") !== value;
  if (forms.gaps && card.querySelector("dl [form^=gaps-]")) return true;
  if (forms.aside && card.querySelector(".aside-form")) return true;
  return Boolean(forms.edit) && !card.classList.contains("is-aside") && (forms.edit.some(differs) || units(forms.edit) !== units(valuesOf(card)));
}

// Who opens a card finds in it what he typed last, saved or not.
function editIn(card, name) {
  if (card.ariaBusy || card.classList.contains("is-aside")) return;
  if (card.querySelector(".kept")) bringBack(card);
  edit(card, name);
}

function bringBack(card) {
  const record = kept(card);
  card.querySelector(".kept")?.remove();
  if (!record) return;
  const { forms } = record;
  if (forms.gaps) putBack(card, "dl [form^=gaps-]", forms.gaps);
  if (forms.aside && card.querySelector(".aside-form")) {
    putBack(card, ".aside-form [name=reason]", forms.aside);
    setAside(card);
  }
  if (forms.edit) reopen(card, forms.edit);
  drop(record);
}

function putBack(card, places, fields) {
  const typed = new Map(fields);
  for (const field of card.querySelectorAll(places)) {
    if (field.type === "checkbox") field.checked = typed.has(field.name);
    else field.value = typed.get(field.name) ?? field.value;
    keep(card, field.form);
    field.focus();
  }
}

function draw() {
  document.querySelector("[data-help]").hidden = false;
}

if (list) {
  document.addEventListener("submit", onSubmit);
  list.addEventListener("input", onTyped);
  list.addEventListener("change", onTyped);
  document.addEventListener("click", onClick);
  document.addEventListener("review:drawn", draw);
  document.documentElement.classList.add("keyed");
  cards().forEach((card) => {
    dress(card);
    offer(card);
  });
  draw();
  // After a reload the hand is back at the card in which something was being typed.
  if (!current()) light(cards().find((card) => card.querySelector(".kept")) ?? cards()[0]);
  if (current()?.querySelector(".kept")) go(current());
}
