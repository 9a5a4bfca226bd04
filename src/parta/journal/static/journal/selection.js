// Where the keyboard is (one cell) and what is chosen (a block of cells).

export class Selection {
  #range = [];

  constructor(sheet, onMove) {
    Object.assign(this, { sheet, onMove, current: null, anchor: null });
  }

  // Choose a cell; `extend` stretches the block from where it began.
  choose(cell, { extend = false, focus = true } = {}) {
    if (!cell) return false;
    if (this.current) for (const part of [this.current, this.#target(this.current)]) part.tabIndex = -1;
    this.current = cell;
    if (!extend || !this.anchor) this.anchor = cell;
    this.#paint();
    const target = this.#target(cell);
    target.tabIndex = 0;
    if (focus) {
      target.focus({ preventScroll: true });
      cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    this.onMove(cell);
    return true;
  }

  #target(cell) {
    return this.sheet.isPlace(cell) ? cell : (cell.querySelector("a, button") ?? cell);
  }

  #block() {
    const [one, other] = [this.anchor, this.current];
    const [first, second] = [this.sheet.rowOf(one), this.sheet.rowOf(other)];
    return {
      top: Math.max(0, Math.min(first, second)),
      bottom: Math.max(first, second),
      left: Math.min(one.cellIndex, other.cellIndex),
      right: Math.max(one.cellIndex, other.cellIndex),
    };
  }

  // Cells of the block that are places, row by row.
  rows() {
    if (!this.current) return [];
    const { top, bottom, left, right } = this.#block();
    return this.sheet.rows.slice(top, bottom + 1).map((row) => [...row.cells].slice(left, right + 1).filter((cell) => this.sheet.isPlace(cell)));
  }

  cells() {
    return this.rows().flat();
  }

  isBlock() {
    return this.anchor !== this.current;
  }

  #paint() {
    const range = this.isBlock() ? this.cells() : [];
    for (const cell of this.#range) if (!range.includes(cell)) cell.removeAttribute("aria-selected");
    for (const cell of range) cell.setAttribute("aria-selected", "true");
    this.#range = range;
  }

  // One step or many; Infinity goes to the edge.
  move(right, down, extend = false) {
    const { sheet, current } = this;
    const last = sheet.heads.length - 1;
    const row = clamp(sheet.rowOf(current) + down, extend || down === -Infinity ? 0 : -1, sheet.rows.length - 1);
    const first = extend || right === -Infinity ? 1 : 0;
    const column = clamp(current.cellIndex + right, first, right === Infinity ? this.#lastPlace() : last);
    return this.choose(sheet.at(row, column), { extend });
  }

  #lastPlace() {
    return this.sheet.heads.findLastIndex?.((head) => "k" in head.dataset) ?? this.sheet.heads.length - 2;
  }

  // The next cell that takes writing, in a direction; stays where there is none.
  onward(cell, right, down) {
    let [row, column] = [this.sheet.rowOf(cell), cell.cellIndex];
    for (;;) {
      row += down;
      column += right;
      const next = row < 0 || column < 1 ? undefined : this.sheet.at(row, column);
      if (!next) return this.choose(cell);
      if (this.sheet.isOpen(next)) return this.choose(next);
    }
  }

  column(index) {
    const { sheet } = this;
    this.anchor = sheet.at(0, index);
    return this.choose(sheet.at(sheet.rows.length - 1, index), { extend: true, focus: true });
  }

  row(index) {
    const places = [...this.sheet.rows[index].cells].filter((cell) => this.sheet.isPlace(cell));
    this.anchor = places[0];
    return this.choose(places.at(-1), { extend: true });
  }

  all() {
    const places = (row) => [...row.cells].filter((cell) => this.sheet.isPlace(cell));
    this.anchor = places(this.sheet.rows[0])[0];
    return this.choose(places(this.sheet.rows.at(-1)).at(-1), { extend: true });
  }
}

const clamp = (value, least, most) => Math.min(Math.max(value, least), most);
