// Tracks the current time of a zone. It advances by itself except for jumps.

import { everySecond } from '../kit/ticker.js';
import { DAY, MINUTE, offset, wallOf } from '../kit/time.js';

/** A hidden page's timers run once a minute; a longer gap means that the machine has slept. */
const LATE = 2 * MINUTE;

/** Calls a function when a day has ended or the clock has jumped: by daylight saving, by being set, or by sleep. */
export class Present {
  #seen = Date.now();
  #face = '';

  /**
   * @param zone returns the zone
   * @param jumped redraws; if it returns true it could not, and is called again
   */
  constructor(zone, jumped) {
    this.zone = zone;
    this.jumped = jumped;
    this.look();
    const lookAfter = () => document.visibilityState === 'visible' && this.#tick();
    document.addEventListener('visibilitychange', lookAfter);
    const stop = everySecond(() => this.#tick());
    this.stop = () => {
      stop();
      document.removeEventListener('visibilitychange', lookAfter);
    };
  }

  /** Records the given time as drawn. */
  look(now = Date.now()) {
    this.#seen = now;
    this.#face = this.#shown(now);
  }

  #shown(now) {
    const zone = this.zone();
    return `${Math.floor(wallOf(now, zone) / DAY)} ${offset(now, zone)}`;
  }

  #tick() {
    const now = Date.now();
    const isJump = Math.abs(now - this.#seen) > LATE || this.#shown(now) !== this.#face;
    if (!isJump) {
      this.#seen = now;
    } else if (this.jumped() !== true) {
      this.look(now);
    }
  }
}
