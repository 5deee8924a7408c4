// Loads the shown months: one request each, none twice, within the quota.

import { CLOCK } from '../kit/clock.js';
import { monthsOf, DAY } from '../kit/time.js';

const SETTLE = 200;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
const KEPT = 400 * DAY;

/** Dispatches `state` with `{loading, waitUntil, problem}`. */
export class Loader extends EventTarget {
  #span = null;
  #also = null;
  #cancel = () => {};
  #running = false;
  #failures = 0;
  #problem = null;

  constructor(api, store, quota, clock = CLOCK) {
    super();
    this.api = api;
    this.store = store;
    this.quota = quota;
    this.clock = clock;
  }

  /** Requests a span; it replaces the one requested before. */
  want(from, to, kept = KEPT) {
    const isFirst = this.#span === null;
    this.#span = { from, to, kept };
    this.#schedule(isFirst ? 0 : SETTLE);
  }

  /** Requests a span beside the one that is shown, such as the present days. It is left out where it would not be kept. */
  also(from, to) {
    this.#also = { from, to };
    if (!this.#problem && this.#missing().length > 0) {
      this.#schedule(0);
    }
  }

  /** Loads the requested span again. */
  refresh() {
    this.store.invalidate();
    this.#failures = 0;
    this.#schedule(0);
  }

  stop() {
    this.#cancel();
    this.#span = null;
  }

  /** The months of the requested span, as one; null before there is one. */
  get span() {
    const months = this.#span ? monthsOf(this.#span.from, this.#span.to) : [];
    return months.length > 0 ? { from: months[0].from, to: months.at(-1).to } : null;
  }

  /** Whether the requested span is loaded. */
  get isDone() {
    return this.#missing().length === 0;
  }

  #missing() {
    if (!this.#span) {
      return [];
    }
    const months = new Map([...monthsOf(this.#span.from, this.#span.to), ...this.#alsoMonths()].map((month) => [month.key, month]));
    return [...months.values()]
      .filter(({ key }) => !['ready', 'loading'].includes(this.store.blocks.get(key)?.state));
  }

  #alsoMonths() {
    const { from, to, kept } = this.#span;
    return this.#also ? monthsOf(this.#also.from, this.#also.to).filter((month) => month.to > from - kept && month.from < to + kept) : [];
  }

  #schedule(pause) {
    this.#cancel();
    this.#cancel = this.clock.later(() => this.#run(), pause);
  }

  async #run() {
    if (this.#running || !this.#span) {
      return;
    }
    this.#running = true;
    const { from, to, kept } = this.#span;
    this.store.prune(from - kept, to + kept);
    let pause = this.#missing().length > 0 ? this.quota.patienceFor('list-events') : 0;
    for (let [month] = this.#missing(); month && pause === 0 && this.#span; [month] = this.#missing()) {
      this.#tell({ loading: true });
      pause = await this.#load(month) ?? this.quota.patienceFor('list-events');
    }
    this.#running = false;
    this.#end(pause);
  }

  #end(pause) {
    const isDone = this.isDone;
    if (isDone && this.#span) {
      this.#tell({ loading: false });
    } else if (this.#span && pause !== Infinity) {
      this.#tell({ loading: true, waitUntil: this.clock.wall() + pause });
      this.#schedule(pause);
    }
  }

  /** Loads a month; returns the pause after a failure, in ms. */
  async #load(month) {
    const store = this.store;
    store.beginLoad(month);
    try {
      store.endLoad(month, await this.api.events(month.from, month.to));
      this.#failures = 0;
      this.#problem = null;
      return undefined;
    } catch (problem) {
      store.failLoad(month);
      return this.#failed(problem);
    }
  }

  #failed(problem) {
    this.#failures++;
    this.#problem = problem;
    this.#tell({ loading: false });
    if (problem.isLasting) {
      return Infinity;
    }
    const pause = problem.isPassing ? Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (this.#failures - 1)) : LONGEST_PAUSE;
    return Math.max(pause, problem.retryAfter);
  }

  #tell(detail) {
    this.dispatchEvent(new CustomEvent('state', { detail: { ...detail, problem: this.#problem } }));
  }
}
