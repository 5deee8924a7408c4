// Work that one tab of a browser does for all.

/**
 * Does something in one tab at a time: in the next one when the first is closed. Without the Web Locks of a secure
 * context each tab does it while it is visible.
 *
 * @param name tabs with the same name take turns
 * @return a function that ends it in this tab
 */
export function inOneTab(name, { begin, end }, locks = navigator.locks) {
  return locks ? withLock(name, begin, end, locks) : whileVisible(begin, end);
}

function withLock(name, begin, end, locks) {
  const waiting = new AbortController();
  let release = null;
  locks.request(name, { signal: waiting.signal }, () => {
    begin();
    return new Promise((resolve) => { release = resolve; });
  }).catch(() => {});
  return () => {
    waiting.abort();
    if (release) {
      end();
      release();
    }
  };
}

function whileVisible(begin, end) {
  let isBegun = false;
  const look = () => {
    const isVisible = document.visibilityState === 'visible';
    if (isVisible !== isBegun) {
      isBegun = isVisible;
      (isVisible ? begin : end)();
    }
  };
  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    document.removeEventListener('visibilitychange', look);
    if (isBegun) {
      end();
    }
  };
}
