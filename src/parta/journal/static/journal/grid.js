// The grid: which part does what. Nothing here waits between a key and its cell.

import { asProposed, filledDown, ofOneAbsence } from "./bulk.js";
import { Clipboard } from "./clipboard.js";
import { Sheet } from "./cells.js";
import { Details } from "./details.js";
import { openField } from "./field.js";
import { intent } from "./keys.js";
import { openOutbox } from "./outbox.js";
import { Pad } from "./pad.js";
import { Selection } from "./selection.js";
import { Reader } from "./text.js";
import { Tools } from "./tools.js";
import { Writer } from "./writer.js";

class Grid {
  #fresh = null; // { cell }: the cell written by the last key, which "/" goes on with

  constructor(table) {
    const data = JSON.parse(document.getElementById("grid-data").textContent);
    this.words = data.words;
    this.reader = new Reader(data);
    this.sheet = new Sheet(table, this.reader, data.words);
    this.selection = new Selection(this.sheet, (cell) => this.#moved(cell));
    const name = `parta-undo|${table.dataset.account ?? ""}|${location.pathname}`;
    this.writer = new Writer(this.sheet, {
      say: (words, isBad) => this.say(words, isBad),
      name,
      onUndo: (undo) => this.tools?.showUndo(undo),
      onRows: (row) => this.#showRow(row),
    });
    this.tools = new Tools(this, data);
    this.details = new Details(this);
    this.clipboard = new Clipboard(this);
    this.pad = new Pad(this, data);
    this.tools.showUndo(this.writer.undo);
    this.#listen(table);
    this.#enter(table);
    if (table.dataset.send) this.#open(table.dataset);
  }

  async #open({ send, account }) {
    const token = document.querySelector("#token input").value;
    const outbox = await openOutbox({ url: send, token, account });
    this.writer.open(outbox);
    this.tools.showLeft();
  }

  // The keyboard enters the grid at the new work, at the chosen lesson, or at the final marks that may be put.
  #enter(table) {
    const { heads, rows } = this.sheet;
    const work = new URLSearchParams(location.search).get("work");
    const made = work ? heads.findIndex((head) => head.dataset.w === work) : -1;
    const column = made > 0 ? made : heads.findIndex((head) => head.matches("[aria-current], [data-k=final]:not([data-closed])"));
    const cells = rows.map((row) => row.cells[column > 0 ? column : heads.length - 2]);
    const entry = cells.find((cell) => this.sheet.isOpen(cell)) ?? cells.find((cell) => this.sheet.isPlace(cell)) ?? table.querySelector("tbody td");
    this.selection.choose(entry, { focus: made > 0 });
    table.parentNode.removeAttribute("tabindex");
    const [head, name, average] = [table.tHead, rows[0].cells[0], rows[0].querySelector(".avg")];
    table.parentNode.style.scrollPadding = `${head.offsetHeight}px ${average?.offsetWidth ?? 0}px 0 ${name.offsetWidth}px`;
  }

  #listen(table) {
    table.addEventListener("keydown", (event) => this.#onKey(event));
    table.addEventListener("pointerdown", (event) => this.#onPress(event));
    table.addEventListener("pointerover", (event) => this.#onDrag(event));
    table.addEventListener("dblclick", (event) => {
      const cell = event.target.closest("td");
      if (event.target.tagName !== "INPUT" && this.sheet.isOpen(cell)) this.#enterCell(cell);
    });
  }

  say(words, isBad = false) {
    this.tools.say(words, isBad);
  }

  #moved(cell) {
    this.tools.showPlace(cell);
    this.pad?.follow(cell);
    const { state } = this.sheet.isPlace(cell) ? this.sheet.stateOf(cell) : {};
    if (state === "conflict" || state === "refused") this.say(this.sheet.troubleOf(cell), true);
  }

  #showRow(row) {
    this.sheet.showRow(row);
    if (this.selection.current?.parentNode.dataset.p === row.p) this.tools.explain(this.selection.current.parentNode);
  }

  #onPress(event) {
    const cell = event.target.closest("td, th");
    if (!cell || event.button || event.target.closest("input, a, button")) return;
    this.#fresh = null;
    const isHead = cell.parentNode.parentNode.tagName === "THEAD";
    if (isHead && "k" in cell.dataset) this.selection.column(cell.cellIndex);
    else if (!isHead && cell.tagName === "TH") this.selection.row(this.sheet.rowOf(cell));
    else if (this.sheet.isPlace(cell)) this.selection.choose(cell, { extend: event.shiftKey });
    else return;
    event.preventDefault();
  }

  #onDrag(event) {
    if (event.pointerType !== "mouse" || event.buttons !== 1) return;
    const cell = event.target.closest("td");
    if (this.sheet.isPlace(cell) && cell !== this.selection.current && !this.sheet.table.querySelector("td input")) this.selection.choose(cell, { extend: true });
  }

  #onKey(event) {
    const cell = this.selection.current;
    if (!cell?.contains(event.target) || event.target.tagName === "INPUT" || event.isComposing) return;
    const isOpen = this.sheet.isOpen(cell);
    if (event.key === "Enter" && event.target !== cell) return;
    const act = intent(event, { reader: this.reader, system: this.sheet.systemOf(cell), isFilled: isOpen && this.sheet.textOf(cell) !== "", proposes: isOpen && this.sheet.isFinal(cell) });
    if (!act || this.#act(act, cell, isOpen) === false) return;
    event.preventDefault();
  }

  // What a key (or the pad) asks for; false leaves the key to the browser.
  #act(act, cell, isOpen) {
    const fresh = this.#fresh;
    this.#fresh = null;
    const free = {
      move: () => this.selection.move(act.right, act.down, act.extend),
      next: () => this.#next(cell, act.step),
      all: () => this.selection.all(),
      column: () => this.selection.column(cell.cellIndex),
      row: () => this.selection.row(Math.max(0, this.sheet.rowOf(cell))),
      undo: () => this.turn(true),
      redo: () => this.turn(false),
      help: () => this.tools.help(),
      work: () => this.tools.newWork(cell),
      details: () => this.details.open(cell),
      comment: () => this.details.open(cell, "comment"),
    };
    if (free[act.do]) return free[act.do]();
    const own = {
      write: () => this.write(cell, act, fresh),
      type: () => this.#type(cell, act.text, fresh),
      propose: () => this.#propose(cell),
      join: () => (this.sheet.isFinal(cell) ? this.edit(cell) : this.#join(cell, fresh)),
      space: () => this.edit(...(fresh ? [fresh.cell, `${this.sheet.textOf(fresh.cell)} `] : [cell])),
      open: () => this.#enterCell(cell),
      clear: () => this.fill(""),
      giveUp: () => this.writer.giveUp(cell),
      down: () => this.enterAll(filledDown(this.sheet, this.selection)),
    };
    if (isOpen || this.selection.isBlock()) return own[act.do]?.();
    if (act.do !== "giveUp" && this.sheet.isPlace(cell)) this.say(this.words.closed);
    return this.sheet.isPlace(cell);
  }

  act(act) {
    const cell = this.selection.current;
    this.#act(act, cell, this.sheet.isOpen(cell));
  }

  // A refused cell that waits for a reason opens where it is given.
  #enterCell(cell) {
    if (this.sheet.stateOf(cell).needs === "reason") this.details.open(cell);
    else this.edit(cell);
  }

  // "+": an empty cell gets what is proposed, and on; a block all marks in numbers that are proposed in it.
  #propose(cell) {
    const { sheet, selection } = this;
    if (selection.isBlock()) return this.enterAll(asProposed(sheet, selection.cells()));
    const text = sheet.proposalOf(cell);
    if (sheet.textOf(cell) === "") {
      if (!text) return this.say(this.words.nothing);
      this.writer.enter([{ cell, text }]);
    }
    this.onward(cell);
  }

  proposeAll() {
    const { sheet, selection } = this;
    this.enterAll(asProposed(sheet, sheet.rows.flatMap((row) => [...row.cells].filter((cell) => sheet.isPlace(cell)))));
    selection.choose(selection.current);
  }

  turn(back) {
    const cell = this.writer.turn(back);
    if (cell) this.selection.choose(cell);
  }

  // Tab walks over what takes writing and leaves the grid at its ends.
  #next(cell, step) {
    const { sheet } = this;
    const open = sheet.rows.flatMap((row) => [...row.cells].filter((one) => sheet.isOpen(one)));
    const next = open[open.indexOf(cell) + step];
    return open.includes(cell) && next ? this.selection.choose(next) : false;
  }

  // A mark or a code in one key: the cell, or the whole block, gets it and the keyboard moves on.
  write(cell, { text, isMark }, fresh) {
    if (this.selection.isBlock()) return this.fill(text);
    const joins = fresh?.cell === cell && isMark && !this.sheet.isFinal(cell) && (fresh.isJoining || this.tools.direction === "stay");
    const standing = this.sheet.textOf(cell);
    const whole = joins && standing ? `${standing}${/\d$|[A-E]$/.test(standing) ? "/" : " "}${text}` : this.#kept(cell, text, isMark);
    this.writer.enter([{ cell, text: whole }], { joins: joins && Boolean(fresh.wrote) });
    cell.classList.remove("joining");
    this.onward(cell);
    this.#fresh = { cell, wrote: true };
  }

  // Late is here: a mark stays with it and it with a mark. An absence that other columns of the lesson show stays too.
  #kept(cell, text, isMark) {
    const read = this.reader.read(this.sheet.textOf(cell), this.sheet.systemOf(cell));
    if (!read) return text;
    const code = this.reader.codes.get((isMark ? read.symbol : text).toLowerCase());
    const { l } = this.sheet.headOf(cell);
    const isShared = l && this.sheet.heads.filter((head) => head.dataset.l === l).length > 1;
    if (!code || !(code.late || isShared)) return text;
    return isMark ? `${read.symbol} ${text}` : [text, read.marks.join("/")].filter(Boolean).join(" ");
  }

  onward(cell) {
    const step = { down: [0, 1], right: [1, 0] }[this.tools.direction];
    return step ? this.selection.onward(cell, ...step) : this.selection.choose(cell);
  }

  // "/" right after a mark goes back to it: the next digit makes it double.
  #join(cell, fresh) {
    const back = fresh?.cell ?? cell;
    if (!this.sheet.textOf(back)) return this.edit(back, "/");
    this.selection.choose(back);
    if (!this.reader.isShort(this.sheet.systemOf(back))) return this.edit(back, `${this.sheet.textOf(back)}/`);
    this.#fresh = { cell: back, isJoining: true, wrote: Boolean(fresh) };
    this.say(this.words.joining);
  }

  // A letter that is nothing by itself: the second of a long code (о, с, в), or the first of what goes into the field.
  #type(cell, text, fresh) {
    const before = fresh && this.sheet.textOf(fresh.cell);
    const isSecond = before && this.reader.longSymbols().some((long) => long.startsWith(before + text));
    if (fresh?.isJoining || isSecond) this.edit(fresh.cell, `${before}${fresh.isJoining ? "/" : ""}${text}`);
    else this.edit(cell, text);
  }

  edit(cell, typed) {
    if (!this.sheet.isOpen(cell)) return;
    const wasBlock = this.selection.isBlock() && this.selection.cells();
    if (!wasBlock) this.selection.choose(cell, { focus: false });
    openField(this.sheet, cell, {
      typed,
      onLeave: ({ text, keep, isGivenUp, step }) => {
        if (wasBlock && keep) this.fill(text);
        else if (keep) this.writer.enter([{ cell, text }]);
        if (isGivenUp) this.writer.giveUp(cell);
        if (step === "onward") this.onward(cell);
        else if (step) this.selection.onward(cell, ...step);
        else if (isGivenUp) this.selection.choose(cell);
      },
    });
  }

  // One value for the whole block, as one act.
  fill(text) {
    const cells = this.selection.cells().filter((cell) => this.sheet.isOpen(cell));
    this.enterAll(cells.map((cell) => ({ cell, text })));
  }

  enterAll(changes) {
    const own = ofOneAbsence(this.sheet, changes);
    if (this.writer.enter(own) && own.length > 1) this.say(`${this.words.written} ${own.length}`);
  }
}

const table = document.querySelector("table.grid");
if (table?.tBodies[0]?.rows.length && document.getElementById("grid-data")) new Grid(table);
