// The grid takes the keyboard: arrows move, typing writes, Enter goes down. Each cell saves itself.

const table = document.querySelector("table[data-save]");
const saving = document.getElementById("saving");
const token = document.querySelector("#token input").value;
const about = document.getElementById("pupil");
const heads = table ? [...table.tHead.rows[0].cells] : [];
const words = { saved: saving.textContent, ...JSON.parse(document.getElementById("words").textContent) };
const standing = new WeakMap(); // what stands in the journal while a cell shows what was typed and not taken
const wanted = new Map(); // what each cell under way shall become
const beneath = new WeakMap(); // what was saved while the cell was typed in again
const unsent = new Set(); // cells that wait for the connection
let current = null;

const headOf = (cell) => heads[cell.cellIndex].dataset;
const isOpen = (cell) => cell?.tagName === "TD" && "l" in headOf(cell) && !cell.classList.contains("gone");
const textOf = (cell) => cell.textContent.trim();

function tell(text, wait) {
  saving.textContent = text;
  saving.className = wait ? "wait" : "";
}

function show(cell, saved) {
  cell.replaceChildren();
  if (saved.symbol) cell.append(Object.assign(document.createElement("i"), { textContent: saved.symbol }));
  if (saved.symbol && saved.marks) cell.append(" ");
  if (saved.marks) cell.append(saved.low ? Object.assign(document.createElement("b"), { textContent: saved.marks }) : saved.marks);
  cell.dataset.v = saved.version;
}

// Other columns of the same lesson show the same absence.
function shareAbsence(cell, saved) {
  for (const other of cell.parentNode.cells) {
    if (other === cell || headOf(other).l !== headOf(cell).l || !isOpen(other)) continue;
    const marks = other.querySelector("b")?.textContent ?? [...other.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join("");
    const own = (other.dataset.v ?? "0.0").split(".")[1];
    show(other, { symbol: saved.symbol, marks, low: Boolean(other.querySelector("b")), version: `${saved.version.split(".")[0]}.${own}` });
  }
}

function explain(row) {
  const average = row.querySelector(".avg");
  about.hidden = !average.title;
  about.children[0].textContent = `${row.cells[0].textContent} · ${words.average} ${average.textContent}`;
  about.children[1].textContent = average.title;
}

function settle() {
  if (!wanted.size && !table.querySelector(".clash")) tell(words.saved, false);
}

function giveUp(cell) {
  if (!standing.has(cell)) return;
  cell.replaceChildren(...standing.get(cell));
  standing.delete(cell);
  unsent.delete(cell);
  delete cell.dataset.typed;
  cell.classList.remove("clash");
  cell.removeAttribute("title");
  settle();
}

function refuse(cell, text, message) {
  cell.classList.add("clash");
  cell.dataset.typed = text;
  cell.title = message;
  tell(message, true);
}

// One cell is sent by one request at a time: what is typed meanwhile goes next, upon the version that came back.
async function save(cell, text) {
  if (!standing.has(cell)) standing.set(cell, [...cell.childNodes]);
  cell.textContent = text;
  cell.classList.add("wait");
  cell.classList.remove("clash");
  tell(words.saving, true);
  const isUnderWay = wanted.has(cell);
  wanted.set(cell, text);
  if (isUnderWay) return;
  for (let sent; sent !== wanted.get(cell); ) {
    sent = wanted.get(cell);
    await send(cell, sent);
  }
  wanted.delete(cell);
  cell.classList.remove("wait");
  settle();
}

async function send(cell, text) {
  const row = cell.parentNode;
  const { l, w } = headOf(cell);
  const body = new URLSearchParams({ l, w, p: row.dataset.p, text, seen: cell.dataset.v ?? "0.0" });
  const isLast = () => wanted.get(cell) === text;
  try {
    const answer = await fetch(table.dataset.save, { method: "POST", body, headers: { "X-CSRFToken": token, Accept: "application/json" } });
    if (answer.status === 423 || answer.redirected) throw new Error(words.locked);
    const saved = await answer.json().catch(() => ({ message: words.failed }));
    if (answer.ok) take(cell, saved, isLast());
    else if (isLast()) {
      if (answer.status === 409) {
        cell.dataset.v = saved.version;
        standing.set(cell, [saved.theirs]);
      }
      refuse(cell, text, saved.message);
    }
  } catch (error) {
    if (!isLast()) return;
    refuse(cell, text, error instanceof TypeError ? words.offline : error.message);
    if (error instanceof TypeError) unsent.add(cell);
  }
}

// A cell that is being typed in again keeps its field; what was saved under it is shown when the field is left.
function take(cell, saved, isLast) {
  const row = cell.parentNode;
  cell.dataset.v = saved.version;
  if (isLast) {
    standing.delete(cell);
    cell.title = saved.comment;
    if (cell.querySelector("input")) beneath.set(cell, saved);
    else show(cell, saved);
    shareAbsence(cell, saved);
  }
  const average = row.querySelector(".avg");
  (average.querySelector("a") ?? average).textContent = saved.average;
  average.title = saved.why;
  if (current?.parentNode === row) explain(row);
}

function choose(cell) {
  if (!isOpen(cell)) return false;
  if (current) current.tabIndex = -1;
  current = cell;
  cell.tabIndex = 0;
  cell.focus();
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  explain(cell.parentNode);
  return true;
}

function move(cell, right, down) {
  let row = cell.parentNode;
  let index = cell.cellIndex;
  do {
    if (down) row = down > 0 ? row.nextElementSibling : row.previousElementSibling;
    index += right;
    if (!row || index < 1 || index >= heads.length - 1) return;
  } while (!choose(row.cells[index]));
}

function edit(cell, first) {
  const before = cell.dataset.typed ?? textOf(cell);
  const nodes = [...cell.childNodes];
  const input = document.createElement("input");
  input.value = first ?? before;
  input.maxLength = 20;
  input.autocapitalize = "none";
  input.autocomplete = "off";
  input.setAttribute("aria-label", `${cell.parentNode.cells[0].textContent}, ${heads[cell.cellIndex].textContent.trim()}`);
  let left = false;
  const leave = (keep) => {
    if (left) return;
    left = true;
    const text = input.value.trim();
    cell.replaceChildren(...nodes);
    if (beneath.has(cell)) show(cell, beneath.get(cell));
    beneath.delete(cell);
    if (!keep) giveUp(cell);
    if (!keep || (text === before && !("typed" in cell.dataset))) return;
    unsent.delete(cell);
    delete cell.dataset.typed;
    save(cell, text);
  };
  input.addEventListener("blur", () => leave(true));
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const steps = { Enter: [0, event.shiftKey ? -1 : 1], Tab: [event.shiftKey ? -1 : 1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1], Escape: [0, 0] };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    leave(event.key !== "Escape");
    cell.focus();
    move(cell, ...step);
  });
  cell.replaceChildren(input);
  input.focus();
  if (first === undefined) input.select();
}

function onKey(event) {
  const cell = event.target.closest("td");
  if (!isOpen(cell) || event.ctrlKey || event.metaKey || event.altKey) return;
  const steps = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  if (steps[event.key]) move(cell, ...steps[event.key]);
  else if (event.key === "Enter" || event.key === "F2") edit(cell);
  else if (event.key === "Escape") giveUp(cell);
  else if (event.key === "Delete" || event.key === "Backspace") save(cell, "");
  else if (event.key.length === 1 && event.key !== " ") edit(cell, event.key);
  else return;
  event.preventDefault();
}

if (table) {
  table.addEventListener("keydown", onKey);
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td");
    if (event.target.tagName === "INPUT" || !isOpen(cell)) return;
    const again = cell === current;
    choose(cell);
    if (again || matchMedia("(pointer: coarse)").matches) edit(cell);
  });
  table.addEventListener("dblclick", (event) => {
    const cell = event.target.closest("td");
    if (isOpen(cell) && !cell.querySelector("input")) edit(cell);
  });
  addEventListener("beforeunload", (event) => {
    if (wanted.size || table.querySelector(".clash")) event.preventDefault();
  });
  addEventListener("online", () => {
    for (const cell of [...unsent]) {
      unsent.delete(cell);
      const text = cell.dataset.typed;
      delete cell.dataset.typed;
      if (text !== undefined) save(cell, text);
    }
  });
  // The keyboard enters the grid at the chosen lesson.
  const column = heads.findIndex((head) => head.hasAttribute("aria-current"));
  const entry = [...table.tBodies[0].rows].map((row) => row.cells[column > 0 ? column : heads.length - 2]).find(isOpen);
  if (entry) {
    entry.tabIndex = 0;
    current = entry;
  }
}
