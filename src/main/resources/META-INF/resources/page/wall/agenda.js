// The agenda of the wall display: running now, next, today and tomorrow.

import { DAY, drawn, isWholeDays, plusDays, startOfDay } from '../kit/time.js';

const DAYS_AHEAD = 14;

/**
 * The span that the wall display loads: 14 days, which include the next event after a long weekend and touch at most
 * two months.
 */
export function wallSpan(now, zone) {
  return { from: startOfDay(now, zone), to: plusDays(now, DAYS_AHEAD, zone) };
}

/** A span extended by a day at both ends, for whole days of other zones. */
export const around = ({ from, to }) => ({ from: from - DAY, to: to + DAY });

/**
 * The agenda at a moment: `{running, next, today, tomorrow}`. `today` has what has not ended, including what runs.
 * `next` is a timed event, since attendees have to be on time for it; a whole day only if there is none.
 *
 * @param events ordered by start
 */
export function agendaAt(now, events, zone) {
  const isTimed = (event) => !isWholeDays(event);
  const isAhead = (event) => event.start_time > now;
  return {
    running: events.filter((event) => isTimed(event) && event.start_time <= now && event.end_time > now),
    next: events.find((event) => isTimed(event) && isAhead(event)) ?? events.find(isAhead) ?? null,
    today: events.filter((event) => isOn(event, startOfDay(now, zone), zone) && (isWholeDays(event) || event.end_time > now)),
    tomorrow: events.filter((event) => isOn(event, plusDays(now, 1, zone), zone)),
  };
}

/** Whether an event is on the day that starts at a moment; whole days count in their own zone. */
function isOn(event, from, zone) {
  const to = plusDays(from, 1, zone);
  if (!isWholeDays(event)) {
    return event.start_time < to && event.end_time > from;
  }
  const { start, end } = drawn(event, zone);
  const day = drawn({ start_time: from, end_time: to, timezone: zone, isallday: true }, zone);
  return start < day.end && end > day.start;
}

/** The elapsed part of an event, from 0 to 1. */
export function progress(event, now) {
  const share = (now - event.start_time) / (event.end_time - event.start_time);
  return Math.min(1, Math.max(0, share));
}
