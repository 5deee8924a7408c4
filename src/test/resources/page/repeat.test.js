import { equal, event, holds, test } from './harness.js';
import { isDayOf, isOnRule } from '/page/repeat/match.js';
import { completed, parse, startOf, startOfItem, weekdayOf } from '/page/repeat/rule.js';
import { sentence } from '/page/repeat/sentence.js';
import { DAY } from '/page/kit/time.js';

const BERLIN = 'Europe/Berlin';
const start = (wall, { zone = BERLIN, allDay = false } = {}) => ({ wall: Date.parse(`${wall}Z`), zone, allDay });

/** Tuesday, the first of its month, in the evening. */
const TUESDAY = start('2026-09-01T18:30');

/** Each case is a start, rules and their sentences. */
function tells(cases, from = TUESDAY) {
  for (const [rule, told] of Object.entries(cases)) {
    const found = sentence(rule, from);
    holds(found === told, `${rule}: “${found}” is “${told}”`);
  }
}

test('tells the rules that people make', () => tells({
  'FREQ=DAILY': 'Daily',
  'FREQ=DAILY;INTERVAL=2': 'Every second day',
  'FREQ=DAILY;INTERVAL=10': 'Every 10 days',
  'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR': 'Every weekday',
  'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR': 'Every weekday',
  'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU': 'Daily',
  'FREQ=WEEKLY': 'Weekly on Tuesday',
  'FREQ=WEEKLY;BYDAY=TU': 'Weekly on Tuesday',
  'FREQ=WEEKLY;BYDAY=FR,TU': 'Weekly on Tuesday and Friday',
  'FREQ=WEEKLY;BYDAY=TU,SA,SU': 'Weekly on Tuesday, Saturday and Sunday',
  'FREQ=WEEKLY;INTERVAL=2': 'Every second Tuesday',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH': 'Every second week on Tuesday and Thursday',
  'FREQ=WEEKLY;INTERVAL=3': 'Every 3 weeks on Tuesday',
  'FREQ=MONTHLY': 'Monthly on the 1st',
  'FREQ=MONTHLY;BYDAY=1TU': 'Monthly on the first Tuesday',
  'FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU': 'Every second month on the first Tuesday',
  'FREQ=YEARLY': 'Yearly on 1 September',
  'FREQ=YEARLY;INTERVAL=2': 'Every second year on 1 September',
  'FREQ=YEARLY;BYMONTH=9;BYDAY=1TU': 'Yearly on the first Tuesday of September',
}));

test('tells where a rule ends', () => tells({
  'FREQ=WEEKLY;INTERVAL=2;UNTIL=20270603T163000Z': 'Every second Tuesday until 3 June 2027',
  'FREQ=MONTHLY;BYDAY=1TU;COUNT=10': 'Monthly on the first Tuesday, 10 times',
  'FREQ=DAILY;COUNT=1': 'Once, on 1 September 2026',
  'FREQ=DAILY;UNTIL=20260831': 'Once, on 1 September 2026',
  'FREQ=DAILY;UNTIL=20260901': 'Daily until 1 September 2026',
  'FREQ=MONTHLY;BYMONTHDAY=1,31;COUNT=3': 'Monthly on the 1st and the 31st, where there is one, 3 times',
  'FREQ=MONTHLY;BYMONTHDAY=1,31;UNTIL=20270101': 'Monthly on the 1st and the 31st, where there is one, until 1 January 2027',
}));

test('tells the last day on which an occurrence can be, whatever the zone', () => {
  const until = (text, options) => sentence(`FREQ=DAILY;UNTIL=${text}`, start('2026-03-02T18:30', options)).replace('Daily until ', '');
  equal(until('20260328T173000Z'), '28 March 2026');
  equal(until('20260328T172959Z'), '27 March 2026');
  equal(until('20260329T163000Z'), '29 March 2026');
  equal(until('20260329T162959Z'), '28 March 2026');
  equal(until('20260328T183000'), '28 March 2026');
  equal(until('20260328'), '28 March 2026');
  equal(until('20260328T235959Z', { zone: 'Asia/Tokyo' }), '28 March 2026');
  equal(until('20260328T173000Z', { zone: 'America/New_York' }), '27 March 2026');
});

test('reads the end of whole days as the service does', () => {
  const until = (text, zone) => sentence(`FREQ=DAILY;UNTIL=${text}`, start('2026-02-10T00:00', { zone, allDay: true }));
  const cases = [
    ['20260301', BERLIN], ['20260301T120000', BERLIN], ['20260301T120000Z', BERLIN], ['20260301T000000Z', 'America/New_York'],
    ['20260301T235959Z', 'Asia/Tokyo'], ['20260228T230000Z', BERLIN], ['20260302T045959Z', 'America/New_York'],
  ];
  for (const [text, zone] of cases) {
    equal([text, until(text, zone)], [text, 'Daily until 1 March 2026']);
  }
});

test('tells of days that not each month has, and what becomes of them', () => {
  tells({
    'FREQ=MONTHLY': 'Monthly on the 31st, where there is one',
    'FREQ=MONTHLY;BYMONTHDAY=-1': 'Monthly on the last day',
    'FREQ=MONTHLY;BYDAY=5SA': 'Monthly on the fifth Saturday, where there is one',
    'FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=BACKWARD': 'Monthly on the 31st; where there is no such day, on the day before',
    'FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=FORWARD;COUNT=3': 'Monthly on the 31st; where there is no such day, on the day after, 3 times',
    'FREQ=YEARLY': 'Yearly on 31 October',
  }, start('2026-10-31T10:00'));
  tells({
    'FREQ=YEARLY': 'Yearly on 29 February, where there is one',
    'FREQ=YEARLY;RSCALE=GREGORIAN;SKIP=FORWARD': 'Yearly on 29 February; where there is no such day, on the day after',
  }, start('2028-02-29T10:00'));
});

test('tells the rules that only other programs make', () => tells({
  'FREQ=DAILY;BYMONTH=9': 'Daily, in September only',
  'FREQ=DAILY;INTERVAL=3;BYDAY=TU,FR': 'Every 3 days, if it is a Tuesday or a Friday',
  'FREQ=DAILY;INTERVAL=3;BYMONTHDAY=1,-1;BYDAY=TU': 'Every 3 days, if it is the 1st or the last day of the month and a Tuesday',
  'FREQ=DAILY;BYMONTHDAY=1,15': 'Monthly on the 1st and the 15th',
  'FREQ=WEEKLY;BYMONTH=9,12': 'Weekly on Tuesday, in September and December only',
  'FREQ=MONTHLY;BYDAY=TU': 'Weekly on Tuesday',
  'FREQ=MONTHLY;INTERVAL=2;BYDAY=TU': 'Every second month on every Tuesday',
  'FREQ=MONTHLY;BYDAY=1TU,-1FR': 'Monthly on the first Tuesday and the last Friday',
  'FREQ=MONTHLY;BYDAY=-2TU,1TU': 'Monthly on the first Tuesday and the second to last Tuesday',
  'FREQ=MONTHLY;BYMONTHDAY=1,2,3;BYDAY=TU': 'Monthly on the 1st, the 2nd and the 3rd, if it is a Tuesday',
  'FREQ=MONTHLY;BYMONTH=3,9;BYDAY=1TU': 'Yearly on the first Tuesday of March and September',
  'FREQ=MONTHLY;INTERVAL=2;BYMONTH=3,9': 'Every second month on the 1st, in March and September only',
  'FREQ=YEARLY;BYMONTH=6,9': 'Yearly on the 1st of June and September',
  'FREQ=YEARLY;BYMONTHDAY=1,-1': 'Yearly on the 1st and the last day of September',
  'FREQ=YEARLY;BYMONTHDAY=1;BYDAY=TU': 'Yearly on 1 September, if it is a Tuesday',
  'FREQ=YEARLY;BYDAY=35TU': 'Yearly on the 35th Tuesday of the year',
  'FREQ=YEARLY;INTERVAL=2;BYDAY=TU': 'Every second year on every Tuesday',
  'FREQ=YEARLY;BYWEEKNO=36': 'Yearly on Tuesday of week 36',
  'FREQ=YEARLY;BYWEEKNO=36,-1;BYDAY=TU,WE': 'Yearly on Tuesday and Wednesday of week 36 and the last week',
  'FREQ=YEARLY;BYYEARDAY=244,-1': 'Yearly on day 244 and the last day of the year',
  'FREQ=YEARLY;BYYEARDAY=244;BYDAY=TU;BYMONTH=9': 'Yearly on day 244 of the year, if it is in September and a Tuesday',
  'FREQ=YEARLY;BYYEARDAY=244;BYDAY=35TU': 'Yearly on day 244 of the year, if it is the 35th Tuesday of the year',
}));

test('tells what a position chooses', () => tells({
  'FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1': 'Monthly on the first Tuesday',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1': 'Monthly on the first weekday',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1': 'Monthly on the first and last weekday',
  'FREQ=YEARLY;BYMONTH=9;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1': 'Yearly on the first weekday of September',
  'FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=244': 'Yearly on the 244th day of the year',
  'FREQ=MONTHLY;BYDAY=TU,WE;BYSETPOS=1': 'Monthly on every Tuesday and every Wednesday; of these only the first of each month',
  'FREQ=WEEKLY;BYDAY=TU,WE;BYSETPOS=-2;WKST=SU': 'Weekly on Tuesday and Wednesday (weeks beginning on Sunday); of these only the second to last of each week',
  'FREQ=DAILY;BYHOUR=9,18;BYSETPOS=2': 'Daily at 09:30 and 18:30; of these only the second of each day',
}));

test('tells times of the day that the start has not alone', () => {
  tells({
    'FREQ=DAILY;BYHOUR=18;BYMINUTE=30': 'Daily',
    'FREQ=DAILY;BYHOUR=9,18;UNTIL=20261001T100000Z': 'Daily at 09:30 and 18:30 until 1 October 2026 at 09:30',
    'FREQ=DAILY;BYHOUR=9,18;UNTIL=20261001T170000Z': 'Daily at 09:30 and 18:30 until 1 October 2026',
    'FREQ=DAILY;BYHOUR=9,18;UNTIL=20261001T060000Z': 'Daily at 09:30 and 18:30 until 30 September 2026',
    'FREQ=WEEKLY;BYHOUR=18;BYSECOND=0,15': 'Weekly on Tuesday at 18:30 and 18:30:15',
  });
  equal(sentence('FREQ=DAILY;BYHOUR=9', TUESDAY), 'Daily at 09:30, first on Tuesday, 1 September 2026 at 18:30');
});

test('tells of a first occurrence that is not on the rule', () => tells({
  'FREQ=WEEKLY;BYDAY=MO': 'Weekly on Monday, first on Tuesday, 1 September 2026',
  'FREQ=MONTHLY;BYDAY=-1FR;COUNT=10': 'Monthly on the last Friday, 10 times, first on Tuesday, 1 September 2026',
  'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13': 'Monthly on the 13th, if it is a Friday, first on Tuesday, 1 September 2026',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU': 'Every second Sunday, first on Tuesday, 1 September 2026',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU': 'Every second Sunday (weeks beginning on Sunday), first on Tuesday, 1 September 2026',
}));

test('says when weeks begin only where that matters', () => tells({
  'FREQ=WEEKLY;BYDAY=TU,SU;WKST=SU': 'Weekly on Tuesday and Sunday',
  'FREQ=WEEKLY;INTERVAL=2;WKST=SU': 'Every second Tuesday',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU': 'Every second week on Tuesday and Sunday (weeks beginning on Sunday)',
  'FREQ=YEARLY;BYWEEKNO=36;WKST=SU': 'Yearly on Tuesday of week 36 (weeks beginning on Sunday), first on Tuesday, 1 September 2026',
}));

test('reads a rule in any spelling, and nothing else', () => {
  equal(sentence(' rrule:byday=+1tu;freq=monthly; ', TUESDAY), 'Monthly on the first Tuesday');
  for (const text of ['', 'FREQ=HOURLY', 'BYDAY=MO', 'FREQ=WEEKLY;BYDAY=XX', 'FREQ=DAILY;COUNT=many', 'FREQ=DAILY;UNTIL=tomorrow', 'weekly']) {
    equal([text, sentence(text, TUESDAY)], [text, null]);
  }
});

test('knows whether the start is on the rule', () => {
  const isOn = (rule, wall) => isOnRule(completed(parse(rule), start(wall)), start(wall));
  const on = [
    ['FREQ=MONTHLY;BYDAY=-1FR', '2026-03-27T10:00'], ['FREQ=YEARLY;BYDAY=-1TH', '2026-12-31T10:00'], ['FREQ=YEARLY;BYWEEKNO=53', '2027-01-01T10:00'],
    ['FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO', '2024-12-30T10:00'], ['FREQ=YEARLY;BYYEARDAY=-1', '2028-12-31T10:00'], ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', '2026-05-29T10:00'],
  ];
  const off = [
    ['FREQ=MONTHLY;BYDAY=-1FR', '2026-03-20T10:00'], ['FREQ=YEARLY;BYWEEKNO=53', '2026-01-01T10:00'], ['FREQ=YEARLY;BYYEARDAY=366', '2027-12-31T10:00'],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', '2026-05-28T10:00'], ['FREQ=DAILY;BYHOUR=9', '2026-05-28T10:00'],
  ];
  on.forEach((each) => holds(isOn(...each), each.join(' is on ')));
  off.forEach((each) => holds(!isOn(...each), each.join(' is not on ')));
});

test('takes for the start of an item what the rule gave it, wherever it was moved', () => {
  const of = (fields) => startOfItem(event(fields));
  equal(of({ recurrence_id: '20260329T010000Z' }).wall, Date.parse('2026-03-29T03:00Z'));
  equal(of({ recurrence_id: '20260302T100000Z', start_time: Date.parse('2026-03-05T12:00Z') }).wall, Date.parse('2026-03-02T11:00Z'));
  const days = { start_time: Date.parse('2026-03-04T23:00Z'), end_time: Date.parse('2026-03-05T23:00Z') };
  for (const id of ['20260302', '20260302T000000Z']) {
    equal([of({ ...days, recurrence_id: id }).wall, of({ ...days, recurrence_id: id }).allDay], [Date.parse('2026-03-02T00:00Z'), true]);
  }
  equal(of({}), startOf(event().start_time, BERLIN, false));
  equal(sentence('FREQ=WEEKLY;BYDAY=TU', of({ recurrence_id: '20260306T100000Z' })), 'Weekly on Tuesday');
});

/** The times that a rule gives in the days after its start. */
function expand(text, from, days) {
  const rule = completed(parse(text), from);
  const first = Math.floor(from.wall / DAY) * DAY;
  const unit = (day) => {
    const date = new Date(day);
    return { DAILY: day / DAY, WEEKLY: Math.floor((day / DAY + 3 - rule.weekStart) / 7), MONTHLY: date.getUTCFullYear() * 12 + date.getUTCMonth(), YEARLY: date.getUTCFullYear() }[rule.frequency];
  };
  const units = new Map();
  for (let day = first - 366 * DAY; day < first + days * DAY; day += DAY) {
    if ((unit(day) - unit(first)) % rule.interval === 0 && isDayOf(rule, day)) {
      units.set(unit(day), [...units.get(unit(day)) ?? [], ...rule.times.map((time) => day + time)]);
    }
  }
  const chosen = (times) => (rule.positions.length === 0 ? times : times.filter((_, index) => rule.positions.includes(index + 1) || rule.positions.includes(index - times.length)));
  // The last year may be cut, so that positions from its end are not known.
  const end = Date.UTC(new Date(first + days * DAY).getUTCFullYear(), 0, 1);
  return [from.wall, ...[...units.values()].flatMap(chosen).filter((time) => time > from.wall && time < end)].join();
}

/** Numbers that are the same in each run. */
function numbers(seed) {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor(state / 2 ** 32 * most);
  };
}

function randomRule(random) {
  const list = (values) => [...new Set(Array.from({ length: 1 + random(3) }, () => values[random(values.length)]))].join();
  const maybe = (odds, part, values) => (random(odds) === 0 ? `;${part}=${list(values)}` : '');
  const frequency = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'][random(4)];
  const isLong = frequency === 'MONTHLY' || frequency === 'YEARLY';
  const days = ['MO', 'TU', 'FR', 'MO,TU,WE,TH,FR', 'SA,SU', ...isLong ? ['1TU', '-1FR', '5MO'] : []];
  const parts = [
    maybe(3, 'BYMONTH', [1, 9, 12]), maybe(2, 'BYDAY', days),
    frequency === 'WEEKLY' ? '' : maybe(3, 'BYMONTHDAY', [1, 2, 31, -1]),
    frequency === 'YEARLY' ? maybe(5, 'BYYEARDAY', [1, 244, 366, -1]) : '',
    maybe(6, 'BYHOUR', [9, 18]),
  ].join('');
  const positions = parts === '' ? '' : maybe(4, 'BYSETPOS', [1, 2, -1]);
  return `FREQ=${frequency}${['', '', ';INTERVAL=2', ';INTERVAL=3'][random(4)]}${['', ';WKST=SU'][random(2)]}${parts}${positions}`;
}

test('has one sentence for different times never', () => {
  const random = numbers(2026);
  const known = new Map();
  let again = 0;
  for (let number = 0; number < 800; number++) {
    const rule = randomRule(random);
    const told = sentence(rule, TUESDAY);
    const times = expand(rule, TUESDAY, 1_600);
    const other = known.get(told);
    again += other && other.rule !== rule ? 1 : 0;
    holds(!other || other.times === times, `${rule} and ${other?.rule}: the same times, if both are “${told}”,`);
    known.set(told, { rule, times });
  }
  holds(again > 40, `${again} sentences tell several rules, which is enough`);
  equal(weekdayOf(TUESDAY.wall), 1);
});
