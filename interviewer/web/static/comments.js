// A coach's file, chosen or dropped, goes into the history; what became of it is said.

import { root } from "./tab.js";

const at = (id) => document.getElementById(id);
const say = JSON.parse(at("from-coach").dataset.say);

async function send(file) {
  try {
    const path = `comments?name=${encodeURIComponent(file.name)}`;
    const answer = await fetch(new URL(path, root), { method: "POST", body: file });
    if (!answer.ok) return { told: answer.status === 413 ? say.large : say.lost };
    return await answer.json();
  } catch {
    return { told: say.lost };
  }
}

async function take(file) {
  if (!file) return;
  const { told, session } = await send(file);
  at("told").textContent = told;
  at("told").className = session ? "gain" : "notice";
  at("told").hidden = false;
  at("read").hidden = !session;
  if (session) at("read").href = new URL(`sessions/${encodeURIComponent(session)}/report`, root);
}

at("choose").addEventListener("click", () => at("file").click());
at("file").addEventListener("change", () => {
  take(at("file").files[0]);
  at("file").value = ""; // the same one may be chosen again
});
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  take(event.dataTransfer.files[0]);
});
