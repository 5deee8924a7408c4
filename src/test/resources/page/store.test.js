import { calendar, equal, event, holds, test, turn } from './harness.js';
import { Store } from '/page/store.js';
import { isNewer } from '/page/tags.js';
import { monthsOf } from '/page/time.js';

const [MARCH] = monthsOf(Date.UTC(2026, 2, 1), Date.UTC(2026, 2, 2));

function loaded(...events) {
  const store = new Store();
  store.setCalendars([calendar()]);
  store.beginLoad(MARCH);
  store.endLoad(MARCH, events);
  return store;
}

const change = (item, fields = {}) => ({ type: 'event', id: item?.id ?? '1@almanac', item, ...fields });

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
  store.apply(change(null));
  store.apply(change(event({ id: '2@almanac', start_time: 0, end_time: 1, edit_tag: '11' })));
  equal(store.events.size, 0);
});

test('does not let an answer bring back what was removed while it was on its way', () => {
  const store = loaded(event());
  store.beginLoad(MARCH);
  store.apply(change(null));
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
