// The screen stays on while that is wanted, where the browser can; a page that was hidden asks again.

let lock = null;
let wanted = false;

export function stayAwake(on) {
  if (on === wanted) return;
  wanted = on;
  if (on) hold();
  else release();
}

async function hold() {
  try {
    lock = (await navigator.wakeLock?.request("screen")) || null;
  } catch {
    lock = null; // refused when the battery is low, say
  }
  if (!wanted) release();
}

function release() {
  lock?.release();
  lock = null;
}

document.addEventListener("visibilitychange", () => {
  if (wanted && document.visibilityState === "visible" && (!lock || lock.released)) hold();
});
