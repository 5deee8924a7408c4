// A clock for the page's modules that stands still until a test moves it.

import { turn } from './harness.js';

export class StillClock {
  #plans = new Set();
  #now = 0;
  #set = 0;

  now() {
    return this.#now;
  }

  wall() {
    return this.#now + this.#set;
  }

  later(run, pause) {
    const plan = { run, at: this.#now + pause };
    this.#plans.add(plan);
    return () => this.#plans.delete(plan);
  }

  /** In how many ms the next of what is planned is due; Infinity where nothing is. */
  get next() {
    return Math.min(Infinity, ...[...this.#plans].map(({ at }) => at - this.#now));
  }

  /** Lets time pass, and what is planned happen when its time has come. */
  async pass(millis) {
    const end = this.#now + millis;
    while (this.next <= end - this.#now) {
      this.#now += this.next;
      const due = [...this.#plans].find(({ at }) => at <= this.#now);
      this.#plans.delete(due);
      due.run();
      await turn();
    }
    this.#now = end;
    await turn();
  }

  /** The clock on the wall is set, forward or back; so it is after a sleep, in which nothing else has moved. */
  set(millis) {
    this.#set += millis;
  }
}
