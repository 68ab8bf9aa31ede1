// The list of tasks: how many are marked, told beside the choice. The form works without this.
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
