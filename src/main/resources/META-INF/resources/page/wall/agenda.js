// The agenda of the wall display: running now, next, today and tomorrow.

import { keyOf } from '../kit/item.js';
import { DAY, drawn, isWholeDays, MINUTE, plusDays, startOfDay } from '../kit/time.js';

const DAYS_AHEAD = 14;
/** How long before its start an event is starting, as the service has it by default. */
const LEAD = 5 * MINUTE;

/**
 * The span that the wall display loads: 14 days, which include the next event after a long weekend and touch at most
 * two months.
 */
export function wallSpan(now, zone) {
  return { from: startOfDay(now, zone), to: plusDays(now, DAYS_AHEAD, zone) };
}

/** A span extended by a day at both ends, for whole days of other zones. */
export const around = ({ from, to }) => ({ from: from - DAY, to: to + DAY });

/** What the clock of the service has said of events at their times: that they are starting, started or ended. */
export class Told {
  #messages = new Map();

  /** Takes a message. */
  take(name, message) {
    this.#messages.set(keyOf(message), { name, start: message.start_time, end: message.end_time });
  }

  /** Whether the latest message of an event, at its present times, is one of these. */
  says(event, ...names) {
    const message = this.#messages.get(keyOf(event));
    return Boolean(message) && message.start === event.start_time && message.end === event.end_time && names.includes(message.name);
  }

  /** Drops the messages of events that have ended before a moment. */
  prune(before) {
    for (const [key, { end }] of this.#messages) {
      if (end < before) {
        this.#messages.delete(key);
      }
    }
  }
}

/**
 * The agenda at a moment: `{running, starting, next, today, tomorrow}`. `today` has what has not ended, including what
 * runs. `next` is a timed event, since attendees have to be on time for it; a whole day only if there is none. `starting`
 * begins within five minutes. The clock of the service counts, where it has spoken: that of the display may be wrong.
 *
 * @param events ordered by start
 */
export function agendaAt(now, events, zone, told = new Told()) {
  const isTimed = (event) => !isWholeDays(event);
  const hasEnded = (event) => event.end_time <= now || told.says(event, 'ended');
  const isAhead = (event) => event.start_time > now && !told.says(event, 'started', 'ended');
  return {
    running: events.filter((event) => isTimed(event) && !isAhead(event) && !hasEnded(event)),
    starting: events.filter((event) => isTimed(event) && isAhead(event) && (event.start_time - now <= LEAD || told.says(event, 'starting'))),
    next: events.find((event) => isTimed(event) && isAhead(event)) ?? events.find(isAhead) ?? null,
    today: events.filter((event) => isOn(event, startOfDay(now, zone), zone) && (isWholeDays(event) || !hasEnded(event))),
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
