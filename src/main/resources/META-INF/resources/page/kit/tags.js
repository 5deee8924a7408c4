// edit_tags are decimal strings; they may exceed the safe integers of JavaScript.

/** Whether one tag is higher than another. */
export function isNewer(tag, other) {
  return tag.length === other.length ? tag > other : tag.length > other.length;
}
