// The starts of series, from which their rules are counted. An occurrence alone does not tell it.

import { isException, isOccurrence } from '../kit/item.js';
import { startOf, startOfItem } from '../repeat/rule.js';

const MOST = 100;

/** Reads the start of a series once for each of its states. */
export class SeriesStarts {
  #known = new Map();

  /**
   * @param store tells which series have changed
   * @param found called when a start was read
   */
  constructor(api, store, found) {
    this.api = api;
    this.found = found;
    store.addEventListener('series', ({ detail }) => this.#forget(detail.id));
  }

  /** The start of the series of an item; as long as it is not known, that which the item stands for. */
  of(event) {
    // An exception has a tag of its own, which does not change with the series.
    const state = isException(event) ? '' : event.edit_tag;
    const name = JSON.stringify([event.id, event.recurrence_rule, state]);
    if (!this.#known.has(name)) {
      this.#read(name, event);
    }
    return this.#known.get(name)?.start ?? startOfItem(event);
  }

  async #read(name, event) {
    if (this.api.quota.patienceFor('get-event') > 0) {
      return;
    }
    if (this.#known.size >= MOST) {
      this.#known.clear();
    }
    const entry = { id: event.id, start: null };
    this.#known.set(name, entry);
    try {
      const series = await this.api.event(event);
      if (this.#known.get(name) === entry && !isOccurrence(series)) {
        entry.start = startOf(series.start_time, series.timezone, series.isallday);
        this.found();
      }
    } catch {
      // It is asked for again when the details are drawn again.
      if (this.#known.get(name) === entry) {
        this.#known.delete(name);
      }
    }
  }

  #forget(id) {
    for (const [name, entry] of this.#known) {
      if (entry.id === id) {
        this.#known.delete(name);
      }
    }
  }
}
