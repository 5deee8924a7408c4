// The starts of series, from which their rules are counted. An occurrence alone does not tell it.

import { isOccurrence } from '../kit/item.js';
import { startOf, startOfItem } from '../repeat/rule.js';

const MOST = 100;

/** Reads the start of a series once for each of its states. */
export class SeriesStarts {
  #known = new Map();

  /** @param found called when a start was read */
  constructor(api, found) {
    this.api = api;
    this.found = found;
  }

  /** The start of the series of an item; as long as it is not known, that which the item stands for. */
  of(event) {
    const name = `${event.id} ${event.recurrence_rule} ${event.timezone} ${event.isallday}`;
    if (!this.#known.has(name)) {
      this.#read(name, event);
    }
    return this.#known.get(name) ?? startOfItem(event);
  }

  async #read(name, event) {
    if (this.#known.size >= MOST) {
      this.#known.clear();
    }
    if (this.api.quota.patienceFor('get-event') > 0) {
      return;
    }
    this.#known.set(name, null);
    try {
      const series = await this.api.event(event);
      if (series && !isOccurrence(series)) {
        this.#known.set(name, startOf(series.start_time, series.timezone, series.isallday));
        this.found();
      }
    } catch {
      this.#known.delete(name);
    }
  }
}
