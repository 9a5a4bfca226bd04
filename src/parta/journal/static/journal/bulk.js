// Changes of many cells at once.

// Absence belongs to the lesson: of several columns of one only the first takes a bare code.
export function ofOneAbsence(sheet, changes) {
  const taken = new Set();
  return changes.filter(({ cell, text }) => {
    const { l } = sheet.headOf(cell);
    const read = sheet.reader.read(text, sheet.systemOf(cell));
    if (!l || !read?.symbol || read.marks.length) return true;
    const place = `${l}|${cell.parentNode.dataset.p}`;
    return !taken.has(place) && taken.add(place);
  });
}

// Empty cells to which a mark in numbers is proposed ("н/а" is for the teacher alone to decide).
export function asProposed(sheet, cells) {
  const empty = cells.filter((cell) => sheet.isOpen(cell) && sheet.isFinal(cell) && sheet.textOf(cell) === "");
  return empty.map((cell) => ({ cell, text: sheet.proposalOf(cell) })).filter(({ text }) => /^\d+$/.test(text));
}

// The first row of the block in all its rows; of a single row, what stands above it.
export function filledDown(sheet, selection) {
  const rows = selection.rows();
  const [first, ...rest] = rows.length > 1 ? rows : [above(sheet, selection), ...rows];
  const from = new Map(first.map((cell) => [cell.cellIndex, sheet.textOf(cell)]));
  const open = rest.flat().filter((cell) => from.has(cell.cellIndex) && sheet.isOpen(cell));
  return open.map((cell) => ({ cell, text: from.get(cell.cellIndex) }));
}

function above(sheet, selection) {
  const row = selection.current.parentNode.previousElementSibling;
  return row ? [...row.cells].filter((cell) => sheet.isPlace(cell)) : [];
}
