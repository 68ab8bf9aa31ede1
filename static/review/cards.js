// A press on a card is sent without leaving the page: the answer brings the head, and the cards that changed.
// Scroll place, focus, and what is being typed in other cards stay as they are.

import { editorOf, isComplete, move, openBoth, settleDue, showErrors } from "./editor.js";
import { forget, isUnsaved, keep, kindOf, leave } from "./keep.js";
import { restyle } from "./marks.js";
import { cardOf, cards, current, go, list, say, words } from "./page.js";
import { pick } from "./picker.js";

const CARD = "text/vnd.tracker.card+html";
let queue = Promise.resolve();
export const undoable = [];
export const FIELDS = { u: "lead_unit_id", c: "units", d: "due_on", l: "leader_id", t: "title" };

// Presses are sent one after another, so that the last answer tells how things stand.
export function send(form, submitter, after = () => {}) {
  const card = cardOf(form);
  const kind = kindOf(form);
  if (card.ariaBusy || (kind === "edit" && !isComplete(form))) return;
  if (kind === "edit") settleDue(form);
  const press = { field: document.activeElement.form === form ? document.activeElement : null, card: card.id, form, submitter, url: submitter?.getAttribute("formaction") ?? form.getAttribute("action"), kind, body: new FormData(form, submitter), after };
  card.ariaBusy = "true";
  if (kind === "edit") form.inert = true; // what would be typed now could not be sent any more
  enqueue(press);
}

// One that went wrong does not hold up those after it.
function enqueue(press) {
  queue = queue.catch(() => {}).then(() => deliver(press));
}

// A press that has no button: the way back from the last one.
export function sendBack({ id, path, wanted }) {
  const card = document.getElementById(id);
  const body = new FormData();
  if (!card || card.ariaBusy) return;
  body.set("csrf_token", list.ownerDocument.querySelector("[name=csrf_token]").value);
  body.set("shown", card.dataset.version);
  if (wanted) body.set("wanted", wanted);
  card.ariaBusy = "true";
  go(card);
  enqueue({ card: id, url: `${card.dataset.url}/${path}`, kind: "", body, after: () => {}, isBack: true });
}

async function deliver(press) {
  let answer = null;
  press.body.set("known", cards().map((card) => card.dataset.known).join(" "));
  try {
    answer = await fetch(press.url, { method: "POST", body: new URLSearchParams(press.body), headers: { Accept: CARD } });
    const text = await answer.text();
    if (answer.headers.get("Content-Type")?.startsWith(CARD)) take(press, text, answer.ok);
    else if (answer.status === 401 && press.form) signInFirst(press);
    else if (answer.redirected) location.assign(answer.url);
    else failAs(press, new DOMParser().parseFromString(text, "text/html").querySelector("main"));
  } catch (error) {
    if (answer) throw error;
    fail(press, words.failed);
  } finally {
    const card = document.getElementById(press.card);
    if (card) card.ariaBusy = null;
    if (press.form) {
      delete press.form.dataset.sent;
      press.form.inert = false;
    }
  }
}

// The session has ended: the form goes the plain way, so that sign-in leads back to it with its text.
function signInFirst({ form, submitter, url }) {
  form.action = url;
  if (submitter?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }));
  leave();
  form.submit();
}

// A whole page came: its sentence, and its way on if it has one.
function failAs(press, page) {
  fail(press, page?.querySelector(".lede")?.textContent, page?.querySelector("[data-way-on]"));
}

// The card may have gone with the press before this one; then the sentence stands below the head until the next answer.
function fail(press, sentence, way) {
  const card = document.getElementById(press.card);
  const notes = document.getElementById("review-notes");
  (card ?? notes).querySelector(":scope > .failed")?.remove();
  const note = Object.assign(document.createElement("div"), { className: "note danger failed mt-2 mb-0", textContent: sentence || words.failed });
  note.setAttribute("role", "alert");
  if (way) note.append(" ", way);
  if (card) card.firstElementChild.after(note);
  else notes.append(note);
}

function take(press, text, isDone) {
  const answer = document.createElement("template");
  answer.innerHTML = text;
  const box = answer.content.firstElementChild;
  const order = box.dataset.order.split(" ").filter(Boolean).map((id) => `d${id}`);
  const seat = current();
  const before = seat?.getBoundingClientRect().top;
  for (const id of ["review-top", "review-notes"]) swapIn(document.getElementById(id), box.querySelector(`#${id}`));
  swapIn(document.querySelector("[data-source]"), box.querySelector("[data-source]"));
  for (const card of box.querySelectorAll(":scope > .draft")) place(card, order, press, isDone);
  for (const card of cards()) if (!order.includes(card.id) && !isUnsaved(card)) card.remove();
  const stays = seat && document.getElementById(seat.id);
  if (stays) scrollBy(0, stays.getBoundingClientRect().top - before);
  if (isDone) remember(press); // only now: a field that is taken off the page may still tell that it was typed in
  finish(press, isDone);
}

function swapIn(old, fresh) {
  if (old && fresh) old.replaceWith(fresh);
}

function finish(press, isDone) {
  const card = document.getElementById(press.card);
  if (!isDone && card) {
    if (press.kind && press.form) keep(card, press.kind === "edit" ? editorOf(card) ?? press.form : press.form);
    if (press.form) press.form.inert = false;
    if (document.activeElement === document.body || cardOf(document.activeElement) === card) refocus(card, press.field ?? card);
    showErrors(card);
  }
  if (!current() && isDone) go(card ?? cards()[0]);
  const top = document.getElementById("review-top");
  if (isDone && !top.querySelector(".near-text, :disabled")) say(words.settled);
  else say([!isDone && card?.querySelector("[role=alert]")?.textContent, top.querySelector(".review-state p").textContent].filter(Boolean).join(" "));
  document.dispatchEvent(new Event("review:drawn"));
  if (isDone) press.after(card);
}

// A new card comes after the one that stands before it in the text; one that is there keeps its place on the page.
function place(fresh, order, press, isDone) {
  const old = document.getElementById(fresh.id);
  const isPressed = fresh.id === press.card;
  if (old) {
    renew(old, fresh, isPressed, isPressed && isDone ? press.kind : null);
  } else {
    const before = order.slice(0, order.indexOf(fresh.id)).reverse().map((id) => document.getElementById(id)).find((card) => card && cardOf(card));
    if (before) before.after(fresh);
    else list.prepend(fresh);
  }
  restyle(fresh);
  dress(fresh);
}

function renew(old, fresh, isPressed, saved) {
  const hadFocus = old.contains(document.activeElement) ? document.activeElement : null;
  const isChanged = old.dataset.version !== fresh.dataset.version;
  if (old.classList.contains("on")) fresh.classList.add("on");
  if (!isPressed && isChanged) {
    fresh.append(Object.assign(document.createElement("p"), { className: "small-2 near-text mb-0 mt-2", textContent: words.others }));
  }
  const left = carryTyped(old, fresh, saved);
  if (saved !== "edit") move(old, fresh, isChanged);
  if (left.length && !editorOf(fresh) && !fresh.classList.contains("is-aside")) openBoth(fresh, left);
  // The editor keeps the version that its text began with, until its writer has seen the other one in the card.
  const form = editorOf(fresh);
  if (form && isPressed) form.elements.version.value = fresh.dataset.version;
  old.replaceWith(fresh);
  if (hadFocus) refocus(fresh, hadFocus);
}

function refocus(card, had) {
  const same = card.contains(had) ? had : had.name && card.querySelector(`[name="${CSS.escape(had.name)}"]:not([type=hidden])`);
  (same || card).focus({ preventScroll: true });
}

// Unsaved words in the other forms of the card: what is open for filling in, and the reason for setting it aside.
// What finds no place any more is handed back.
function carryTyped(old, fresh, saved) {
  const isAsideOpen = old.querySelector(".aside-form")?.open && saved !== "aside";
  if (isAsideOpen && fresh.querySelector(".aside-form")) fresh.querySelector(".aside-form").open = true;
  const offered = saved ? null : old.querySelector(":scope > .kept");
  if (offered) fresh.firstElementChild.after(offered);
  const left = [];
  for (const field of old.querySelectorAll("dl [form], .aside-form [name=reason]")) {
    const kind = field.name === "reason" ? "aside" : "gaps";
    if (kind === saved) continue;
    const same = fresh.querySelector(`:is(dl [form], .aside-form input)[name="${field.name}"]`);
    if (same) Object.assign(same, { value: field.value, checked: field.checked });
    else if (kind === "gaps" && field.type !== "checkbox" && field.value.trim()) left.push([field.name, field.value]);
  }
  return left;
}

function remember({ card: id, url, kind, body, isBack }) {
  const card = document.getElementById(id);
  if (card) forget(card, kind);
  const path = url.split("/").pop();
  const back = { acceptance: { path: "putting-back" }, "setting-aside": { path: "putting-back" }, parts: { path: "merging" },
    "one-each": { path: "one-each", wanted: body.get("wanted") === "1" ? "0" : "1" } }[path];
  if (path === "merging") undoable.length = 0; // what came before cannot be told apart any more
  if (back && !isBack) undoable.push({ id, ...back });
}

// What only a script can use: units found by letters, and the key of each button and field.
export function dress(card) {
  card.querySelectorAll("[data-picker]").forEach((input) => pick(input));
  for (const button of card.querySelectorAll("[data-key]")) {
    button.setAttribute("aria-keyshortcuts", button.dataset.key.toUpperCase());
    hint(button, button.dataset.key);
  }
  for (const [letter, name] of Object.entries(FIELDS)) {
    const label = card.querySelector(`dd[data-field="${name}"]`)?.previousElementSibling;
    if (label) hint(label, letter);
  }
}

function hint(node, letter) {
  const key = Object.assign(document.createElement("kbd"), { className: "key", textContent: letter.toUpperCase() });
  key.setAttribute("aria-hidden", "true");
  node.append(key);
}
