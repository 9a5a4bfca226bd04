// Keeps the day's own pages of the journal on this device, for when there is no connection. The network always comes first.
// Bound to the account that a page names and to the day: pages of others and of other days are deleted, nothing else is served.

const PREFIX = "parta-pages-";
const PATIENCE = 3000;
const AGAIN = 60_000; // a page kept within this time is not fetched once more
const IS_PAGE = /^\/journal\/(day|course)\//;
const AT = "X-Kept-At";

const today = () => new Date().toLocaleDateString("sv");
const nameFor = (account) => `${PREFIX}${account}-${today()}`;

let epoch = 0; // what was asked for before all pages were dropped is kept no more

async function drop(except) {
  if (!except) epoch += 1;
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== except) await caches.delete(name);
}

// There is one cache at most that may be read: that of today.
async function kept() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name.endsWith(today()));
  return names.length === 1 ? caches.open(names[0]) : null;
}

async function keepPage(url, answer, begun) {
  const text = await answer.text();
  const account = text.match(/<body[^>]* data-account="([^"]+)"/)?.[1];
  if (!account) return;
  await drop(nameFor(account));
  if (begun !== epoch) return;
  const cache = await caches.open(nameFor(account));
  if (begun !== epoch) return drop();
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Set-Cookie"]) headers.delete(name);
  headers.set(AT, Date.now());
  const files = [...text.matchAll(/(?:href|src)="([^"]+\.(?:css|js|svg)(?:\?[^"]*)?)"/g)].map(([, file]) => new URL(file, url).href);
  await keepFiles(cache, files);
  await cache.put(url, new Response(text, { headers })); // last: a page without its scripts would take nothing down
}

// Files with all that they import, also where another page has begun to keep them: only then the page is whole.
async function keepFiles(cache, files) {
  const seen = new Set();
  for (let wave = files; wave.length; ) {
    for (const url of wave) seen.add(url);
    const found = await Promise.all(wave.map((url) => keepFile(cache, url)));
    wave = [...new Set(found.flat())].filter((url) => !seen.has(url));
  }
}

// Keeps a file; gives the addresses that it names.
async function keepFile(cache, url) {
  if (new URL(url).origin !== location.origin) return [];
  const there = await cache.match(url, { ignoreVary: true });
  const answer = there ?? (await fetch(url));
  if (!answer.ok) return [];
  if (!there) await cache.put(url, answer.clone());
  if (!/\.(js|css)$/.test(new URL(url).pathname)) return [];
  const text = await answer.text();
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*["'](\.[^"']+)["']|url\(["']?([^"')]+)["']?\)/g)];
  return found.map(([, script, file]) => script ?? file).filter((file) => !file.startsWith("data:")).map((file) => new URL(file, url).href);
}

async function keepAll(urls) {
  for (const url of urls) {
    if (!IS_PAGE.test(new URL(url).pathname)) continue;
    const there = await (await kept())?.match(url, { ignoreVary: true });
    if (there && Date.now() - Number(there.headers.get(AT)) < AGAIN) continue;
    const begun = epoch;
    const answer = await fetch(url, { headers: { Accept: "text/html" } }).catch(() => null);
    if (answer?.ok && !answer.redirected) await keepPage(url, answer, begun);
  }
}

// The page says that it was kept, and since when.
async function fromKept(request) {
  const cache = await kept();
  // What an answer varies by (cookie, language) is the account's, as the cache is.
  const exact = await cache?.match(request.url, { ignoreVary: true });
  const found = exact ?? (request.mode === "navigate" ? await cache?.match(request.url, { ignoreVary: true, ignoreSearch: true }) : undefined);
  if (!found || request.mode !== "navigate") return found;
  const text = (await found.text()).replace("<body", `<body data-kept="${Number(found.headers.get(AT))}"`);
  return new Response(text, { headers: found.headers });
}

function inTime(work, patience) {
  return Promise.race([work, new Promise((_, fail) => setTimeout(() => fail(new Error("late")), patience))]);
}

async function answer(event) {
  const { request } = event;
  const begun = epoch;
  const net = fetch(request);
  const isPage = request.mode === "navigate";
  if (isPage) event.waitUntil(net.then((found) => note(request.url, found.clone(), begun)).catch(() => {}));
  try {
    return await inTime(net, PATIENCE);
  } catch {
    return (await fromKept(request)) ?? net;
  }
}

// Whoever is led to the sign-in or to the password has no kept pages any more.
async function note(url, found, begun) {
  if (found.type === "opaqueredirect" || found.status === 401 || found.status === 403) await drop();
  else if (found.ok && !found.redirected) await keepPage(url, found, begun);
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(drop(undefined).then(() => clients.claim())));
addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(keepAll(event.data.keep));
  if (event.data?.drop) event.waitUntil(drop()); // what is under way is not kept either
});
addEventListener("fetch", (event) => {
  const { method, mode, url, destination } = event.request;
  const place = new URL(url);
  if (method !== "GET" || place.origin !== location.origin) return;
  const isFile = ["style", "script", "image", "font"].includes(destination);
  if (mode === "navigate" ? IS_PAGE.test(place.pathname) : isFile) event.respondWith(answer(event));
});
