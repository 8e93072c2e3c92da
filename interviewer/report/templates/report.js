"use strict";

// Words can be heard and light up as they are said; one answer sounds at a time.

function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function setUpControls(player, audio) {
  const button = player.querySelector(".play");
  const seek = player.querySelector(".seek");
  const time = player.querySelector(".clock");
  const length = Number(player.dataset.duration);
  audio.controls = false;
  player.querySelector(".controls").hidden = false;
  button.addEventListener("click", () => (audio.paused ? audio.play() : audio.pause()));
  seek.addEventListener("input", () => {
    audio.currentTime = Number(seek.value);
  });
  const showState = () => {
    player.classList.toggle("playing", !audio.paused);
    button.setAttribute("aria-label", audio.paused ? button.dataset.listen : button.dataset.pause);
  };
  audio.addEventListener("play", showState);
  audio.addEventListener("pause", showState);
  return (now) => {
    const text = `${clock(now)} / ${clock(length)}`;
    seek.value = String(now);
    seek.setAttribute("aria-valuetext", text);
    seek.style.setProperty("--done", `${(100 * now) / length}%`);
    time.textContent = text;
  };
}

function setUpWords(answer, audio) {
  const transcript = answer.querySelector(".transcript");
  const words = transcript ? [...transcript.querySelectorAll(".w")] : [];
  if (words.length === 0) return () => {};
  const starts = words.map((word) => Number(word.dataset.s));
  const ends = words.map((word) => Number(word.dataset.e));
  let current = 0;
  let lit = null;
  // One word is the keyboard's stop; it alone is a button, so that the text reads as text.
  const stopAt = (index) => {
    const before = words[current];
    current = index;
    words[current].tabIndex = 0;
    words[current].setAttribute("role", "button");
    if (before === words[current]) return;
    before.removeAttribute("tabindex");
    before.removeAttribute("role");
  };
  const hear = (index) => {
    stopAt(index);
    if (!audio) return;
    audio.currentTime = starts[index];
    audio.play();
  };
  const moves = {
    ArrowRight: () => Math.min(current + 1, words.length - 1),
    ArrowLeft: () => Math.max(current - 1, 0),
    Home: () => 0,
    End: () => words.length - 1,
  };
  transcript.classList.add("live");
  transcript.addEventListener("click", (event) => {
    const index = words.indexOf(event.target.closest(".w"));
    if (index >= 0) hear(index);
  });
  transcript.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") {
      hear(current);
    } else if (event.key === "Escape") {
      if (audio) audio.pause();
    } else if (event.key in moves) {
      stopAt(moves[event.key]());
      words[current].focus();
    } else {
      return;
    }
    event.preventDefault();
  });
  stopAt(0);
  return (now) => {
    // The last word that has begun, while it lasts and shortly after.
    let index = starts.findLastIndex((start) => start <= now + 0.02);
    if (index >= 0 && now > ends[index] + 0.25) index = -1;
    const next = index < 0 || (audio.paused && now === 0) ? null : words[index];
    if (next === lit) return;
    if (lit) lit.classList.remove("on");
    if (next) next.classList.add("on");
    lit = next;
  };
}

// The second of the recording that a click on the pace curve means.
function paceSecond(pace, event) {
  const plot = pace.querySelector("svg");
  const [left, right, length] = ["left", "right", "duration"].map((name) => Number(pace.dataset[name]));
  const box = plot.getBoundingClientRect();
  const width = Number(plot.getAttribute("viewBox").split(" ")[2]);
  const x = ((event.clientX - box.left) / box.width) * width;
  return Math.max(0, Math.min(length, ((x - left) / (right - left)) * length));
}

function setUpPace(answer, audio) {
  const pace = answer.querySelector(".pace");
  if (!pace) return () => {};
  const plot = pace.querySelector("svg");
  const [left, right, length] = ["left", "right", "duration"].map((name) => Number(pace.dataset[name]));
  const height = Number(plot.getAttribute("viewBox").split(" ")[3]);
  const cursor = document.createElementNS("http://www.w3.org/2000/svg", "line");
  cursor.setAttribute("class", "cursor");
  cursor.setAttribute("y1", "0");
  cursor.setAttribute("y2", String(height - 24));
  plot.append(cursor);
  pace.classList.add("live");
  pace.addEventListener("click", (event) => {
    audio.currentTime = paceSecond(pace, event);
    audio.play();
  });
  return (now) => {
    const x = String(left + (now / length) * (right - left));
    cursor.setAttribute("x1", x);
    cursor.setAttribute("x2", x);
    cursor.classList.toggle("idle", now === 0);
  };
}

function setUp(answer) {
  const audio = answer.querySelector("audio");
  if (!audio) return;
  const shows = [
    setUpControls(answer.querySelector(".player"), audio),
    setUpWords(answer, audio),
    setUpPace(answer, audio),
  ];
  const show = () => shows.forEach((each) => each(audio.currentTime));
  const follow = () => {
    show();
    if (!audio.paused) requestAnimationFrame(follow);
  };
  audio.addEventListener("play", follow);
  ["seeking", "seeked", "timeupdate", "ended"].forEach((name) => audio.addEventListener(name, show));
  answer.querySelectorAll("button.at").forEach((button) =>
    button.addEventListener("click", () => {
      audio.currentTime = Number(button.dataset.at);
      audio.play();
    }),
  );
  show();
}

// A recording that holds several answers is in the page once, and each answer begins at its place.
const answers = [...document.querySelectorAll("[data-answer]")];
document.querySelectorAll("audio[data-like]").forEach((audio) => {
  audio.src = answers[Number(audio.dataset.like) - 1].querySelector("audio").src;
});
document.querySelectorAll("audio[data-from]").forEach((audio) => {
  const goThere = () => (audio.currentTime = Number(audio.dataset.from));
  audio.addEventListener("loadedmetadata", goThere, { once: true });
});
answers.forEach(setUp);

document.addEventListener(
  "play",
  (event) => {
    document.querySelectorAll("audio").forEach((audio) => {
      if (audio !== event.target) audio.pause();
    });
  },
  true,
);

// On paper nothing can be opened.
const opened = [];
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("details:not([open]):not(#coach)").forEach((details) => {
    details.open = true;
    opened.push(details);
  });
});
window.addEventListener("afterprint", () => {
  opened.splice(0).forEach((details) => {
    details.open = false;
  });
});
