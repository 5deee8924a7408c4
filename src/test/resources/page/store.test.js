import { calendar, equal, event, holds, loaded, MARCH, test, turn } from './harness.js';
import { Recall } from '/page/feed/recall.js';
import { Store } from '/page/feed/store.js';
import { isNewer } from '/page/kit/tags.js';

/** A change as the log tells it: of an event that there was, unless it says otherwise. */
const change = (item, fields = {}) => ({ type: 'event', id: item?.id ?? '1@almanac', old_edit_tag: '1', new_edit_tag: item?.edit_tag ?? null, item, ...fields });
const removal = (tag, fields) => change(null, { old_edit_tag: tag, ...fields });
const APRIL = Date.UTC(2026, 3, 10);
const inApril = (fields) => event({ start_time: APRIL, end_time: APRIL + 1, ...fields });

test('compares tags beyond what a number holds', () => {
  holds(isNewer('9007199254740993', '9007199254740992'));
  holds(isNewer('10', '9'));
  holds(!isNewer('9', '9'));
});

test('knows whose page it is by the calendar of their own', () => equal(loaded().me, '7'));

test('takes a change that is newer, and leaves one that is older', () => {
  const store = loaded(event());
  store.apply(change(event({ title: 'Coffee', edit_tag: '11' })));
  store.apply(change(event({ title: 'Water', edit_tag: '9' })));
  equal(store.events.get('1@almanac').title, 'Coffee');
});

test('forgets what is removed, and what leaves the loaded months', () => {
  const store = loaded(event(), event({ id: '2@almanac' }));
  store.apply(removal('10'));
  store.apply(change(event({ id: '2@almanac', start_time: 0, end_time: 1, edit_tag: '11' })));
  equal(store.events.size, 0);
});

test('does not let an answer bring back what was removed while it was on its way', () => {
  const store = loaded(event());
  store.beginLoad(MARCH);
  store.apply(removal('10'));
  store.endLoad(MARCH, [event()]);
  equal(store.events.size, 0);
});

test('does not let an answer take away what came while it was on its way', () => {
  const store = loaded();
  store.beginLoad(MARCH);
  store.apply(change(event()));
  store.endLoad(MARCH, []);
  equal(store.events.size, 1);
});

test('does not let an answer bring back what was moved out of its month while it was on its way', () => {
  const store = loaded();
  store.invalidate();
  store.beginLoad(MARCH);
  store.apply(change(inApril({ edit_tag: '11' })));
  store.endLoad(MARCH, [event()]);
  equal(store.events.size, 0);
});

test('takes from an answer what is newer than what was told while it was on its way', () => {
  const store = loaded(event());
  store.beginLoad(MARCH);
  store.apply(removal('10', { new_edit_tag: '11' }));
  store.endLoad(MARCH, [event({ title: 'Asked again', edit_tag: '12' })]);
  equal(store.events.get('1@almanac').title, 'Asked again');
});

test('takes from an answer what was told to be gone before it was asked for', () => {
  const store = loaded(event());
  store.apply(removal('10', { new_edit_tag: '11' }));
  store.beginLoad(MARCH);
  store.endLoad(MARCH, [event({ edit_tag: '11' })]);
  equal(store.events.size, 1);
});

test('does not let the answer to a change bring back what the feed has removed already', () => {
  const store = loaded(event());
  store.apply(removal('11'));
  store.put(event({ edit_tag: '11' }));
  equal(store.events.size, 0);
  store.remove('1@almanac');
  store.apply(change(event({ edit_tag: '11' }), { old_edit_tag: '10' }));
  equal(store.events.size, 0);
});

test('does not let the answer to a change bring back what the feed has moved away already', () => {
  const store = loaded(event());
  store.apply(change(inApril({ edit_tag: '12' })));
  store.put(event({ edit_tag: '11' }));
  equal(store.events.size, 0);
});

test('takes an event that has come into being again, whatever its tag', () => {
  const store = loaded(event());
  store.apply(removal('10'));
  store.apply(change(event({ edit_tag: '9' }), { old_edit_tag: null }));
  equal(store.events.get('1@almanac').edit_tag, '9');
});

test('does not count as right what was on its way when nothing counted any more', () => {
  const store = loaded(event());
  store.beginLoad(MARCH);
  store.invalidate();
  store.endLoad(MARCH, [event()]);
  equal([store.blocks.get(MARCH.key).state, store.events.size], ['stale', 1]);
});

test('keeps what is there to look at when loading it again fails', () => {
  const store = loaded(event());
  store.invalidate();
  store.beginLoad(MARCH);
  store.failLoad(MARCH);
  store.prune(MARCH.from, MARCH.to);
  equal([store.blocks.get(MARCH.key).state, store.events.size], ['stale', 1]);
});

test('knows nothing of a month that it could not load', () => {
  const store = new Store();
  store.beginLoad(MARCH);
  store.failLoad(MARCH);
  equal(store.blocks.size, 0);
});

test('recalls no more than the last thousand words, and knows when that was too few', () => {
  const recall = new Recall();
  const moment = recall.moment;
  for (let number = 0; number < 1_000; number++) {
    recall.say(`${number}@almanac`, '1');
  }
  holds(recall.isCompleteSince(moment));
  recall.say('one more', '1');
  equal([recall.size, recall.isCompleteSince(moment), recall.isCompleteSince(recall.moment)], [1_000, false, true]);
});

test('loads a month again when more was told meanwhile than it can recall', () => {
  const store = loaded();
  store.beginLoad(MARCH);
  for (let number = 0; number <= 1_000; number++) {
    store.apply(removal('10', { id: `${number}@almanac` }));
  }
  store.endLoad(MARCH, [event({ id: '0@almanac' })]);
  equal(store.blocks.get(MARCH.key).state, 'stale');
});

test('drops what an answer does not hold any more', () => {
  const store = loaded(event());
  store.invalidate();
  store.beginLoad(MARCH);
  store.endLoad(MARCH, []);
  equal(store.events.size, 0);
});

test('tells at once that a calendar is behind, and does not draw all events for it', async () => {
  const store = loaded(event());
  await turn();
  const told = [];
  store.addEventListener('change', ({ detail }) => told.push(detail));
  const mirror = { state: 'behind', since: 1 };
  store.apply({ type: 'calendar', calendar_id: 'one', item: calendar({ mirror }) });
  await turn();
  equal([told.length, told[0].calendars, told[0].all, store.calendars.get('one').mirror], [1, true, false, mirror]);
});

test('says when events came or went with a calendar', () => {
  const store = loaded();
  const other = calendar({ calendar_id: 'two', category: 'shared', owner: '8' });
  holds(store.apply({ type: 'calendar', calendar_id: 'two', item: other }));
  holds(!store.apply({ type: 'calendar', calendar_id: 'two', item: { ...other, name: 'Team' } }));
  holds(store.apply({ type: 'calendar', calendar_id: 'two', item: null }));
});

test('hides what lies in hidden and switched-off calendars, and shows invitations from elsewhere', () => {
  const store = loaded();
  store.putCalendar(calendar({ visibility: false }));
  holds(!store.isShown(event()));
  store.putCalendar(calendar({ status: false }));
  holds(!store.isShown(event()));
  holds(store.isShown(event({ calendar_id: 'elsewhere' })));
});

test('tells once for all that happens in one turn', async () => {
  const store = loaded();
  await turn();
  const told = [];
  store.addEventListener('change', ({ detail }) => told.push([...detail.ids]));
  store.apply(change(event()));
  store.apply(change(event({ id: '2@almanac' })));
  await turn();
  equal(told, [['1@almanac', '2@almanac']]);
});

test('forgets months outside of what is kept, with their events', () => {
  const store = loaded(event());
  store.prune(Date.UTC(2026, 5, 1), Date.UTC(2026, 6, 1));
  equal([store.blocks.size, store.events.size], [0, 0]);
});

test('takes the events of a calendar along that is closed, at once, and leaves those that invite', () => {
  const store = loaded(event());
  store.apply({ type: 'calendar', calendar_id: 'two', item: calendar({ calendar_id: 'two', category: 'shared', owner: '8' }) });
  store.apply(change(event({ id: '2@almanac', calendar_id: 'two' })));
  store.apply(change(event({ id: '3@almanac', calendar_id: 'two', attendees: [{ id: '7' }] })));
  store.apply({ type: 'calendar', calendar_id: 'two', item: null });
  equal([...store.events.keys()], ['1@almanac', '3@almanac']);
});
