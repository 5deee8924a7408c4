// What a wall shows of the events: what runs now, what comes next, today and tomorrow.

import { drawn, isWholeDays, plusDays, startOfDay } from './time.js';

/** The span that a wall has to know: today and tomorrow, and the day after, since the first to come may lie there. */
export function wallSpan(now, zone) {
  const from = startOfDay(now, zone);
  return { from, to: plusDays(from, 3, zone) };
}

/**
 * The agenda at a moment: `{running, next, today, tomorrow}`. Today is what has not ended yet; what runs stands in both.
 *
 * @param events ordered by their start
 */
export function agendaAt(now, events, zone) {
  const midnight = startOfDay(now, zone);
  const tomorrow = plusDays(midnight, 1, zone);
  const after = plusDays(midnight, 2, zone);
  const isTimed = (event) => !isWholeDays(event);
  return {
    running: events.filter((event) => isTimed(event) && event.start_time <= now && event.end_time > now),
    next: events.find((event) => isTimed(event) && event.start_time > now) ?? null,
    today: events.filter((event) => event.end_time > now && isOn(event, midnight, tomorrow, zone)),
    tomorrow: events.filter((event) => isOn(event, tomorrow, after, zone)),
  };
}

/** Whether an event is on a day; whole days count where they belong. */
function isOn(event, from, to, zone) {
  if (!isWholeDays(event)) {
    return event.start_time < to && event.end_time > from;
  }
  const { start, end } = drawn(event, zone);
  const first = drawn({ start_time: from, end_time: to, timezone: zone, isallday: true }, zone);
  return start < first.end && end > first.start;
}

/** How much of an event is over, from 0 to 1. */
export function progress(event, now) {
  const share = (now - event.start_time) / (event.end_time - event.start_time);
  return Math.min(1, Math.max(0, share));
}
