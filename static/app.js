// Small helps that every page shares. Pages work without them.

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
  if (event.target.closest("form[method=post]") && event.target.matches("textarea")) typed = true;
});
document.addEventListener("submit", () => (typed = false));
window.addEventListener("beforeunload", (event) => {
  if (typed) event.preventDefault();
});
