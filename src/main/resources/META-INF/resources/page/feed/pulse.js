// Detects a dead stream. Browsers do not report the comments that keep a stream alive, so a dead stream looks
// like an idle one.

const TICK = 10_000;
/**
 * A tick that is later than this, in ms, means that the machine has slept; connections do not reliably survive that.
 */
const LATE = 20_000;

/** Calls a function when nothing was heard for too long, or the machine has slept. */
export class Pulse {
  #heard = null;
  #ticked = null;
  #patience = Infinity;
  #cancel = () => {};

  constructor(clock, onDoubt) {
    this.clock = clock;
    this.onDoubt = onDoubt;
  }

  /** Starts listening. */
  start(patience) {
    this.beat(patience);
    this.#plan();
  }

  stop() {
    this.#cancel();
  }

  /**
   * Records a sign of life.
   *
   * @param patience the longest silence after it, in ms
   */
  beat(patience) {
    this.#heard = this.#moment();
    this.#patience = patience;
  }

  /** Whether the silence is too long to trust the stream when the viewer returns to the page. */
  get isDoubtful() {
    return this.#since(this.#heard) > LATE;
  }

  #plan() {
    this.#cancel();
    this.#ticked = this.#moment();
    this.#cancel = this.clock.later(() => this.#look(), TICK);
  }

  /** A hidden page's timers are late as well; such a page is checked when it becomes visible. */
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

  /**
   * Time since a moment by the clock that has advanced further: one may stop during sleep, the other may be set back.
   */
  #since({ now, wall }) {
    return Math.max(this.clock.now() - now, this.clock.wall() - wall);
  }
}
