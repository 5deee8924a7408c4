// The last known state of each event, kept while an older answer may still arrive.

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

  /** Records a state: an event's content, its calendar, or its removal. */
  say(id, tag) {
    this.#words.delete(id);
    this.#words.set(id, { tag, at: ++this.#count });
    if (this.#words.size > MOST) {
      const [oldest, { at }] = this.#words.entries().next().value;
      this.#words.delete(oldest);
      this.#forgotten = at;
    }
  }

  /** Whether an event was recorded after a position. */
  isSaidSince(moment, id) {
    return this.#words.get(id)?.at > moment;
  }

  /** Whether a state is not newer than the recorded one. */
  isOld({ id, edit_tag: tag }) {
    const word = this.#words.get(id);
    return word !== undefined && !isNewer(tag, word.tag);
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
