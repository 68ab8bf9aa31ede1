// A column of numbers: Enter and the arrows go from line to line, a copied column fills the lines from the present one on.
// Without this the form works by Tab alone.
const inputs = [...document.querySelectorAll("input[data-column]")];

function go(from, by) {
  const next = inputs[inputs.indexOf(from) + by];
  if (next) {
    next.focus();
    next.select();
  } else if (by > 0) {
    from.form.querySelector("button.btn-primary").focus();
  }
}

inputs.forEach((input) => {
  input.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const by = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    go(input, by);
  });
  input.addEventListener("paste", (event) => {
    const lines = event.clipboardData.getData("text").replace(/[\r\n]+$/, "").split(/\r\n|\r|\n/);
    if (lines.length < 2) return;
    event.preventDefault();
    const first = inputs.indexOf(input);
    lines.forEach((line, place) => {
      if (inputs[first + place]) inputs[first + place].value = line.split("\t")[0].trim();
    });
    go(input, Math.min(lines.length, inputs.length - first) - 1);
  });
});
