import { equal, holds, test } from './harness.js';
import { choicesOf, noChoices, ruleOf, wrongChoices } from '/page/repeat/choices.js';
import { RepeatField } from '/page/editor/repeat.js';

/** The last Friday of March 2026. */
const START = { wall: Date.parse('2026-03-27T10:00Z'), zone: 'Europe/Berlin', allDay: false };
const rule = (values) => ruleOf({ ...noChoices(START), ...values }, START);

test('makes the rules that the form offers', () => {
  equal(rule({}), '');
  equal(rule({ repeat: 'daily' }), 'FREQ=DAILY');
  equal(rule({ repeat: 'weekdays' }), 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR');
  equal(rule({ repeat: 'weekly' }), 'FREQ=WEEKLY');
  equal(rule({ repeat: 'weekly', days: ['MO', 'FR'] }), 'FREQ=WEEKLY;BYDAY=MO,FR');
  equal(rule({ repeat: 'weekly', days: ['MO'] }), 'FREQ=WEEKLY;BYDAY=MO');
  equal(rule({ repeat: 'monthly' }), 'FREQ=MONTHLY');
  equal(rule({ repeat: 'monthly', monthly: 'last-day' }), 'FREQ=MONTHLY;BYMONTHDAY=-1');
  equal(rule({ repeat: 'monthly', monthly: 'weekday', ordinal: '-1', weekday: 'FR' }), 'FREQ=MONTHLY;BYDAY=-1FR');
  equal(rule({ repeat: 'yearly' }), 'FREQ=YEARLY');
  equal(rule({ repeat: 'custom', interval: '3', unit: 'days' }), 'FREQ=DAILY;INTERVAL=3');
  equal(rule({ repeat: 'custom', interval: '2', unit: 'weeks', days: ['MO', 'FR'] }), 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR');
  equal(rule({ repeat: 'custom', interval: '2', unit: 'months', monthly: 'weekday', ordinal: '2', weekday: 'TU' }), 'FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU');
  equal(rule({ repeat: 'custom', interval: '4', unit: 'years' }), 'FREQ=YEARLY;INTERVAL=4');
  equal(rule({ repeat: 'daily', ends: 'on', until: '2026-06-03' }), 'FREQ=DAILY;UNTIL=20260603');
  equal(rule({ repeat: 'daily', ends: 'after', count: '10' }), 'FREQ=DAILY;COUNT=10');
});

test('shows a rule in the fields, and makes the same rule of them', () => {
  const same = [
    '', 'FREQ=DAILY', 'FREQ=DAILY;INTERVAL=5', 'FREQ=WEEKLY', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'FREQ=WEEKLY;INTERVAL=2;COUNT=4;WKST=SU;BYDAY=FR,SU',
    'FREQ=WEEKLY;BYDAY=SA,SU', 'FREQ=MONTHLY', 'FREQ=MONTHLY;BYDAY=-1FR', 'FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=-1', 'FREQ=MONTHLY;BYDAY=5MO',
    'FREQ=YEARLY;COUNT=3', 'FREQ=YEARLY;INTERVAL=2;UNTIL=20400101', 'FREQ=WEEKLY;UNTIL=20260603;BYDAY=MO,FR',
  ];
  same.forEach((text) => equal(ruleOf(choicesOf(text, START), START), text));
});

test('shows a rule that is spelt otherwise, too', () => {
  const others = {
    'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR': 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
    'FREQ=WEEKLY;WKST=SU;BYDAY=FR': 'FREQ=WEEKLY',
    'FREQ=MONTHLY;BYMONTHDAY=27': 'FREQ=MONTHLY',
    'FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1': 'FREQ=MONTHLY;BYDAY=-1FR',
    'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=27': 'FREQ=YEARLY',
    'FREQ=DAILY;BYHOUR=10;BYMINUTE=0': 'FREQ=DAILY',
    'FREQ=WEEKLY;UNTIL=20260603T075959Z': 'FREQ=WEEKLY;UNTIL=20260602',
    'FREQ=WEEKLY;UNTIL=20260603T080000Z': 'FREQ=WEEKLY;UNTIL=20260603',
  };
  Object.entries(others).forEach(([text, made]) => equal(ruleOf(choicesOf(text, START), START), made));
});

test('leaves a rule as it is that it has no fields for', () => {
  const others = [
    'FREQ=MONTHLY;BYMONTHDAY=1,15', 'FREQ=MONTHLY;BYMONTHDAY=13', 'FREQ=MONTHLY;BYDAY=1MO,3MO', 'FREQ=MONTHLY;BYDAY=-2FR', 'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH',
    'FREQ=YEARLY;BYWEEKNO=20', 'FREQ=YEARLY;BYYEARDAY=100', 'FREQ=DAILY;BYHOUR=9,17', 'FREQ=DAILY;BYMONTH=3', 'FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=BACKWARD',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'FREQ=DAILY;INTERVAL=2;BYDAY=MO',
  ];
  others.forEach((text) => equal([text, choicesOf(text, START).repeat], [text, 'keep']));
});

test('says what is wrong with the fields', () => {
  const wrong = (values) => wrongChoices({ ...noChoices(START), repeat: 'daily', ...values }, START);
  equal([wrong({}), wrong({ repeat: 'never', ends: 'on', until: '' })], [[], []]);
  equal(wrong({ repeat: 'custom', unit: 'days', interval: '0' }), ['needs a number from 1 to 1000']);
  equal(wrong({ repeat: 'weekly', days: [] }), ['needs a day of the week']);
  equal(wrong({ ends: 'on', until: '' }), ['needs the date on which it ends']);
  equal(wrong({ ends: 'on', until: '2026-03-26' }), ['ends before it begins']);
  equal(wrong({ ends: 'on', until: '2026-03-27' }), []);
  equal(wrong({ ends: 'after', count: '10001' }), ['needs a number of times from 1 to 10000']);
  equal(wrong({ ends: 'after', count: '1.5' }), ['needs a number of times from 1 to 10000']);
});

const on = (wall) => ({ ...START, wall: Date.parse(`${wall}Z`) });

test('weekdays that nobody has chosen follow the start', () => {
  const field = new RepeatField('', START);
  field.repeat.value = 'weekly';
  field.show(START);
  equal([field.value, field.text.textContent], ['FREQ=WEEKLY', 'Weekly on Friday']);
  field.show(on('2026-03-30T10:00'));
  equal([field.value, field.text.textContent], ['FREQ=WEEKLY', 'Weekly on Monday']);
  document.body.append(field.days[4]);
  field.days[4].click();
  field.days[4].remove();
  field.show(on('2026-03-31T10:00'));
  equal([field.value, field.text.textContent], ['FREQ=WEEKLY;BYDAY=MO,FR', 'Weekly on Monday and Friday, first on Tuesday, 31 March 2026']);
});

test('a rule that nobody has touched is sent as it was, and shown as the service moves it', () => {
  const text = 'FREQ=WEEKLY;UNTIL=20260603T080000Z;BYDAY=MO,FR';
  const field = new RepeatField(text, START);
  equal([field.value, field.text.textContent], [text, 'Weekly on Monday and Friday until 3 June 2026']);
  field.show(on('2026-03-28T10:00'));
  equal([field.value, field.text.textContent], [text, 'Weekly on Tuesday and Saturday until 4 June 2026']);
  field.ends.value = 'never';
  field.show(START);
  equal(field.value, 'FREQ=WEEKLY;BYDAY=MO,FR');
});

test('the last day of a new event stays where it was chosen, and so does one of a series that was chosen anew', () => {
  for (const text of ['', 'FREQ=DAILY;UNTIL=20260410']) {
    const field = new RepeatField(text, START);
    field.repeat.value = 'daily';
    field.ends.value = 'on';
    field.until.value = '2026-04-20';
    field.show(START);
    field.show(on('2026-04-01T10:00'));
    equal([field.value, field.text.textContent], ['FREQ=DAILY;UNTIL=20260420', 'Daily until 20 April 2026']);
  }
});

test('a rule that becomes another unit of an occurrence says its days, since its series may begin on others', () => {
  const made = (text, values) => {
    const field = new RepeatField(text, { ...START, isLater: true });
    Object.entries(values).forEach(([name, value]) => { field[name].value = value; });
    field.show({ ...START, isLater: true });
    return [field.value, field.text.textContent];
  };
  equal(made('FREQ=DAILY', { repeat: 'weekly' }), ['FREQ=WEEKLY;BYDAY=FR', 'Weekly on Friday']);
  equal(made('FREQ=WEEKLY', { repeat: 'monthly' }), ['FREQ=MONTHLY;BYMONTHDAY=27', 'Monthly on the 27th']);
  equal(made('FREQ=WEEKLY', { repeat: 'yearly' }), ['FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=27', 'Yearly on 27 March']);
  equal(made('FREQ=WEEKLY', { repeat: 'custom' }), ['FREQ=WEEKLY;INTERVAL=2', 'Every second Friday']);
  equal(made('FREQ=WEEKLY', { repeat: 'daily' }), ['FREQ=DAILY', 'Daily']);
});

test('a rule without fields can be kept or ended', () => {
  const field = new RepeatField('FREQ=YEARLY;BYWEEKNO=13', START);
  equal([field.repeat.value, field.value, field.text.textContent], ['keep', 'FREQ=YEARLY;BYWEEKNO=13', 'Yearly on Friday of week 13']);
  field.repeat.value = 'never';
  field.show(START);
  equal([field.value, field.text.textContent], ['', '']);
});

test('shows only the fields that a choice has', () => {
  const field = new RepeatField('', START);
  const shown = (repeat, values = {}) => {
    field.repeat.value = repeat;
    Object.entries(values).forEach(([name, value]) => { field[name].value = value; });
    field.show(START);
    return ['everyRow', 'daysRow', 'monthRow', 'placeRow', 'endRow', 'until', 'count'].filter((name) => !field[name].hidden && !field[name].parentElement.hidden);
  };
  equal(shown('never'), []);
  equal(shown('daily'), ['endRow']);
  equal(shown('weekly', { ends: 'on' }), ['daysRow', 'endRow', 'until']);
  equal(shown('monthly', { monthly: 'weekday', ends: 'after' }), ['monthRow', 'placeRow', 'endRow', 'count']);
  equal(shown('custom', { unit: 'months', monthly: 'date', ends: 'never' }), ['everyRow', 'monthRow', 'endRow']);
  holds(field.monthly.options[0].textContent === 'On the 27th', 'the day of the start');
});
