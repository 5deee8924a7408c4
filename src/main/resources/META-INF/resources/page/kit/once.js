// Idempotency keys.

/** Makes keys: the same content gets the same key again, other content a new one. */
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
