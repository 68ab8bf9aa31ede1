// A field in which a unit is found by a few letters: the combobox of the ARIA Authoring Practices, list below, one
// choice; with data-picker="units" several, each a chip that Backspace takes away again.

import { words } from "./page.js";
import { readUnits, search } from "./units.js";

const MOST = 8;
const source = document.getElementById("all-units");
export const units = source ? readUnits(source) : [];
let number = 0;

export function pick(input) {
  const box = document.createElement("div");
  const menu = document.createElement("ul");
  number += 1;
  menu.id = `units-${number}`;
  menu.hidden = true;
  menu.setAttribute("role", "listbox");
  menu.setAttribute("aria-label", input.getAttribute("aria-label"));
  box.className = "picker";
  input.replaceWith(box);
  box.append(input, menu);
  input.removeAttribute("list");
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": menu.id })) {
    input.setAttribute(name, value);
  }
  const isMany = input.dataset.picker === "units";
  delete input.dataset.picker;
  const state = { input, menu, box, isMany, found: [], at: -1 };
  listen(state);
  return state;
}

function listen(state) {
  const { input, menu } = state;
  input.addEventListener("input", () => open(state));
  input.addEventListener("keydown", (event) => onKey(state, event));
  input.addEventListener("blur", () => close(state));
  input.addEventListener("click", () => menu.hidden && open(state));
  menu.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  menu.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(state, state.found[[...menu.children].indexOf(option)]);
  });
}

function open(state) {
  const typed = state.input.value;
  const taken = state.isMany ? new Set(chosen(state.box)) : new Set();
  state.found = search(typed, units).filter((unit) => !taken.has(unit.id)).slice(0, typed.trim() ? MOST : units.length);
  state.at = state.found.length && typed.trim() ? 0 : -1;
  const isNew = state.menu.hidden;
  draw(state);
  if (isNew) state.menu.scrollIntoView({ block: "nearest" });
}

function draw({ input, menu, found, at }) {
  menu.replaceChildren(...found.map((unit, index) => {
    const option = document.createElement("li");
    option.id = `${menu.id}-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", String(index === at));
    option.textContent = unit.name;
    return option;
  }));
  if (!found.length) {
    const none = document.createElement("li");
    none.className = "muted";
    none.setAttribute("role", "option");
    none.setAttribute("aria-disabled", "true");
    none.setAttribute("aria-selected", "false");
    none.textContent = words.none;
    menu.append(none);
  }
  menu.hidden = false;
  input.setAttribute("aria-expanded", "true");
  if (at >= 0) input.setAttribute("aria-activedescendant", `${menu.id}-${at}`);
  else input.removeAttribute("aria-activedescendant");
  menu.children[at]?.scrollIntoView({ block: "nearest" });
}

function close(state) {
  state.menu.hidden = true;
  state.at = -1;
  state.input.setAttribute("aria-expanded", "false");
  state.input.removeAttribute("aria-activedescendant");
}

function choose(state, unit) {
  const { input, box, isMany } = state;
  if (!unit) return;
  if (isMany) addChip(box, unit);
  input.value = isMany ? "" : unit.name;
  close(state);
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function onKey(state, event) {
  if (event.isComposing || event.keyCode === 229) return;
  const { menu, found, isMany, input, box } = state;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    if (menu.hidden) open(state);
    if (state.found.length) {
      state.at = (state.at + step + state.found.length) % state.found.length;
      draw(state);
    }
  } else if (event.key === "Enter" && !menu.hidden && state.at >= 0) {
    // Ctrl+Enter picks and goes on to save the card.
    if (!event.ctrlKey && !event.metaKey) event.preventDefault();
    choose(state, found[state.at]);
  } else if (event.key === "Enter" && isMany && input.value.trim()) {
    event.preventDefault(); // letters that mean no unit yet are not sent away
  } else if (event.key === "Escape" && !menu.hidden) {
    event.preventDefault();
    close(state);
  } else if (event.key === "Backspace" && isMany && !input.value) {
    box.querySelector(".unit-chip:last-of-type")?.remove();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const chosen = (box) => [...box.querySelectorAll("input[name=units]")].map((one) => one.value);

export function addChip(box, unit) {
  if (chosen(box).includes(unit.id)) return;
  const chip = document.createElement("span");
  const hidden = document.createElement("input");
  const remove = document.createElement("button");
  chip.className = "unit-chip";
  Object.assign(hidden, { type: "hidden", name: "units", value: unit.id });
  Object.assign(remove, { type: "button", textContent: "×" });
  remove.setAttribute("aria-label", words.remove.replace("{unit}", unit.short));
  remove.addEventListener("click", () => {
    const field = box.querySelector("[role=combobox]");
    chip.remove();
    field.focus();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  chip.append(hidden, unit.short, remove);
  box.querySelector("[role=combobox]").before(chip);
}
