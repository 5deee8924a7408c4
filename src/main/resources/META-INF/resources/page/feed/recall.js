// What was last told of events, for as long as an answer may still be on its way that is older.

import { isNewer } from '../kit/tags.js';

const MOST = 1_000;

/** The last word on each event: its tag, and when that was said. What was said longest ago is forgotten first. */
export class Recall {
  #words = new Map();
  #count = 0;
  #forgotten = 0;

  /** The moment that is now, to compare with later. */
  get moment() {
    return this.#count;
  }

  get size() {
    return this.#words.size;
  }

  /** Takes a word: how an event is, where it lies now, or that it is gone. */
  say(id, tag) {
    this.#words.delete(id);
    this.#words.set(id, { tag, at: ++this.#count });
    if (this.#words.size > MOST) {
      const [oldest, { at }] = this.#words.entries().next().value;
      this.#words.delete(oldest);
      this.#forgotten = at;
    }
  }

  /** Whether something was said of an event since a moment. */
  isSaidSince(moment, id) {
    return this.#words.get(id)?.at > moment;
  }

  /** Whether a state of an event says nothing that was not said already. */
  isOld({ id, edit_tag: tag }) {
    const word = this.#words.get(id);
    return word !== undefined && !isNewer(tag, word.tag);
  }

  /** Whether all is remembered that was said since a moment. */
  isCompleteSince(moment) {
    return this.#forgotten <= moment;
  }

  clear() {
    this.#words.clear();
    this.#forgotten = this.#count;
  }
}
