// The form of the lesson beside the grid: topic and homework go through the outbox, so that nothing typed is lost with the line.
// What the server does not take so is sent by the form itself, which knows how to tell why.

const names = { topic: "topic", text: "homework", due: "due" };

function read(form) {
  const { elements } = form;
  const op = { kind: "lesson", l: form.dataset.lesson, seen: `${elements.seen.value}.${elements.text_seen?.value ?? ""}` };
  for (const [field, name] of Object.entries(names)) if (elements[field]) op[name] = elements[field].value;
  if (elements.minutes?.value) op.minutes = Number(elements.minutes.value);
  return op;
}

function fill(form, op) {
  const values = { ...Object.fromEntries(Object.entries(names).map(([field, name]) => [field, op[name]])), minutes: op.minutes };
  for (const [field, value] of Object.entries(values)) if (form.elements[field] && value !== undefined) form.elements[field].value = value;
}

// What the plan has for the lesson goes into fields that are empty; it is written when the lesson is saved.
function takePlanned(form, event) {
  event.preventDefault();
  const { topic, text, minutes } = event.submitter.dataset;
  const planned = { topic, text, minutes: text ? minutes : "" };
  for (const [name, words] of Object.entries(planned)) {
    const field = form.elements[name];
    if (field && words && !field.value.trim()) field.value = words;
  }
  form.querySelector(".primary").focus();
}

function stand(form, version) {
  const [lesson, homework] = version.split(".");
  form.elements.seen.value = lesson;
  if (form.elements.text_seen) form.elements.text_seen.value = homework;
}

export function keepLesson(outbox, form) {
  const isMine = (op) => op.kind === "lesson" && op.l === form.dataset.lesson;
  let sent;
  for (const op of outbox.pending().filter(isMine)) fill(form, op);
  for (const { op } of outbox.unsettled().filter((held) => isMine(held.op))) {
    fill(form, op); // saved once more it is sent upon what was seen then, and the page tells what stands there now
    form.elements.seen.value = op.seen.split(".")[0];
  }
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "planned") return takePlanned(form, event);
    const minutes = form.elements.minutes?.value ?? "";
    if (!/^\d{0,3}$/.test(minutes) || Number(minutes) > 600) return;
    event.preventDefault();
    [sent] = outbox.put([read(form)]);
  });
  outbox.addEventListener("change", ({ detail: { op, state, lesson } }) => {
    if (!isMine(op)) return;
    if (state === "saved" && lesson) stand(form, lesson.version);
    if (["conflict", "refused"].includes(state) && op.key === sent) {
      outbox.forget(op.key).finally(() => form.submit());
    }
  });
}
