// Whether what should be heard from time to time still lives. A browser does not tell its page of the comments that keep
// a stream awake, so that a dead one looks like one that has nothing to say.

const TICK = 10_000;
/** So late is a tick only when the machine slept, and no connection outlives that for sure. */
const LATE = 20_000;

/** Listens, and calls a function when it has been silent for too long, or the machine has slept. */
export class Pulse {
  #heard = null;
  #ticked = null;
  #patience = Infinity;
  #cancel = () => {};

  constructor(clock, onDoubt) {
    this.clock = clock;
    this.onDoubt = onDoubt;
  }

  /** Listens from now on. */
  start(patience) {
    this.beat(patience);
    this.#plan();
  }

  stop() {
    this.#cancel();
  }

  /** Something was heard; the next word may take as long as it says. */
  beat(patience) {
    this.#heard = this.#moment();
    this.#patience = patience;
  }

  /** Whether it has been silent for so long that somebody who comes back should not rely on it. */
  get isDoubtful() {
    return this.#since(this.#heard) > LATE;
  }

  #plan() {
    this.#cancel();
    this.#ticked = this.#moment();
    this.#cancel = this.clock.later(() => this.#look(), TICK);
  }

  /** The timers of a page that nobody sees are late as well; it is looked after when somebody does. */
  #look() {
    const slept = document.visibilityState === 'visible' && this.#since(this.#ticked) > TICK + LATE;
    this.#plan();
    if (slept || this.#since(this.#heard) >= this.#patience) {
      this.onDoubt();
    }
  }

  #moment() {
    return { now: this.clock.now(), wall: this.clock.wall() };
  }

  /** By the clock that has gone further: one may stand still in a sleep, the other one be set back. */
  #since({ now, wall }) {
    return Math.max(this.clock.now() - now, this.clock.wall() - wall);
  }
}
