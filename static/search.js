// The search box by keyboard: «/» leads to it, ↑ and ↓ go through what was found, Enter opens. Without scripts the box
// and the links work as they are.

const typing = "input, textarea, select, dialog, [contenteditable]";
const boxes = () => [...document.querySelectorAll("[data-find]")].filter((box) => box.offsetParent);

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || event.target.closest(typing)) return;
  event.preventDefault();
  const [box] = boxes();
  box?.focus();
  box?.select();
  if (!box) document.querySelector(".find-link")?.click();
});

document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  const [box] = boxes();
  const stops = [box, ...document.querySelectorAll("a[data-hit]")];
  const place = stops.indexOf(document.activeElement);
  if (place < 0 || stops.length < 2) return;
  event.preventDefault();
  stops[Math.min(Math.max(place + step, 0), stops.length - 1)].focus();
});
