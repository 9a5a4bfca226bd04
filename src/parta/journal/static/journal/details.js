// The details of a cell (F2): value, comment, reason, what the other one wrote, and what stood there before.

export class Details {
  constructor(grid) {
    this.grid = grid;
    this.dialog = document.getElementById("cell-details");
    if (!this.dialog) return;
    this.form = this.dialog.querySelector("form");
    this.form.addEventListener("submit", (event) => this.#onSubmit(event));
    this.dialog.addEventListener("close", () => this.grid.selection.choose(this.cell));
  }

  #part(name) {
    return this.dialog.querySelector(`[data-part=${name}]`);
  }

  open(cell, first = "text") {
    const { sheet } = this.grid;
    if (!this.dialog || !sheet.isPlace(cell)) return;
    this.cell = cell;
    const state = sheet.stateOf(cell);
    const isOpen = sheet.isOpen(cell);
    const { text, comment, reason } = this.form.elements;
    this.#part("pupil").textContent = sheet.nameOf(cell);
    this.#part("place").textContent = sheet.heads[cell.cellIndex].dataset.title ?? sheet.columnName(cell);
    const isFinal = sheet.isFinal(cell);
    const proposal = isFinal && isOpen && cell.parentNode.querySelector(".proposed")?.parentNode.textContent.replace(/\s+/g, " ").trim();
    if (proposal) this.#part("place").append(` · ${this.grid.words.proposed} ${proposal}`);
    text.value = state.text;
    comment.value = state.comment ?? "";
    reason.value = isFinal ? comment.value : "";
    this.#part("comment").hidden = isFinal;
    for (const field of [text, comment, reason]) field.disabled = !isOpen;
    this.#part("reason").hidden = !isFinal && state.needs !== "reason";
    this.#part("message").hidden = !state.message;
    this.#part("message").textContent = state.message ?? "";
    this.#part("closed").hidden = isOpen;
    this.#part("plain").hidden = state.state === "conflict" || !isOpen;
    this.#part("clash").hidden = state.state !== "conflict";
    this.#part("mine").textContent = state.text || "—";
    this.#part("theirs").textContent = state.standing.text || "—";
    this.dialog.showModal();
    const field = state.needs === "reason" ? reason : this.form.elements[first];
    if (isOpen) {
      field.focus();
      field.select();
    }
    this.#history(cell);
  }

  async #history(cell) {
    const url = this.grid.sheet.table.dataset.history;
    const box = this.#part("history");
    box.replaceChildren();
    if (!url) return;
    const query = new URLSearchParams(Object.entries(this.grid.sheet.placeOf(cell)).filter(([, value]) => value));
    try {
      const answer = await fetch(`${url}?${query}`, { headers: { Accept: "text/html", "X-Requested-With": "fetch", "HX-Request": "true" } });
      if (!answer.ok || answer.redirected || this.cell !== cell) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      box.replaceChildren(...(page.querySelector("main")?.childNodes ?? page.body.childNodes));
    } catch {
      box.textContent = this.grid.words.noHistory;
    }
  }

  #onSubmit(event) {
    const act = event.submitter?.value;
    const { text, comment, reason } = this.form.elements;
    if (act === "theirs") this.grid.writer.giveUp(this.cell);
    if (act !== "save" && act !== "mine") return;
    const change = { cell: this.cell, text: text.value.trim(), reason: reason.value.trim() || undefined };
    const state = this.grid.sheet.stateOf(this.cell);
    if (this.grid.sheet.isFinal(this.cell)) {
      if (change.text === state.text && reason.value.trim() === (state.comment ?? "") && !state.message) return;
      comment.value = reason.value;
    }
    if (comment.value.trim() !== (state.comment ?? "")) change.comment = comment.value.trim();
    this.grid.writer.enter([change]);
  }
}
