// A recording made here: from the microphone to a file as any other, held in this page until it is sent.

import { HEADER, Microphone, clock, loudness, offerDevices } from "./microphone.js";

const SILENT_MS = 1500;
const WAV = 44; // bytes before the samples
const at = (id) => document.getElementById(id);

export class Recorder {
  #microphone = new Microphone(0);
  #pieces = [];
  #bytes = 0;
  #rate = 0;
  #on = false;
  #framed = 0;
  #say;
  #most;
  #changed;
  #take;

  // `most` bytes end a recording; `changed` is told as one begins and ends, `take` is given what it is made of.
  constructor(say, most, changed, take) {
    this.#say = say;
    this.#changed = changed;
    this.#most = most;
    this.#take = take;
    this.#microphone.addEventListener("frame", ({ detail }) => this.#frame(detail));
    this.#microphone.addEventListener("state", ({ detail }) => this.#state(detail));
    at("record").addEventListener("click", () => (this.#on ? this.end() : this.#begin()));
    at("devices").addEventListener("change", () => this.#on && this.#begin());
    setInterval(() => {
      if (this.#on && performance.now() - this.#framed > SILENT_MS) this.#tell(this.#say.silent);
    }, 250);
  }

  get isOn() {
    return this.#on;
  }

  // What was said so far is a file, however it ended.
  end() {
    this.#show(false);
    this.#microphone.close();
    const pieces = this.#pieces;
    const bytes = this.#bytes;
    this.#pieces = [];
    this.#bytes = 0;
    if (bytes) this.#take([header(this.#rate, bytes), ...pieces]);
  }

  async #begin() {
    if (this.#on) this.end();
    at("record").disabled = true;
    this.#tell("");
    const state = await this.#microphone.open(at("devices").value);
    at("record").disabled = false;
    if (state !== "open") {
      this.#tell(this.#say[state]);
      return;
    }
    this.#rate = this.#microphone.rate;
    this.#framed = performance.now();
    this.#show(true);
    await offerDevices(this.#microphone, at("devices").value);
  }

  #frame({ bytes, level }) {
    if (!this.#on) return;
    if (performance.now() - this.#framed > SILENT_MS) this.#tell("");
    this.#framed = performance.now();
    const samples = bytes.slice(HEADER);
    this.#pieces.push(samples);
    this.#bytes += samples.byteLength;
    at("level").value = loudness(level);
    at("recorded").textContent = clock(this.#bytes / 2 / this.#rate);
    if (this.#bytes + WAV + samples.byteLength > this.#most) this.end();
  }

  #state(state) {
    this.#tell(this.#say[state] || "");
    if (state === "ended") this.end();
  }

  #show(on) {
    this.#on = on;
    at("record").textContent = on ? this.#say.end_record : this.#say.record;
    at("recorded").hidden = at("level").hidden = !on;
    at("recorded").textContent = clock(0);
    this.#changed();
  }

  #tell(text) {
    if (at("heard").textContent !== text) at("heard").textContent = text;
    at("heard").hidden = !text;
  }
}

// Of a file of one channel with 16 bits a sample.
function header(rate, bytes) {
  const view = new DataView(new ArrayBuffer(WAV));
  const text = (place, letters) => [...letters].forEach((each, i) => view.setUint8(place + i, each.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, WAV - 8 + bytes, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, 2 * rate, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, bytes, true);
  return view.buffer;
}
