// Keys of a card: Enter sends the answer, a digit rates it. Everything works without this, too.

import "./tab.js";

const form = document.getElementById("card");
const answer = form.querySelector("textarea");

answer?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
document.addEventListener("keydown", (event) => {
  if (answer || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Enter" && !event.target.closest("button, a")) {
    form.querySelector("[name=next]")?.click();
    return;
  }
  form.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
});
