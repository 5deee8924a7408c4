// Loads the occurrences of series that have changed: one request each. Where that fails, or the quota for it is nearly
// used up, the shown months are loaded again.

import { CLOCK } from '../kit/clock.js';

/** Changes that follow each other within this time, in ms, are loaded once. */
const SETTLE = 50;
const MOST_PAGES = 5;

/** Follows a store. */
export class SeriesLoader {
  #waiting = new Map();
  #cancel = () => {};
  #running = false;

  constructor(api, store, loader, quota, clock = CLOCK) {
    this.api = api;
    this.store = store;
    this.loader = loader;
    this.quota = quota;
    this.clock = clock;
    store.addEventListener('series', ({ detail }) => this.#follow(detail));
  }

  stop() {
    this.#cancel();
    this.#waiting.clear();
  }

  #follow(series) {
    this.#waiting.set(series.id, series);
    if (!this.#running) {
      this.#cancel();
      this.#cancel = this.clock.later(() => this.#run(), SETTLE);
    }
  }

  async #run() {
    this.#running = true;
    for (const [id, series] of this.#waiting) {
      this.#waiting.delete(id);
      await this.#load(series);
    }
    this.#running = false;
  }

  async #load(series) {
    const { store, loader } = this;
    const { span } = loader;
    if (!span) {
      return;
    }
    store.blocks.outdate(span.from, span.to);
    if (this.quota.patienceFor('list-occurrences') > 0) {
      loader.refresh();
      return;
    }
    const since = store.moment;
    try {
      store.endSeries(series.id, span, await this.#read(series, span), since);
    } catch (problem) {
      if (problem.status === 404) {
        store.removeSeries(series.id);
      } else {
        loader.refresh();
      }
    }
  }

  async #read(series, { from, to }) {
    const found = new Map();
    let start = from;
    for (let page = 0; page < MOST_PAGES; page++) {
      const { data, more } = await this.api.occurrences(series, start, to);
      data.forEach((event) => found.set(event.recurrence_id, event));
      if (!more) {
        return [...found.values()];
      }
      start = data.at(-1).start_time;
    }
    throw new Error('too many occurrences');
  }
}
