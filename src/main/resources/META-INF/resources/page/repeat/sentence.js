// A rule as a sentence: "Every second Tuesday until 3 June 2026".

import { DAY } from '../kit/time.js';
import { isOnRule } from './match.js';
import { completed, isOnce, lastOf, parse, weekdayOf } from './rule.js';
import { plain } from './plain.js';
import {
  capital, clockText, dateText, DAY_NAMES, dayOfYearText, everyText, listText, monthName, numeral, ordinal,
} from './words.js';

const WEEK = DAY_NAMES.length;
const WORKING_DAYS = '0 1 2 3 4';

/**
 * The sentence of a rule.
 *
 * @param text an RRULE value
 * @param start the start of the series, see startOf in rule.js
 * @return the sentence, without a full stop; null if the text is not a rule
 */
export function sentence(text, start) {
  const rule = parse(text);
  if (!rule) {
    return null;
  }
  const whole = completed(rule, start);
  if (isOnce(whole, start)) {
    return `Once, on ${dateText(start.wall)}`;
  }
  const told = plain(whole);
  const body = pattern(told, whole, start) + timesText(told, start) + chosenText(told) + skipText(told);
  const pause = /, (where|if|in) |;/.test(body) ? ',' : '';
  return capital(body + endText(whole, start, pause) + firstText(whole, start));
}

function pattern(rule, whole, start) {
  switch (rule.frequency) {
    case 'DAILY':
      return daily(rule);
    case 'WEEKLY':
      return weekly(rule, isOnRule({ ...whole, positions: [] }, start));
    case 'MONTHLY':
      return everyText(rule.interval, 'month', 'monthly') + ofMonth(rule, '') + onlyIn(rule.months);
    default:
      return yearly(rule);
  }
}

function daily(rule) {
  const conditions = [
    ...rule.monthDays.length > 0 ? [`${listText(rule.monthDays.map(monthDay), 'or')} of the month`] : [],
    ...rule.days.length > 0 ? [listText(rule.days.map(({ day }) => `a ${DAY_NAMES[day]}`), 'or')] : [],
  ];
  return everyText(rule.interval, 'day', 'daily') + (conditions.length > 0 ? `, if it is ${conditions.join(' and ')}` : '') + onlyIn(rule.months);
}

function weekly({ interval, days, weekStart, months, positions }, isOn) {
  const names = days.map(({ day }) => DAY_NAMES[day]);
  const counts = (interval > 1 && (days.length > 1 || !isOn)) || positions.length > 0;
  const weeks = (counts ? weekStartText(weekStart) : '') + onlyIn(months);
  if (interval === 1 && days.length === WEEK) {
    return `daily${weeks}`;
  }
  if (interval === 1 && days.map(({ day }) => day).join(' ') === WORKING_DAYS) {
    return `every weekday${weeks}`;
  }
  return (interval === 2 && days.length === 1 ? `every second ${names[0]}` : `${everyText(interval, 'week', 'weekly')} on ${listText(names)}`) + weeks;
}

function yearly(rule) {
  const every = everyText(rule.interval, 'year', 'yearly');
  if (rule.weeks.length > 0) {
    const weeks = listText(rule.weeks.map((number) => (number > 0 ? `week ${number}` : `the ${ordinal(number)} week`)));
    const rare = rule.weeks.some((number) => Math.abs(number) === 53) ? ', where there is one' : '';
    return `${every} on ${listText(rule.days.map(({ day }) => DAY_NAMES[day]))} of ${weeks}${rare}${weekStartText(rule.weekStart)}`;
  }
  if (rule.yearDays.length > 0) {
    return every + ofYear(rule);
  }
  if (rule.months.length > 0) {
    return every + ofMonth(rule, ` of ${listText(rule.months.map(monthName))}`);
  }
  const isNumbered = rule.days.some(({ ordinal: number }) => number !== 0) || rule.nouns;
  return `${every} on ${dayList(rule)}${isNumbered ? ' of the year' : ''}${rare(rule)}`;
}

/** The days of a month: "on the last Friday", "on the 13th, if it is a Friday". */
function ofMonth(rule, months) {
  if (rule.monthDays.length === 0) {
    return rule.days.length > 0 || rule.nouns ? ` on ${dayList(rule)}${months}${rare(rule)}` : '';
  }
  const [day] = rule.monthDays;
  const isDate = months !== '' && rule.months.length === 1 && rule.monthDays.length === 1 && day > 0 && day <= longest(rule.months);
  const dates = isDate ? dayOfYearText(rule.months[0], day) : listText(rule.monthDays.map(monthDay)) + months;
  return ` on ${dates}${rare(rule)}${conditionText(rule.days, ' of the month')}`;
}

function ofYear({ yearDays, months, monthDays, days, skip }) {
  const dates = listText(yearDays.map((number) => (number > 0 ? `day ${number}` : `the ${ordinal(number)} day`)));
  const conditions = [
    ...months.length > 0 ? [`in ${listText(months.map(monthName), 'or')}`] : [],
    ...monthDays.length > 0 ? [`${listText(monthDays.map(monthDay), 'or')} of the month`] : [],
    ...days.length > 0 ? [weekdayText(days, months.length > 0 ? ' of the month' : ' of the year')] : [],
  ];
  const rare = skip === 'OMIT' && yearDays.some((number) => Math.abs(number) === 366) ? ', where there is one' : '';
  return ` on ${dates} of the year${rare}${conditions.length > 0 ? `, if it is ${conditions.join(' and ')}` : ''}`;
}

const conditionText = (days, of) => (days.length > 0 ? `, if it is ${weekdayText(days, of)}` : '');

/** "a Monday or the last Friday of the month". */
function weekdayText(days, of) {
  const isNumbered = days.some(({ ordinal: number }) => number !== 0);
  return listText(days.map(({ ordinal: number, day }) => (number === 0 ? 'a ' : `the ${ordinal(number)} `) + DAY_NAMES[day]), 'or') + (isNumbered ? of : '');
}

/** "every Monday and the last Friday", "the last weekday". */
function dayList({ days, nouns }) {
  return nouns ?? listText(days.map(({ ordinal: number, day }) => (number === 0 ? 'every ' : `the ${ordinal(number)} `) + DAY_NAMES[day]));
}

const monthDay = (number) => (number > 0 ? `the ${numeral(number)}` : `the ${ordinal(number)} day`);

const longest = (months) => Math.max(...months.map((month) => new Date(Date.UTC(2024, month, 0)).getUTCDate()));
const shortest = (months) => Math.min(...months.map((month) => new Date(Date.UTC(2025, month, 0)).getUTCDate()));

/** What is said of days that not each month or year has, and that are passed over. */
function rare({ frequency, months, monthDays, days, skip }) {
  if (skip !== 'OMIT') {
    return '';
  }
  const fewest = shortest(months.length > 0 ? months : [2]);
  const inMonth = frequency === 'MONTHLY' || months.length > 0;
  const isRare = monthDays.some((day) => Math.abs(day) > fewest) || days.some(({ ordinal: number }) => Math.abs(number) >= (inMonth ? 5 : 53));
  return isRare ? ', where there is one' : '';
}

const onlyIn = (months) => (months.length > 0 ? `, in ${listText(months.map(monthName))} only` : '');

const weekStartText = (weekStart) => (weekStart === 0 ? '' : ` (weeks beginning on ${DAY_NAMES[weekStart]})`);

/** The times of the day, if they are not the start's alone. */
function timesText({ times }, { wall }) {
  return times.length === 1 && times[0] === wall % DAY ? '' : ` at ${listText(times.map(clockText))}`;
}

function chosenText({ positions, frequency }) {
  const unit = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' }[frequency];
  return positions.length === 0 ? '' : `; of these only ${listText(positions.map((number) => `the ${ordinal(number)}`))} of each ${unit}`;
}

function skipText({ skip, monthDays, yearDays }) {
  const matters = monthDays.some((day) => Math.abs(day) > 28) || yearDays.some((day) => Math.abs(day) === 366);
  return skip === 'OMIT' || !matters ? '' : `; where there is no such day, on the day ${skip === 'FORWARD' ? 'after' : 'before'}`;
}

function endText(rule, start, pause) {
  if (rule.count !== null) {
    return `, ${rule.count} times`;
  }
  const last = lastOf(rule, start);
  return last === null ? '' : `${pause} until ${dateText(last.day)}${last.time === null ? '' : ` at ${clockText(last.time)}`}`;
}

/** The first occurrence, if the rule does not give it. */
function firstText(rule, start) {
  if (start.isLater || rule.skip !== 'OMIT' || isOnRule(rule, start)) {
    return '';
  }
  const isTimed = rule.times.length > 1 || rule.times[0] !== start.wall % DAY;
  return `, first on ${DAY_NAMES[weekdayOf(start.wall)]}, ${dateText(start.wall)}${isTimed ? ` at ${clockText(start.wall % DAY)}` : ''}`;
}
