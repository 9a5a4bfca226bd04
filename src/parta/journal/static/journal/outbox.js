// The outbox: what is typed is kept on this device, per account, and sent when it can be; see queue.js for the rules.
//
//   const outbox = await openOutbox({ url, token, account });
//   outbox.put([{ kind, l, w, p, seen, text, … }]) -> keys at once; a later text of a cell that was not sent yet replaces the earlier
//   key silently (follow the last key of a cell). outbox.pending(), outbox.unsettled(), outbox.forget(key), outbox.flush().
//   "change": detail { op, state: waiting|saving|saved|conflict|refused, message, needs, cell, lesson, rows }; "status": see status().

import { add, placeOf, settle, take } from "./queue.js";
import { Memory, openStore } from "./store.js";

const BATCH = 100;
const PATIENCE = 30_000;
const SIGNED_OUT = [401, 423];
const LEASE = PATIENCE + 5000;
const opened = new Map();

export function openOutbox({ url, token, account }) {
  const name = `parta-outbox-${account}`;
  if (!opened.has(name)) opened.set(name, openStore(name).then((store) => new Outbox({ url, token, account, name }, store).load()));
  return opened.get(name);
}

// Plain http in a school's own network has no crypto.randomUUID.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

class Outbox extends EventTarget {
  #rows = new Map(); // what is not acknowledged, as this page knows it
  #held = new Map(); // what was not written: conflicts and refusals
  #writing = new Set(); // keys that are not on the disk yet
  #chain = Promise.resolve();
  #last = 0;
  #tries = 0;
  #limit = BATCH;
  #state = { online: true, savedAt: null, signedOut: false, foreign: false };

  constructor(place, store) {
    super();
    this.place = place;
    this.store = store;
    this.me = newKey();
  }

  async load() {
    await this.store.change((queue, unsettled) => {
      for (const row of queue) this.#rows.set(row.key, row);
      for (const row of unsettled) this.#held.set(row.key, row);
      return {};
    });
    this.#last = Math.max(0, ...[...this.#rows.values()].map((row) => row.n));
    if ("BroadcastChannel" in globalThis) {
      this.channel = new BroadcastChannel(this.place.name);
      this.channel.onmessage = ({ data }) => this.#hear(data);
    }
    globalThis.addEventListener?.("online", () => this.flush());
    globalThis.document?.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.flush());
    globalThis.addEventListener?.("beforeunload", (event) => this.isAtRisk() && event.preventDefault());
    if (this.#rows.size) this.flush();
    return this;
  }

  put(operations) {
    const fresh = operations.map(({ key: _, after: __, ...op }) => {
      this.#last = Math.max(this.#last + 1, Date.now());
      return { key: newKey(), n: this.#last, place: placeOf(op), op, sent: false };
    });
    for (const row of fresh) {
      const upon = this.#standing(row.place);
      if (upon?.sent) row.upon = upon.key;
      this.#writing.add(row.key);
    }
    const raw = fresh.map((row) => ({ ...row }));
    const { put, drop, release } = add([...this.#rows.values()], [...this.#held.values()], fresh);
    this.#hear({ put, drop, release });
    this.#write(raw);
    return fresh.map((row) => row.key);
  }

  #standing(place) {
    return [...this.#rows.values()].filter((row) => row.place === place).sort((one, other) => one.n - other.n).at(-1);
  }

  pending() {
    return [...this.#rows.values()].sort((one, other) => one.n - other.n).map((row) => ({ ...row.op, key: row.key }));
  }

  unsettled() {
    return [...this.#held.values()].map((row) => detailOf(row, row.result));
  }

  forget(key) {
    this.#held.delete(key);
    this.#tell("status");
    this.#say({ release: [key] });
    return this.store.change(() => ({ release: [key] }));
  }

  status() {
    return { pending: this.#rows.size, unsettled: this.#held.size, durable: this.store.isDurable, ...this.#state };
  }

  isAtRisk() {
    return this.#writing.size > 0 || (!this.store.isDurable && this.#rows.size > 0);
  }

  // Send now, whatever was waited for; resolves when there is nothing left or it cannot be sent.
  async flush() {
    await this.#chain;
    clearTimeout(this.timer);
    this.timer = undefined;
    Object.assign(this.#state, { signedOut: false, foreign: false });
    return this.#send();
  }

  #write(fresh) {
    this.#chain = this.#chain.then(async () => {
      const work = (queue, unsettled) => add(queue, unsettled, fresh.map((row) => ({ ...row })));
      let done;
      try {
        done = await this.store.change(work);
      } catch {
        // The disk took nothing: the page keeps everything, and asks before it is closed.
        const keys = new Set(fresh.map((row) => row.key));
        this.store = new Memory([...this.#rows.values()].filter((row) => !keys.has(row.key)), [...this.#held.values()]);
        done = await this.store.change(work);
      }
      for (const row of fresh) this.#writing.delete(row.key);
      this.#hear(done);
      this.#say(done);
      if (!this.timer && !this.#state.signedOut && !this.#state.foreign) this.#send();
    });
  }

  // One sender at a time over all tabs of the account.
  #send() {
    this.sending ??= this.#alone(() => this.#drain()).finally(() => (this.sending = undefined));
    return this.sending;
  }

  #alone(work) {
    return globalThis.navigator?.locks ? navigator.locks.request(this.place.name, work) : this.#leased(work);
  }

  // Plain http has no locks: a lease for as long as a request may take. Should two tabs send the same, the receipts bear it.
  async #leased(work) {
    const [holder, until] = (localStorage.getItem(this.place.name) ?? "").split(" ");
    if (holder && holder !== this.me && Number(until) > Date.now()) {
      this.timer ??= setTimeout(() => this.flush(), 2000);
      return;
    }
    try {
      await work();
    } finally {
      localStorage.removeItem(this.place.name);
    }
  }

  #lease() {
    if (!globalThis.navigator?.locks) localStorage.setItem(this.place.name, `${this.me} ${Date.now() + LEASE}`);
  }

  async #drain() {
    for (;;) {
      const rows = await this.store.change((queue) => take(queue, this.#limit));
      if (!rows.length) return;
      for (const row of rows) this.#change(detailOf(row, { state: "saving" }));
      this.#lease();
      const went = await this.#post(rows);
      if (!went) {
        for (const row of rows) if (this.#rows.has(row.key)) this.#change(detailOf(row, { state: "waiting" }));
        this.#tell("status");
        return;
      }
    }
  }

  async #post(rows) {
    const { url, account } = this.place;
    const body = JSON.stringify({ operations: rows.map((row) => ({ ...row.op, key: row.key })) });
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.#token(), "X-Parta-Account": account };
    try {
      const signal = AbortSignal.timeout?.(PATIENCE);
      const answer = await fetch(url, { method: "POST", body, headers, redirect: "manual", signal });
      if (answer.type === "opaqueredirect" || SIGNED_OUT.includes(answer.status)) return this.#stop("signedOut");
      if (answer.status === 409) return this.#stop("foreign");
      if (answer.status === 403) return await this.#ask();
      if (answer.ok) return await this.#settle(await answer.json());
      if (answer.status < 500 && answer.status !== 429) return await this.#single(rows);
    } catch {
      // No connection, or no answer that can be read: the same again later.
    }
    return this.#later();
  }

  // The token of a kept page is old: the server tells the present one, and who is signed in.
  async #ask() {
    const answer = await fetch(this.place.url, { headers: { Accept: "application/json" }, redirect: "manual", cache: "no-store" });
    if (!answer.ok) return this.#stop("signedOut");
    const { account, token } = await answer.json();
    if (account !== this.place.account) return this.#stop("foreign");
    if (this.token) return this.#later();
    this.token = token;
    return true;
  }

  // A batch that the server cannot read is sent one by one, so that one bad row does not hold up the others.
  async #single(rows) {
    if (rows.length > 1) {
      this.#limit = 1;
      return true;
    }
    return this.#settle({ results: [{ key: rows[0].key, state: "refused", message: "" }], rows: [] });
  }

  async #settle({ results, rows }) {
    const { told, drop } = await this.store.change((queue) => settle(queue, results));
    Object.assign(this.#state, { online: true, savedAt: Date.now() });
    const details = told.map(({ row, result }) => ({ ...detailOf(row, result), rows }));
    const held = told.filter(({ result }) => result.state !== "saved").map(({ row, result }) => ({ ...row, result }));
    const news = { drop, hold: held, details, savedAt: this.#state.savedAt };
    this.#hear(news);
    this.#say(news);
    if (!drop.length && results.some(({ state }) => state === "early")) return this.#later();
    this.#tries = 0;
    this.token = undefined;
    if (this.#limit < BATCH) this.#limit = Math.min(BATCH, this.#limit * 2);
    return true;
  }

  #later() {
    this.#state.online = false;
    this.timer = setTimeout(() => this.flush(), Math.min(PATIENCE, 1000 * 2 ** this.#tries++));
    return false;
  }

  #stop(why) {
    this.#state[why] = true;
    return false;
  }

  // Signing in again changes the token; the cookie has the present one.
  #token() {
    return this.token ?? globalThis.document?.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? this.place.token;
  }

  #hear({ put = [], drop = [], release = [], hold = [], details = [], savedAt }) {
    for (const row of put) this.#rows.set(row.key, row);
    for (const key of drop) this.#rows.delete(key);
    for (const key of release) this.#held.delete(key);
    for (const row of hold) this.#held.set(row.key, row);
    if (savedAt) Object.assign(this.#state, { savedAt, online: true, signedOut: false });
    for (const detail of details) this.#change(detail);
    this.#tell("status");
  }

  #say(news) {
    this.channel?.postMessage(news);
  }

  #change(detail) {
    this.#tell("change", detail);
  }

  #tell(name, detail = this.status()) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function detailOf(row, { state, message, needs, cell, lesson }) {
  return { op: { ...row.op, key: row.key }, state, message, needs, cell, lesson };
}
