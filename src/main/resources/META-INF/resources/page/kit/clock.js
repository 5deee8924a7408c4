// The times that the page goes by, in one place, so that a test can put its own there.

/**
 * `now` never goes back, and may stand still while the machine sleeps; `wall` is what a clock on the wall shows, and may
 * be set; `later` plans something, and answers what takes that back.
 */
export const CLOCK = {
  now: () => performance.now(),
  wall: () => Date.now(),
  later(run, pause) {
    const timer = setTimeout(run, pause);
    return () => clearTimeout(timer);
  },
};
