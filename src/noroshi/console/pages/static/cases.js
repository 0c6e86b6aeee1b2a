// Keys of the pages on sites, and the queue as it is now. Every key presses what is on the page.
"use strict";

const live = document.getElementById("live");
let place = -1;

const items = () => [...document.querySelectorAll(".cases .item")];

function go(step) {
  const all = items();
  if (!all.length) return;
  place = Math.min(Math.max(place + step, 0), all.length - 1);
  all.forEach((item, at) => item.classList.toggle("current", at === place));
  all[place].focus({ preventScroll: true });
  all[place].scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  const pressed = /^[a-z]$/.test(key) && document.querySelector(`[data-key="${key}"]`);
  if (pressed) pressed.click();
  else if (key === "j") go(1);
  else if (key === "k") go(-1);
  else if (key === "o") items()[place]?.querySelector("[data-open]").click();
  else return;
  event.preventDefault();
});

async function refresh() {
  if (document.hidden || live.contains(document.activeElement)) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("live");
  if (fresh) live.replaceChildren(...fresh.childNodes);
}

if (live) {
  const pause = Number(live.dataset.refresh) * 1000;
  setInterval(() => refresh().catch(() => {}), pause); // the next turn tries again
}

document.querySelectorAll(".keys").forEach((keys) => keys.removeAttribute("hidden"));
