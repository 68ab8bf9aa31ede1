// Small helps for the forms of a notice that stand on pages of their own.

// In the form: who types a date means it.
const onDate = document.querySelector("input[name=due_kind][value=date]");
onDate?.form.elements.due_on?.addEventListener("input", (event) => {
  if (event.target.value.trim()) onDate.checked = true;
});

// In the form: tick or clear all units at once.
for (const box of document.querySelectorAll(".many-choices")) {
  const boxes = [...box.querySelectorAll("input[type=checkbox]")];
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm btn-quiet mb-2";
  const label = () => (button.textContent = boxes.every((one) => one.checked) ? box.dataset.none : box.dataset.all);
  button.addEventListener("click", () => {
    const wanted = !boxes.every((one) => one.checked);
    boxes.forEach((one) => (one.checked = wanted));
    label();
  });
  box.addEventListener("change", label);
  label();
  box.querySelector("legend").after(button);
}
