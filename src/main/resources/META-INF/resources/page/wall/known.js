// What may be claimed: of a month that was not loaded nothing is known, not even that nothing is in it.

import { countdownText, monthsOf } from '../kit/time.js';

/** The months that were loaded. */
export class Known {
  #months = new Set();

  /** Looks at the months of a store. One that is being loaded again is as well known as it was. */
  look(blocks) {
    this.#months = new Set([...blocks.keys()]
      .filter((key) => ['ready', 'stale'].includes(blocks.get(key).state) || this.#months.has(key)));
  }

  /** Whether all that lies in a span is known. */
  has(from, to) {
    return monthsOf(from, to).every(({ key }) => this.#months.has(key));
  }
}

/** Why something is not known, and when that may change, in the words of a screen that nobody can ask. */
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
