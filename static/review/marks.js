// A draft and its sentence find each other, and a selected sentence becomes a draft.
// Without this the numbers are plain links, and the words can be copied into the form below.

const quiet = matchMedia("(prefers-reduced-motion: reduce)").matches;
const isBeside = () => matchMedia("(min-width: 48rem)").matches;
const source = () => document.querySelector("[data-source]");

export function light(card) {
  document.querySelectorAll(".draft.on, mark.on").forEach((node) => node.classList.remove("on"));
  card?.classList.add("on");
  if (card) document.getElementById(card.dataset.mark)?.classList.add("on");
}

function show(node) {
  node?.scrollIntoView({ block: "nearest", behavior: quiet ? "auto" : "smooth" });
}

export function meet(card, scrolls) {
  light(card);
  if (scrolls && isBeside()) show(document.getElementById(card.dataset.mark));
}

// The mark looks as its card does: open, set aside, settled.
export function restyle(card) {
  const mark = document.getElementById(card.dataset.mark);
  if (mark) mark.className = `${card.dataset.style ?? ""}${card.classList.contains("on") ? " on" : ""}`.trim();
}

document.addEventListener("click", (event) => {
  const mark = event.target.closest("mark[data-card]");
  if (mark && getSelection().isCollapsed) {
    const card = document.getElementById(mark.dataset.card);
    light(card);
    if (isBeside()) {
      event.preventDefault();
      show(card);
    }
    return;
  }
  const card = event.target.closest(".draft[data-mark]");
  if (card) meet(card, !event.target.closest("button, summary, select, input, label, a[href]:not([href^='#'])"));
});

document.addEventListener("focusin", (event) => {
  const card = event.target.closest(".draft[data-mark]");
  if (card && !card.classList.contains("on")) meet(card, true);
});

function meetTarget() {
  const target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  const card = target?.closest(".draft[data-mark]");
  if (card) meet(card, true);
}
addEventListener("hashchange", meetTarget);
meetTarget();

// The text begins with the report; what matters begins at the first mark.
const side = document.querySelector(".source-side");
const first = source()?.querySelector("mark");
if (side && first && !location.hash && isBeside()) side.scrollTop = Math.max(0, first.offsetTop - 150);

// Offsets count characters as the server does: by code point, from the piece that holds them.
function offset(node, place) {
  if (node.nodeType !== Node.TEXT_NODE) {
    const next = node.childNodes[place];
    const piece = next?.nodeType === Node.ELEMENT_NODE ? next.querySelector("[data-start]") ?? next : node;
    return piece.dataset?.start ? Number(piece.dataset.start) : null;
  }
  const piece = node.parentElement.closest("[data-start]");
  return piece ? Number(piece.dataset.start) + [...node.data.slice(0, place)].length : null;
}

const pick = document.querySelector("[data-pick]");
if (source() && pick) {
  document.addEventListener("selectionchange", () => {
    const chosen = getSelection();
    const range = chosen.rangeCount ? chosen.getRangeAt(0) : null;
    const inside = range && !range.collapsed && source().contains(range.commonAncestorContainer);
    const start = inside ? offset(range.startContainer, range.startOffset) : null;
    const end = inside ? offset(range.endContainer, range.endOffset) : null;
    pick.hidden = start === null || end === null || end - start < 3;
    if (!pick.hidden) {
      pick.elements.start.value = start;
      pick.elements.end.value = end;
    }
  });
  // Pressing the button must not drop the selection before the form is sent.
  pick.addEventListener("pointerdown", (event) => event.preventDefault());
}
