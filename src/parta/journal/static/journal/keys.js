// Which key means what. Pure: an event and what the cell is, in; an intent, out.

import { russian } from "./text.js";

const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
const PAGE = 10;

export function intent(event, { reader, system, isFilled, proposes }) {
  if (proposes && (event.key === "+" || event.key === "=") && !event.ctrlKey && !event.metaKey && !event.altKey) return { do: "propose" };
  return moving(event, isFilled) ?? (event.ctrlKey || event.metaKey ? chord(event) : event.altKey ? null : plain(event, reader, system));
}

function moving(event, isFilled) {
  const { key, shiftKey: extend } = event;
  const far = event.ctrlKey || event.metaKey;
  if (STEPS[key]) return { do: "move", right: STEPS[key][0] * (far ? Infinity : 1), down: STEPS[key][1] * (far ? Infinity : 1), extend };
  if (key === "PageDown" || key === "PageUp") return { do: "move", right: 0, down: key === "PageDown" ? PAGE : -PAGE, extend };
  if (key === "Home") return { do: "move", right: -Infinity, down: far ? -Infinity : 0, extend };
  if (key === "End") return { do: "move", right: Infinity, down: far ? Infinity : 0, extend };
  if (key === "Tab" && !far && !event.altKey) return { do: "next", step: extend ? -1 : 1 };
  if (key === "Enter" && !far) return extend ? { do: "move", right: 0, down: -1 } : isFilled ? { do: "open" } : { do: "move", right: 0, down: 1 };
  return null;
}

const CHORDS = { KeyZ: "undo", KeyY: "redo", KeyD: "down", KeyA: "all", Space: "column" };

function chord(event) {
  if (event.altKey || !CHORDS[event.code]) return null;
  return { do: event.code === "KeyZ" && event.shiftKey ? "redo" : CHORDS[event.code] };
}

const NAMED = { Delete: "clear", Backspace: "clear", Escape: "giveUp", F1: "help", "?": "help" };

function plain(event, reader, system) {
  const { key, code } = event;
  if (key === "F2") return { do: event.shiftKey ? "comment" : "details" };
  if (NAMED[key]) return { do: NAMED[key] };
  if (key === " ") return event.shiftKey ? { do: "row" } : { do: "space" };
  if (key.length !== 1) return null;
  if (key === "/" || code === "NumpadDivide" || (code === "Slash" && key === ".")) return { do: "join" };
  return typed(key, code, reader, system);
}

function typed(key, code, reader, system) {
  const marks = reader.marksOf(system);
  if (marks.includes(key.toUpperCase())) return reader.isShort(system) ? { do: "write", text: key.toUpperCase(), isMark: true } : { do: "type", text: key };
  if (/\d/.test(key)) return reader.isShort(system) && marks.length ? { do: "write", text: key, isMark: true } : { do: "type", text: key };
  const letter = /[^\p{Script=Cyrillic}]/u.test(key) ? russian(key) : key.toLowerCase();
  const found = reader.codes.get(letter)?.symbol ?? reader.codeOf(key.toLowerCase());
  if (found) return { do: "write", text: found, isMark: false };
  if (code === "KeyW") return { do: "work" };
  return { do: "type", text: /[a-z]/i.test(key) ? letter : key };
}
