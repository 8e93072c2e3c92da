// Every page holds a socket while it is shown: the server ends some time after the last is closed.

export const root = new URL("..", import.meta.url);

export function socketUrl(path) {
  const url = new URL(path, root);
  url.protocol = "ws:";
  return url;
}

const AGAIN_MS = 1000;
const gone = document.querySelector("#gone");

function hold() {
  const socket = new WebSocket(socketUrl("tab"));
  socket.addEventListener("open", () => { gone.hidden = true; });
  socket.addEventListener("close", () => {
    gone.hidden = false;
    setTimeout(hold, AGAIN_MS);
  });
  return socket;
}

hold();
