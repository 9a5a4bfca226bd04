// Every change of the grid goes through here: shown at once, put into the outbox, kept for taking back.

import { Undo } from "./undo.js";

export class Writer {
  #outbox = null;
  #early = []; // what was typed before the outbox was open

  constructor(sheet, { say, name, onUndo, onRows }) {
    Object.assign(this, { sheet, say, onRows });
    this.undo = new Undo(name, onUndo);
  }

  open(outbox) {
    this.#outbox = outbox;
    for (const op of outbox.pending()) this.#mine(op, "waiting");
    for (const detail of outbox.unsettled?.() ?? []) {
      this.#mine(detail.op, detail.state);
      this.#heard(detail);
    }
    outbox.addEventListener("change", ({ detail }) => this.#heard(detail));
    for (const work of this.#early.splice(0)) work();
  }

  #mine(op, state) {
    const cell = this.sheet.find(op);
    if (!cell) return;
    this.sheet.expect(cell, op);
    this.sheet.stateOf(cell).state = state;
    this.sheet.paint(cell);
  }

  // Operations that belong to no cell.
  put(operations) {
    if (this.#outbox) return this.#outbox.put(operations);
    this.#early.push(() => this.#outbox.put(operations));
    return [];
  }

  // Write cells as one act. A change: { cell, text, comment?, reason?, seen? }.
  enter(changes, { joins = false, turns } = {}) {
    const entries = changes.flatMap((change) => this.#prepare(change));
    if (!entries.length) return false;
    for (const { change } of entries) this.sheet.expect(change.cell, change);
    this.#send(entries);
    const act = entries.map(({ entry }) => entry);
    if (turns === undefined) this.undo.push(act, { joins });
    else this.undo.turned(turns, act);
    return true;
  }

  #prepare(change) {
    const { sheet } = this;
    const { cell, text, comment, reason, seen } = change;
    const state = sheet.stateOf(cell);
    const isBad = ["conflict", "refused"].includes(state.state);
    if (text === state.text && (comment ?? state.comment) === state.comment && !isBad && !reason) return [];
    const place = sheet.placeOf(cell);
    const operation = { ...place, seen: seen ?? cell.dataset.v ?? "0.0", text, ...(comment !== undefined && { comment }), ...(reason && { reason }) };
    const before = isBad ? { text: state.standing.text, comment: state.standing.comment } : { text: state.text, comment: state.comment };
    return [{ change, operation, entry: { place, before, after: { text, comment } } }];
  }

  #send(entries) {
    const work = () => {
      const keys = this.#outbox.put(entries.map(({ operation }) => operation));
      entries.forEach(({ change, entry }, index) => {
        entry.key = keys[index];
        this.sheet.stateOf(change.cell).key = keys[index];
      });
    };
    if (this.#outbox) work();
    else this.#early.push(work);
  }

  #heard({ op, state, message, needs, cell: saved, rows }) {
    for (const row of rows ?? []) this.onRows(row);
    const cell = this.sheet.find(op);
    if (!cell) return this.#heardElse(op, state, message);
    if (state === "saved") this.undo.settle(op.key, saved.version);
    const mine = this.sheet.stateOf(cell);
    if (mine.key && mine.key !== op.key) return this.#overtaken(cell, state, saved);
    if (state === "saved") this.sheet.settle(cell, saved);
    else if (state === "conflict" || state === "refused") this.#refused(cell, { op, state, message, needs, saved });
    else {
      mine.state = state;
      this.sheet.paint(cell);
    }
  }

  // "All are here" belongs to a lesson, not to a cell.
  #heardElse({ kind }, state, message) {
    if (kind !== "present") return;
    if (state === "saved") this.say(this.sheet.words.present);
    else if (state === "conflict" || state === "refused") this.say(message || this.sheet.words.failed, true);
  }

  // Something later was typed in the cell: what came back is only what stands beneath it.
  #overtaken(cell, state, saved) {
    if (state !== "saved") return;
    this.sheet.stateOf(cell).standing = saved;
    cell.dataset.v = saved.version;
  }

  #refused(cell, { op, state, message, needs, saved }) {
    const mine = this.sheet.stateOf(cell);
    this.undo.settle(op.key, undefined);
    if (saved) {
      mine.standing = saved;
      cell.dataset.v = saved.version;
    }
    Object.assign(mine, { state, message: message || this.sheet.words.failed, needs, key: op.key });
    this.sheet.paint(cell);
    this.say(`${this.sheet.nameOf(cell)}: ${this.sheet.troubleOf(cell)}`, true);
  }

  // Leave the cell as it stands in the journal.
  giveUp(cell) {
    const { state, key } = this.sheet.stateOf(cell);
    if (state !== "conflict" && state !== "refused") return false;
    this.#outbox?.forget(key);
    this.sheet.giveUp(cell);
    this.undo.tell();
    this.say("");
    return true;
  }

  // Take the last act back (or make it again): ordinary operations upon the version that the act made.
  turn(back) {
    const act = this.undo.take(back);
    if (!act) return false;
    const changes = act.filter((entry) => !entry.void).flatMap((entry) => this.#reversed(entry));
    const first = changes[0]?.cell;
    const { words } = this.sheet;
    for (const change of changes) change.reason = this.sheet.isFinal(change.cell) ? change.comment : back ? words.undone : words.redone;
    if (changes.length) this.enter(changes, { turns: back });
    this.say(`${back ? words.undone : words.redone}: ${words.cells} ${changes.length}`);
    return first;
  }

  #reversed({ place, before, after, version }) {
    const cell = this.sheet.find(place);
    if (!cell) return [];
    const { text } = this.sheet.stateOf(cell);
    const wanted = this.sheet.reader.read(after.text, this.sheet.systemOf(cell));
    const isOurs = text === after.text || (wanted && text === [wanted.symbol, wanted.marks.join("/")].filter(Boolean).join(" "));
    return [{ cell, text: before.text, comment: before.comment || undefined, seen: isOurs ? cell.dataset.v : version }];
  }
}
