// A place as one string: two operations with the same one are about the same cell.
export const placeOf = ({ kind, l, w, p, c, t }) => [kind, l, w, p, c, t].map((part) => part ?? "").join("|");
