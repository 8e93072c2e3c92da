// A rehearsal: the socket, the microphone, the voice and the keys put together.

import { stayAwake } from "./awake.js";
import { Connection } from "./connection.js";
import { Microphone, loudness, offerDevices } from "./microphone.js";
import { SceneView, at, say, show, write } from "./scene.js";
import { root } from "./tab.js";

const VERSION = Number(at("rehearsal").dataset.version);
const SILENT_MS = 1500;
const TONE = [1046.5, 0.15, 0.1];

const connection = new Connection("rehearsal/socket", VERSION);
const microphone = new Microphone(VERSION);
const view = new SceneView(press);
const voice = new Audio();

let scene = null;
let playing = 0;
let tones = null;
let framed = 0;
let told = false; // the server knows of this microphone
let entered = false; // the person has gone on with it here
let begun = false; // asked for here: told until the server does it, which needs a microphone

// ------------------------------------------------------------------ the server

connection.addEventListener("open", () => {
  show("lost", false);
  told = false;
  announce();
});
connection.addEventListener("lost", () => {
  show("lost", scene === null || (scene.stage !== "over" && scene.stage !== "failed"));
  hush();
});
connection.addEventListener("scene", ({ detail }) => {
  show("elsewhere", false);
  scene = detail;
  draw();
  announce();
  play(scene.sound);
  if (tones !== null && scene.tones > tones) microphone.tone(...TONE);
  tones = scene.tones;
  if (scene.stage === "over" || scene.stage === "failed") microphone.close();
});
connection.addEventListener("meter", ({ detail }) => view.meter(detail));
connection.addEventListener("elsewhere", () => {
  microphone.close();
  stayAwake(false);
  scene = null;
  entered = false;
  told = false;
  hush();
  for (const id of ["lobby", "live", "waiting", "keys"]) show(id, false);
  show("elsewhere", true);
});
connection.addEventListener("outdated", () => location.reload());
at("take-over").addEventListener("click", () => {
  show("keys", true);
  connection.tell("take_over");
});

function draw() {
  show("keys", true);
  view.draw(scene, entered && microphone.isOpen);
  tried();
  const again = scene.stage === "live";
  stayAwake(again && entered && !scene.paused);
  for (const id of ["lobby-title", "lobby-told", "begin"]) {
    write(id, again ? at(id).dataset.again || at(id).textContent : at(id).dataset.begin);
  }
}

// ------------------------------------------------------------------ the microphone

// What the server must know of the microphone before any frame.
function announce() {
  if (told || !scene || !microphone.isOpen || !connection.isOpen) return;
  told = true;
  connection.tell("microphone", { state: "open", name: microphone.name, rate: microphone.rate });
  if (begun && scene.stage === "lobby") connection.tell("begin");
}

// What the lobby offers next: to try the microphone, or to begin with it.
function tried() {
  for (const id of ["try-meter", "begin"]) show(id, microphone.isOpen);
  show("allow", !microphone.isOpen);
}

async function listen(deviceId) {
  told = false;
  const state = await microphone.open(deviceId);
  const open = state === "open";
  if (!open && state !== "no_api") connection.tell("microphone", { state });
  write("lobby-notice", state === "no_api" ? say.no_api : "");
  show("lobby-notice", state === "no_api");
  if (open) offerDevices(microphone, deviceId);
  tried();
  if (!open) return false;
  framed = performance.now();
  announce();
  return true;
}

microphone.addEventListener("frame", ({ detail }) => {
  framed = performance.now();
  if (told && (scene.stage === "preparing" || scene.stage === "live")) connection.send(detail.bytes);
  at("try-meter").querySelector("meter").value = loudness(detail.level);
});
microphone.addEventListener("state", ({ detail }) => {
  if (detail === "unmuted") {
    told = false;
    announce();
    return;
  }
  connection.tell("microphone", { state: detail });
  if (detail === "ended") entered = false;
  if (scene) draw();
});
// What lasts is told: a microphone that gives nothing, asleep after the machine was, and a program that does not answer.
setInterval(() => {
  const since = performance.now() - SILENT_MS;
  const live = scene?.stage === "live";
  const silent = live && microphone.isOpen && framed < since;
  if (silent) microphone.wake();
  show("silent", silent);
  show("slow", live && !scene.waiting && connection.isOpen && connection.heard < since);
}, 250);

at("allow").addEventListener("click", async () => {
  at("allow").disabled = true;
  if (await listen("")) at("begin").focus();
  at("allow").disabled = false;
});
at("devices").addEventListener("change", () => listen(at("devices").value));
at("begin").addEventListener("click", () => {
  entered = true;
  if (scene.stage === "live") {
    draw();
    if (scene.paused) press("p");
  } else {
    begun = true;
    connection.tell("begin");
  }
});

// ------------------------------------------------------------------ the voice

function play(sound) {
  if (!sound) {
    hush();
    return;
  }
  if (sound.id === playing || !microphone.isOpen) return;
  playing = sound.id;
  const id = sound.id;
  const unplayable = (error) => {
    if (playing === id) connection.tell("unplayable", { id, reason: error?.name || "error" });
  };
  voice.src = new URL(sound.url, root);
  voice.onended = () => {
    if (playing === id) connection.tell("spoken", { id });
  };
  voice.onerror = () => unplayable(voice.error && { name: `MediaError ${voice.error.code}` });
  voice.play().catch((error) => {
    if (error.name !== "AbortError") unplayable(error);
  });
}

function hush() {
  playing = 0;
  voice.onended = voice.onerror = null;
  voice.pause();
}

// ------------------------------------------------------------------ keys

function offered(key) {
  return scene?.stage === "live" && entered && scene.offers.some((each) => each.key === key);
}

function press(key) {
  if (key === "q" && scene.offers.some((each) => each.key === "q" && each.does === say.quit)) {
    at("leaving").showModal();
    return;
  }
  connection.tell("press", { key });
}

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || at("leaving").open) return;
  if (event.target.closest("input, select, textarea, summary, a")) return;
  const key = event.key.toLowerCase();
  // Enter and the space bar belong to the button that is focused.
  if (key === "enter" && event.target.closest("button")) return;
  const claims = scene?.card?.claims.some((claim) => String(claim.number) === key);
  if (!offered(key) && !claims) return;
  event.preventDefault();
  press(key);
});
at("leave").addEventListener("click", () => {
  at("leaving").close();
  connection.tell("press", { key: "q" });
});
at("stay").addEventListener("click", () => at("leaving").close());

addEventListener("pagehide", () => microphone.close());
