// The socket of a rehearsal: opened again whenever it is lost, with what was not told kept short.

import { socketUrl } from "./tab.js";

const AGAIN_MS = 500;
const WRONG = 4400;
const NOTHING_HERE = 4404;
const MOST_BUFFERED = 4_000_000; // bytes, 40 s of sound: more is dropped, and known by the frames' numbers

function tabId() {
  let id = sessionStorage.getItem("interviewer-tab");
  if (!id) {
    id = crypto.randomUUID();
    sessionStorage.setItem("interviewer-tab", id);
  }
  return id;
}

export class Connection extends EventTarget {
  #socket = null;
  #version;
  #path;
  heard = performance.now(); // when the program said something last

  constructor(path, version) {
    super();
    this.#path = path;
    this.#version = version;
    this.#open();
  }

  get isOpen() {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  tell(type, values = {}) {
    if (this.isOpen) this.#socket.send(JSON.stringify({ type, ...values }));
  }

  // Whether the bytes were taken.
  send(bytes) {
    if (!this.isOpen || this.#socket.bufferedAmount > MOST_BUFFERED) return false;
    this.#socket.send(bytes);
    return true;
  }

  #open() {
    const socket = new WebSocket(socketUrl(this.#path));
    this.#socket = socket;
    socket.addEventListener("open", () => {
      this.heard = performance.now();
      this.tell("hello", { v: this.#version, tab: tabId() });
      this.dispatchEvent(new Event("open"));
    });
    socket.addEventListener("message", (event) => {
      this.heard = performance.now();
      const message = JSON.parse(event.data);
      this.dispatchEvent(new CustomEvent(message.type, { detail: message }));
    });
    socket.addEventListener("close", (event) => {
      this.dispatchEvent(new Event("lost"));
      if (event.code === NOTHING_HERE) location.replace("rehearse");
      else if (event.code !== WRONG) setTimeout(() => this.#open(), AGAIN_MS);
    });
  }
}
