// What a wall shows of the events: what runs now, what comes next, today and tomorrow.

import { DAY, drawn, isWholeDays, plusDays, startOfDay } from '../kit/time.js';

const DAYS_AHEAD = 14;

/** The span that a wall has to know: the first to come after a long weekend lies in it, and it touches two months at most. */
export function wallSpan(now, zone) {
  return { from: startOfDay(now, zone), to: plusDays(now, DAYS_AHEAD, zone) };
}

/** A span with all whole days that may lie in it: those of other zones begin and end up to a day away. */
export const around = ({ from, to }) => ({ from: from - DAY, to: to + DAY });

/**
 * The agenda at a moment: `{running, next, today, tomorrow}`. Today is what has not ended yet; what runs stands in both.
 * Next is what has a time, since that is what one has to be there for; where there is nothing of the kind, a whole day.
 *
 * @param events ordered by their start
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

/** Whether an event is on the day that begins at a moment; whole days count where they belong. */
function isOn(event, from, zone) {
  const to = plusDays(from, 1, zone);
  if (!isWholeDays(event)) {
    return event.start_time < to && event.end_time > from;
  }
  const { start, end } = drawn(event, zone);
  const day = drawn({ start_time: from, end_time: to, timezone: zone, isallday: true }, zone);
  return start < day.end && end > day.start;
}

/** How much of an event is over, from 0 to 1. */
export function progress(event, now) {
  const share = (now - event.start_time) / (event.end_time - event.start_time);
  return Math.min(1, Math.max(0, share));
}
