// The last known state of each event, kept while an older answer may still arrive.

import { keyOf } from '../kit/item.js';
import { isNewer } from '../kit/tags.js';

const MOST = 1_000;

/** The last known tag of each event, and when it was recorded. The oldest entries are dropped first. */
export class Recall {
  #words = new Map();
  #count = 0;
  #forgotten = 0;

  /** The current position, for later comparison. */
  get moment() {
    return this.#count;
  }

  get size() {
    return this.#words.size;
  }

  /** Records a state: an item's content, its calendar, or its removal. */
  say(key, tag) {
    this.#words.delete(key);
    this.#words.set(key, { tag, at: ++this.#count });
    if (this.#words.size > MOST) {
      const [oldest, { at }] = this.#words.entries().next().value;
      this.#words.delete(oldest);
      this.#forgotten = at;
    }
  }

  /** Whether an event was recorded after a position. */
  isSaidSince(moment, key) {
    return this.#words.get(key)?.at > moment;
  }

  /** Whether a state is not newer than the recorded one. */
  isOld(item) {
    const word = this.#words.get(keyOf(item));
    return word !== undefined && !isNewer(item.edit_tag, word.tag);
  }

  /** Whether everything recorded after a position is still kept. */
  isCompleteSince(moment) {
    return this.#forgotten <= moment;
  }

  clear() {
    this.#words.clear();
    this.#forgotten = this.#count;
  }
}
