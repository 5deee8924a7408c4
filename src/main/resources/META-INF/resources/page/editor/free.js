// When people are free.

import { DAY, HOUR, MINUTE, momentOf, startOfDay, plusDays, wallOf } from '../kit/time.js';

const OPENS = 9;
const CLOSES = 18;
const QUARTER = 15 * MINUTE;
const HALF = 30 * MINUTE;

const overlaps = (span, from, to) => span.start < to && span.end > from;

/** What somebody does in a span: `free`, `busy`, `tentative`, or `unknown` where the times are not shared. */
export function stateOf({ busy, shared }, from, to) {
  if (!shared) {
    return 'unknown';
  }
  const taken = busy.filter((span) => overlaps(span, from, to));
  return taken.length === 0 ? 'free' : taken.some(({ type }) => type === 'busy') ? 'busy' : 'tentative';
}

/** The spans of somebody that are in a span, cut there, by start. */
export function cut(busy, from, to) {
  return busy.filter((span) => overlaps(span, from, to))
    .map((span) => ({ ...span, start: Math.max(from, span.start), end: Math.min(to, span.end) }))
    .sort((one, other) => one.start - other.start);
}

/**
 * The first times at which everybody whose times are known is free: from 9 to 18 in a zone, in the coming days.
 *
 * @param people `[{busy, shared}]`
 * @param wish `{length, now, zone, days, most}`
 * @return the starts
 */
export function freeTimes(people, { length, now, zone, days = 10, most = 3 }) {
  const taken = people.filter(({ shared }) => shared).flatMap(({ busy }) => busy);
  const found = [];
  for (let day = 0; day < days && found.length < most; day++) {
    const midnight = wallOf(startOfDay(plusDays(now, day, zone), zone), zone);
    const wall = Math.floor(midnight / DAY) * DAY;
    const close = momentOf(wall + CLOSES * HOUR, zone);
    let start = Math.max(momentOf(wall + OPENS * HOUR, zone), Math.ceil(now / HALF) * HALF);
    while (start + length <= close && found.length < most) {
      const ends = taken.filter((span) => overlaps(span, start, start + length)).map(({ end }) => end);
      if (ends.length === 0) {
        found.push(start);
        start += Math.max(HALF, Math.ceil(length / QUARTER) * QUARTER);
      } else {
        start = Math.ceil(Math.max(...ends) / QUARTER) * QUARTER;
      }
    }
  }
  return found;
}
