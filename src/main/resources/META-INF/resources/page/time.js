// Moments and walls. A moment is milliseconds since 1970 UTC; a wall is what a clock on a wall shows, written as the
// moment at which a clock in UTC shows the same.

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const QUARTER = 15 * MINUTE;
const MOST_OFFSETS = 5_000;
const formats = new Map();
const offsets = new Map();

/** The zone of the viewer's machine. */
export const viewerZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** The language of times and dates: the page speaks English, in the viewer's kind of it. */
export const LOCALE = navigator.language?.startsWith('en') ? navigator.language : 'en-GB';

function format(name, zone, options, locale = LOCALE) {
  const key = `${name} ${zone}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
    formats.set(key, found);
  }
  return found;
}

const FIELDS = {
  calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', era: 'short', year: 'numeric', month: 'numeric',
  day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
};

/** Whether a zone is one that the browser knows. */
export function isZone(zone) {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

/** How far a zone's walls are ahead of UTC at a moment, in ms. */
export function offset(moment, zone) {
  if (zone === 'UTC') {
    return 0;
  }
  const quarter = Math.floor(moment / QUARTER);
  const key = `${zone} ${quarter}`;
  let found = offsets.get(key);
  if (found === undefined) {
    if (offsets.size >= MOST_OFFSETS) {
      offsets.clear();
    }
    found = measure(quarter * QUARTER, zone);
    offsets.set(key, found);
  }
  return found;
}

function measure(moment, zone) {
  const part = {};
  for (const { type, value } of format('fields', zone, FIELDS, 'en-US').formatToParts(moment)) {
    part[type] = value;
  }
  const year = part.era === 'BC' ? 1 - Number(part.year) : Number(part.year);
  const wall = new Date(0);
  wall.setUTCFullYear(year, part.month - 1, part.day);
  wall.setUTCHours(part.hour, part.minute, part.second, 0);
  return wall.getTime() - moment;
}

/** What the wall shows at a moment. */
export const wallOf = (moment, zone) => moment + offset(moment, zone);

/**
 * The moment at which a wall shows something. In the hour that is left out in spring: as much later as the clock is put
 * forward; in the hour that comes twice in autumn: the first time.
 */
export function momentOf(wall, zone) {
  const before = offset(wall - DAY, zone);
  const after = offset(wall + DAY, zone);
  for (const candidate of [before, after]) {
    if (offset(wall - candidate, zone) === candidate) {
      return wall - candidate;
    }
  }
  return wall - before;
}

/** Midnight before or at a moment, in a zone. */
export function startOfDay(moment, zone) {
  return momentOf(Math.floor(wallOf(moment, zone) / DAY) * DAY, zone);
}

/** Midnight so many days later, however long those days are. */
export function plusDays(midnight, days, zone) {
  return momentOf(wallOf(midnight, zone) + days * DAY, zone);
}

/** Whether two zones show different times at a moment. */
export const differ = (moment, one, other) => offset(moment, one) !== offset(moment, other);

/** Whether an event takes whole days: it says so, or it goes from midnight to midnight where it belongs. */
export function isWholeDays(event) {
  return event.isallday
    || (isMidnight(event.start_time, event.timezone) && isMidnight(event.end_time, event.timezone));
}

function isMidnight(moment, zone) {
  return isZone(zone) && wallOf(moment, zone) % DAY === 0;
}

/**
 * Where an event is drawn: walls of the viewer's zone, or for whole days of its own, so that a day stays that day. In the
 * hour that comes twice the end can show less than the start: it is drawn as long as it lasts.
 */
export function drawn(event, zone) {
  const allDay = isWholeDays(event);
  const own = allDay && isZone(event.timezone) ? event.timezone : zone;
  let start = wallOf(event.start_time, own);
  let end = wallOf(event.end_time, own);
  if (allDay) {
    start = Math.floor(start / DAY) * DAY;
    end = Math.max(start + DAY, Math.ceil(end / DAY) * DAY);
  } else if (end <= start) {
    end = start + (event.end_time - event.start_time);
  }
  return { start, end, allDay };
}

/** Whether the viewer's clock has twelve hours. */
export const HAS_TWELVE_HOURS = Boolean(new Intl.DateTimeFormat(LOCALE, { hour: 'numeric' }).resolvedOptions().hour12);

export const timeText = (moment, zone) =>
  format('time', zone, { hour: HAS_TWELVE_HOURS ? 'numeric' : '2-digit', minute: '2-digit' }).format(moment);

export const dayText = (moment, zone) =>
  format('day', zone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(moment);

export const longDayText = (moment, zone) =>
  format('long', zone, { weekday: 'long', day: 'numeric', month: 'long' }).format(moment);

/** When an event is, in a zone: "Mon, 2 Mar 2026, 10:00 – 10:30". */
export function spanText(event, zone) {
  if (isWholeDays(event)) {
    const own = isZone(event.timezone) ? event.timezone : zone;
    const first = dayText(event.start_time, own);
    const last = dayText(event.end_time - 1, own);
    return first === last ? `${first}, all day` : `${first} – ${last}`;
  }
  const from = `${dayText(event.start_time, zone)}, ${timeText(event.start_time, zone)}`;
  const sameDay = dayText(event.start_time, zone) === dayText(event.end_time, zone);
  const to = timeText(event.end_time, zone);
  return sameDay ? `${from} – ${to}` : `${from} – ${dayText(event.end_time, zone)}, ${to}`;
}

/** The fields of a form for a moment: `2026-03-02` and `10:00`. */
export function fieldsOf(moment, zone) {
  const text = new Date(wallOf(moment, zone)).toISOString();
  const [date, time] = text.replace(/^\+?0*(\d{4,})/, '$1').split('T');
  return { date, time: time.slice(0, 5) };
}

/** The moment that the fields of a form say; NaN where they say none. */
export function momentOfFields(date, time, zone) {
  const wall = Date.parse(`${date}T${time || '00:00'}Z`);
  return Number.isNaN(wall) ? NaN : momentOf(wall, zone);
}

/** How long something takes, in words: "in 5 min", "2 h 10 min". */
export function durationText(millis) {
  const minutes = Math.max(0, Math.ceil(millis / MINUTE));
  if (minutes < 60) {
    return `${minutes} min`;
  }
  if (minutes < 24 * 60) {
    return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  }
  const days = Math.floor(minutes / (24 * 60));
  const hours = Math.floor((minutes % (24 * 60)) / 60);
  return hours === 0 ? `${days} d` : `${days} d ${hours} h`;
}

/** A countdown: "9:59". */
export function countdownText(millis) {
  const seconds = Math.max(0, Math.ceil(millis / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The whole months of UTC that a span touches, each with its name and its bounds; none is longer than 31 days. */
export function monthsOf(from, to) {
  const months = [];
  const at = new Date(from);
  let start = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1);
  while (start < to) {
    const date = new Date(start);
    const next = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
    months.push({ key: date.toISOString().slice(0, 7), from: start, to: next });
    start = next;
  }
  return months;
}
