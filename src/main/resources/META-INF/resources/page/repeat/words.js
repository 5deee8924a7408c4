// The words of which sentences about rules are made.

import { HAS_TWELVE_HOURS, LOCALE } from '../kit/time.js';

export const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTH_NAMES = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const ORDINALS = ['', 'first', 'second', 'third', 'fourth', 'fifth'];

const utc = (options) => new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', ...options });
const DATE = utc({ day: 'numeric', month: 'long', year: 'numeric' });
const DAY_OF_YEAR = utc({ day: 'numeric', month: 'long' });
const TIME = utc({ hour: HAS_TWELVE_HOURS ? 'numeric' : '2-digit', minute: '2-digit' });
const EXACT_TIME = utc({ hour: HAS_TWELVE_HOURS ? 'numeric' : '2-digit', minute: '2-digit', second: '2-digit' });

/** "3 June 2026", for a wall time. */
export const dateText = (wall) => DATE.format(wall);

/** "24 December"; the year of a leap day is one that has it. */
export const dayOfYearText = (month, day) => DAY_OF_YEAR.format(Date.UTC(2024, month - 1, day));

/** "09:30", and "09:30:15" if there are seconds. */
export const clockText = (wall) => (wall % 60_000 === 0 ? TIME : EXACT_TIME).format(wall);

/** "A, B and C". */
export function listText(words, last = 'and') {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** "1st", "22nd", "13th". */
export function numeral(number) {
  const suffix = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
  return number + suffix[new Intl.PluralRules('en', { type: 'ordinal' }).select(number)];
}

/** "first", "12th", "last", "second to last". */
export function ordinal(number) {
  if (number < 0) {
    return number === -1 ? 'last' : `${ordinal(-number)} to last`;
  }
  return ORDINALS[number] ?? numeral(number);
}

export const monthName = (month) => MONTH_NAMES[month - 1];

/** "every second week", "every 3 weeks"; for each one the given word. */
export function everyText(interval, unit, each) {
  return interval === 1 ? each : interval === 2 ? `every second ${unit}` : `every ${interval} ${unit}s`;
}

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
