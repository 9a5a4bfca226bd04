// Menus close, dialogs open, choices submit themselves. Everything works without this file too, by link or button.

const narrow = matchMedia("(max-width: 43.74em)");
const menus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of menus()) {
    if (menu.contains(event.target)) continue;
    menu.open = false;
    if (narrow.matches) event.preventDefault();
  }
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  }
  if (event.target.matches("dialog, [data-close]")) event.target.closest("dialog")?.close();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("change", (event) => {
  if (event.target.closest("[data-submit]")) event.target.form.requestSubmit();
});

// Where a strip is too long for the screen, the chosen part is in view.
for (const strip of document.querySelectorAll(".segments, .tabs, .week, .grid-box")) {
  const chosen = strip.querySelector("[aria-current]");
  if (!chosen) continue;
  const [inner, outer] = [chosen.getBoundingClientRect(), strip.getBoundingClientRect()];
  strip.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
}
