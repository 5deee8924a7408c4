// The clocks that the page uses. Tests replace them.

/**
 * `now` is monotonic, and may stop while the machine sleeps; `wall` is the system time, which may be set; `later`
 * schedules a function and returns a function that cancels it.
 */
export const CLOCK = {
  now: () => performance.now(),
  wall: () => Date.now(),
  later(run, pause) {
    const timer = setTimeout(run, pause);
    return () => clearTimeout(timer);
  },
};
