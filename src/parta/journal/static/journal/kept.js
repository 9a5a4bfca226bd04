// What a page of the journal says about the outbox and the connection; the day's pages are kept for when there is none.

import { keepLesson } from "./lesson.js";
import { openOutbox } from "./outbox.js";

const { send, worker, words } = JSON.parse(document.getElementById("kept").textContent);
const { account } = document.body.dataset;
const plural = new Intl.PluralRules(document.documentElement.lang);
const time = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
const many = (forms, n) => (forms[plural.select(n)] ?? forms.other).replace("{n}", n);

function waiting({ pending, savedAt }) {
  const rest = savedAt ? ` · ${words.rest.replace("{time}", time(savedAt))}` : "";
  return many(words.waiting, pending) + rest;
}

// What the bar says: the words, whether they ask for attention, whether they lead to the sign-in.
function saying(status) {
  if (status.pending && status.foreign) return [words.foreign, true];
  if (status.pending && status.signedOut) return [words.signIn, true, true];
  if (status.pending && !status.online) return [status.durable ? waiting(status) : words.fragile, true];
  if (status.pending) return [words.saving, true];
  if (status.unsettled) return [many(words.unsettled, status.unsettled), true];
  return [words.saved, false];
}

// Without a session this page leads to the sign-in (or to the password, after a pause) and from there back to itself.
function show(status, place) {
  const [text, asks, leads] = saying(status);
  const link = leads && Object.assign(document.createElement("a"), { href: location.pathname + location.search });
  if (link) link.textContent = text;
  place.replaceChildren(link || text);
  place.className = asks ? "wait" : "";
}

function tellKept(status) {
  const at = document.body.dataset.kept;
  if (!at) return;
  const note = document.getElementById("kept-note") ?? Object.assign(document.createElement("p"), { id: "kept-note", className: "note warn" });
  note.setAttribute("role", "status");
  if (status?.online && status.savedAt && !status.pending) {
    const link = Object.assign(document.createElement("a"), { href: location.pathname + location.search, textContent: words.refresh });
    note.replaceChildren(`${words.back} `, link);
  } else if (!note.isConnected) note.textContent = words.kept.replace("{time}", time(Number(at)));
  if (!note.isConnected) document.getElementById("main").prepend(note);
}

// Own pages of today: this one, and from the page of the day the journals of its lessons.
async function keepPages() {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register(worker);
  const { active } = await navigator.serviceWorker.ready;
  const links = [...document.querySelectorAll("#main [data-keep] a[href]")].map((link) => link.href);
  if (!document.body.dataset.kept) active.postMessage({ keep: [location.href, ...links] });
}

tellKept();
const outbox = await openOutbox({ url: send, token: document.querySelector("[name=csrfmiddlewaretoken]")?.value, account });
const place = document.getElementById("saving");
const tell = ({ detail }) => {
  if (place) show(detail, place);
  tellKept(detail);
};
outbox.addEventListener("status", tell);
tell({ detail: outbox.status() });
const form = document.querySelector("form[data-lesson]");
if (form) keepLesson(outbox, form);
keepPages().catch(() => {}); // a browser that keeps no pages writes marks all the same
