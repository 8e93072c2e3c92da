// A recording made here: from the microphone to a file as any other, and to the program's disk as it comes.

import { HEADER, Microphone, clock, loudness, offerDevices } from "./microphone.js";
import { root } from "./tab.js";

const SILENT_MS = 1500;
const AGAIN_MS = 1000;
const WAV = 44; // bytes before the samples
const at = (id) => document.getElementById(id);

// Gives the program what comes, about once a second, and holds it until that is written.
class Keeper {
  #url;
  #piece; // bytes that are worth a request
  #tell;
  #waiting = [];
  #bytes = 0;
  #at = 0;
  #refused = false;
  #going = null;

  // `tell` is given why it cannot be kept, "" once it is again.
  constructor(name, rate, tell) {
    this.id = crypto.randomUUID().replaceAll("-", "");
    this.#url = (at) => new URL(`score/recorded?${new URLSearchParams({ id: this.id, name, rate, at })}`, root);
    this.#piece = 2 * rate;
    this.#tell = tell;
  }

  add(samples) {
    this.#waiting.push(samples);
    this.#bytes += samples.byteLength;
    if (this.#bytes >= this.#piece && !this.#going && !this.#refused) this.#going = this.#send();
  }

  // Whether all of it is on the disk; what cannot be sent now is tried again.
  async whole() {
    while ((this.#going || this.#waiting.length) && !this.#refused) {
      this.#going ??= this.#send();
      await this.#going;
    }
    return !this.#refused;
  }

  async #send() {
    const most = 15 * this.#piece; // after a connection that was lost for long
    const pieces = [];
    for (let bytes = 0; this.#waiting.length && bytes < most; bytes += pieces.at(-1).byteLength) {
      pieces.push(this.#waiting.shift());
    }
    const body = new Blob(pieces);
    try {
      const answer = await fetch(this.#url(this.#at), { method: "POST", body });
      const { told } = answer.ok ? await answer.json() : {};
      this.#refused = !answer.ok || Boolean(told);
      if (!this.#refused) {
        this.#at += body.size;
        this.#bytes -= body.size;
      }
      this.#tell(told || (answer.ok ? "" : undefined));
    } catch {
      this.#waiting.unshift(...pieces);
      this.#tell(undefined);
      await new Promise((done) => setTimeout(done, AGAIN_MS));
    }
    this.#going = null;
  }
}

export class Recorder {
  #keeper = null;
  #named;
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

  // `most` bytes end a recording; `named` is what one is called; `changed` is told as one begins and ends, `take`
  // is given what it is made of, its id with the program, and when it is known whether all of it is there.
  constructor(say, most, named, changed, take) {
    this.#say = say;
    this.#named = named;
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
    const keeper = this.#keeper;
    this.#keeper = null;
    if (bytes) this.#take([header(this.#rate, bytes), ...pieces], keeper.id, keeper.whole());
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
    let lost = false;
    this.#keeper = new Keeper(this.#named(), this.#rate, (told) => {
      if (told !== "" || lost) this.#tell(told ?? this.#say.unkept);
      lost = told !== "";
    });
    this.#framed = performance.now();
    this.#show(true);
    offerDevices(this.#microphone, at("devices").value);
  }

  #frame({ bytes, level }) {
    if (!this.#on) return;
    if (performance.now() - this.#framed > SILENT_MS) this.#tell("");
    this.#framed = performance.now();
    const samples = bytes.slice(HEADER);
    this.#pieces.push(samples);
    this.#keeper.add(samples);
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
