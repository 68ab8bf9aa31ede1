// The walk by keyboard: arrows turn the page, a letter opens one word of the chair. The page works without it.

const MARKS = { "\u0300": "f", "\u0301": "s", "\u0303": "x", "\u0309": "r", "\u0323": "j", "\u0306": "w", "\u031b": "w" };
const help = document.getElementById("key-list");
const isTyping = (node) => node.closest("input:not([type=hidden]), textarea, select, dialog[open]");

// A Telex programme joins letters that were meant one by one: the last one is what was pressed.
function letterOf(key) {
  const [letter, ...marks] = key.toLowerCase().replace("đ", "d").normalize("NFD");
  return marks.length ? MARKS[marks.at(-1)] ?? letter : letter;
}

function open(summary) {
  const details = summary.parentElement;
  details.open = true;
  details.querySelector("select, input:not([type=hidden]), textarea")?.focus();
}

function close(target) {
  const details = target.closest("details[name=word][open]") ?? document.querySelector("details[name=word][open]");
  if (!details) return;
  details.open = false;
  details.querySelector("summary").focus();
}

const TURNS = { ArrowRight: "a[rel=next]", ArrowLeft: "a[rel=prev]" };

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.isComposing || event.keyCode === 229 || event.altKey) return;
  if (key === "Escape" && !help.open) close(target);
  else if (key === "Enter" && (event.ctrlKey || event.metaKey) && target.form) {
    event.preventDefault();
    target.form.requestSubmit();
  } else if (event.ctrlKey || event.metaKey || isTyping(target)) return;
  else if (key in TURNS) document.querySelector(TURNS[key])?.click();
  else if (key === "?") help.showModal();
  else if (key.length === 1) {
    const summary = document.querySelector(`summary[data-key="${CSS.escape(letterOf(key))}"]`);
    if (!summary) return;
    event.preventDefault();
    open(summary);
  }
});

const button = document.querySelector("[data-help]");
button.hidden = false;
button.addEventListener("click", () => help.showModal());

// A form that was refused is open already: the hand goes on where something is to be mended.
document.querySelector("details[name=word][open] [autofocus]")?.focus();

// The minutes are longer than their panel: what was recorded last is in sight.
const panel = document.getElementById("minutes");
const ids = [...panel.querySelectorAll("li[id]")].map((line) => Number(line.id.slice(1)));
if (ids.length) {
  const last = document.getElementById(`m${Math.max(...ids)}`).getBoundingClientRect();
  panel.scrollTop += Math.max(0, last.bottom - panel.getBoundingClientRect().bottom);
}
