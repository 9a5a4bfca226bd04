// A place of the week is a button that goes through the choices of its list; the list itself is what the form sends.
for (const list of document.querySelectorAll(".wishes select")) {
  const button = document.createElement("button");
  button.type = "button";
  const show = () => {
    const chosen = list.selectedOptions[0];
    list.dataset.wish = button.dataset.wish = list.value;
    button.textContent = chosen.dataset.sign;
    button.setAttribute("aria-label", `${list.getAttribute("aria-label")}: ${chosen.textContent}`);
  };
  button.addEventListener("click", () => {
    list.selectedIndex = (list.selectedIndex + 1) % list.length;
    show();
  });
  list.hidden = true;
  list.after(button);
  show();
}
