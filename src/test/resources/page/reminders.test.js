import { equal, event, holds, test, turn } from './harness.js';
import { inOneTab } from '/page/kit/one-tab.js';
import { nextOf, nextText } from '/page/remind/next.js';
import { lateText } from '/page/remind/notices.js';
import { Reminders } from '/page/remind/reminders.js';
import { untilText } from '/page/remind/words.js';

const BERLIN = 'Europe/Berlin';
const MINUTE = 60_000;
const { start_time: START, end_time: END } = event();
const message = (fields = {}) => ({ id: '1@almanac', calendar_id: 'one', title: 'Tea', start_time: START, end_time: END, type: 'popup', minutes: 15, cursor: 'c', ...fields });

function store() {
  const kept = new Map();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
}

/** The reminders of a tab, at so many minutes before the start; `given` are the titles in the order of their giving. */
function tab(storage = store(), before = 15) {
  let now = START - before * MINUTE;
  const reminders = new Reminders({ storage, now: () => now });
  const given = [];
  reminders.addEventListener('due', ({ detail }) => given.push(detail.title));
  reminders.begin('7');
  const titles = () => reminders.shown.map(({ title }) => title);
  const later = (minutes) => {
    now += minutes * MINUTE;
    reminders.tick();
  };
  return { reminders, given, titles, later, storage };
}

test('gives a reminder once, also after a reload', () => {
  const first = tab();
  first.reminders.take(message());
  first.reminders.take(message());
  equal([first.given, first.titles()], [['Tea'], ['Tea']]);
  const second = tab(first.storage);
  second.reminders.take(message());
  equal([second.given, second.titles()], [[], ['Tea']]);
});

test('gives one of another occurrence, another start or other minutes', () => {
  const { reminders, given } = tab();
  reminders.take(message());
  reminders.take(message({ minutes: 10 }));
  reminders.take(message({ start_time: START + 1 }));
  reminders.take(message({ recurrence_id: '20260302T100000Z' }));
  equal(given.length, 4);
});

test('gives what was put off again, also after a reload', () => {
  const first = tab();
  first.reminders.take(message());
  const [{ key }] = first.reminders.shown;
  first.reminders.snooze(key, 5);
  first.later(4);
  equal([first.given, first.titles()], [['Tea'], []]);
  const second = tab(first.storage, 11);
  equal(second.titles(), []);
  second.later(1);
  equal([second.given, second.titles()], [['Tea'], ['Tea']]);
  second.later(1);
  equal(second.given, ['Tea']);
});

test('does not give again what was put off until after the start', () => {
  const first = tab();
  first.reminders.take(message());
  first.reminders.snooze(first.reminders.shown[0].key, 10);
  const second = tab(first.storage, -2);
  equal([second.given, second.titles()], [[], []]);
});

test('offers the snoozes that end before the start', () => {
  const { reminders, later } = tab();
  reminders.take(message());
  const offered = () => reminders.snoozes(message());
  equal(offered(), [5, 10]);
  later(6);
  equal(offered(), [5]);
  later(5);
  equal(offered(), []);
});

test('ends with its event: removed, moved, declined, over', () => {
  const ends = [
    ({ reminders }) => reminders.lose('1@almanac'),
    ({ reminders }) => reminders.meet(event({ start_time: START + MINUTE })),
    ({ reminders }) => reminders.meet(event(), 'declined'),
    ({ reminders }) => reminders.meetAll(new Map(), () => undefined),
    ({ later }) => later(60),
    ({ reminders }) => reminders.dismiss(reminders.shown[0].key),
  ];
  for (const end of ends) {
    const made = tab();
    made.reminders.take(message());
    made.reminders.meet(event({ title: 'Coffee' }), 'accepted');
    equal(made.titles(), ['Tea']);
    end(made);
    equal(made.titles(), []);
  }
});

test('forgets everything at the end of the session', () => {
  const { reminders, storage, titles } = tab();
  reminders.take(message());
  reminders.end();
  equal([titles(), storage.getItem('almanac.reminders.7')], [[], null]);
});

test('says that a reminder is late, and when it was due', () => {
  equal(lateText(message(), BERLIN), null);
  equal(lateText(message({ late: true }), BERLIN), 'Late: this was due at 10:45');
});

test('says how long it is until then', () => {
  const said = (before) => untilText(message(), START - before);
  equal([90 * MINUTE, 25 * MINUTE, 1, 0, START - END].map(said), ['in 1 h 30 min', 'in 25 min', 'in 1 min', 'now', 'over']);
});

test('what is next is timed, not over and not declined', () => {
  const me = [{ id: '7', email: 'mara@example.com', status: 'declined' }];
  const events = [
    event({ title: 'over', end_time: START + 1 }), event({ title: 'on' }), event({ title: 'declined', attendees: me }),
    event({ title: 'whole day', start_time: Date.parse('2026-03-01T23:00Z'), end_time: Date.parse('2026-03-02T23:00Z') }),
  ];
  equal(nextOf(events, START + 2, '7').map(({ title }) => title), ['on']);
  equal(nextText(event(), START - 24 * 60 * MINUTE, BERLIN), 'tomorrow, 11:00');
});

test('one tab works for all, and the next one when it ends', async () => {
  const said = [];
  const name = `test-${Math.random()}`;
  const work = (tabName) => inOneTab(name, { begin: () => said.push(`${tabName} begins`), end: () => said.push(`${tabName} ends`) });
  const until = async (count) => {
    while (said.length < count) {
      await turn();
    }
  };
  const endFirst = work('one');
  await until(1);
  const endSecond = work('two');
  endFirst();
  await until(3);
  endSecond();
  equal(said, ['one begins', 'one ends', 'two begins', 'two ends']);
});

test('without locks each tab works while it is visible', () => {
  const said = [];
  const end = inOneTab('test', { begin: () => said.push('begins'), end: () => said.push('ends') }, null);
  end();
  holds(said.join() === 'begins,ends', said.join());
});
