// The field that opens in a cell for what one key does not say.

import { russian } from "./text.js";

const STEPS = { Enter: [0, 1], Tab: [1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

// `typed`: what was typed already (then Escape is the only way not to write); without it the text is chosen whole.
export function openField(sheet, cell, { typed, onLeave }) {
  const state = sheet.stateOf(cell);
  const nodes = [...cell.childNodes];
  const input = document.createElement("input");
  Object.assign(input, { value: typed ?? state.text, maxLength: 20, autocapitalize: "none", autocomplete: "off", spellcheck: false });
  input.setAttribute("aria-label", `${sheet.nameOf(cell)}, ${sheet.columnName(cell)}`);
  let isLeft = false;
  const leave = (keep, step) => {
    if (isLeft) return;
    isLeft = true;
    const text = input.value.trim();
    cell.replaceChildren(...nodes);
    onLeave({ text, keep: keep && (text !== state.text || Boolean(state.message)), isGivenUp: !keep, step });
  };
  input.addEventListener("blur", () => leave(true));
  input.addEventListener("input", () => {
    const word = input.value.toLowerCase().split(/\s/).at(-1);
    const whole = [word, russian(word)].find((one) => sheet.reader.longSymbols().includes(one));
    if (typed === undefined || !whole || !input.value.endsWith(word)) return;
    input.value = input.value.slice(0, -word.length) + whole;
    leave(true, "onward");
  });
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const step = event.key === "Escape" ? undefined : STEPS[event.key];
    if (!step && event.key !== "Escape") return;
    event.preventDefault();
    leave(event.key !== "Escape", step?.map((part) => (event.shiftKey ? -part : part)));
  });
  cell.replaceChildren(input);
  input.focus();
  if (typed === undefined) input.select();
  return input;
}
