// Entering a notice: a paste keeps its structure, and a file that takes long says so.
//
// Paste from a web page: what the clipboard holds as HTML keeps its list numbers and the rows of its tables, which the
// plain text beside it has lost. The HTML is parsed by an inert document and only read, never shown.

const BLOCKS = new Set("ADDRESS ARTICLE BLOCKQUOTE DD DIV DL DT FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN OL P PRE SECTION TABLE TBODY THEAD TR UL".split(" "));
const SKIPPED = new Set("SCRIPT STYLE NOSCRIPT TEMPLATE TITLE BUTTON SELECT INPUT TEXTAREA SVG IFRAME NAV".split(" "));
const MARK = /^(?:\d{1,2}(?:\.\d{1,2})*[.)]|[IVXLC]+[.)]|[a-zđ]\)|[-–—+•*])(?:\s|$)/;

function roman(number) {
  let written = "";
  for (const [worth, sign] of [[100, "c"], [90, "xc"], [50, "l"], [40, "xl"], [10, "x"], [9, "ix"], [5, "v"], [4, "iv"], [1, "i"]]) {
    for (; number >= worth; number -= worth) written += sign;
  }
  return written;
}

const styleOf = (element) => (element && element.dataset.style) || "";

function markOf(item, count) {
  const list = item.parentElement;
  const said = /list-style(?:-type)?\s*:[^;]*?\b(none|decimal|(?:lower|upper)-(?:alpha|latin|roman))\b/i;
  const [, style = ""] = said.exec(styleOf(item)) || said.exec(styleOf(list)) || [];
  if (style === "none") return "";
  if (!list || list.tagName !== "OL") return "-";
  const letter = String.fromCharCode(96 + ((count - 1) % 26) + 1);
  switch (style || list.getAttribute("type")) {
    case "a": case "lower-alpha": case "lower-latin": return `${letter})`;
    case "A": case "upper-alpha": case "upper-latin": return `${letter.toUpperCase()}.`;
    case "i": case "lower-roman": return `${roman(count)})`;
    case "I": case "upper-roman": return `${roman(count).toUpperCase()}.`;
    default: return `${count}.`;
  }
}

function textOf(root) {
  const lines = [];
  const counts = [];
  let line = "";
  let mark = "";
  function endLine() {
    const text = line.replace(/[ \t\r\n\u00a0]+/g, " ").trim();
    line = "";
    if (!text) return;
    lines.push(mark && !MARK.test(text) ? `${mark} ${text}` : text);
    mark = "";
  }
  function row(element) {
    const cells = Array.from(element.children, (cell) => textOf(cell).split("\n").filter(Boolean));
    const filled = cells.filter((cell) => cell.length);
    if (filled.length >= 3) lines.push(filled.map((cell) => cell.join("; ")).join("\t"));
    else filled.forEach((cell) => lines.push(...cell));
  }
  function walk(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      line += node.data;
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE || SKIPPED.has(node.tagName) || /display\s*:\s*none/i.test(styleOf(node))) return;
    const isBlock = BLOCKS.has(node.tagName);
    if (isBlock || node.tagName === "BR") endLine();
    if (node.tagName === "TR") {
      row(node);
      return;
    }
    if (node.tagName === "OL" || node.tagName === "UL") counts.push((Number(node.getAttribute("start")) || 1) - 1);
    if (node.tagName === "LI") {
      const count = Number(node.getAttribute("value")) || (counts.pop() || 0) + 1;
      counts.push(count);
      mark = markOf(node, count);
    }
    node.childNodes.forEach(walk);
    if (isBlock) endLine();
    if (node.tagName === "LI") mark = "";
    if (node.tagName === "OL" || node.tagName === "UL") counts.pop();
  }
  root.childNodes.forEach(walk);
  endLine();
  return lines.join("\n");
}

// The policy of our pages holds for the parsed document too, and would report each style and handler in it. So styles
// become plain attributes, which are still read for the kind of a list.
function parse(html) {
  const inert = html
    .replace(/<style\b[^]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1="));
  return new DOMParser().parseFromString(inert, "text/html").body;
}

document.querySelectorAll("textarea[data-paste]").forEach((area) =>
  area.addEventListener("paste", (event) => {
    const html = event.clipboardData.getData("text/html");
    // Word writes its numbers into the plain text itself, and that is the better copy.
    if (!/<(?:li|td)\b/i.test(html) || /urn:schemas-microsoft-com:office/i.test(html)) return;
    const text = textOf(parse(html));
    if (!text) return;
    event.preventDefault();
    // As if typed, so that Ctrl+Z takes it back; where that is gone, put in place.
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }),
);

// Recognising a scan takes most of a minute; nobody shall think that the press was lost and press again.
document.querySelectorAll("form[data-patience]").forEach((form) => {
  const file = form.querySelector("input[type=file]");
  const status = form.querySelector("[data-reading]");
  form.addEventListener("submit", () => (status.hidden = !file.value));
  window.addEventListener("pageshow", () => (status.hidden = true));
});
