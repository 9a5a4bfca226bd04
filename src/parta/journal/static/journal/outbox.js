// A stand-in in the memory of the page: one operation at a time to the address of single cells.

export async function openOutbox(place) {
  return new Outbox(place);
}

class Outbox extends EventTarget {
  #queue = [];
  #sending = false;
  #state = { online: true, savedAt: null, signedOut: false };

  constructor(place) {
    super();
    this.place = place;
    addEventListener("online", () => this.#send());
    addEventListener("beforeunload", (event) => this.#queue.length && event.preventDefault());
  }

  put(operations) {
    const fresh = operations.map((op) => ({ ...op, key: crypto.randomUUID() }));
    this.#queue.push(...fresh);
    this.#tell("status");
    this.#send();
    return fresh.map((op) => op.key);
  }

  pending() {
    return [...this.#queue];
  }

  forget() {
    this.#tell("status");
  }

  status() {
    return { pending: this.#queue.length, ...this.#state };
  }

  async #send() {
    if (this.#sending) return;
    this.#sending = true;
    await null;
    while (this.#queue.length) if (!(await this.#one(this.#queue[0]))) break;
    this.#sending = false;
    this.#tell("status");
  }

  async #one(op) {
    const body = new URLSearchParams({ l: op.l, w: op.w, p: op.p, text: op.text, seen: this.seen?.get(op.l + op.w + op.p) ?? op.seen });
    try {
      const answer = await fetch(this.place.url, { method: "POST", body, headers: { "X-CSRFToken": this.place.token, Accept: "application/json" } });
      this.#state.signedOut = answer.status === 423 || answer.redirected;
      if (this.#state.signedOut) return this.#wait(op);
      const cell = await answer.json();
      this.#queue.shift();
      this.#state.online = true;
      if (answer.ok) (this.seen ??= new Map()).set(op.l + op.w + op.p, cell.version);
      const state = answer.ok ? "saved" : answer.status === 409 ? "conflict" : "refused";
      const theirs = state === "conflict" ? { text: cell.theirs, symbol: "", marks: cell.theirs, low: false, version: cell.version, comment: "" } : undefined;
      const rows = answer.ok ? [{ p: op.p, average: cell.average, why: cell.why }] : [];
      this.#tell("change", { op, state, message: cell.message, cell: answer.ok ? cell : theirs, rows });
      return true;
    } catch {
      this.#state.online = false;
      return this.#wait(op);
    }
  }

  #wait(op) {
    this.#tell("change", { op, state: "waiting" });
    return false;
  }

  #tell(name, detail = this.status()) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
