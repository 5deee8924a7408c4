// When something is, seen from now.

import { durationText, MINUTE } from '../kit/time.js';

/** "in 25 min", "now", "over". */
export function untilText({ start_time: start, end_time: end }, now) {
  if (now >= end) {
    return 'over';
  }
  return now >= start ? 'now' : `in ${durationText(Math.max(MINUTE, start - now))}`;
}
