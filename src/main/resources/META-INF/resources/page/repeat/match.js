// Whether the start of a series lies on its rule. It is the first occurrence either way.

import { DAY } from '../kit/time.js';
import { weekdayOf } from './rule.js';

/** Whether the start is a time that the rule gives. @param rule a completed rule without SKIP */
export function isOnRule(rule, { wall }) {
  const day = Math.floor(wall / DAY) * DAY;
  const time = wall - day;
  if (!rule.times.includes(time) || !isDayOf(rule, day)) {
    return false;
  }
  return rule.positions.length === 0 || isChosen(rule, day, time);
}

/** Whether BYSETPOS chooses a time of the rule. */
function isChosen(rule, day, time) {
  const all = interval(rule, day).filter((each) => isDayOf(rule, each)).flatMap((each) => rule.times.map((at) => each + at));
  const index = all.indexOf(day + time);
  return rule.positions.includes(index + 1) || rule.positions.includes(index - all.length);
}

/** The days of the interval that contains a day. */
function interval({ frequency, weekStart }, day) {
  const date = new Date(day);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const days = (first, length) => Array.from({ length }, (_, index) => first + index * DAY);
  switch (frequency) {
    case 'WEEKLY':
      return days(day - (weekdayOf(day) - weekStart + 7) % 7 * DAY, 7);
    case 'MONTHLY':
      return days(dateOf(year, month), lengthOf(year, month, 1));
    case 'YEARLY':
      return days(dateOf(year, 0), lengthOf(year, 0, 12));
    default:
      return [day];
  }
}

/** The first day of a month. `Date.UTC` maps the years 0 to 99 to 1900 to 1999. */
function dateOf(year, month) {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 1);
  return date.getTime();
}

const lengthOf = (year, month, months) => (dateOf(year, month + months) - dateOf(year, month)) / DAY;

/** Whether the parts of a rule that choose days choose a day. */
export function isDayOf(rule, day) {
  const date = new Date(day);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const inMonth = { number: date.getUTCDate(), length: lengthOf(year, month, 1) };
  const inYear = { number: (day - dateOf(year, 0)) / DAY + 1, length: lengthOf(year, 0, 12) };
  const counted = rule.frequency === 'MONTHLY' || rule.months.length > 0 ? inMonth : inYear;
  const has = (list, matches) => list.length === 0 || list.some(matches);
  return has(rule.months, (number) => number === month + 1)
    && has(rule.monthDays, isNumbered(inMonth))
    && has(rule.yearDays, isNumbered(inYear))
    && has(rule.weeks, isNumbered(weekOf(day, rule.weekStart)))
    && has(rule.days, ({ ordinal, day: weekday }) => weekday === weekdayOf(day) && (ordinal === 0 || isNumbered(sevenths(counted))(ordinal)));
}

/** Whether a number is that of a place, counted from the end if negative. */
const isNumbered = ({ number, length, last = number - length - 1 }) => (wanted) => wanted === number || wanted === last;

/** Which one of its weekdays a day is. */
const sevenths = ({ number, length }) => ({ number: Math.ceil(number / 7), last: -Math.ceil((length - number + 1) / 7) });

/** The week of a day in the year that has most of its days. */
function weekOf(day, weekStart) {
  const middle = day + (3 - (weekdayOf(day) - weekStart + 7) % 7) * DAY;
  const year = new Date(middle).getUTCFullYear();
  const weeks = (from, to) => Math.floor((to - from) / (7 * DAY));
  const number = weeks(dateOf(year, 0), middle) + 1;
  return { number, length: number + weeks(middle, dateOf(year + 1, 0) - DAY) };
}
