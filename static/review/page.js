// The review page as the other modules see it: its cards, its words, and what it says aloud.

export const list = document.getElementById("cards");
export const words = list?.dataset ?? {};

export const cards = () => [...list.querySelectorAll(":scope > .draft")];
export const current = () => list.querySelector(":scope > .draft.on");
export const cardOf = (node) => node?.closest?.("#cards > .draft") ?? null;

// Read out by a screen reader; what is seen stands in the card or in the head.
export function say(sentence) {
  document.getElementById("says").textContent = sentence;
}

export function go(card) {
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "nearest" });
}
