// Texts that count down.

import { el } from './dom.js';
import { everySecond } from './ticker.js';

/**
 * A text that is seen to count down, for as long as it is shown. A screen reader hears it once, and not each second.
 *
 * @param text what it says, by the ms that are left
 * @param until the moment up to which it counts
 * @param ended told when that has come
 * @return its elements
 */
export function counting(text, until, ended = () => {}) {
  const left = () => until - Date.now();
  const seen = el('span', { 'aria-hidden': 'true', textContent: text(left()) });
  let wasShown = false;
  const stop = everySecond(() => {
    wasShown ||= seen.isConnected;
    const isOver = left() <= 0;
    if (isOver || (wasShown && !seen.isConnected)) {
      queueMicrotask(() => stop());
    } else {
      seen.textContent = text(left());
    }
    if (isOver) {
      ended();
    }
  });
  return [el('span', { class: 'unseen', textContent: seen.textContent }), seen];
}
