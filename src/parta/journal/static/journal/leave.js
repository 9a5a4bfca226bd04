// On every page: kept pages of others are deleted; who signs out with entries that were not sent is told so.

import { Memory, openStore } from "./store.js";

const PREFIX = "parta-pages-";
const { account } = document.body.dataset;

async function dropPages(mine) {
  if (!globalThis.caches) return;
  if (!mine) for (const worker of await navigator.serviceWorker.getRegistrations()) worker.active?.postMessage({ drop: true });
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && !(mine && name.startsWith(mine))) await caches.delete(name);
}

async function unsent() {
  const known = await indexedDB.databases?.();
  const name = `parta-outbox-${account}`;
  if (known && !known.some((base) => base.name === name)) return 0;
  const store = await openStore(name);
  if (store instanceof Memory) return 0;
  const n = await store.change((queue) => ({ out: queue.length }));
  store.base.close();
  return n;
}

// Leaving waits for the answer: send first, or stay.
async function leave(form) {
  const n = await unsent().catch(() => 0);
  const dialog = document.getElementById("leave");
  if (n && dialog) {
    const words = dialog.querySelector("[data-words]");
    words.textContent = words.dataset.words.replace("{n}", n);
    dialog.returnValue = "";
    dialog.showModal();
    const isSure = await new Promise((go) => {
      dialog.addEventListener("close", () => go(dialog.returnValue === "leave"), { once: true });
    });
    if (!isSure) return;
    await send(dialog.dataset.send);
  }
  await dropPages();
  form.submit();
}

// Without connection nothing goes, and it stays on the device.
async function send(url) {
  const { openOutbox } = await import("./outbox.js");
  const outbox = await openOutbox({ url, account, token: document.querySelector("[name=csrfmiddlewaretoken]")?.value });
  await Promise.race([outbox.flush(), new Promise((go) => setTimeout(go, 5000))]).catch(() => {});
}

dropPages(account && `${PREFIX}${account}-`);
for (const form of document.querySelectorAll("form[data-leave]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave(form);
  });
}
