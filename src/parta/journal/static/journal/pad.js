// The pad: big keys for a finger or the mouse. On a phone it lies at the bottom and the chosen cell stands above it.

const coarse = matchMedia("(pointer: coarse)");

export class Pad {
  constructor(grid, { codes }) {
    Object.assign(this, { grid, codes, isWanted: coarse.matches });
    this.box = document.getElementById("grid-pad");
    if (!this.box) return;
    this.box.addEventListener("pointerdown", (event) => event.target.closest("button") && event.preventDefault());
    this.box.addEventListener("click", (event) => this.#onClick(event));
    grid.sheet.table.addEventListener("click", () => this.#onTap());
  }

  // A cell that waits for a reason asks for it at the touch of a finger.
  #onTap() {
    const { selection, sheet, details } = this.grid;
    const cell = selection.current;
    if (coarse.matches && sheet.isOpen(cell) && sheet.stateOf(cell).needs === "reason") details.open(cell);
    else if (this.isWanted) this.#show();
  }

  toggle() {
    this.isWanted = !this.isWanted;
    if (this.isWanted) this.#show();
    else this.#hide();
  }

  follow(cell) {
    if (this.box && !this.box.hidden) this.#fill(cell);
  }

  #show() {
    const { selection, sheet } = this.grid;
    if (!this.box || !sheet.isOpen(selection.current)) return;
    this.box.hidden = false;
    this.#fill(selection.current);
    document.documentElement.style.setProperty("--pad", `${this.box.offsetHeight}px`);
    document.body.classList.add("padded");
    selection.current.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #hide() {
    this.box.hidden = true;
    document.body.classList.remove("padded");
    this.grid.selection.choose(this.grid.selection.current);
  }

  // Keys of the marks that this column takes.
  #fill(cell) {
    const { sheet, reader } = this.grid;
    const system = sheet.systemOf(cell);
    if (this.system === system) return;
    this.system = system;
    const marks = reader.marksOf(system);
    const shown = marks.length > 12 ? [..."1234567890"] : [...marks].reverse();
    const box = this.box.querySelector("[data-part=marks]");
    box.replaceChildren(...(shown.length ? shown : reader.neutral.slice(-2)).map((text) => key(text, marks.length > 12 ? "digit" : "write")));
  }

  #onClick(event) {
    const button = event.target.closest("button[data-key]");
    if (!button) return;
    const { key: does, value } = button.dataset;
    const field = this.grid.sheet.table.querySelector("td input");
    if (does === "hide") this.toggle();
    else if (does === "digit" && field) field.value += value;
    else if (does === "digit") this.grid.act({ do: "type", text: value });
    else if (does === "write") this.grid.act({ do: "write", text: value, isMark: !this.grid.reader.codes.has(value) });
    else this.grid.act({ do: does });
  }
}

function key(text, does) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "button", textContent: text });
  Object.assign(button.dataset, { key: does, value: text });
  return button;
}
