// An average opens its explanation beside the page; without this file the link leads to a page of its own.

const places = new WeakMap(); // where each average leads, also after another script has written it anew
for (const link of document.querySelectorAll("td.avg a")) places.set(link.parentNode, link.href);

let dialog = null;

function placeOf(target) {
  const link = target.closest("a[data-average], td.avg a");
  return link ? link.href : places.get(target.closest("td.avg"));
}

async function open(address) {
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    show(await answer.text());
  } catch {
    location.assign(address);
  }
}

function show(html) {
  if (!dialog) {
    dialog = document.createElement("dialog");
    dialog.className = "explained";
    dialog.setAttribute("aria-labelledby", "average-title");
    dialog.addEventListener("submit", onSubmit);
    dialog.addEventListener("click", (event) => event.target.closest("[data-close]") && dialog.close());
    document.body.append(dialog);
  }
  dialog.innerHTML = html; // our own server's fragment, escaped there
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("h2").focus(); // read from the top, not from the first field below
}

function onSubmit(event) {
  if (event.target.method !== "get") return;
  event.preventDefault();
  const address = new URL(event.target.action);
  address.search = new URLSearchParams(new FormData(event.target));
  open(address);
}

addEventListener("click", (event) => {
  const address = placeOf(event.target);
  if (!address || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(address);
});

addEventListener("keydown", (event) => {
  const cell = event.key === "Enter" && event.target.matches?.("td.avg") && event.target;
  if (!cell || !places.has(cell)) return;
  event.preventDefault();
  open(places.get(cell));
});
