// The board of a draft: take a lesson, see where it fits, put it. The server judges every place; nothing is known here.
// A lesson is taken by mouse (click or drag), touch (tap) or keyboard (Enter), and put the same way.

import { board, cellBy, cellOf, clear, columnOf, goTo, paint, placeOf, replace, settle } from "./board.js";

const byId = (id) => document.getElementById(id);
const pool = byId("pool");
const panel = byId("hand");
const form = byId("act");
const words = board.dataset;
const back = { undo: [], redo: [] };
let hand = null;
let asking = 0;
let last = Promise.resolve();

function say(text, isBad = false) {
  byId("says").textContent = text;
  byId("says").classList.toggle("bad", isBad);
}

// What is in the hand: the address of its page answers how every place takes it.
async function take(link, query = link.search.slice(1)) {
  drop();
  const turn = ++asking;
  link?.classList.add("on");
  const url = new URL("card/", location.href.split("?")[0]);
  url.search = `${query}&by=${words.by}`;
  const told = await ask(url);
  if (!told || turn !== asking) return null;
  hand = { query, ...told };
  panel.innerHTML = told.panel;
  panel.hidden = false;
  paint(hand);
  say(`${words.taken}: ${told.title}`);
  return hand;
}

function drop() {
  asking += 1;
  hand = null;
  panel.hidden = true;
  panel.replaceChildren();
  clear();
}

const fields = () => {
  const found = new URLSearchParams(hand.query);
  const details = byId("details");
  if (!hand.query.startsWith("s=") && details) for (const [name, value] of new FormData(details)) if (["teacher", "room", "week"].includes(name)) found.set(name, value);
  const body = { s: found.getAll("s"), c: found.getAll("c") };
  for (const name of ["teacher", "room", "week"]) if (found.has(name)) body[name] = found.get(name);
  return body;
};

async function put(cell) {
  if (!cell.dataset.fit) return;
  const [day, number] = placeOf(cell);
  goTo(cell, false);
  await act({ act: "put", ...fields(), day, number });
}

// Acts: the answer is the board as it stands; every act comes with the one that takes it back.
const inTurn = (job) => (last = last.then(job, job));
const act = (values) => inTurn(() => send(values));

async function send(values, { onto = "undo", fresh = true } = {}) {
  const body = new FormData(form);
  for (const [name, value] of Object.entries(values)) for (const one of [value].flat()) body.append(name, one);
  const had = board.contains(document.activeElement) || !panel.hidden;
  const told = await ask(form.action, body);
  if (!told) return null;
  drop();
  form.elements.seen.value = told.revision;
  const cell = replace(told.body);
  pool.innerHTML = told.pool;
  byId("left").textContent = told.left;
  if (told.undo) {
    back[onto].push({ values: told.undo, was: told.undo.c ? told.slots : [] });
    if (fresh) back.redo.length = 0;
  }
  say(told.message, !told.undo);
  showBack();
  if (had) cell?.focus();
  document.body.dispatchEvent(new Event("refresh"));
  return told;
}

async function ask(url, body) {
  const answer = await fetch(url, { method: body ? "POST" : "GET", body, headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.redirected || answer?.status === 403) return location.reload();
  const told = answer?.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : null;
  if (!told) say(words.failed, true);
  return told;
}

// A lesson that is put back is another one: what remembers the old one learns the new.
async function step(from, onto) {
  const one = back[from].pop();
  const told = one && (await send(one.values, { onto, fresh: false }));
  if (!told?.undo) return showBack();
  for (const [index, old] of one.was.entries()) {
    for (const stack of Object.values(back)) stack.splice(0, stack.length, ...JSON.parse(JSON.stringify(stack).replaceAll(old, told.slots[index] ?? old)));
  }
}

function showBack() {
  for (const name of ["undo", "redo"]) document.querySelector(`[data-back=${name}]`).disabled = !back[name].length;
}

const BACK = { undo: () => inTurn(() => step("undo", "redo")), redo: () => inTurn(() => step("redo", "undo")), drop };

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-back]");
  const link = event.target.closest("#board td > a, #pool a");
  const issue = event.target.closest("#issues a[data-column]");
  const cell = cellOf(event.target);
  if (button) return void BACK[button.dataset.back]();
  if (issue) return show(issue, event);
  if (cell) goTo(cell, false);
  if (!link) return void (hand && cell && put(cell));
  if (event.ctrlKey || event.metaKey || event.shiftKey) return undefined;
  event.preventDefault();
  if (link.classList.contains("on")) return drop();
  if (hand && cell?.dataset.fit) return void put(cell);
  const isByKey = event.detail === 0;
  return void take(link).then(() => !cell && isByKey && seek());
});

// From the pool the keyboard goes to the first good place.
function seek() {
  const place = board.querySelector("[data-fit=ok]") ?? board.querySelector("[data-fit]");
  if (place) walk(place);
}

function show(link, event) {
  const row = link.dataset.row && byId(link.dataset.row);
  const index = columnOf(link.dataset.column);
  if (!row || index < 1) return;
  event.preventDefault();
  goTo(row.cells[index]);
  row.cells[index].scrollIntoView({ block: "center", inline: "center" });
}

board.addEventListener("keydown", (event) => {
  const cell = cellOf(event.target);
  if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
  const { key } = event;
  const next = cellBy(key);
  if (next) walk(next);
  else if (key === "Enter" || key === " ") enter(cell);
  else if (key === "Delete" || key === "Backspace") remove(cell);
  else return;
  event.preventDefault();
});

function walk(cell) {
  goTo(cell);
  if (hand && cell.dataset.fit) say(cell.title);
}

// Enter takes the lesson of the cell, once more the next one beside it; with a lesson in the hand it is put.
function enter(cell) {
  const links = [...cell.querySelectorAll("a")];
  const taken = links.findIndex((link) => link.classList.contains("on"));
  if (taken >= 0) return links[taken + 1] ? take(links[taken + 1]) : drop();
  if (hand && cell.dataset.fit) return put(cell);
  return links[0] ? take(links[0]) : say(words.free);
}

function remove(cell) {
  const link = cell.querySelector("a.on") ?? cell.querySelector("a");
  if (link) act({ act: "remove", s: new URLSearchParams(link.search).getAll("s") });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && hand) drop();
  if (!(event.ctrlKey || event.metaKey) || event.target.matches("input, select, textarea")) return;
  const name = { KeyZ: event.shiftKey ? "redo" : "undo", KeyY: "redo" }[event.code];
  if (!name) return;
  event.preventDefault();
  BACK[name]();
});

// By mouse: links are dragged; the place waits until the server has answered.
let taking = null;

document.addEventListener("dragstart", (event) => {
  const link = event.target.closest?.("#board td > a, #pool a");
  if (link) taking = take(link);
});

document.addEventListener("dragover", (event) => {
  const cell = event.target.closest?.("#board tbody td, #pool");
  if (taking && cell && (cell.dataset.fit || cell === pool || !hand)) event.preventDefault();
});

document.addEventListener("drop", async (event) => {
  const cell = event.target.closest?.("#board tbody td, #pool");
  if (!taking || !cell) return;
  event.preventDefault();
  const ready = await taking;
  if (!ready) return;
  if (cell !== pool) put(cell);
  else if (ready.query.startsWith("s=")) act({ act: "remove", s: ready.slots });
});

document.addEventListener("dragend", () => (taking = null));

// The panel: another teacher, room, week or company of a lesson of the pool is judged anew; a placed one is saved.
panel.addEventListener("change", (event) => {
  const details = byId("details");
  if (details.method !== "get") return;
  const { id } = event.target;
  take(null, new URLSearchParams(new FormData(details)).toString()).then(() => byId(id)?.focus());
});

panel.addEventListener("submit", (event) => {
  event.preventDefault();
  const values = Object.fromEntries(["teacher", "room"].map((name) => [name, event.target.elements[name].value]));
  act({ act: event.submitter?.value ?? "furnish", s: hand.slots, ...values });
});

byId("back").hidden = false;
settle();
showBack();
