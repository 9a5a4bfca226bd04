// The table as a grid of places, and what a cell shows: its value, its state, its words.

import { placeOf } from "./queue.js";

export class Sheet {
  constructor(table, reader, words) {
    Object.assign(this, { table, reader, words });
    this.rows = [...table.tBodies[0].rows];
    const width = this.rows[0]?.cells.length;
    this.heads = [...([...table.tHead.rows].find((row) => row.cells.length === width) ?? table.tHead.rows[0]).cells];
    this.states = new WeakMap();
    this.byPupil = new Map(this.rows.map((row) => [row.dataset.p, row]));
    this.columns = new Map(this.heads.flatMap((head, index) => ("k" in head.dataset ? [[placeOf(this.#column(index)), index]] : [])));
    this.#describe();
  }

  #column(index) {
    const { k: kind, l, w, c, t } = this.heads[index].dataset;
    return kind === "cell" ? { kind, l, w: w ?? "" } : { kind, c, t };
  }

  #describe() {
    this.table.setAttribute("role", "grid");
    this.table.setAttribute("aria-multiselectable", "true");
    for (const head of this.heads) for (const link of head.querySelectorAll("a, button")) link.tabIndex = -1;
    for (const row of this.rows) {
      for (const link of row.querySelectorAll("a, button")) link.tabIndex = -1;
      for (const cell of row.cells) if (cell.tagName === "TD" && !this.isOpen(cell)) cell.setAttribute("aria-readonly", "true");
    }
  }

  headOf(cell) {
    return this.heads[cell.cellIndex].dataset;
  }

  systemOf(cell) {
    return this.headOf(cell).system ?? "five";
  }

  // A final mark: one in a cell, with the reason for it and not a comment.
  isFinal(cell) {
    return this.headOf(cell).k === "final";
  }

  proposalOf(cell) {
    return cell.parentNode.querySelector(".proposed")?.textContent.trim() ?? "";
  }

  isPlace(cell) {
    return cell?.tagName === "TD" && "k" in this.headOf(cell);
  }

  isOpen(cell) {
    return this.isPlace(cell) && !("closed" in this.headOf(cell)) && !cell.classList.contains("gone");
  }

  at(row, column) {
    return row < 0 ? this.heads[column] : this.rows[row]?.cells[column];
  }

  rowOf(cell) {
    return this.rows.indexOf(cell.parentNode);
  }

  placeOf(cell) {
    return { ...this.#column(cell.cellIndex), p: cell.parentNode.dataset.p };
  }

  find(place) {
    return this.byPupil.get(place.p)?.cells[this.columns.get(placeOf({ ...place, p: undefined }))];
  }

  // What stands in the journal (`standing`), what was typed and is not acknowledged (`text`), and how that goes (`state`).
  stateOf(cell) {
    if (!this.states.has(cell)) {
      const symbol = cell.querySelector("i")?.textContent ?? "";
      const marks = cell.textContent.trim().slice(symbol.length).trim();
      const standing = { text: cell.textContent.trim(), symbol, marks, low: Boolean(cell.querySelector("b")), version: cell.dataset.v ?? "0.0", comment: cell.classList.contains("gone") ? "" : cell.title };
      this.states.set(cell, { standing, state: "", text: standing.text, comment: standing.comment });
    }
    return this.states.get(cell);
  }

  textOf(cell) {
    return this.isPlace(cell) ? this.stateOf(cell).text : cell.textContent.trim();
  }

  // Show what was typed, before anybody has answered.
  expect(cell, { text, comment, key }) {
    const state = this.stateOf(cell);
    const read = this.reader.read(text, this.systemOf(cell));
    const words = read ? [read.symbol, read.marks.join("/")].filter(Boolean).join(" ") : text;
    Object.assign(state, { state: "saving", text: words, key, message: "", needs: undefined });
    if (comment !== undefined) state.comment = comment;
    if (!read?.marks.length) state.comment = comment ?? "";
    this.#show(cell, read ? { symbol: read.symbol, marks: read.marks.join("/"), low: read.low } : { marks: text });
    this.paint(cell);
  }

  // What the server says stands in the cell.
  settle(cell, saved) {
    const state = this.stateOf(cell);
    Object.assign(state, { standing: saved, state: "", text: saved.text, comment: saved.comment ?? "", key: undefined, message: "", needs: undefined });
    if (!cell.querySelector("input")) this.#show(cell, saved);
    cell.dataset.v = saved.version;
    this.paint(cell);
    if (this.headOf(cell).k === "cell") this.#share(cell, saved);
  }

  giveUp(cell) {
    this.settle(cell, this.stateOf(cell).standing);
  }

  #show(cell, { symbol, marks, low }) {
    const inside = [];
    if (symbol) inside.push(Object.assign(document.createElement("i"), { textContent: symbol }));
    if (symbol && marks) inside.push(" ");
    if (marks) inside.push(low ? Object.assign(document.createElement("b"), { textContent: marks }) : marks);
    cell.replaceChildren(...inside);
  }

  paint(cell) {
    const { state, comment, message } = this.stateOf(cell);
    const isBad = state === "conflict" || state === "refused";
    cell.classList.toggle("saving", state === "saving");
    cell.classList.toggle("wait", state === "waiting");
    cell.classList.toggle("clash", isBad);
    cell.classList.toggle("said", Boolean(comment));
    cell.title = isBad ? message : [state === "waiting" ? this.words.waiting : "", comment].filter(Boolean).join(" · ");
    if (!cell.title) cell.removeAttribute("title");
    if (isBad) cell.setAttribute("aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
  }

  // Other columns of the same lesson show the same absence.
  #share(cell, saved) {
    const { l } = this.headOf(cell);
    for (const other of cell.parentNode.cells) {
      if (other === cell || !this.isOpen(other) || this.headOf(other).l !== l) continue;
      const state = this.stateOf(other);
      const { marks, low, version } = state.standing;
      const next = { ...state.standing, symbol: saved.symbol, version: `${saved.version.split(".")[0]}.${version.split(".")[1]}` };
      next.text = [saved.symbol, marks].filter(Boolean).join(" ");
      state.standing = next;
      other.dataset.v = next.version;
      if (state.state) continue;
      state.text = next.text;
      this.#show(other, { symbol: saved.symbol, marks, low });
    }
  }

  showRow({ p, average, why, proposed }) {
    const row = this.byPupil.get(p);
    if (!row) return;
    const cell = row.querySelector(".avg");
    if (cell && average !== undefined) {
      (cell.querySelector("a, button") ?? cell).textContent = average;
      cell.title = why ?? "";
    }
    const said = row.querySelector(".proposed");
    if (said && proposed !== undefined) said.textContent = proposed;
  }

  troubled() {
    return [...this.table.querySelectorAll("td.clash")];
  }

  // Why the cell was not written, and how a reason is given.
  troubleOf(cell) {
    const { message, needs } = this.stateOf(cell);
    return needs === "reason" ? `${message} ${this.words.askReason}` : message;
  }

  nameOf(cell) {
    return cell.parentNode.cells[0].textContent.trim();
  }

  columnName(cell) {
    const head = this.heads[cell.cellIndex];
    return head.getAttribute("aria-label") ?? [...head.querySelectorAll("b, small")].map((part) => part.textContent.trim()).join(" ");
  }
}
