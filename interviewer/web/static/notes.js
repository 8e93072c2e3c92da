// Notes become a draft, the draft a scenario: what is left open and what is wrong is asked of the program as one types.

import { root } from "./tab.js";

const AFTER_MS = 350; // after the last key
const at = (id) => document.getElementById(id);
const say = JSON.parse(at("writing").dataset.say);

async function ask(path, body) {
  try {
    const answer = await fetch(new URL(`notes/${path}`, root), { method: "POST", body });
    if (!answer.ok) return { told: answer.status === 413 ? `${say.file}: ${body.size} > 20 MB` : say.lost };
    return await answer.json();
  } catch {
    return { told: say.lost };
  }
}

// Asks once the person has stopped typing; an answer that was overtaken is dropped.
function lately(make) {
  let timer = 0;
  let asked = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      asked += 1;
      const mine = asked;
      await make(() => mine === asked);
    }, AFTER_MS);
  };
}

function tell(id, text) {
  at(id).textContent = text || "";
  at(id).hidden = !text;
}

function list(id, texts) {
  at(id).replaceChildren(...texts.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
}

// ------------------------------------------------------------------ notes

let made = null;

const read = lately(async (isLast) => {
  const text = at("notes").value;
  const found = text.trim() ? await ask("draft", text) : {};
  if (!isLast()) return;
  made = found.draft ? found : null;
  list("taken", found.taken || []);
  list("open", (found.open || []).map((each) => each.told));
  at("open-title").hidden = !found.open?.length;
  tell("told", found.told);
  at("write").disabled = !made;
});
at("notes").addEventListener("input", read);

async function take(file) {
  if (!file) return;
  const found = await ask(`document?name=${encodeURIComponent(file.name)}`, file);
  if (found.text === undefined) {
    tell("told", found.told);
    return;
  }
  at("notes").value = found.text;
  read();
}
at("choose").addEventListener("click", () => at("file").click());
at("file").addEventListener("change", () => take(at("file").files[0]));
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  if (!at("writing").hidden) take(event.dataTransfer.files[0]);
});

at("write").addEventListener("click", () => {
  at("draft").value = made.draft;
  at("drafted").hidden = false;
  at("draft").focus();
  check();
});

// ------------------------------------------------------------------ the draft

const check = lately(async (isLast) => {
  const found = await ask("check", at("draft").value);
  if (!isLast()) return;
  const faults = found.faults || [{ line: null, told: found.told }];
  at("save").disabled = faults.length > 0;
  if (!faults.length) {
    const well = Object.assign(document.createElement("p"), { className: "gain", textContent: `✓ ${say.valid} ${found.about}` });
    at("faults").replaceChildren(well);
    return;
  }
  const title = Object.assign(document.createElement("h3"), { textContent: say.faults });
  const items = document.createElement("ul");
  items.className = "plain";
  items.append(...faults.map(fault));
  at("faults").replaceChildren(title, items);
});
at("draft").addEventListener("input", check);
if (at("draft").value) check();

function fault({ line, told }) {
  const item = document.createElement("li");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "fault", textContent: told });
  button.addEventListener("click", () => goTo(line));
  item.append(button);
  return item;
}

// The line selected, and seen.
function goTo(line) {
  const draft = at("draft");
  draft.focus();
  if (!line) return;
  const lines = draft.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  draft.setSelectionRange(start, start + (lines[line - 1] || "").length);
  draft.scrollTop = (line / lines.length) * draft.scrollHeight - draft.clientHeight / 2;
}

at("keep").addEventListener("submit", async (event) => {
  event.preventDefault();
  const name = encodeURIComponent(at("name").value);
  const found = await ask(`save?name=${name}&replace=${at("replace").checked ? 1 : 0}`, at("draft").value);
  tell("kept", found.told);
  if (found.scenario) location.assign(new URL(`rehearse?scenario=${encodeURIComponent(found.scenario)}`, root));
});
