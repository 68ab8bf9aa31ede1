// Copies a text that stands on the page; without this it can still be marked and copied by hand.

async function put(text, area) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return area ? mark(area) : putMarked(text);
  }
}

// Without TLS, or not allowed: the older way, which needs the text to be marked.
function mark(area) {
  area.focus();
  area.select();
  return document.execCommand("copy");
}

function putMarked(text) {
  const area = document.createElement("textarea");
  area.className = "visually-hidden";
  area.readOnly = true;
  area.value = text;
  document.body.append(area);
  const isDone = mark(area);
  area.remove();
  return isDone;
}

document.querySelectorAll("[data-copy]").forEach((button) => {
  button.hidden = false;
  const word = button.textContent;
  const said = document.createElement("span");
  said.className = "copied";
  said.setAttribute("role", "status");
  button.after(said);
  button.addEventListener("click", async () => {
    const area = document.getElementById(button.dataset.copy);
    const isDone = await put(area.value, area);
    said.textContent = isDone ? `✓ ${button.dataset.copied}` : button.dataset.byHand;
    setTimeout(() => (said.textContent = ""), 15000);
    button.textContent = word;
  });
});

// A link to such a text copies it at once; where that does not work, it opens the page as any link does.
document.querySelectorAll("a[data-copies]").forEach((link) => {
  const said = document.getElementById(link.dataset.copies);
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
      const area = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("textarea[readonly]");
      if (!answer.ok || !area || !(await put(area.value, null))) throw new Error();
      said.hidden = false;
      said.focus();
    } catch {
      location.assign(link.href);
    }
  });
});
