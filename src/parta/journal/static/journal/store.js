// Where the outbox lies: IndexedDB, or the memory of the page where there is none. `change` is one transaction.

const STORES = ["queue", "unsettled"];
const OPENING = 3000;

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

// A disk that does not answer must not hold up the typing.
function open(name) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    for (const store of STORES) request.result.createObjectStore(store, { keyPath: "key" });
  };
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("The disk does not answer.")), OPENING));
  return Promise.race([settled(request), late]);
}

class Disk {
  isDurable = true;

  constructor(base) {
    this.base = base;
    base.onversionchange = () => base.close();
  }

  // Resolves when everything is on the disk; `work` is called with both stores and gives what to write.
  change(work) {
    return new Promise((resolve, reject) => {
      const act = this.base.transaction(STORES, "readwrite", { durability: "strict" });
      const [queue, unsettled] = STORES.map((name) => act.objectStore(name));
      let out;
      act.oncomplete = () => resolve(out);
      act.onabort = act.onerror = () => reject(act.error);
      const [first, second] = [queue.getAll(), unsettled.getAll()];
      second.onsuccess = () => {
        const wanted = work(first.result, second.result);
        out = wanted.out;
        for (const key of wanted.drop ?? []) queue.delete(key);
        for (const row of wanted.put ?? []) queue.put(row);
        for (const key of wanted.release ?? []) unsettled.delete(key);
        for (const row of wanted.hold ?? []) unsettled.put(row);
      };
    });
  }
}

export class Memory {
  isDurable = false;

  constructor(queue = [], unsettled = []) {
    this.queue = new Map(queue.map((row) => [row.key, row]));
    this.unsettled = new Map(unsettled.map((row) => [row.key, row]));
  }

  async change(work) {
    const wanted = work([...this.queue.values()], [...this.unsettled.values()]);
    for (const key of wanted.drop ?? []) this.queue.delete(key);
    for (const row of wanted.put ?? []) this.queue.set(row.key, row);
    for (const key of wanted.release ?? []) this.unsettled.delete(key);
    for (const row of wanted.hold ?? []) this.unsettled.set(row.key, row);
    return wanted.out;
  }
}

export async function openStore(name) {
  try {
    return new Disk(await open(name));
  } catch {
    return new Memory();
  }
}
