// Small helps that every page shares. Pages work without them.

// Without a connection nothing is sent: the browser would show a page of its own in the place of what was typed.
document.addEventListener("submit", (event) => {
  document.getElementById("offline")?.remove();
  if (navigator.onLine) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const note = Object.assign(document.createElement("div"), { id: "offline", className: "note danger", textContent: document.body.dataset.offline });
  note.setAttribute("role", "alert");
  (event.submitter ?? event.target).before(note);
  note.scrollIntoView({ block: "nearest" });
}, true);

// A second press of the same button does nothing: the form is sent once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 1000 * (form.dataset.patience || 4));
});

// Back from the next page shows the form again, ready to send.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

// Typed text is not lost by closing the page by mistake.
let typed = false;
document.addEventListener("input", (event) => {
  // The cards of a review keep what is typed in them by themselves.
  if (event.target.closest("form[method=post]:not(.edit)") && event.target.matches("textarea")) typed = true;
});
document.addEventListener("submit", () => (typed = false));
window.addEventListener("beforeunload", (event) => {
  if (typed) event.preventDefault();
});

// Files that are too large are said beside their field, and nothing is sent: the server could answer only without what was typed.
function weigh(input) {
  const files = [...input.files];
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const { limit, tooLarge, tooLargeTogether } = input.dataset;
  const fault = size <= Number(limit) ? "" : files.length > 1 ? tooLargeTogether : tooLarge;
  input.setCustomValidity(fault);
  document.getElementById(`${input.id}-size`).textContent = fault;
  input.classList.toggle("is-empty", !files.length);
}
document.querySelectorAll("input[type=file][data-limit]").forEach((input) => {
  input.addEventListener("change", () => weigh(input));
  weigh(input);
});

// Who signs out leaves nothing of his typing behind (review/keep.js keeps it until then).
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-signs-out]")) return;
  try {
    Object.keys(localStorage).filter((key) => key.startsWith("review:")).forEach((key) => localStorage.removeItem(key));
  } catch {
    // Shut off: then nothing was kept.
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// One key goes on to the next task of the list (j) or back to the one before (k), as long as nothing is being typed.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, textarea, select, dialog")) return;
  document.querySelector(`a[aria-keyshortcuts="${CSS.escape(event.key)}"]`)?.click();
});

// The form of a way to go on is fetched when it is opened. Where the task has moved on meanwhile, somebody else has signed
// in, or something stands in the way, its link leads to the fresh page with the form.
async function fetchWay(way, link) {
  // Not followed elsewhere: what is told there once would be told to nobody.
  const answer = await fetch(link.href, { redirect: "manual" });
  if (!answer.ok) return location.assign(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector(`details[open][data-way="${CSS.escape(way.dataset.way)}"]`);
  const seen = (part) => part?.closest("[data-seen]")?.dataset.seen;
  if (seen(found) !== seen(way)) return location.assign(link.href);
  found.querySelector("summary").remove();
  link.parentElement.replaceWith(...found.childNodes);
}

// What was opened may lie below the edge of the screen. Not at once: a second press must meet the same button.
const PAUSE = 400;
document.addEventListener("toggle", ({ target: way }) => {
  if (!way.matches(".more-ways details, .words details, .decision-more")) return;
  setTimeout(() => way.open && way.querySelector("form")?.scrollIntoView({ block: "nearest" }), PAUSE);
}, true);

document.addEventListener("toggle", ({ target: way }) => {
  const link = way.open && way.querySelector("a[data-fetches]");
  if (!link || link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  fetchWay(way, link).catch(() => {}).finally(() => (link.ariaBusy = "false"));
}, true);
