// The remaining quota, read from answers: the locked calls and the end of each lock.

import { retryAfter } from './problem.js';

const REMAINING = /^"([\w-]+)";r=(\d+)(?:;t=(\d+))?/;
const LONGEST_TICK = 24 * 3_600_000;

/** Keeps the locks. Dispatches `change`. */
export class Quota extends EventTarget {
  #locks = new Map();
  #left = new Map();
  #timer = 0;

  constructor(now = Date.now) {
    super();
    this.now = now;
  }

  /**
   * Reads the headers of an answer. A 429 while quota remains comes from the service that a calendar is mirrored from;
   * it does not lock the call for other calendars.
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

  /** Reads GET /quota. It does not tell when quota returns; the window is the upper bound. */
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

  /** How long a call is locked, in ms; 0 if it is not. */
  lockedFor(call) {
    return Math.max(0, (this.#locks.get(call) ?? 0) - this.now());
  }

  /** How long a deferrable request should wait, in ms, so that the last calls stay for the viewer's actions. */
  patienceFor(call) {
    const locked = this.lockedFor(call);
    const left = this.#left.get(call);
    const scarce = left && left.remaining <= 2 ? Math.max(0, left.at - this.now()) : 0;
    return Math.max(locked, scarce);
  }

  /** The locked calls with the end of each lock. */
  locks() {
    return [...this.#locks].filter(([, until]) => until > this.now()).map(([call, until]) => ({ call, until }));
  }

  clear() {
    this.#locks.clear();
    this.#left.clear();
    clearTimeout(this.#timer);
    this.dispatchEvent(new Event('change'));
  }

  /** Dispatches `change` at the end of the next lock. */
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
