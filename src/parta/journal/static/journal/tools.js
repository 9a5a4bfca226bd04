// What stands round the grid: undo and direction, acts on a whole column, words for the eye and the ear, the new work, the keys.

import { asProposed } from "./bulk.js";

const byId = (id) => document.getElementById(id);

export class Tools {
  constructor(grid, { words }) {
    Object.assign(this, { grid, words, direction: localStorage.getItem("parta-direction") ?? "down" });
    this.box = byId("grid-tools");
    this.told = byId("grid-says");
    this.about = byId("pupil");
    for (const part of document.querySelectorAll("#grid-tools, #grid-pad")) part.addEventListener("click", (event) => this.#onClick(event));
    for (const part of document.querySelectorAll("[data-direction]")) part.addEventListener("change", () => this.turnTo(part.value));
    byId("work")?.addEventListener("change", (event) => event.target.matches("[data-lesson]") && this.#aim(event.target));
    document.addEventListener("click", (event) => event.target.closest("[data-dialog=work]") && this.#suit(this.grid.selection.current));
    this.turnTo(this.direction);
  }

  turnTo(direction) {
    this.direction = direction;
    localStorage.setItem("parta-direction", direction);
    for (const part of document.querySelectorAll("[data-direction]")) part.value = direction;
  }

  say(words, isBad = false) {
    if (!this.told) return;
    this.told.textContent = words;
    this.told.classList.toggle("bad", isBad);
  }

  showUndo({ done, undone }) {
    for (const button of document.querySelectorAll("[data-act=undo]")) button.disabled = !done.length;
    for (const button of document.querySelectorAll("[data-act=redo]")) button.disabled = !undone.length;
    this.showLeft();
  }

  // How many of the rows have no final mark yet, and how many marks are proposed for them.
  showLeft() {
    const button = this.box?.querySelector("[data-act=proposed]");
    if (!button) return;
    const { sheet } = this.grid;
    const open = sheet.rows.flatMap((row) => [...row.cells].filter((cell) => sheet.isOpen(cell)));
    const ready = asProposed(sheet, open).length;
    button.disabled = !ready;
    button.querySelector("[data-part=ready]").textContent = ready;
    const left = this.box.querySelector("[data-part=left]");
    if (left) left.textContent = open.filter((cell) => sheet.textOf(cell) === "").length;
  }

  // The column under the keyboard is the one that the buttons are about.
  showPlace(cell) {
    if (cell.parentNode.parentNode.tagName === "TBODY") this.explain(cell.parentNode);
    const { sheet } = this.grid;
    const head = sheet.heads[cell.cellIndex];
    const isOpen = "k" in head.dataset && !("closed" in head.dataset);
    const name = byId("grid-column");
    if (name) name.textContent = isOpen ? sheet.columnName(cell) : "";
    for (const part of this.box?.querySelectorAll("[data-column]") ?? []) part.hidden = !isOpen;
  }

  explain(row) {
    const average = row.querySelector(".avg");
    if (!this.about || !average) return;
    this.about.hidden = !average.title;
    this.about.children[0].textContent = `${row.cells[0].textContent.trim()} · ${this.words.average} ${average.textContent.trim()}`;
    this.about.children[1].textContent = average.title;
  }

  #onClick(event) {
    const button = event.target.closest("button[data-act]");
    if (!button) return;
    const { act, value } = button.dataset;
    const { grid } = this;
    button.closest("details")?.removeAttribute("open");
    const own = {
      undo: () => grid.turn(true),
      redo: () => grid.turn(false),
      help: () => this.help(),
      pad: () => grid.pad.toggle(),
      present: () => this.#present(),
      rest: () => this.#rest(value),
      proposed: () => grid.proposeAll(),
    };
    own[act]?.();
  }

  #present() {
    const { l } = this.grid.sheet.headOf(this.grid.selection.current);
    this.grid.writer.put([{ kind: "present", l }]);
  }

  // Everybody without any entry at the lesson of the column gets the value, as one act.
  #rest(text) {
    const { sheet, selection } = this.grid;
    const index = selection.current.cellIndex;
    const { l } = sheet.headOf(selection.current);
    const isEmpty = (row) => [...row.cells].every((cell) => !sheet.isPlace(cell) || (l ? sheet.headOf(cell).l !== l : cell.cellIndex !== index) || sheet.textOf(cell) === "");
    const cells = sheet.rows.filter(isEmpty).map((row) => row.cells[index]).filter((cell) => sheet.isOpen(cell));
    this.grid.enterAll(cells.map((cell) => ({ cell, text })));
    selection.choose(selection.current);
  }

  newWork(cell) {
    const dialog = byId("work");
    if (!dialog) return;
    this.#suit(cell);
    dialog.showModal();
    dialog.querySelector("[name=kind]")?.focus();
  }

  // The new work belongs to the lesson of the column.
  #suit(cell) {
    const lessons = byId("work")?.querySelector("[data-lesson]");
    if (!lessons) return;
    const wanted = [...lessons.options].find((option) => option.value === this.grid.sheet.headOf(cell).l);
    if (wanted) lessons.value = wanted.value;
    this.#aim(lessons);
  }

  #aim(lessons) {
    lessons.form.action = lessons.selectedOptions[0].dataset.url;
  }

  help() {
    byId("grid-keys")?.showModal();
  }
}
