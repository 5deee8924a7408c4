// The present moment of a zone, for what draws it: it goes on by itself, but for the jumps.

import { everySecond } from '../kit/ticker.js';
import { DAY, MINUTE, offset, wallOf } from '../kit/time.js';

/** The timers of a page that is not looked at come once a minute; later than that, the machine has slept. */
const LATE = 2 * MINUTE;

/** Calls a function when the day has ended, or the clock has jumped: it was changed or set, or it slept. */
export class Present {
  #seen = Date.now();
  #face = '';

  /**
   * @param zone answers the zone
   * @param jumped draws anew; where it answers true it could not, and is called again
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

  /** Takes what the clock shows as drawn. */
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
