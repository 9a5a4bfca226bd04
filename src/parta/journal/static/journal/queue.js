// What happens to operations of the outbox, without storage or network: pure functions over the rows of the queue.
// Each takes what lies in the stores and gives { put, drop, hold, release, out }: rows to put into the queue, keys to drop from it,
// rows to put among the unsettled, keys to release from there, and what the caller wants to know.

export const placeOf = ({ kind, l, w, p, c, t }) => [kind, l, w, p, c, t].map((part) => part ?? "").join("|");

const byOrder = (one, other) => one.n - other.n;

// A later text of a cell takes the place of one that was never sent; after one that was sent it says upon which it builds.
// The key is always new: whether the earlier one has left meanwhile is known only here, inside the transaction. What the page
// took for unanswered (`upon`) may be answered by now: the server knows what it made.
export function add(queue, unsettled, fresh) {
  const rows = new Map(queue.map((row) => [row.key, row]));
  const [drop, release] = [[], []];
  for (const row of fresh) {
    const { seen, was, after, ...typed } = row.op;
    const last = [...rows.values()].filter((other) => other.place === row.place).sort(byOrder).at(-1);
    if (last && !last.sent) {
      rows.delete(last.key);
      drop.push(last.key);
      row.op = { ...last.op, ...typed };
    } else if (last) row.op = { ...row.op, after: last.key };
    else if (row.upon) row.op = { ...row.op, after: row.upon };
    rows.set(row.key, row);
    release.push(...unsettled.filter((other) => other.place === row.place).map((other) => other.key));
  }
  const known = new Set(queue.map((row) => row.key));
  const put = [...rows.values()].filter((row) => !known.has(row.key));
  return { put, drop, release, out: { put, drop, release } };
}

// The next rows to send, marked as sent: from now on nothing is folded into them.
export function take(queue, limit) {
  const put = [...queue].sort(byOrder).slice(0, limit).map((row) => ({ ...row, sent: true }));
  return { put, out: put };
}

// The answers of the server. What was not written lies among the unsettled, unless something later stands on the same cell;
// what builds on a thing that was not written builds on what that one was built on.
export function settle(queue, results) {
  const rows = new Map(queue.map((row) => [row.key, row]));
  const [put, drop, hold, told] = [new Map(), [], [], []];
  for (const result of results) {
    const row = rows.get(result.key);
    if (!row) continue;
    if (result.state === "early") {
      // The one it builds on is here no more and the server does not know it: then what was seen decides.
      if (row.op.after && !rows.has(row.op.after)) put.set(row.key, { ...row, op: without(row.op, "after") });
      continue;
    }
    rows.delete(row.key);
    put.delete(row.key);
    drop.push(row.key);
    if (result.state === "saved") {
      told.push({ row, result });
      continue;
    }
    const next = [...rows.values()].filter((other) => other.op.after === row.key);
    for (const other of next) {
      const op = { ...without(other.op, "after"), seen: row.op.seen, ...(row.op.after && { after: row.op.after }) };
      rows.set(other.key, { ...other, op });
      put.set(other.key, { ...other, op });
    }
    if (next.length) continue;
    hold.push({ ...row, result });
    told.push({ row, result });
  }
  return { put: [...put.values()], drop, hold, out: { told, drop } };
}

function without(op, name) {
  const rest = { ...op };
  delete rest[name];
  return rest;
}
