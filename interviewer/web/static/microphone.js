// The microphone: opened with echo cancellation, read by a worklet, given on as frames of 16 bits.

export const HEADER = 24; // bytes of a frame before its samples
const MAGIC = 0xa5;
const WHY = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "absent",
  OverconstrainedError: "absent",
};

export class Microphone extends EventTarget {
  #context = null;
  #tones = null;
  #stream = null;
  #node = null;
  #number = 0;
  #version;
  #devices = [];

  constructor(version) {
    super();
    this.#version = version;
  }

  get isOpen() {
    return this.#node !== null;
  }

  // What may be chosen instead, known once it is open.
  get devices() {
    return this.#devices;
  }

  get name() {
    return this.isOpen ? this.#stream.getAudioTracks()[0].label : "";
  }

  get rate() {
    return this.#context ? this.#context.sampleRate : 0;
  }

  // Opens the device of that id, the browser's own choice for none; says why where it cannot.
  async open(deviceId) {
    this.close();
    if (!navigator.mediaDevices || !window.AudioWorkletNode) return "no_api";
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        audio: {
          deviceId: deviceId ? { exact: deviceId } : undefined,
          echoCancellation: true,
          noiseSuppression: false,
          autoGainControl: false,
          channelCount: 1,
        },
      });
    } catch (error) {
      return WHY[error.name] || "busy";
    }
    const [track] = stream.getAudioTracks();
    track.addEventListener("ended", () => {
      this.close();
      this.dispatchEvent(new CustomEvent("state", { detail: "ended" }));
    });
    track.addEventListener("mute", () => this.dispatchEvent(new CustomEvent("state", { detail: "muted" })));
    track.addEventListener("unmute", () => this.dispatchEvent(new CustomEvent("state", { detail: "unmuted" })));
    this.#stream = stream;
    try {
      await this.#listen(stream);
    } catch {
      this.close();
      return "busy";
    }
    if (track.muted) this.dispatchEvent(new CustomEvent("state", { detail: "muted" }));
    return "open";
  }

  close() {
    if (this.#node) this.#node.port.onmessage = null;
    if (this.#stream) for (const track of this.#stream.getTracks()) track.stop();
    if (this.#context) this.#context.close();
    if (this.#tones) this.#tones.close();
    this.#context = this.#tones = this.#stream = this.#node = null;
  }

  // After the machine slept, some browsers leave sound stopped.
  wake() {
    for (const context of [this.#context, this.#tones]) if (context?.state !== "running") context?.resume().catch(() => {});
  }

  // A short soft tone.
  tone(hertz, seconds, level) {
    if (!this.#tones) return;
    const now = this.#tones.currentTime;
    const volume = this.#tones.createGain();
    volume.gain.setValueAtTime(0, now);
    volume.gain.linearRampToValueAtTime(level, now + 0.01);
    volume.gain.setValueAtTime(level, now + seconds - 0.01);
    volume.gain.linearRampToValueAtTime(0, now + seconds);
    const wave = this.#tones.createOscillator();
    wave.frequency.value = hertz;
    wave.connect(volume).connect(this.#tones.destination);
    wave.start(now);
    wave.stop(now + seconds);
  }

  async #listen(stream) {
    // Long buffers, so that a busy machine loses nothing; tones have a context that is quick.
    // At the microphone's own rate: not every browser takes it at another.
    const { sampleRate } = stream.getAudioTracks()[0].getSettings();
    this.#context = new AudioContext({ latencyHint: "playback", sampleRate });
    this.#tones = new AudioContext({ latencyHint: "interactive" });
    await Promise.all([this.#context.resume(), this.#tones.resume()]);
    await this.#context.audioWorklet.addModule(new URL("capture.js", import.meta.url));
    // Before it counts as open: a list that appeared later would push a button away from under the pointer.
    const all = await navigator.mediaDevices.enumerateDevices();
    this.#devices = all.filter((each) => each.kind === "audioinput" && each.deviceId && each.deviceId !== "default");
    const source = this.#context.createMediaStreamSource(stream);
    this.#node = new AudioWorkletNode(this.#context, "capture");
    this.#number = 0;
    this.#node.port.onmessage = ({ data }) => this.#frame(data.samples, data.position);
    // Its output is silence; without one, nothing would be asked of it.
    source.connect(this.#node).connect(this.#context.destination);
  }

  #frame(samples, position) {
    const bytes = new ArrayBuffer(HEADER + 2 * samples.length);
    const view = new DataView(bytes);
    view.setUint8(0, MAGIC);
    view.setUint8(1, this.#version);
    view.setUint32(4, this.#number >>> 0, true);
    view.setFloat64(8, position, true);
    view.setFloat64(16, performance.now(), true);
    let square = 0;
    for (let i = 0; i < samples.length; i += 1) {
      const sample = Math.max(-1, Math.min(1, samples[i]));
      square += sample * sample;
      view.setInt16(HEADER + 2 * i, Math.max(-32768, Math.min(32767, Math.round(sample * 32768))), true);
    }
    this.#number += 1;
    const level = Math.sqrt(square / samples.length);
    this.dispatchEvent(new CustomEvent("frame", { detail: { bytes, level } }));
  }
}

// A level as the eye takes it: 60 dB on the whole bar.
export function loudness(rms) {
  return Math.max(0, Math.min(1, 1 + Math.log10(Math.max(rms, 1e-6)) / 3));
}

// Seconds as 0:07.
export function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

// What may be chosen, where there is more than one.
export function offerDevices({ devices }, chosen) {
  const list = document.getElementById("devices");
  document.getElementById("devices-label").hidden = devices.length < 2;
  list.replaceChildren(list.options[0], ...devices.map((each) => new Option(each.label, each.deviceId, false, each.deviceId === chosen)));
}
