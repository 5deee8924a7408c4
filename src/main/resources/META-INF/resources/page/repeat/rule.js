// Recurrence rules (RFC 5545, with SKIP of RFC 7529) as values: read from their text, and completed by what the start
// of their series implies.

import { DAY, isZone, momentOf, wallOf } from '../kit/time.js';

export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
const SKIPS = ['OMIT', 'FORWARD', 'BACKWARD'];
const LISTS = {
  BYMONTH: 'months', BYWEEKNO: 'weeks', BYYEARDAY: 'yearDays', BYMONTHDAY: 'monthDays', BYHOUR: 'hours',
  BYMINUTE: 'minutes', BYSECOND: 'seconds', BYSETPOS: 'positions',
};

/**
 * The start of a series, from which its rule is counted: `{wall, zone, allDay}`. `wall` is its wall time in whole
 * seconds; of an all-day series the midnight of its first day.
 *
 * @param zone a zone; an unknown one counts as UTC
 */
export function startOf(moment, zone, allDay) {
  const own = isZone(zone) ? zone : 'UTC';
  const wall = wallOf(moment, own);
  return { wall: allDay ? dayOf(wall) : Math.floor(wall / 1000) * 1000, zone: own, allDay };
}

/**
 * The start that an item stands for: the time that the rule gives it, wherever it was moved. `isLater` says that the
 * series may have begun before.
 */
export function startOfItem({ start_time: start, timezone, isallday, recurrence_id: id }) {
  const [, year, month, day, time] = /^(\d{4})(\d\d)(\d\d)(?:T(\d{6})Z)?$/.exec(id ?? '') ?? [];
  if (year === undefined) {
    return startOf(start, timezone, Boolean(isallday));
  }
  const date = Date.parse(`${year}-${month}-${day}T00:00Z`);
  const isAllDay = Boolean(isallday) || time === undefined;
  return isAllDay
    ? { ...startOf(start, timezone, true), wall: date, isLater: true }
    : { ...startOf(date + clock(time), timezone, false), isLater: true };
}

/** The ms since midnight of a time such as `093000`. */
const clock = (time) => ((Number(time.slice(0, 2)) * 60 + Number(time.slice(2, 4))) * 60 + Math.min(59, Number(time.slice(4)))) * 1000;

const dayOf = (wall) => Math.floor(wall / DAY) * DAY;

/** The weekday of a wall time: 0 for Monday. */
export const weekdayOf = (wall) => (new Date(wall).getUTCDay() + 6) % 7;

/**
 * Reads a rule with or without `RRULE:`, in any case; null if it is none. Parts that exclude each other are not
 * refused here.
 *
 * @return `{frequency, interval, count, until, weekStart, skip, days, …}`. `days` is BYDAY as `{ordinal, day}`, the
 *   names of other lists are those of LISTS. A list without values is absent from the rule
 */
export function parse(text) {
  const parts = new Map(text.trim().toUpperCase().replace(/^RRULE:/, '').replace(/;$/, '').split(';').map((part) => part.split('=')));
  const numbers = Object.entries(LISTS).map(([part, name]) => [name, values(parts.get(part), Number)]);
  const rule = {
    frequency: parts.get('FREQ'),
    interval: Number(parts.get('INTERVAL') ?? 1),
    count: parts.has('COUNT') ? Number(parts.get('COUNT')) : null,
    until: parts.get('UNTIL') ?? null,
    weekStart: WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO'),
    skip: parts.get('SKIP') ?? 'OMIT',
    days: values(parts.get('BYDAY'), numberedDay),
    ...Object.fromEntries(numbers),
  };
  return isRule(rule) ? rule : null;
}

/** The values of a list; those that are counted from the end are the last. */
function values(text, read) {
  const found = text === undefined ? [] : [...new Set(text.split(',').map((value) => value.replace(/^(-?)[+0]+(?=\d)/, '$1')))].map(read);
  const place = (value) => (value.ordinal ?? value) + ((value.ordinal ?? value) < 0 ? 1_000 : 0);
  return found.sort((one, other) => place(one) - place(other) || (one.day ?? 0) - (other.day ?? 0));
}

function numberedDay(text) {
  return { ordinal: Number(text.slice(0, -2)), day: WEEKDAYS.indexOf(text.slice(-2)) };
}

function isRule({ frequency, interval, count, until, weekStart, skip, days, ...lists }) {
  const numbers = Object.values(lists).flat();
  return FREQUENCIES.includes(frequency) && SKIPS.includes(skip) && weekStart >= 0
    && [interval, count ?? 1].every((number) => Number.isInteger(number) && number > 0)
    && (until === null || /^\d{8}(T\d{6}Z?)?$/.test(until))
    && numbers.every(Number.isInteger) && days.every(({ ordinal, day }) => Number.isInteger(ordinal) && day >= 0);
}

/** The rule with what its start implies written out, and its times of the day as `times`, in ms since midnight. */
export function completed(rule, start) {
  const weekday = [{ ordinal: 0, day: weekdayOf(start.wall) }];
  const date = new Date(start.wall);
  const [month, monthDay] = [[date.getUTCMonth() + 1], [date.getUTCDate()]];
  const or = (name, implied) => (rule[name].length > 0 ? {} : { [name]: implied });
  const skip = ['DAILY', 'WEEKLY'].includes(rule.frequency) ? { skip: 'OMIT' } : {};
  const full = { ...rule, ...skip, times: timesOf(rule, start) };
  switch (rule.frequency) {
    case 'WEEKLY':
      return { ...full, ...or('days', weekday) };
    case 'MONTHLY':
      return rule.days.length > 0 ? full : { ...full, ...or('monthDays', monthDay) };
    case 'YEARLY':
      if (rule.weeks.length > 0) {
        return { ...full, ...or('days', weekday) };
      }
      if (rule.yearDays.length > 0 || (rule.days.length > 0 && rule.monthDays.length === 0)) {
        return full;
      }
      return { ...full, ...or('months', month), ...(rule.days.length > 0 ? {} : or('monthDays', monthDay)) };
    default:
      return full;
  }
}

function timesOf({ hours, minutes, seconds }, { wall, allDay }) {
  if (allDay) {
    return [0];
  }
  const date = new Date(wall);
  const or = (list, implied) => (list.length > 0 ? list : [implied]);
  const times = or(hours, date.getUTCHours()).flatMap((hour) => or(minutes, date.getUTCMinutes()).flatMap((minute) =>
    or(seconds, date.getUTCSeconds()).map((second) => ((hour * 60 + minute) * 60 + Math.min(59, second)) * 1000)));
  return [...new Set(times)].sort((one, other) => one - other);
}

/**
 * The last time that UNTIL allows, as `{day, time}` in wall time. `time` is null if the whole day is allowed, and else
 * the latest time of that day. Null without UNTIL.
 */
export function lastOf({ until, times }, { zone, allDay }) {
  if (until === null) {
    return null;
  }
  const day = Date.parse(`${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}T00:00Z`);
  if (until.length === 8) {
    return { day, time: null };
  }
  const time = clock(until.slice(9, 15));
  const isUtc = until.endsWith('Z');
  if (allDay) {
    const isDate = !isUtc || time === 0 || time === DAY - 1000;
    return { day: isDate ? day : dayOf(wallOf(day + time, zone)), time: null };
  }
  const end = isUtc ? day + time : momentOf(day + time, zone);
  return lastBefore(end, times, zone);
}

function lastBefore(end, times, zone) {
  const day = dayOf(wallOf(end, zone));
  const allowed = times.filter((time) => momentOf(day + time, zone) <= end);
  if (allowed.length === 0) {
    return { day: day - DAY, time: null };
  }
  return { day, time: allowed.length === times.length ? null : allowed.at(-1) };
}

/** Whether the rule leaves the start alone. @param rule a completed rule */
export function isOnce(rule, start) {
  const last = start.isLater ? null : lastOf(rule, start);
  return rule.count === 1 || (last !== null && last.day + (last.time ?? DAY - 1000) < start.wall);
}

/**
 * Whether a rule names the days that it gives, other than weekdays of weeks. Such a series does not move to other days
 * with its start.
 */
export function namesDays(text) {
  const { frequency, days, months, monthDays, yearDays, weeks } = parse(text ?? '') ?? { frequency: 'WEEKLY' };
  return frequency !== 'WEEKLY' && [days, months, monthDays, yearDays, weeks].some(({ length }) => length > 0);
}

/** Whether two states of an event begin on the same day, each in its own zone. */
export function isSameDay(one, other) {
  const day = ({ start_time: start, timezone }) => startOf(start, timezone, true).wall;
  return day(one) === day(other);
}
