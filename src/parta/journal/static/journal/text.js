// What is typed into a cell, read as the server reads it (journal/arithmetic.py): for showing at once and for the preview of a paste.
// No DOM here.

const ALIASES = { зч: "зач", нз: "незач", зачет: "зач", зачёт: "зач", незачет: "незач", незачёт: "незач", "н-а": "н/а", на: "н/а" };
const LATIN = { y: "н", n: "н", b: "б", g: "п", j: "о" };
const PLACES = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const LETTERS = "йцукенгшщзхъфывапролджэячсмитьбюё";

// The Russian letter on the key of a Latin one: a keyboard left in the other layout.
export const russian = (text) => [...text.toLowerCase()].map((letter) => LETTERS[PLACES.indexOf(letter)] ?? letter).join("");

export class Reader {
  constructor({ codes, systems, neutral }) {
    this.codes = new Map(codes.map((code) => [code.symbol.toLowerCase(), code]));
    this.systems = systems;
    this.neutral = neutral;
  }

  marksOf(system) {
    return this.systems[system]?.marks ?? [];
  }

  // Whether each mark is one key: "45" is two marks then.
  isShort(system) {
    return this.marksOf(system).every((mark) => mark.length === 1);
  }

  // Symbols of several letters, which are typed into the open field.
  longSymbols() {
    return [...new Set([...this.codes.keys(), ...this.neutral, "на"])].filter((symbol) => symbol.length > 1);
  }

  codeOf(letter) {
    const known = this.codes.get(letter) ?? this.codes.get(LATIN[letter]);
    return known?.symbol;
  }

  // { symbol, marks, low }, or null where it is neither a mark nor an absence here.
  read(text, system) {
    let symbol = "";
    const rest = [];
    for (const word of text.trim().toLowerCase().split(/[\s;]+/).filter(Boolean)) {
      const found = this.#code(word, system);
      if (found && !symbol) symbol = found;
      else rest.push(word);
    }
    const marks = this.#marks(rest.join(" "), system);
    return marks && { symbol, marks, low: marks.some((mark) => mark === "незач" || this.systems[system]?.low.includes(mark)) };
  }

  #code(word, system) {
    if (this.marksOf(system).includes(word.toUpperCase())) return "";
    return this.codeOf(word) ?? this.codes.get(russian(word))?.symbol;
  }

  #marks(text, system) {
    const known = this.marksOf(system);
    const normal = (part) => (known.includes(part.toUpperCase()) ? part.toUpperCase() : (ALIASES[part] ?? part));
    const fits = (part) => known.includes(part) || this.neutral.includes(part);
    let parts = text.replace("н/а", "н-а").split(/[\s/,;]+/).filter(Boolean).map(normal);
    if (parts.length === 1 && !fits(parts[0]) && this.isShort(system)) {
      const letters = [...parts[0]].map(normal);
      if (letters.every((letter) => known.includes(letter))) parts = letters;
    }
    return parts.every(fits) && parts.length <= 5 ? parts : null;
  }
}

export const shown = ({ symbol = "", marks = [] }) => [symbol, marks.join("/")].filter(Boolean).join(" ");
