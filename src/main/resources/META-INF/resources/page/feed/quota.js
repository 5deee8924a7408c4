// What is left of the quota, as the answers tell it: which calls are locked, and for how long.

import { retryAfter } from './problem.js';

const REMAINING = /^"([\w-]+)";r=(\d+)(?:;t=(\d+))?/;
const LONGEST_TICK = 24 * 3_600_000;

/** Keeps the locks, and tells when they change. */
export class Quota extends EventTarget {
  #locks = new Map();
  #left = new Map();
  #timer = 0;

  constructor(now = Date.now) {
    super();
    this.now = now;
  }

  /**
   * Reads the fields of an answer. A refusal while something is left is not of this quota: the service that a calendar
   * comes from has one as well, and other calendars are none of its business.
   *
   * @return whether the answer is such a refusal
   */
  note(headers, status) {
    const found = REMAINING.exec(headers.get('RateLimit') ?? '');
    if (!found) {
      return false;
    }
    const [, call, remaining, seconds] = found;
    this.#left.set(call, { remaining: Number(remaining), at: this.now() + Number(seconds ?? 0) * 1000 });
    if (status === 429 && remaining !== '0') {
      return true;
    }
    if (status === 429) {
      this.lock(call, this.now() + (retryAfter(headers, this.now()) || Number(seconds ?? 60) * 1000));
    }
    return false;
  }

  /** Reads what GET /quota says. It does not say when something is forgotten: within the window for sure. */
  read(states) {
    for (const { call, remaining, window_ms: window, locked_until: until } of states) {
      if (!this.#left.has(call)) {
        this.#left.set(call, { remaining, at: this.now() + window });
      }
      if (until) {
        this.lock(call, until);
      }
    }
  }

  lock(call, until) {
    this.#locks.set(call, until);
    this.dispatchEvent(new Event('change'));
    this.#tick();
  }

  /** For how many ms a call is locked; 0 where it is not. */
  lockedFor(call) {
    return Math.max(0, (this.#locks.get(call) ?? 0) - this.now());
  }

  /** How long to wait with a request that can wait, so that the last of the quota stays for what cannot. */
  patienceFor(call) {
    const locked = this.lockedFor(call);
    const left = this.#left.get(call);
    const scarce = left && left.remaining <= 2 ? Math.max(0, left.at - this.now()) : 0;
    return Math.max(locked, scarce);
  }

  /** The calls that are locked, each with the moment at which that ends. */
  locks() {
    return [...this.#locks].filter(([, until]) => until > this.now()).map(([call, until]) => ({ call, until }));
  }

  clear() {
    this.#locks.clear();
    this.#left.clear();
    clearTimeout(this.#timer);
    this.dispatchEvent(new Event('change'));
  }

  /** Tells once more when the next lock has ended. */
  #tick() {
    clearTimeout(this.#timer);
    const ends = this.locks().map(({ until }) => until);
    if (ends.length > 0) {
      this.#timer = setTimeout(() => this.#ended(), Math.min(LONGEST_TICK, Math.min(...ends) - this.now() + 50));
    }
  }

  #ended() {
    for (const [call, until] of this.#locks) {
      if (until <= this.now()) {
        this.#locks.delete(call);
      }
    }
    this.dispatchEvent(new Event('change'));
    this.#tick();
  }
}
