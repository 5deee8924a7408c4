// What shall be done once, however often it is tried.

/** Keys for tries: a repeat of the same has the key of the first try, something else one of its own. */
export class Once {
  #key = '';
  #content = null;

  key(content) {
    const text = JSON.stringify(content);
    if (text !== this.#content) {
      this.#content = text;
      this.#key = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    }
    return this.#key;
  }
}
