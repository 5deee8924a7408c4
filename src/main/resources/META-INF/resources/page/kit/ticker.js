// One timer for all countdowns. It runs while there are listeners.

const listeners = new Set();
let timer = 0;

/** Calls a function now and each second until the returned function is called. */
export function everySecond(listener) {
  listeners.add(listener);
  if (timer === 0) {
    timer = setInterval(() => [...listeners].forEach((each) => each()), 1000);
  }
  listener();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = 0;
    }
  };
}
