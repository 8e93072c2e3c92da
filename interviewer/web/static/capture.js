// In the audio thread: what the microphone gives, in pieces of a twentieth of a second, counted.

const PIECE = Math.round(sampleRate * 0.05);

class Capture extends AudioWorkletProcessor {
  #piece = new Float32Array(PIECE);
  #filled = 0;
  #position = 0; // of the piece's first sample

  process(inputs) {
    const channels = inputs[0];
    if (!channels.length) return true;
    const length = channels[0].length;
    for (let i = 0; i < length; i += 1) {
      let sum = 0;
      for (const channel of channels) sum += channel[i];
      this.#piece[this.#filled] = sum / channels.length;
      this.#filled += 1;
      if (this.#filled === PIECE) this.#post();
    }
    return true;
  }

  #post() {
    const samples = this.#piece;
    this.port.postMessage({ samples, position: this.#position }, [samples.buffer]);
    this.#piece = new Float32Array(PIECE); // the other went with the message
    this.#position += this.#filled;
    this.#filled = 0;
  }
}

registerProcessor("capture", Capture);
