// Acts that can be taken back and made again, also after a reload. An act is a list of { place, before, after, version }.

const MOST = 100;

export class Undo {
  constructor(name, onChange) {
    Object.assign(this, { name, onChange });
    const kept = JSON.parse(sessionStorage.getItem(name) ?? "null");
    this.done = kept?.done ?? [];
    this.undone = kept?.undone ?? [];
  }

  // `joins`: the act goes on with the one before it (the second half of a double mark).
  push(act, { joins = false } = {}) {
    const last = this.done.at(-1);
    if (joins && last?.length === 1) act = [{ ...act[0], before: last[0].before }];
    if (joins && last?.length === 1) this.done.pop();
    this.done.push(act);
    this.undone = [];
    this.#keep();
  }

  take(back) {
    const act = (back ? this.done : this.undone).pop();
    this.#keep();
    return act;
  }

  // The turned act goes to the other pile.
  turned(back, act) {
    (back ? this.undone : this.done).push(act);
    this.#keep();
  }

  // A cell of an act was saved (its version is what taking back builds on) or not written at all.
  settle(key, version) {
    for (const act of [...this.done, ...this.undone]) {
      const entry = act.find((one) => one.key === key);
      if (entry) Object.assign(entry, version === undefined ? { void: true } : { version });
    }
    const lives = (act) => act.some((entry) => !entry.void);
    this.done = this.done.filter(lives);
    this.undone = this.undone.filter(lives);
    this.#keep();
  }

  #keep() {
    this.done = this.done.slice(-MOST);
    try {
      sessionStorage.setItem(this.name, JSON.stringify({ done: this.done, undone: this.undone }));
    } catch {
      // The browser keeps nothing: acts can be taken back until the page is closed.
    }
    this.tell();
  }

  tell() {
    this.onChange(this);
  }
}
