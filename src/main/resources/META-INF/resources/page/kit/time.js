// Moments and wall times. A moment is in ms since 1970 UTC. A wall time is the local time of a zone, written
// as the moment at which UTC shows the same.

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const QUARTER = 15 * MINUTE;
// There are about 400 zones, with five formats for each one shown.
const MOST_ZONES = 1_000;
const MOST_FORMATS = 500;
const MOST_OFFSETS = 5_000;
const zones = new Map();
const formats = new Map();
const offsets = new Map();

/** The cached value of a key, computed at the first call. The cache is bounded. */
function remembered(made, most, key, make) {
  let found = made.get(key);
  if (found === undefined) {
    if (made.size >= most) {
      made.clear();
    }
    found = make();
    made.set(key, found);
  }
  return found;
}

/** The browser's time zone. */
export const viewerZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** The locale of times and dates: the browser's if it is English, else British English. */
export const LOCALE = navigator.language?.startsWith('en') ? navigator.language : 'en-GB';

function format(name, zone, options, locale = LOCALE) {
  return remembered(formats, MOST_FORMATS, `${name} ${zone}`,
    () => new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }));
}

const FIELDS = {
  calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', era: 'short', year: 'numeric', month: 'numeric',
  day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
};

/** Whether the browser knows a zone. */
export const isZone = (zone) => remembered(zones, MOST_ZONES, zone, () => isKnown(zone));

function isKnown(zone) {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

/**
 * The offset of a zone from UTC at a moment, in ms. Offsets change at quarter hours and at most once a day: a day that
 * starts and ends with the same offset has it throughout.
 */
export function offset(moment, zone) {
  if (zone === 'UTC') {
    return 0;
  }
  const day = Math.floor(moment / DAY) * DAY;
  const first = offsetFrom(day, zone);
  return first === offsetFrom(day + DAY, zone) ? first : offsetFrom(Math.floor(moment / QUARTER) * QUARTER, zone);
}

const offsetFrom = (moment, zone) => remembered(offsets, MOST_OFFSETS, `${zone} ${moment}`, () => measure(moment, zone));

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

/** The wall time at a moment. */
export const wallOf = (moment, zone) => moment + offset(moment, zone);

/**
 * The moment of a wall time. A time skipped in spring is moved forward by the size of the gap; a time that occurs twice
 * in autumn means the first.
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

/** Whether the wall time of a moment occurs twice, as in the repeated hour of autumn. */
function isTwofold(moment, zone) {
  const wall = wallOf(moment, zone);
  const before = offset(wall - DAY, zone);
  const after = offset(wall + DAY, zone);
  return before > after && offset(wall - before, zone) === before && offset(wall - after, zone) === after;
}

/** The midnight at which the day of a wall time starts. */
const dayOf = (wall) => Math.floor(wall / DAY) * DAY;

/** The start of a moment's day in a zone: midnight, or the first moment after it if midnight is skipped. */
export const startOfDay = (moment, zone) => plusDays(moment, 0, zone);

/** The start of the day that is so many calendar days after a moment's day. */
export const plusDays = (moment, days, zone) => momentOf(dayOf(wallOf(moment, zone)) + days * DAY, zone);

/** Whether two zones show different times at a moment. */
export const differ = (moment, one, other) => offset(moment, one) !== offset(moment, other);

/** The zone in which an event's days are counted: its own if the browser knows it, else the given one. */
export const homeOf = (event, zone) => (isZone(event.timezone) ? event.timezone : zone);

/**
 * Whether an event lasts whole days: as `isallday` says; without it, whether it starts and ends at the start of a day
 * in its own zone.
 */
export function isWholeDays({ isallday, start_time: start, end_time: end, timezone: zone }) {
  return isallday ?? (isZone(zone) && startOfDay(start, zone) === start && startOfDay(end, zone) === end);
}

/**
 * Where an event is drawn: in wall times of the viewer's zone; for whole days of the event's own zone, so that the date
 * stays the same. An event that starts or ends in the repeated hour is drawn with its real duration, which the wall
 * times would shorten.
 */
export function drawn(event, zone) {
  const allDay = isWholeDays(event);
  const own = allDay ? homeOf(event, zone) : zone;
  const start = wallOf(event.start_time, own);
  if (allDay) {
    return { start: dayOf(start), end: dayOf(wallOf(Math.max(event.start_time, event.end_time - 1), own)) + DAY, allDay };
  }
  const end = wallOf(event.end_time, own);
  const hides = isTwofold(event.start_time, own) || isTwofold(event.end_time, own);
  return { start, end: hides ? Math.max(end, start + event.end_time - event.start_time) : end, allDay };
}

/** Whether the locale uses a 12-hour clock. */
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
    const own = homeOf(event, zone);
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

/** The moment of the form's fields; NaN if they are invalid. */
export function momentOfFields(date, time, zone) {
  const wall = Date.parse(`${date}T${time || '00:00'}Z`);
  return Number.isNaN(wall) ? NaN : momentOf(wall, zone);
}

/** A duration in words: "5 min", "2 h 10 min". */
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

/** The latest moment that the API accepts: the end of the year 9999. */
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** The first moment of a month in UTC. `Date.UTC` maps the years 0 to 99 to 1900 to 1999. */
function firstOf(year, month) {
  const first = new Date(0);
  first.setUTCFullYear(year, month, 1);
  return first.getTime();
}

/** The UTC months that a span touches, with names and bounds; none is longer than 31 days. */
export function monthsOf(from, to) {
  const months = [];
  const at = new Date(from);
  let start = firstOf(at.getUTCFullYear(), at.getUTCMonth());
  while (start < Math.min(to, LAST)) {
    const date = new Date(start);
    const next = Math.min(firstOf(date.getUTCFullYear(), date.getUTCMonth() + 1), LAST);
    months.push({ key: date.toISOString().slice(0, 7), from: start, to: next });
    start = next;
  }
  return months;
}
