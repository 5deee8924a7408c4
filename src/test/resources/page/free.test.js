import { calendar, equal, test } from './harness.js';
import { invited } from '/page/editor/find-time.js';
import { cut, freeTimes, stateOf } from '/page/editor/free.js';
import { defaultsText, ReminderField } from '/page/editor/reminder-field.js';

const BERLIN = 'Europe/Berlin';
const HOUR = 3_600_000;
const at = (text) => Date.parse(text);
const span = (start, end, type = 'busy') => ({ start: at(start), end: at(end), type });
const shared = (...busy) => ({ busy, shared: true });
const texts = (times) => times.map((time) => new Date(time).toISOString().slice(5, 16));

test('offers the first times at which all are free, within working hours of the zone', () => {
  const people = [shared(span('2026-03-02T08:00Z', '2026-03-02T09:10Z')), shared(span('2026-03-02T10:30Z', '2026-03-02T16:30Z', 'tentative')), { busy: [], shared: false }];
  const wish = { length: HOUR, now: at('2026-03-02T06:00Z'), zone: BERLIN };
  equal(texts(freeTimes(people, wish)), ['03-02T09:15', '03-03T08:00', '03-03T09:00']);
});

test('offers nothing that has begun, and nothing that is longer than the day', () => {
  const wish = { length: HOUR, now: at('2026-03-02T15:10Z'), zone: BERLIN };
  equal(texts(freeTimes([], wish)), ['03-02T15:30', '03-03T08:00', '03-03T09:00']);
  equal(freeTimes([], { ...wish, length: 10 * HOUR }), []);
  equal(freeTimes([shared(span('2026-01-01T00:00Z', '2027-01-01T00:00Z'))], wish), []);
});

test('keeps to the clock of the zone where it is changed', () => {
  const wish = { length: 9 * HOUR, now: at('2026-03-28T16:00Z'), zone: BERLIN };
  equal(texts(freeTimes([], wish)), ['03-29T07:00', '03-30T07:00', '03-31T07:00']);
});

test('somebody whose times are not shared is unknown, not free', () => {
  const [from, to] = [at('2026-03-02T09:00Z'), at('2026-03-02T10:00Z')];
  const tentative = span('2026-03-02T09:30Z', '2026-03-02T11:00Z', 'tentative');
  const busy = span('2026-03-02T08:00Z', '2026-03-02T09:01Z');
  equal([{ busy: [], shared: false }, shared(), shared(tentative), shared(tentative, busy), shared(span('2026-03-02T10:00Z', '2026-03-02T11:00Z'))]
    .map((person) => stateOf(person, from, to)), ['unknown', 'free', 'tentative', 'busy', 'free']);
  equal(cut([tentative, busy], from, to).map(({ start, end }) => [start - from, to - end]), [[0, to - busy.end], [HOUR / 2, 0]]);
});

test('looks for the viewer first, and for each once', () => {
  const guests = [{ email: 'mara@example.com', name: 'Mara' }, { email: 'jonas@example.com' }];
  equal(invited('mara@example.com', guests).map(({ name }) => name), ['You', 'jonas@example.com']);
  equal(invited(null, guests).length, 2);
});

test('names the reminders of the calendar', () => {
  const text = (reminders) => defaultsText(calendar({ reminders }));
  equal(text([]), 'As in the calendar: none');
  equal(text([{ minutes: '-15', action: 'email' }, { minutes: '0', action: 'popup' }]), 'As in the calendar: 15 min before by e-mail, at the start');
});

test('keeps the reminders of an event that the choice does not have', () => {
  const value = (...reminders) => new ReminderField(reminders).input.value;
  equal([value(), value({ type: 'popup', minutes: 10 }), value({ type: 'popup', minutes: 7 }), value({ type: 'popup', minutes: 5 }, { type: 'email', minutes: 5 })],
    ['', '10', 'keep', 'keep']);
});
