// The plainest of the rules that give the same times: FREQ=DAILY;BYDAY=MO is weekly.

import { ordinal, listText } from './words.js';

const MONTHS = 12;
const SETS = { '0 1 2 3 4': 'weekday', '5 6': 'weekend day', '0 1 2 3 4 5 6': 'day' };

/**
 * The plainest rule with the same times. It may have `nouns` in place of days and positions: "the last weekday".
 *
 * @param rule a completed rule
 */
export function plain(rule) {
  const months = rule.months.length === MONTHS && isOfMonths(rule) ? [] : rule.months;
  const counted = unchosen({ ...rule, months });
  return counted.interval === 1 && counted.positions.length === 0 && !counted.nouns ? commoner(counted) : counted;
}

/** Whether a rule means the same without its twelve months: numbered weekdays of a year would be counted in it. */
const isOfMonths = ({ frequency, days, monthDays }) =>
  frequency !== 'YEARLY' || (monthDays.length === 0 && days.every(({ ordinal: number }) => number === 0) && days.length > 0);

/** A rule of which BYSETPOS chooses weekdays, without BYSETPOS: the last of all Fridays is the last Friday. */
function unchosen(rule) {
  const { frequency, positions, times, days, months, monthDays, yearDays, weeks } = rule;
  const isOfOneUnit = frequency === 'MONTHLY' || (frequency === 'YEARLY' && months.length < 2);
  const isOfDays = days.length > 0 && [...monthDays, ...yearDays, ...weeks].length === 0 && days.every(({ ordinal: number }) => number === 0);
  if (positions.length === 0 || times.length > 1 || !isOfOneUnit || !isOfDays) {
    return rule;
  }
  if (days.length === 1) {
    return { ...rule, positions: [], days: positions.map((number) => ({ ordinal: number, day: days[0].day })) };
  }
  const noun = SETS[days.map(({ day }) => day).join(' ')];
  return noun ? { ...rule, positions: [], days: [], nouns: `the ${listText(positions.map(ordinal))} ${noun}` } : rule;
}

/** The same as a rule of each week, month or year, if it is one. */
function commoner(rule) {
  const { frequency, days, months, monthDays, yearDays, weeks, skip } = rule;
  if (weeks.length > 0 || yearDays.length > 0 || skip !== 'OMIT') {
    return rule;
  }
  if (monthDays.length > 0) {
    return { ...rule, frequency: months.length > 0 ? 'YEARLY' : 'MONTHLY' };
  }
  if (days.length > 0 && days.every(({ ordinal: number }) => number === 0)) {
    return { ...rule, frequency: 'WEEKLY' };
  }
  return frequency === 'MONTHLY' && months.length > 0 ? { ...rule, frequency: 'YEARLY' } : rule;
}
