import { calendar, equal, event, holds, test } from './harness.js';
import { draftOf, readDraft } from '/page/editor/draft.js';
import { GuestField } from '/page/editor/guests.js';
import { Once } from '/page/kit/once.js';
import { Store } from '/page/feed/store.js';

const BERLIN = 'Europe/Berlin';
const context = { store: new Store(), zone: BERLIN };
context.store.setCalendars([calendar()]);

/** The fields of a form as it opens, some of them changed. */
function read(base, changed = {}) {
  const shown = draftOf(base, context);
  const fields = {
    ...shown, startDate: shown.start.date, startTime: shown.start.time, endDate: shown.end.date, endTime: shown.end.time, reminder: '', ...changed,
  };
  return readDraft(fields, base, shown).event;
}

test('keeps a zone that the browser does not know, with the times there', () => {
  const base = event({ timezone: 'Mars/Olympus' });
  equal(read(base, { title: 'Coffee' }), { ...base, title: 'Coffee' });
  const days = event({ timezone: 'Mars/Olympus', isallday: true, start_time: Date.UTC(2026, 2, 2, 3), end_time: Date.UTC(2026, 2, 3, 3) });
  equal(read(days, { title: 'Coffee' }), { ...days, title: 'Coffee' });
});

test('takes another zone when somebody chooses it', () => {
  const { timezone, start_time: start } = read(event({ timezone: 'Mars/Olympus' }), { zone: 'Asia/Tokyo' });
  equal([timezone, start], ['Asia/Tokyo', Date.parse('2026-03-02T02:00Z')]);
});

test('moves the start alone when the start alone is changed', () => {
  const base = event();
  const { start_time: start, end_time: end } = read(base, { startTime: '10:00' });
  equal([start, end], [base.start_time - 3_600_000, base.end_time]);
});

test('a guest who is no address is not lost, but wrong', () => {
  const guests = new GuestField([], { addresses: () => [] });
  guests.input.value = 'jonas, aiko@example.com';
  guests.takeRest();
  equal(guests.value.map(({ email }) => email), ['aiko@example.com']);
  equal(guests.errors.map(({ field }) => field), ['attendees']);
  holds(guests.errors[0].message.includes('jonas'));
  guests.input.value = '';
  equal(guests.errors, []);
});

test('the same tried again has the same key, something else another', () => {
  const once = new Once();
  const first = once.key(event());
  equal(once.key(event()), first);
  const other = once.key(event({ title: 'Coffee' }));
  holds(other !== first);
  equal(once.key(event({ title: 'Coffee' })), other);
});
