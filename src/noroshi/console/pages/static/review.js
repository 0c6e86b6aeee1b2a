// Keys of the review queue. Every one of them presses a button that is on the page.
"use strict";

const items = [...document.querySelectorAll(".item")];
const verbs = { a: "share", h: "hold", d: "drop" };
let place = -1;

function go(step) {
  if (!items.length) return;
  place = Math.min(Math.max(place + step, 0), items.length - 1);
  items.forEach((item, at) => item.classList.toggle("current", at === place));
  items[place].focus({ preventScroll: true });
  items[place].scrollIntoView({ block: "nearest" });
}

function press(verb) {
  const ticked = document.querySelector("#queue input[name=ids]:checked");
  const whole = document.querySelector(`.bulk button[value="${verb}"]`);
  const one = items[place]?.querySelector(`button[data-verb="${verb}"]`);
  (ticked ? whole : one)?.click();
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "j") go(1);
  else if (key === "k") go(-1);
  else if (key === "x") items[place]?.querySelector("input[type=checkbox]").click();
  else if (key in verbs) press(verbs[key]);
  else if (key === "u") document.querySelector('button[data-verb="undo"]')?.click();
  else return;
  event.preventDefault();
});

document.querySelector(".keys")?.removeAttribute("hidden");
