// The list of tasks. Everything works without this.

// On a phone the lists to choose from are one row: the one that is shown is in sight.
const row = document.querySelector(".one-row");
if (row) row.scrollLeft = row.querySelector("[aria-current]").offsetLeft - row.offsetLeft - 40;

// The panel of the filter is fetched when it is opened. Whatever stands in the way, its button still leads to its page.
const opener = document.querySelector("[data-opens=panel]");
async function openPanel() {
  const asked = new URLSearchParams(new FormData(opener.form));
  // Not followed elsewhere: what is told there once would be told to nobody.
  const answer = await fetch(`${opener.formAction}?${asked}`, { redirect: "manual" });
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const panel = document.adoptNode(page.querySelector("details.finder-more"));
  opener.parentElement.replaceWith(panel);
  panel.querySelector("summary").focus();
}
opener?.addEventListener("click", (event) => {
  event.preventDefault();
  if (opener.ariaBusy === "true") return;
  opener.ariaBusy = "true";
  openPanel().catch(() => opener.form.requestSubmit(opener));
});

// How many tasks are marked, told beside the choice.
const form = document.getElementById("bulk");
if (form) {
  const boxes = [...document.querySelectorAll("input[name=task][form=bulk]")];
  const told = form.querySelector("[data-marked]");
  const marked = form.querySelector("input[value=marked]");
  const page = form.querySelector("input[value=page]");
  const count = () => {
    const number = boxes.filter((box) => box.checked).reduce((sum, box) => sum + box.value.split(" ").length, 0);
    told.textContent = number ? ` (${number})` : "";
  };
  document.addEventListener("change", (event) => {
    if (boxes.includes(event.target)) {
      marked.checked = true;
      count();
    } else if (event.target === page) {
      boxes.forEach((box) => (box.checked = true));
      count();
    }
  });
  window.addEventListener("pageshow", count);
}
