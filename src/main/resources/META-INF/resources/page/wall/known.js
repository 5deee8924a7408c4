// Tracks which months are loaded. For other months the display claims nothing, not even that they are empty.

import { countdownText, monthsOf } from '../kit/time.js';

/** The loaded months. */
export class Known {
  #months = new Set();

  /** Reads the months of a store. A month that is being loaded again counts as loaded. */
  look(blocks) {
    this.#months = new Set([...blocks.keys()]
      .filter((key) => ['ready', 'stale'].includes(blocks.get(key).state) || this.#months.has(key)));
  }

  /** Whether a span is loaded. */
  has(from, to) {
    return monthsOf(from, to).every(({ key }) => this.#months.has(key));
  }
}

/** Why something is not loaded and when it is tried again, for a display without controls. */
export function reasonText({ problem, waitUntil }, now) {
  const left = waitUntil - now;
  return [reason(problem, left), left > 0 ? `Trying again in ${countdownText(left)}.` : null].filter(Boolean).join(' ');
}

function reason(problem, left) {
  if (problem?.status === 429 || (!problem && left > 0)) {
    return 'The quota for loading is used up for a while.';
  }
  if (problem?.status === 0) {
    return 'The service cannot be reached.';
  }
  return problem?.status > 500 ? 'The service is busy or restarting.' : problem?.text;
}
