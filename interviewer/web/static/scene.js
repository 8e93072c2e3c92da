// What the server says is to be shown, shown. Texts go in as texts: nothing of them is obeyed.

import { clock, loudness } from "./microphone.js";

export const say = JSON.parse(document.querySelector("#rehearsal").dataset.say);

export const at = (id) => document.getElementById(id);

export function show(id, shown) {
  at(id).hidden = !shown;
}

export function write(id, text) {
  const element = at(id);
  if (element.textContent !== text) element.textContent = text;
}

function told(id, text) {
  write(id, text);
  show(id, Boolean(text));
}

function make(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function paragraphs(id, texts, tag = "p") {
  at(id).replaceChildren(...texts.map((text) => make(tag, text)));
}

const SVG = "http://www.w3.org/2000/svg";

function bar(score) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 100 6");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  for (const [name, width] of [["rest", 100], ["fill", score ?? 0]]) {
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("class", name);
    rect.setAttribute("width", width);
    rect.setAttribute("height", 6);
    rect.setAttribute("rx", name === "rest" ? 3 : 0);
    svg.append(rect);
  }
  return svg;
}

const BEYOND = 1.5; // the track ends at so many times the target

export class SceneView {
  #shown = {};
  #press;

  constructor(press) {
    this.#press = press;
  }

  // `ready`: this page has a microphone; without one, the session waits in the lobby.
  draw(scene, ready) {
    const going = scene.stage === "live";
    const needs = !ready && (scene.stage === "lobby" || going);
    show("lobby", needs || scene.stage === "lobby");
    show("waiting", scene.stage === "preparing" || Boolean(scene.waiting));
    write("waiting-told", scene.waiting || say.preparing);
    show("live", going && !needs);
    show("result", scene.stage === "over");
    show("failed", scene.stage === "failed");
    write("failed-told", scene.error);
    write("where", going && scene.count ? `${scene.number}/${scene.count}` : "");
    told("phase", scene.phase);
    write("question", scene.text);
    show("question", Boolean(scene.text));
    at("question").classList.toggle("small", scene.text.length > 140 || Boolean(scene.card));
    this.#turn(scene);
    told("notice", scene.notice);
    told("refusal", scene.refusal);
    told("sent-to", scene.sent_to);
    show("paused", scene.paused);
    this.#once("lines", scene.lines, (lines) => paragraphs("lines", lines));
    this.#once("cue", scene.cue, (cue) => paragraphs("cue-lines", cue.split("\n")));
    show("cue", Boolean(scene.cue) && !scene.card);
    this.#once("card", scene.card, (card) => this.#card(card));
    this.#once("model", scene.model, (model) => {
      show("model", model.length > 0);
      paragraphs("model-lines", model);
    });
    this.#once("result", scene.result, (result) => this.#result(result));
    this.#once("offers", going && !needs ? scene.offers : [], (offers) => this.#keys(offers));
  }

  meter(meter) {
    at("level").value = loudness(meter.level);
    write("voice", meter.voice ? say.voice_heard : say.listening);
    at("voice").classList.toggle("on", meter.voice);
    write("time-told", meter.told);
    at("time-told").classList.toggle("grave", meter.grave);
    const turn = this.#shown.turn;
    if (!turn) return;
    write("clock-time", clock(meter.spoken_s));
    const late = meter.spoken_s > turn.target_s;
    const over = meter.spoken_s > turn.target_s + turn.tolerance_s;
    at("clock").className = `clock ${over ? "over" : late ? "late" : "in-time"}`;
    const whole = turn.target_s * BEYOND;
    at("track-fill").setAttribute("width", Math.min(100, (100 * meter.spoken_s) / whole));
  }

  #once(name, value, draw) {
    const text = JSON.stringify(value);
    if (this.#shown[`${name} text`] === text) return;
    this.#shown[`${name} text`] = text;
    draw(value);
  }

  #turn(scene) {
    show("turn", Boolean(scene.turn));
    this.#shown.turn = scene.turn;
    if (!scene.turn) return;
    write("clock-target", scene.turn.target);
    const whole = scene.turn.target_s * BEYOND;
    const from = Math.max(0, scene.turn.target_s - scene.turn.tolerance_s);
    at("track-zone").setAttribute("x", (100 * from) / whole);
    at("track-zone").setAttribute("width", (100 * 2 * scene.turn.tolerance_s) / whole);
  }

  #card(card) {
    show("card", Boolean(card));
    if (!card) return;
    write("card-title", card.title);
    write("card-score", card.score === null ? card.score_text : `${card.score_text} / 100`);
    told("card-listened", card.listened);
    told("card-since", card.since);
    told("card-asked", card.asked);
    told("card-time", [card.time, card.verdict, card.onset].filter(Boolean).join(" · "));
    at("card-parts").replaceChildren(
      ...card.parts.map((part) => {
        const row = document.createElement("div");
        const title = make("dt", part.title);
        title.append(" ", make("b", part.text));
        const drawn = document.createElement("dd");
        drawn.append(bar(part.score));
        row.append(title, drawn);
        return row;
      }),
    );
    for (const name of ["good", "change"]) {
      show(`card-${name}`, Boolean(card[name]));
      at(`card-${name}`).querySelector("p").textContent = card[name];
    }
    show("card-claims", card.claims.length > 0);
    at("card-claims").querySelector("ul").replaceChildren(
      ...card.claims.map((claim) => {
        const button = make("button", "", { type: "button", "aria-pressed": claim.marked });
        button.append(make("kbd", claim.number), ` ${claim.idea}`);
        button.addEventListener("click", () => this.#press(String(claim.number)));
        const item = document.createElement("li");
        item.append(button);
        return item;
      }),
    );
    show("card-open", card.open);
  }

  #result(result) {
    if (!result) return;
    write("result-title", result.left ? at("result-title").dataset.left : at("result-title").dataset.over);
    write("result-score", result.score_text && `${result.score_text} / 100`);
    paragraphs("result-lines", result.lines);
    show("result-next", result.steps.length > 0);
    paragraphs("result-steps", result.steps, "li");
    show("result-left", result.left);
    show("result-report", Boolean(result.report) && !result.left);
    if (result.report) at("result-report").setAttribute("href", result.report);
    at("result-title").focus();
  }

  // The keys that do the same, on one button.
  #keys(offers) {
    const keys = new Map();
    for (const { key, does } of offers) keys.set(does, [...(keys.get(does) || []), key]);
    const focused = document.activeElement?.dataset?.key;
    at("keys").replaceChildren(
      ...[...keys].map(([does, [key]], index) => {
        const button = make("button", "", { type: "button" });
        button.dataset.key = key;
        if (!index) button.className = "main";
        button.append(make("kbd", key === "enter" ? say.enter : key), does);
        button.addEventListener("click", () => this.#press(key));
        return button;
      }),
    );
    if (focused) at("keys").querySelector(`[data-key="${focused}"]`)?.focus();
  }
}
