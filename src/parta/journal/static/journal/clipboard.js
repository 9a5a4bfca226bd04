// Copy and paste as a spreadsheet does. What does not fit is shown before anything is written.

export class Clipboard {
  constructor(grid) {
    this.grid = grid;
    this.dialog = document.getElementById("paste-preview");
    document.addEventListener("copy", (event) => this.#copy(event));
    document.addEventListener("cut", (event) => this.#copy(event) && grid.fill(""));
    document.addEventListener("paste", (event) => this.#paste(event));
    this.dialog?.addEventListener("close", () => {
      if (this.dialog.returnValue === "fit") this.grid.enterAll(this.fitting);
      this.dialog.returnValue = "";
      this.grid.selection.choose(this.grid.selection.current);
    });
  }

  #isOurs(event) {
    const { selection } = this.grid;
    return event.target.tagName !== "INPUT" && selection.current?.contains(document.activeElement) && !getSelection().toString();
  }

  #copy(event) {
    if (!this.#isOurs(event)) return false;
    const { sheet, selection } = this.grid;
    event.clipboardData.setData("text/plain", selection.rows().map((row) => row.map((cell) => sheet.textOf(cell)).join("\t")).join("\n"));
    event.preventDefault();
    this.grid.say(this.grid.words.copied);
    return true;
  }

  #paste(event) {
    const { sheet } = this.grid;
    if (!this.#isOurs(event) || !sheet.table.dataset.send) return;
    event.preventDefault();
    const block = parse(event.clipboardData.getData("text/plain"));
    if (!block.length) return;
    const placed = this.#place(block);
    const bad = placed.filter((one) => one.why);
    this.fitting = placed.filter((one) => !one.why);
    if (!bad.length || !this.dialog) this.grid.enterAll(this.fitting);
    else this.#preview(bad);
  }

  // Each value at its cell, with the reason where it does not fit; empty values leave a cell alone.
  #place(block) {
    const { sheet, selection } = this.grid;
    const rows = selection.rows();
    const isFill = block.length === 1 && block[0].length === 1 && selection.isBlock();
    if (isFill) return rows.flat().map((cell) => this.#judge(cell, block[0][0]));
    const [top, left] = [sheet.rowOf(rows[0][0]), rows[0][0].cellIndex];
    return block.flatMap((line, down) => line.flatMap((text, right) => (text ? [this.#judge(sheet.at(top + down, left + right), text, [down, right])] : [])));
  }

  #judge(cell, text, place = [0, 0]) {
    const { sheet, words, reader } = this.grid;
    if (!cell || !sheet.isPlace(cell)) return { text, why: words.outside, place };
    if (cell.classList.contains("gone")) return { cell, text, why: words.gone, place };
    if (!sheet.isOpen(cell)) return { cell, text, why: words.closed, place };
    return { cell, text, why: reader.read(text, sheet.systemOf(cell)) ? "" : words.unknown, place };
  }

  #preview(bad) {
    const { sheet, words } = this.grid;
    const line = ({ cell, text, why, place }) => {
      const row = document.createElement("tr");
      const where = cell ? `${sheet.nameOf(cell)}, ${sheet.columnName(cell)}` : `${words.row} ${place[0] + 1}, ${words.column} ${place[1] + 1}`;
      row.append(...[where, text, why].map((words) => Object.assign(document.createElement("td"), { textContent: words })));
      return row;
    };
    this.dialog.querySelector("tbody").replaceChildren(...bad.map(line));
    this.dialog.querySelector("[data-part=fits]").textContent = this.fitting.length;
    this.dialog.querySelector("[data-part=misfits]").textContent = bad.length;
    this.dialog.querySelector("[value=fit]").disabled = !this.fitting.length;
    this.dialog.showModal();
  }
}

// Tabs and lines as spreadsheets write them, quoted cells included.
export function parse(text) {
  const lines = [[""]];
  let isQuoted = false;
  for (let place = 0; place < text.length; place++) {
    const letter = text[place];
    const line = lines.at(-1);
    if (isQuoted && letter === '"' && text[place + 1] === '"') line[line.length - 1] += text[++place];
    else if (letter === '"' && (isQuoted || line.at(-1) === "")) isQuoted = !isQuoted;
    else if (letter === "\t" && !isQuoted) line.push("");
    else if (letter === "\n" && !isQuoted) lines.push([""]);
    else if (letter !== "\r") line[line.length - 1] += letter;
  }
  if (lines.at(-1).length === 1 && !lines.at(-1)[0].trim()) lines.pop();
  return lines.map((line) => line.map((value) => value.replace(/\s+/g, " ").trim()));
}
