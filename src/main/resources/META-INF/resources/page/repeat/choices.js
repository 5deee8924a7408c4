// What the form offers of rules, as values of its fields; from a rule and back.

import { DAY } from '../kit/time.js';
import { completed, lastOf, parse, weekdayOf, WEEKDAYS } from './rule.js';
import { plain } from './plain.js';

const WORKING_DAYS = ['MO', 'TU', 'WE', 'TH', 'FR'];
const UNITS = { DAILY: 'days', WEEKLY: 'weeks', MONTHLY: 'months', YEARLY: 'years' };
const FREQUENCIES = { days: 'DAILY', weeks: 'WEEKLY', months: 'MONTHLY', years: 'YEARLY' };
/** The unit of each choice that has an interval of one. */
const SINGLE = { daily: 'days', weekly: 'weeks', monthly: 'months', yearly: 'years' };
const LONGEST_INTERVAL = 1_000;
const LARGEST_COUNT = 10_000;

const dateOf = (wall) => new Date(wall).toISOString().slice(0, 10);
const monthDayOf = (wall) => new Date(wall).getUTCDate();

/**
 * The values of a form for events that do not repeat:
 *
 * - `repeat`: `never`, `daily`, `weekdays`, `weekly`, `monthly`, `yearly`, `custom`, or `keep` for a rule that the form
 *   does not offer
 * - `interval` and `unit` of `custom`
 * - `days`: the weekdays of weeks
 * - `monthly`: `date` for the day of the start, `last-day`, or `weekday` with `ordinal` (1 to 5, -1) and `weekday`
 * - `ends`: `never`, `on` with the last day `until`, or `after` with `count`
 */
export function noChoices({ wall }) {
  const weekday = WEEKDAYS[weekdayOf(wall)];
  return {
    repeat: 'never', interval: '2', unit: 'weeks', days: [weekday], weekStart: 0,
    monthly: 'date', ordinal: String(Math.ceil(monthDayOf(wall) / 7)), weekday,
    ends: 'never', until: dateOf(wall), count: '10',
  };
}

/** The values for a rule. */
export function choicesOf(text, start) {
  const none = noChoices(start);
  const rule = text ? parse(text) : null;
  if (!rule) {
    return { ...none, repeat: text ? 'keep' : 'never' };
  }
  const told = plain(completed(rule, start));
  const chosen = isOffered(told, start) ? unitChoices(told, start) : null;
  return chosen ? { ...none, ...chosen, ...endChoices(told, start) } : { ...none, repeat: 'keep' };
}

/** Whether the form has fields for all parts but the days of a unit. */
function isOffered({ weeks, yearDays, positions, skip, times, nouns, ...rule }, { wall }) {
  const isYearly = rule.frequency === 'YEARLY';
  return [...weeks, ...yearDays, ...positions].length === 0 && !nouns && skip === 'OMIT'
    && times.length === 1 && times[0] === wall % DAY && (isYearly || rule.months.length === 0);
}

/** The values for the days of a rule; null if the form does not offer these. */
function unitChoices({ frequency, interval, days, months, monthDays, weekStart }, { wall }) {
  const isOne = interval === 1;
  const counted = { ...(isOne ? {} : { repeat: 'custom', interval: String(interval) }), unit: UNITS[frequency] };
  const names = days.map(({ day }) => WEEKDAYS[day]);
  switch (frequency) {
    case 'DAILY':
      return [...days, ...monthDays].length === 0 ? { repeat: 'daily', ...counted } : null;
    case 'WEEKLY':
      return isOne && names.join() === WORKING_DAYS.join() ? { repeat: 'weekdays', days: names } : { repeat: 'weekly', days: names, weekStart: isOne ? 0 : weekStart, ...counted };
    case 'MONTHLY':
      return monthChoices(days, monthDays, wall, { repeat: 'monthly', ...counted });
    default:
      return days.length === 0 && `${months} ${monthDays}` === `${new Date(wall).getUTCMonth() + 1} ${monthDayOf(wall)}`
        ? { repeat: 'yearly', ...counted } : null;
  }
}

function monthChoices(days, monthDays, wall, counted) {
  if (days.length === 0 && monthDays.length === 1) {
    const [day] = monthDays;
    return day === monthDayOf(wall) ? { ...counted, monthly: 'date' } : day === -1 ? { ...counted, monthly: 'last-day' } : null;
  }
  const [{ ordinal, day } = {}, ...others] = days;
  const isOffered = monthDays.length + others.length === 0 && [1, 2, 3, 4, 5, -1].includes(ordinal);
  return isOffered ? { ...counted, monthly: 'weekday', ordinal: String(ordinal), weekday: WEEKDAYS[day] } : null;
}

function endChoices(rule, start) {
  const last = lastOf(rule, start);
  if (last) {
    return { ends: 'on', until: dateOf(last.day) };
  }
  return rule.count === null ? {} : { ends: 'after', count: String(rule.count) };
}

/**
 * The rule of the values; empty if the event does not repeat. What the start implies is left to it, so that the rule
 * still suits a start that is moved. An end on a date is written as a date: the service knows when it ends in the zone.
 *
 * @param isWritten whether what the start implies is written out, since the rule may become that of an earlier start
 */
export function ruleOf(values, start, isWritten = false) {
  if (values.repeat === 'never') {
    return '';
  }
  const { frequency, interval, days = '' } = parts(values, start, isWritten);
  const end = { on: `;UNTIL=${values.until.replaceAll('-', '')}`, after: `;COUNT=${Number(values.count)}`, never: '' }[values.ends];
  const weeks = days.startsWith(';BYDAY') && frequency === 'WEEKLY' && interval > 1 && values.weekStart > 0 ? `;WKST=${WEEKDAYS[values.weekStart]}` : '';
  return `FREQ=${frequency}${interval > 1 ? `;INTERVAL=${interval}` : ''}${end}${weeks}${days}`;
}

function parts(values, { wall }, isWritten) {
  if (values.repeat === 'weekdays') {
    return { frequency: 'WEEKLY', interval: 1, days: `;BYDAY=${WORKING_DAYS}` };
  }
  const unit = unitOf(values);
  const interval = values.repeat === 'custom' ? Number(values.interval) : 1;
  const isImplied = values.days.join() === WEEKDAYS[weekdayOf(wall)] && !isWritten;
  const date = isWritten ? `;BYMONTHDAY=${monthDayOf(wall)}` : '';
  const days = {
    weeks: isImplied ? '' : `;BYDAY=${values.days}`,
    months: monthPart(values, date),
    years: isWritten ? `;BYMONTH=${new Date(wall).getUTCMonth() + 1}${date}` : '',
  };
  return { frequency: FREQUENCIES[unit], interval, days: days[unit] };
}

function monthPart({ monthly, ordinal, weekday }, date) {
  return { 'date': date, 'last-day': ';BYMONTHDAY=-1', 'weekday': `;BYDAY=${ordinal}${weekday}` }[monthly];
}

/** The unit that a choice repeats in: `days`, `weeks`, `months`, `years`; undefined for the others. */
export const unitOf = ({ repeat, unit }) => (repeat === 'custom' ? unit : SINGLE[repeat]);

/** What is wrong with the values: texts that follow the name of the field. */
export function wrongChoices(values, { wall }) {
  const isWhole = (text, most) => /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most;
  const { repeat, ends } = values;
  const does = !['never', 'keep'].includes(repeat);
  return [
    repeat === 'custom' && !isWhole(values.interval, LONGEST_INTERVAL) && 'needs a number from 1 to 1000',
    unitOf(values) === 'weeks' && values.days.length === 0 && 'needs a day of the week',
    does && ends === 'on' && !/^\d{4}-\d{2}-\d{2}$/.test(values.until) && 'needs the date on which it ends',
    does && ends === 'on' && values.until !== '' && values.until < dateOf(wall) && 'ends before it begins',
    does && ends === 'after' && !isWhole(values.count, LARGEST_COUNT) && 'needs a number of times from 1 to 10000',
  ].filter(Boolean);
}
