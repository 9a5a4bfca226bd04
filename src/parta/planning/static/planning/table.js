// The table of a plan: lines are added, moved and pasted without asking the server; the form alone does all of it too.

const form = document.getElementById("plan");
const body = form.querySelector("tbody");
const hoursOf = (line) => line.querySelector("[name^=hours-]");
let made = 0;
let isChanged = false;

function fresh(kind) {
  const line = document.getElementById(`${kind}-line`).content.querySelector("tr").cloneNode(true);
  const key = `js${(made += 1)}`;
  line.dataset.line = key;
  for (const field of line.querySelectorAll("[name]")) {
    if (field.name === "row") field.value = key;
    else if (field.name.endsWith("-key")) field.name = field.name.replace(/-key$/, `-${key}`);
  }
  return line;
}

// The numbers of lessons beside the lines, places in the buttons, the sum of hours.
function number() {
  let at = 0;
  [...body.rows].forEach((line, place) => {
    for (const button of line.querySelectorAll("[name=act]")) button.value = `${button.value.split(".")[0]}.${place}`;
    const hours = Number(hoursOf(line)?.value || 0);
    const title = line.querySelector("[name^=title-]").value.trim();
    const told = line.querySelector("[data-number]");
    told.textContent = "";
    if (!hours || !title) return;
    const first = line.querySelector("[name^=joins-]").checked && at ? at : at + 1;
    at = first + hours - 1;
    told.textContent = at > first ? `${first}–${at}` : first;
  });
  form.querySelector("[data-total]").textContent = at ? `Σ ${at}` : "";
}

function add(kind, after) {
  const line = fresh(kind);
  if (after) after.after(line);
  else body.append(line);
  line.querySelector("[name^=title-]").focus();
  return line;
}

function act(name, line) {
  if (name === "topic" || name === "section") return add(name, line);
  if (name === "up") line.previousElementSibling?.before(line);
  if (name === "down") line.nextElementSibling?.after(line);
  if (name === "drop") {
    (line.nextElementSibling ?? line.previousElementSibling)?.querySelector("[name^=title-]").focus();
    line.remove();
  }
  return line;
}

function change() {
  isChanged = true;
  number();
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("[name=act]");
  const name = button?.value.split(".")[0];
  if (!button || name === "save") return;
  event.preventDefault();
  act(name, button.closest("tr"));
  if (name === "up" || name === "down") button.focus();
  change();
});

form.addEventListener("keydown", (event) => {
  const line = event.target.closest("tbody tr");
  if (!line || event.target.tagName === "SELECT") return;
  if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
    act(event.key === "ArrowUp" ? "up" : "down", line);
    event.target.focus();
  } else if (event.key === "Enter" && event.target.tagName === "INPUT") {
    const name = event.target.name.split("-")[0];
    const next = line.nextElementSibling ?? add("topic", line);
    (next.querySelector(`[name^=${name}-]`) ?? next.querySelector("[name^=title-]")).focus();
  } else return;
  event.preventDefault();
  change();
});

// Lines of a spreadsheet pasted into a topic: the first column with words is the topic, the first small number its hours.
form.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain").trim();
  if (!event.target.name?.startsWith("title-") || !text.includes("\n")) return;
  event.preventDefault();
  let line = event.target.closest("tr");
  text.split(/\r?\n/).forEach((row, place) => {
    const cells = row.split("\t").map((cell) => cell.trim());
    const title = cells.find((cell) => /\p{L}/u.test(cell));
    if (!title) return;
    if (place || line.dataset.section !== undefined) line = add("topic", line);
    line.querySelector("[name^=title-]").value = title.slice(0, 500);
    const hours = cells.slice(cells.indexOf(title) + 1).find((cell) => /^[1-9]\d?$/.test(cell));
    if (hours && hoursOf(line)) hoursOf(line).value = hours;
  });
  change();
});

form.addEventListener("input", change);
form.addEventListener("submit", () => (isChanged = false));
addEventListener("beforeunload", (event) => isChanged && event.preventDefault());
number();
