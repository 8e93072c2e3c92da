"use strict";

// A coach's desk: comments on words and moments, marks by the rubric, saved as a file. Nothing is sent.

const coachDesk = document.querySelector("#coach");
const coachName = document.querySelector("#coach-name");
const coachBar = document.querySelector(".coach-bar");
const coachStatus = coachBar.querySelector("[role=status]");
const keptAs = `interviewer.comments/1 ${coachDesk.dataset.session}`;

// What was written; `writing` is what stands in the form: its place in the list, or -1, and the comment.
let comments = [];
let writing = null;
let cameFrom = null;
let savedText = "";
let browserKeeps = true;

const form = document.querySelector("#comment-form").content.firstElementChild;
const box = form.querySelector("textarea");

function marks() {
  const given = [...coachDesk.querySelectorAll("fieldset[data-criterion]")].map((criterion) => ({
    criterion: criterion.dataset.criterion,
    mark: Number(criterion.querySelector("input:checked").value),
  }));
  return given.filter((each) => each.mark > 0);
}

function fileText() {
  const said = comments.map(({ answer, at_s, text }) => ({ answer, at_s, text }));
  const file = {
    schema: "interviewer.comments/1",
    session: coachDesk.dataset.session,
    coach: coachName.value.trim(),
    comments: said,
    marks: marks(),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

// ------------------------------------------------------------------ kept in the browser, if it will

function unkept() {
  browserKeeps = false;
  coachDesk.querySelector("[data-unkept]").hidden = false;
}

function keep() {
  const pending = writing && { ...writing, comment: { ...writing.comment, text: box.value } };
  try {
    const kept = { coach: coachName.value, comments, marks: marks(), pending };
    localStorage.setItem(keptAs, JSON.stringify(kept));
  } catch {
    unkept();
  }
}

// What a browser has kept may be of anything: only what fits this page is taken from it.
function fits(comment) {
  const { answer, at_s, text, quote } = comment ?? {};
  const moment = at_s === null || (Number.isFinite(at_s) && at_s >= 0);
  return deskOf(answer) !== undefined && moment && typeof text === "string" && typeof quote === "string";
}

function recall() {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(keptAs));
  } catch (error) {
    if (!(error instanceof SyntaxError)) unkept();
  }
  if (kept === null || typeof kept !== "object") return;
  coachName.value = typeof kept.coach === "string" ? kept.coach : "";
  comments = Array.isArray(kept.comments) ? kept.comments.filter(fits) : [];
  for (const given of Array.isArray(kept.marks) ? kept.marks : []) {
    const criterion = [...coachDesk.querySelectorAll("fieldset[data-criterion]")].find(
      (each) => each.dataset.criterion === given?.criterion,
    );
    const chosen = criterion?.querySelector(`input[value="${Number(given.mark)}"]`);
    if (chosen) chosen.checked = true;
  }
  show();
  if (fits(kept.pending?.comment)) openForm(kept.pending.comment, Number(kept.pending.index), null, false);
}

window.addEventListener("beforeunload", (event) => {
  const unsaved = comments.length + marks().length > 0 && fileText() !== savedText;
  if (browserKeeps || !(unsaved || (writing && box.value.trim()))) return;
  event.preventDefault();
  event.returnValue = true; // which older browsers ask for
});

// ------------------------------------------------------------------ what is shown of it

function desks() {
  return [...document.querySelectorAll(".desk")];
}

function deskOf(answer) {
  return desks().find((each) => each.dataset.answerId === answer);
}

function tell(what) {
  coachStatus.textContent = coachStatus.dataset[what];
}

function line(comment, index) {
  const item = document.querySelector("#comment-line").content.firstElementChild.cloneNode(true);
  const text = item.querySelector("p");
  item.querySelector(".at").textContent = comment.at_s === null ? "" : clock(comment.at_s);
  text.textContent = comment.text;
  text.id = `comment-${index}`;
  const edit = item.querySelector("[data-edit]");
  edit.setAttribute("aria-describedby", text.id);
  edit.addEventListener("click", () => openForm(comment, index, edit, true));
  const remove = item.querySelector("[data-remove]");
  remove.setAttribute("aria-describedby", text.id);
  remove.addEventListener("click", () => {
    comments.splice(index, 1);
    if (writing && writing.index === index) writing.index = -1;
    else if (writing && writing.index > index) writing.index -= 1;
    changed("removed");
    deskOf(comment.answer).querySelector("[data-about]").focus();
  });
  return item;
}

function show() {
  for (const desk of desks()) {
    const own = comments
      .map((comment, index) => ({ comment, index }))
      .filter(({ comment }) => comment.answer === desk.dataset.answerId)
      .sort((one, other) => (one.comment.at_s ?? -1) - (other.comment.at_s ?? -1));
    desk.querySelector(".remarks").replaceChildren(...own.map((each) => line(each.comment, each.index)));
    const said = new Set(own.map(({ comment }) => comment.at_s));
    for (const word of desk.closest("article").querySelectorAll(".w")) {
      word.classList.toggle("noted", said.has(Number(word.dataset.s)));
    }
  }
  coachBar.querySelector("[data-count=comments]").textContent = String(comments.length);
  const given = coachBar.querySelector("[data-count=marks]");
  if (given) given.textContent = String(marks().length);
}

function changed(what) {
  show();
  keep();
  if (what) tell(what);
}

// ------------------------------------------------------------------ writing a comment

// Another place while something is being written takes the text along: the wrong word was clicked.
function openForm(comment, index, from, focus) {
  const moving = writing !== null && index < 0 && box.value.trim() !== "";
  const text = moving ? box.value : comment.text;
  writing = { comment, index: moving ? writing.index : index };
  cameFrom = from;
  const moment = comment.at_s !== null;
  form.querySelector("[data-moment]").hidden = !moment;
  form.querySelector("[data-whole]").hidden = moment;
  form.querySelector(".clock").textContent = moment ? clock(comment.at_s) : "";
  form.querySelector("q").textContent = comment.quote;
  form.querySelector("q").hidden = comment.quote === "";
  box.value = text;
  deskOf(comment.answer).append(form);
  if (focus) box.focus();
  keep();
}

function closeForm() {
  writing = null;
  box.value = "";
  form.remove();
  keep();
  if (cameFrom && cameFrom.isConnected) cameFrom.focus();
}

function add() {
  const text = box.value.trim();
  if (!text) {
    box.focus();
    return;
  }
  const comment = { ...writing.comment, text };
  if (writing.index >= 0 && writing.index < comments.length) comments[writing.index] = comment;
  else comments.push(comment);
  closeForm();
  changed("added");
}

form.querySelector("[data-add]").addEventListener("click", add);
form.querySelector("[data-cancel]").addEventListener("click", closeForm);
box.addEventListener("input", keep);
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) add();
});

// Seconds are told to the hundredth, as the words' are.
function commentAt(article, at_s, quote, from) {
  const audio = article.querySelector("audio");
  if (audio && at_s !== null) {
    audio.pause();
    audio.currentTime = at_s;
  }
  const answer = article.querySelector(".desk").dataset.answerId;
  const second = at_s === null ? null : Math.round(at_s * 100) / 100;
  openForm({ answer, at_s: second, quote, text: "" }, -1, from, true);
}

function commentWord(word) {
  commentAt(word.closest("article"), Number(word.dataset.s), word.textContent, word);
}

// While the desk is open a word is commented instead of heard: before its own listener is told.
function onWord(event, word) {
  if (!coachDesk.open || !word) return;
  event.stopPropagation();
  event.preventDefault();
  commentWord(word);
}

for (const article of document.querySelectorAll("[data-answer]")) {
  const transcript = article.querySelector(".transcript");
  transcript?.addEventListener("click", (event) => onWord(event, event.target.closest(".w")), true);
  transcript?.addEventListener(
    "keydown",
    (event) => {
      const plain = !(event.ctrlKey || event.metaKey || event.altKey);
      if (plain && (event.key === "Enter" || event.key === " ")) onWord(event, event.target.closest(".w"));
    },
    true,
  );
  const pace = article.querySelector(".pace");
  pace?.addEventListener(
    "click",
    (event) => {
      if (!coachDesk.open) return;
      event.stopPropagation();
      commentAt(article, paceSecond(pace, event), "", null);
    },
    true,
  );
  // Without a recording nothing has made the words stops of the keyboard.
  if (!article.querySelector("audio")) setUpWords(article, null);
  for (const button of article.querySelectorAll(".desk [data-about]")) {
    button.addEventListener("click", () => {
      const now = button.dataset.about === "now" ? article.querySelector("audio").currentTime : null;
      commentAt(article, now, "", button);
    });
  }
}

// ------------------------------------------------------------------ the desk itself

coachName.addEventListener("input", keep);
coachDesk.addEventListener("change", (event) => {
  if (event.target.type === "radio") changed();
});

coachBar.querySelector("[data-save]").addEventListener("click", () => {
  if (writing && box.value.trim()) add();
  if (comments.length + marks().length === 0) {
    tell("nothing");
    return;
  }
  const text = fileText();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = coachDesk.dataset.file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  savedText = text;
  tell("saved");
});

function followDesk() {
  coachBar.hidden = !coachDesk.open;
  document.body.classList.toggle("coaching", coachDesk.open);
  for (const desk of desks()) {
    desk.hidden = !coachDesk.open;
    // What a click on a word does is told by another line now.
    const transcript = desk.parentElement.querySelector(".transcript");
    const told = coachDesk.open ? desk.querySelector(".help") : desk.parentElement.querySelector(":scope > .help");
    if (told) transcript?.setAttribute("aria-describedby", told.id);
  }
}

coachDesk.hidden = false;
coachDesk.addEventListener("toggle", followDesk);
recall();
coachDesk.open = "open" in coachDesk.dataset || comments.length + marks().length > 0 || writing !== null;
followDesk();
