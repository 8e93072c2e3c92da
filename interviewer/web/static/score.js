// Recordings dropped or chosen here: sent one after the other, then asked for until they are scored.

import { Recorder } from "./recorder.js";
import { root } from "./tab.js";

const AGAIN_MS = 400;
const form = document.getElementById("score");
const say = JSON.parse(form.dataset.say);
const suffixes = new Set(form.dataset.suffixes.split(","));
const at = (id) => document.getElementById(id);

let files = [];
let batch = "";

// ------------------------------------------------------------------ files

function add(found) {
  for (const file of found) {
    if (file.name.startsWith(".")) continue;
    if (files.length >= Number(form.dataset.files)) {
      tell(say.too_many);
      break;
    }
    const dot = file.name.lastIndexOf(".");
    const sound = dot > 0 && suffixes.has(file.name.slice(dot).toLowerCase());
    const wrong = !sound ? say.no_sound : file.size > Number(form.dataset.bytes) ? say.too_large : "";
    const each = { file, wrong };
    each.row = row(each);
    files.push(each);
  }
  ready();
}

function ready() {
  at("go").disabled = recorder.isOn || !files.some((each) => !each.wrong);
}

function row(each) {
  const { name } = each.file;
  const item = document.createElement("li");
  const state = document.createElement("span");
  const remove = Object.assign(document.createElement("button"), { type: "button", className: "remove", textContent: "×" });
  remove.setAttribute("aria-label", `${say.remove} ${name}`);
  remove.addEventListener("click", async () => {
    if (each.made && !(await forget(each.made))) return;
    files = files.filter((other) => other !== each);
    item.remove();
    ready();
  });
  item.append(Object.assign(document.createElement("b"), { textContent: name }), " ", state, " ", remove);
  mark(state, each.wrong ? "failed" : "waiting", each.wrong);
  at("list").append(item);
  return state;
}

function mark(state, name, told) {
  state.className = name === "failed" ? "loss" : name === "done" ? "gain" : "quiet";
  const text = told || say[name] || "";
  if (state.textContent !== text) state.textContent = text;
}

// All files of what is dropped, folders gone through.
async function dropped(transfer) {
  const entries = [...transfer.items].map((each) => each.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files];
  const found = [];
  while (entries.length) {
    const entry = entries.shift();
    if (entry.isFile) {
      found.push(await new Promise((done, failed) => entry.file(done, failed)));
      continue;
    }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!some.length) break;
      entries.push(...some);
    }
  }
  return found;
}

for (const type of ["dragenter", "dragover"]) {
  addEventListener(type, (event) => {
    event.preventDefault();
    at("drop").classList.add("over");
  });
}
addEventListener("dragleave", () => at("drop").classList.remove("over"));
addEventListener("drop", async (event) => {
  event.preventDefault();
  at("drop").classList.remove("over");
  if (!batch) add(await dropped(event.dataTransfer));
});
at("choose-files").addEventListener("click", () => at("files").click());
at("choose-folder").addEventListener("click", () => at("folder").click());
for (const id of ["files", "folder"]) {
  at(id).addEventListener("change", () => {
    add(at(id).files);
    at(id).value = "";
  });
}

// ------------------------------------------------------------------ what they answer

function offer(id, tasks, first, language) {
  const options = tasks.map((each) => Object.assign(new Option(each.title, each.id), { lang: language }));
  at(id).replaceChildren(...(first ? [new Option(first, "")] : []), ...options);
}

async function parts() {
  const chosen = at("scenario").value;
  try {
    const { tasks, whole, language } = await ask(`score/tasks?scenario=${encodeURIComponent(chosen)}`);
    if (at("scenario").value !== chosen) return;
    offer("part", tasks, say.by_name, language);
    offer("said", tasks, whole ? say.whole : "", language);
  } catch (error) {
    tell(error instanceof TypeError ? say.lost : error.message);
  }
}
at("scenario").addEventListener("change", parts);
parts();

// Named after what it answers, as recordings from elsewhere are.
const named = () => `${at("said").value || say.recording}.wav`;
const recorder = new Recorder(say, Number(form.dataset.bytes), named, ready, async (parts, id, kept) => {
  if (at("part").value !== at("said").value) at("part").value = "";
  const each = made(new File(parts, named(), { type: "audio/wav" }), id);
  if (each) each.unkept = true;
  if ((await kept) && each) each.unkept = false;
});
addEventListener("beforeunload", (event) => {
  if (recorder.isOn || files.some((each) => each.unkept)) event.preventDefault();
});

// A file that the program has under that id; nothing where there are too many.
function made(file, id) {
  add([file]);
  const each = files.at(-1)?.file === file ? files.at(-1) : null;
  if (each) each.made = id;
  return each;
}

// Whether a recording that is nowhere else is to be gone, and is.
async function forget(id) {
  if (!confirm(say.sure)) return false;
  try {
    await ask(`score/recorded/${id}/remove`, { method: "POST" });
    return true;
  } catch (error) {
    tell(error instanceof TypeError ? say.lost : error.message);
    return false;
  }
}

// What was recorded here before and is in no session: a page that was closed or fell.
function leftOver({ id, name, length }) {
  const item = document.createElement("li");
  const button = (className, textContent) => Object.assign(document.createElement("button"), { type: "button", className, textContent });
  const take = button("take", say.take);
  const remove = button("remove", "×");
  take.setAttribute("aria-label", `${say.take} ${name}`);
  remove.setAttribute("aria-label", `${say.remove} ${name}`);
  take.addEventListener("click", async () => {
    take.disabled = true;
    try {
      const answer = await fetch(new URL(`score/recorded/${id}`, root));
      if (answer.ok) made(new File([await answer.blob()], name, { type: "audio/wav" }), id);
      item.remove();
    } catch {
      tell(say.lost);
      take.disabled = false;
    }
  });
  remove.addEventListener("click", async () => (await forget(id)) && item.remove());
  const told = Object.assign(document.createElement("span"), { className: "quiet", textContent: `${length}, ${say.left_over}` });
  item.append(Object.assign(document.createElement("b"), { textContent: name }), " ", told, " ", take, " ", remove);
  at("list").append(item);
}
ask("score/recorded").then((all) => all.forEach(leftOver), () => {});

// ------------------------------------------------------------------ sent and scored

async function ask(path, options = {}) {
  const answer = await fetch(new URL(path, root), options);
  if (!answer.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    throw new Error(page.querySelector("[role=alert]")?.textContent || say.lost);
  }
  return answer.json();
}

function tell(text) {
  at("told").textContent = text;
  at("told").hidden = !text;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  tell("");
  busy(true);
  try {
    const chosen = new URLSearchParams(new FormData(form));
    ({ batch } = await ask("score/begin", { method: "POST", body: chosen }));
    for (const each of files.filter((one) => !one.wrong)) await send(each);
    await ask(`score/run?batch=${batch}`, { method: "POST" });
    await watch();
  } catch (error) {
    tell(error instanceof TypeError ? say.lost : error.message);
    batch = "";
    busy(false);
  }
});

function busy(is) {
  at("go").disabled = is;
  at("stop").hidden = !is;
  at("drop").hidden = at("recorder").hidden = is;
  for (const button of at("list").querySelectorAll(".remove, .take")) button.hidden = is;
}

async function send(each) {
  mark(each.row, "sending", "");
  const path = `score/file?batch=${batch}&name=${encodeURIComponent(each.file.name)}&made=${each.made || ""}`;
  const { name, told } = await ask(path, { method: "POST", body: each.file });
  each.name = name;
  mark(each.row, told ? "failed" : "waiting", told);
}

async function watch() {
  for (;;) {
    const state = await ask(`score/state?batch=${batch}`);
    for (const file of state.files) {
      const known = files.find((each) => each.name === file.name);
      if (known) mark(known.row, file.state, file.told);
    }
    tell(state.told);
    if (state.stage === "done") {
      show(state);
      return;
    }
    if (state.stage === "failed") {
      batch = "";
      busy(false);
      return;
    }
    await new Promise((done) => setTimeout(done, AGAIN_MS));
  }
}

function show(state) {
  at("stop").hidden = true;
  at("total").textContent = state.score && `${state.score} / 100`;
  at("notes").replaceChildren(
    ...state.notes.map((note) => Object.assign(document.createElement("li"), { textContent: note })),
  );
  at("report").href = new URL(state.report, root);
  at("outcome").hidden = false;
  at("outcome").focus();
}

at("stop").addEventListener("click", () => ask(`score/stop?batch=${batch}`, { method: "POST" }).catch(() => {}));
