// The little that tests of the page's modules need: cases, and what they claim.

import { Store } from '/page/feed/store.js';
import { isWholeDays, monthsOf } from '/page/kit/time.js';

const PATIENCE = 5_000;
const cases = [];

export function test(name, body) {
  cases.push({ name, body });
}

export function equal(actual, expected) {
  const one = JSON.stringify(actual);
  const other = JSON.stringify(expected);
  if (one !== other) {
    throw new Error(`is ${one}, not ${other}`);
  }
}

export function holds(claim, text = 'the claim') {
  if (!claim) {
    throw new Error(`${text} does not hold`);
  }
}

export async function fails(body) {
  try {
    await body();
  } catch (failure) {
    return failure;
  }
  throw new Error('did not fail');
}

/** Lets everything run that is ready to. */
export const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

const late = () => new Promise((resolve, reject) => setTimeout(() => reject(new Error('did not end')), PATIENCE));

/** Runs the cases of a file: `[{name, failure}]`. */
export async function run(file) {
  cases.length = 0;
  await import(`/test/${file}`);
  const results = [];
  for (const { name, body } of [...cases]) {
    let failure = '';
    try {
      await Promise.race([body(), late()]);
    } catch (thrown) {
      failure = thrown.stack ?? String(thrown);
    }
    results.push({ name, failure });
  }
  return results;
}

/** An event as the service gives it, with other values for some fields: `isallday` follows from the times. */
export function event(fields = {}) {
  const made = {
    id: '1@almanac', title: 'Tea', start_time: 1_772_445_600_000, end_time: 1_772_447_400_000, timezone: 'Europe/Berlin',
    calendar_id: 'one', location: '', description: '', type: 'normal_event', attendees: [], reminders: [],
    attachments: [], edit_tag: '10', role: 'organizer',
    creator: { id: '7', name: 'Mara', email: 'mara@example.com' },
    organizer: { id: '7', name: 'Mara', email: 'mara@example.com' },
    ...fields,
  };
  return { ...made, isallday: isWholeDays(made) };
}

export const calendar = (fields = {}) => ({
  id: '1', calendar_id: 'one', name: 'Mine', color: '#226655', privilege: 'owner', category: 'own', owner: '7',
  visibility: true, status: true, order: 0, timezone: 'Europe/Berlin', isdefault: true, ...fields,
});

export const [MARCH] = monthsOf(Date.UTC(2026, 2, 1), Date.UTC(2026, 2, 2));

/** A store that knows March, with these events in it. */
export function loaded(...events) {
  const store = new Store();
  store.setCalendars([calendar()]);
  store.beginLoad(MARCH);
  store.endLoad(MARCH, events);
  return store;
}
