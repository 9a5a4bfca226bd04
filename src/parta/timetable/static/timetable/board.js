// The board as it stands on the page: its cells and columns, the one that the keyboard is on, the colours of the places.

export const board = document.getElementById("board");

export const heads = () => [...board.tHead.rows[0].cells];
export const rows = () => [...board.querySelectorAll("tbody tr[id]")];
export const cellOf = (target) => target.closest?.("#board tbody td");
export const placeOf = (cell) => cell.parentNode.id.slice(1).split("n");
export const columnOf = (code) => heads().findIndex((head) => head.dataset.code === code);

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
let current = [0, 1];

const spotOf = (cell) => [rows().indexOf(cell.parentNode), cell.cellIndex];

// One cell of the board is in the order of tabs; its lessons are reached through it.
export function settle() {
  for (const part of board.querySelectorAll("tbody td, td > a")) part.tabIndex = -1;
  const all = rows();
  current = [Math.max(0, Math.min(current[0], all.length - 1)), Math.max(1, Math.min(current[1], heads().length - 1))];
  const cell = all[current[0]]?.cells[current[1]];
  if (cell) cell.tabIndex = 0;
  return cell;
}

export function goTo(cell, isFocused = true) {
  current = spotOf(cell);
  settle();
  if (isFocused) cell.focus();
}

// The cell that a key leads to; none for other keys.
export function cellBy(key) {
  const [row, column] = current;
  const all = rows();
  if (key === "Home") return all[row].cells[1];
  if (key === "End") return all[row].cells[heads().length - 1];
  const [down, right] = MOVES[key] ?? [];
  return down === undefined ? null : (all[row + down] ?? all[row]).cells[Math.max(1, Math.min(column + right, heads().length - 1))];
}

// A cell that gets the focus in another way (a reader of the screen, a script) is the current one too.
board.addEventListener("focusin", (event) => {
  const cell = cellOf(event.target);
  if (cell && spotOf(cell).join() !== current.join()) goTo(cell, false);
});

export function paint({ columns, places }) {
  const words = board.dataset;
  const shown = columns.map(columnOf).filter((index) => index > 0);
  for (const row of rows()) {
    const [state, text, swaps] = places[row.id.slice(1).replace("n", ":")] ?? [];
    for (const index of state ? shown : []) {
      row.cells[index].dataset.fit = state;
      row.cells[index].title = [words[state], swaps && words.swap, text].filter(Boolean).join(" · ");
    }
  }
}

export function clear() {
  for (const link of document.querySelectorAll(".on")) link.classList.remove("on");
  for (const cell of board.querySelectorAll("[data-fit]")) {
    delete cell.dataset.fit;
    cell.removeAttribute("title");
  }
}

export function replace(html) {
  for (const part of [...board.tBodies]) part.remove();
  board.insertAdjacentHTML("beforeend", html);
  return settle();
}
