// The board of a draft: take a lesson, see where it fits, put it. The server judges every place; nothing is known here.
// A lesson is taken by mouse (click or drag), touch (tap) or keyboard (Enter), and put the same way.

const byId = (id) => document.getElementById(id);
const board = byId("board");
const pool = byId("pool");
const panel = byId("hand");
const form = byId("act");
const words = board.dataset;
const back = { undo: [], redo: [] };
let hand = null;
let asking = 0;
let current = [0, 1];

const heads = () => [...board.tHead.rows[0].cells];
const rows = () => [...board.querySelectorAll("tbody tr[id]")];
const codeOf = (cell) => heads()[cell.cellIndex].dataset.code;
const placeOf = (cell) => cell.parentNode.id.slice(1).replace("n", ":");
const columnOf = (code) => heads().findIndex((head) => head.dataset.code === code);
const cellOf = (target) => target.closest("#board tbody td");

function say(text, isBad = false) {
  byId("says").textContent = text;
  byId("says").classList.toggle("bad", isBad);
}

// Keyboard: one cell of the board is in the order of tabs, arrows move it.
function settle() {
  for (const link of board.querySelectorAll("td > a")) link.tabIndex = -1;
  const all = rows();
  for (const row of all) for (const cell of row.cells) if (cell.tagName === "TD") cell.tabIndex = -1;
  current = [Math.min(current[0], all.length - 1), Math.min(current[1], heads().length - 1)];
  const cell = all[current[0]]?.cells[current[1]];
  if (cell) cell.tabIndex = 0;
  return cell;
}

function go(row, column, isFocused = true) {
  current = [Math.max(0, Math.min(row, rows().length - 1)), Math.max(1, Math.min(column, heads().length - 1))];
  const cell = settle();
  if (isFocused) cell?.focus();
  if (hand && cell?.dataset.fit) say(cell.title);
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
  paint();
  say(`${words.taken}: ${told.title}`);
  return hand;
}

function paint() {
  const columns = hand.columns.map(columnOf).filter((index) => index > 0);
  for (const row of rows()) {
    const [state, text, swaps] = hand.places[row.id.slice(1).replace("n", ":")] ?? [];
    for (const index of state ? columns : []) {
      const cell = row.cells[index];
      cell.dataset.fit = state;
      cell.title = [words[state], swaps && words.swap, text].filter(Boolean).join(" · ");
    }
  }
}

function drop() {
  asking += 1;
  hand = null;
  panel.hidden = true;
  panel.replaceChildren();
  for (const link of document.querySelectorAll(".on")) link.classList.remove("on");
  for (const cell of board.querySelectorAll("[data-fit]")) {
    delete cell.dataset.fit;
    cell.removeAttribute("title");
  }
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
  const [day, number] = placeOf(cell).split(":");
  current = [rows().indexOf(cell.parentNode), cell.cellIndex];
  await act({ act: "put", ...fields(), day, number });
}

// Acts: the answer is the board as it stands; every act comes with the one that takes it back.
async function act(values, { onto = "undo", fresh = true } = {}) {
  const body = new FormData(form);
  for (const [name, value] of Object.entries(values)) for (const one of [value].flat()) body.append(name, one);
  const had = board.contains(document.activeElement) || !panel.hidden;
  const told = await ask(form.action, body);
  if (!told) return null;
  drop();
  form.elements.seen.value = told.revision;
  for (const part of [...board.tBodies]) part.remove();
  board.insertAdjacentHTML("beforeend", told.body);
  pool.innerHTML = told.pool;
  byId("left").textContent = told.left;
  if (told.undo) {
    back[onto].push({ values: told.undo, was: told.undo.c ? told.slots : [] });
    if (fresh) back.redo.length = 0;
  }
  say(told.message, !told.undo);
  showBack();
  const cell = settle();
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
  const last = back[from].pop();
  const told = last && (await act(last.values, { onto, fresh: false }));
  if (!told?.undo) return showBack();
  for (const [index, old] of last.was.entries()) {
    for (const stack of Object.values(back)) stack.splice(0, stack.length, ...JSON.parse(JSON.stringify(stack).replaceAll(old, told.slots[index] ?? old)));
  }
}

function showBack() {
  for (const name of ["undo", "redo"]) document.querySelector(`[data-back=${name}]`).disabled = !back[name].length;
}

const BACK = { undo: () => step("undo", "redo"), redo: () => step("redo", "undo"), drop };

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-back]");
  const link = event.target.closest("#board td > a, #pool a");
  const issue = event.target.closest("#issues a[data-column]");
  const cell = cellOf(event.target);
  if (button) return void BACK[button.dataset.back]();
  if (issue) return show(issue, event);
  if (cell) go(rows().indexOf(cell.parentNode), cell.cellIndex, false);
  if (!link) return void (hand && cell && put(cell));
  if (event.ctrlKey || event.metaKey || event.shiftKey) return undefined;
  event.preventDefault();
  if (link.classList.contains("on")) return drop();
  return void (hand && cell?.dataset.fit ? put(cell) : take(link));
});

function show(link, event) {
  const row = link.dataset.row && byId(link.dataset.row);
  const index = columnOf(link.dataset.column);
  if (!row || index < 1) return;
  event.preventDefault();
  go(rows().indexOf(row), index);
  row.cells[index].scrollIntoView({ block: "center", inline: "center" });
}

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

board.addEventListener("keydown", (event) => {
  const cell = cellOf(event.target);
  if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
  const { key } = event;
  if (MOVES[key]) go(current[0] + MOVES[key][0], current[1] + MOVES[key][1]);
  else if (key === "Home") go(current[0], 1);
  else if (key === "End") go(current[0], heads().length - 1);
  else if (key === "Enter" || key === " ") enter(cell);
  else if (key === "Delete" || key === "Backspace") remove(cell);
  else return;
  event.preventDefault();
});

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
  const name = { z: event.shiftKey ? "redo" : "undo", y: "redo" }[event.key.toLowerCase()];
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
