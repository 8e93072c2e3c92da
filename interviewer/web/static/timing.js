// The timer as it is seen: the program counts and decides, this page shows it and gives the keys on.

import { stayAwake } from "./awake.js";
import { root, socketUrl } from "./tab.js";

const AGAIN_MS = 500;
const NOTHING_HERE = 4404;
const NAMES = { Enter: "enter", ArrowUp: "up", ArrowDown: "down" };
const at = (id) => document.getElementById(id);
const prompter = at("prompter");

let socket = null;
let tones = null;
let shown = null;
let begun = false;

function open() {
  socket = new WebSocket(socketUrl("timer/socket"));
  socket.addEventListener("open", () => {
    at("lost").hidden = true;
    at("begin").disabled = false; // before, a click would go nowhere
    if (!begun && document.activeElement === document.body) at("begin").focus();
    if (begun) tell("begin");
  });
  socket.addEventListener("message", (event) => draw(JSON.parse(event.data)));
  socket.addEventListener("close", (event) => {
    if (event.code === NOTHING_HERE) {
      location.replace(new URL("timer", root));
      return;
    }
    at("lost").hidden = false;
    setTimeout(open, AGAIN_MS);
  });
}

function tell(type, values = {}) {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type, ...values }));
}

function write(id, text) {
  if (at(id).textContent !== text) at(id).textContent = text;
}

function draw(moment) {
  sound(moment);
  if (moment.stage === "ready") return;
  if (moment.stage === "over") {
    location.replace(new URL("timer/result", root));
    return;
  }
  at("ready").hidden = true;
  at("run").hidden = at("keys").hidden = false;
  stayAwake(!moment.paused);
  document.body.dataset.stage = moment.paused ? "paused" : moment.stage;
  write("where", moment.where);
  write("phase", moment.title);
  write("left", moment.left);
  write("words", moment.words);
  write("time", moment.time);
  write("whole-time", moment.whole_time);
  write("plan", moment.plan);
  write("keywords", moment.keywords.join(" · "));
  write("upcoming", moment.upcoming);
  at("share").setAttribute("width", 1000 * moment.share);
  at("stretch").setAttribute("x", 1000 * (1 - moment.stretch));
  at("stretch").setAttribute("width", 1000 * moment.stretch);
  at("whole").setAttribute("width", 1000 * moment.whole);
  if (!shown) at("ends").replaceChildren(...moment.ends.map(mark));
  if (!shown || shown.number !== moment.number) {
    const lines = moment.text.split("\n").map((line) => Object.assign(document.createElement("p"), { textContent: line }));
    at("text").replaceChildren(...lines);
  }
  if (prompter && moment.place !== null) scroll(moment.place);
  shown = moment;
}

function mark(share) {
  const line = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of [["x", 1000 * share - 1.5], ["width", 3], ["height", 10], ["class", "end"]]) line.setAttribute(name, value);
  return line;
}

// What is to be said now stands at a third of the height.
function scroll(place) {
  const text = at("text");
  const top = prompter.clientHeight / 3 - place * text.scrollHeight;
  text.style.transform = `translateY(${top.toFixed(1)}px)`;
}

function sound(moment) {
  const heard = tones !== null && moment.tones > tones && at("sounds").checked;
  if (moment.tones !== undefined) tones = moment.tones;
  if (heard) new Audio(new URL(`timer/tone/${moment.tone}`, root)).play().catch(() => {});
}

// ------------------------------------------------------------------ keys

function press(key) {
  tell("press", { key });
}

at("keys").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) press(button.dataset.key);
});
document.addEventListener("keydown", (event) => {
  if (!shown || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  const key = NAMES[event.key] || event.key.toLowerCase();
  // Enter and the space bar belong to the button that is focused.
  if ((key === "enter" || key === " ") && event.target.closest("button, a")) return;
  const known = at("keys").querySelector(`[data-key="${CSS.escape(key === "=" ? "+" : key)}"]`);
  if (!known) return;
  event.preventDefault();
  press(key);
});
at("begin").addEventListener("click", () => {
  tones = 0;
  begun = true; // told again wherever the connection was not there yet
  tell("begin");
  if (at("full").checked) document.documentElement.requestFullscreen?.().catch(() => {});
  document.activeElement.blur();
});

open();
