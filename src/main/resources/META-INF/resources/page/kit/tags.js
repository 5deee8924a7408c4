// edit_tags: decimal numbers that may be larger than a number of JavaScript is exact.

/** Whether one tag is higher than another. */
export function isNewer(tag, other) {
  return tag.length === other.length ? tag > other : tag.length > other.length;
}
