// One clock for everything that counts: each second while somebody listens.

const listeners = new Set();
let timer = 0;

/** Calls a function now and each second, until the function that this answers is called. */
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
