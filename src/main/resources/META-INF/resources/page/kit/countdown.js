// Texts with a countdown.

import { el } from './dom.js';
import { everySecond } from './ticker.js';

/**
 * A text that counts down each second while it is shown. Screen readers read it once.
 *
 * @param text a function of the remaining ms
 * @param until the end of the countdown, in epoch ms
 * @param ended called at the end
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
