import { equal, event, holds, loaded, MARCH, test, turn } from './harness.js';
import { StillClock } from './still-clock.js';
import { Actions } from '/page/editor/actions.js';
import { exceptionText } from '/page/editor/details.js';
import { chip } from '/page/calendar/chip.js';
import { Api } from '/page/feed/api.js';
import { Changes } from '/page/feed/changes.js';
import { People } from '/page/feed/people.js';
import { Problem } from '/page/feed/problem.js';
import { Quota } from '/page/feed/quota.js';
import { SeriesStarts } from '/page/editor/series-starts.js';
import { SeriesLoader } from '/page/feed/series-loader.js';
import { keyOf } from '/page/kit/item.js';
import { DAY, HOUR } from '/page/kit/time.js';

const WEEK = 7 * DAY;
const TEN = event().start_time;
const RULE = 'FREQ=WEEKLY';
const me = { id: '7', name: 'Mara', email: 'mara@example.com', status: 'yet_to_respond' };
const name = (start) => new Date(start).toISOString().replace(/[-:]|\.000/g, '');
const at = (weeks) => name(TEN + weeks * WEEK);

/** The occurrence of so many weeks later. */
const occurrence = (weeks, fields = {}) => event({
  recurrence_rule: RULE, recurrence_id: at(weeks), recurrence: { kind: 'occurrence' },
  start_time: TEN + weeks * WEEK, end_time: TEN + weeks * WEEK + HOUR, ...fields,
});
const exception = (weeks, changed, fields) => occurrence(weeks, { recurrence: { kind: 'exception', changed }, ...fields });
const series = (fields = {}) => event({ recurrence_rule: RULE, recurrence: { kind: 'series', exdates: [], rdates: [], exceptions: [], last_end: null }, ...fields });
const change = (item, fields = {}) => ({ type: 'event', id: '1@almanac', item, actor: '8', reason: 'edited', old_edit_tag: '10', new_edit_tag: item?.edit_tag ?? null, changed: [], committed_at: 0, ...fields });
const changeOf = (item, fields) => change(item, { recurrence_id: item.recurrence_id, ...fields });

/** A store with three occurrences, and the series that it asks for. */
function stored(...others) {
  const store = loaded(occurrence(0), occurrence(1), occurrence(2), ...others);
  const asked = [];
  store.addEventListener('series', ({ detail }) => asked.push(detail.id));
  return { store, asked, titles: () => store.between(0, Infinity).map(({ title }) => title) };
}

test('keeps the occurrences of a series apart', () => {
  const { store } = stored();
  equal([...store.events.keys()], [0, 1, 2].map((weeks) => `1@almanac ${at(weeks)}`));
  store.apply(changeOf(exception(1, ['title'], { title: 'Coffee', edit_tag: '11' })));
  equal(store.between(0, Infinity).map(({ title }) => title), ['Tea', 'Coffee', 'Tea']);
  store.apply(change(null, { recurrence_id: at(1), reason: 'deleted' }));
  equal([...store.events.keys()].length, 2);
});

test('takes an exception although its tag is not newer, and does not lose it to its series', () => {
  const { store, titles } = stored();
  store.apply(changeOf(exception(1, ['title'], { title: 'Coffee', edit_tag: '9' })));
  store.apply(change(series({ title: 'Water', edit_tag: '12' }), { changed: ['title'] }));
  equal(titles(), ['Water', 'Coffee', 'Water']);
});

test('changes plain occurrences without a request where nothing moves', () => {
  const { store, asked, titles } = stored();
  store.apply(change(series({ title: 'Coffee', edit_tag: '11', attendees: [me] }), { changed: ['attendees', 'title'] }));
  equal([titles(), asked], [['Coffee', 'Coffee', 'Coffee'], []]);
  const second = store.events.get(`1@almanac ${at(1)}`);
  equal([second.start_time, second.recurrence, second.edit_tag], [TEN + WEEK, { kind: 'occurrence' }, '11']);
});

for (const changed of [['start_time'], ['recurrence_rule', 'title'], ['exdates'], ['calendar_id'], []]) {
  test(`asks for the occurrences of a series once: ${changed}`, () => {
    const { store, asked } = stored();
    const told = series({ edit_tag: '11' });
    store.put(told);
    store.apply(change(told, { changed }));
    equal(asked, ['1@almanac']);
    store.apply(change(series({ edit_tag: '11', recurrence: { ...told.recurrence, exdates: [at(1)] } }), { changed: ['exdates'] }));
    equal(asked.length, 2);
  });
}

test('asks for a series that has come into sight', () => {
  const { store, asked } = stored();
  store.apply(change(series(), { old_edit_tag: null, changed: ['title'] }));
  equal(asked, ['1@almanac']);
});

test('removes a series with all that is of it', () => {
  const { store } = stored(exception(3, ['title'], { edit_tag: '99' }), event({ id: '2@almanac' }));
  store.apply(change(null, { reason: 'deleted' }));
  equal([...store.events.keys()], ['2@almanac']);
});

test('makes one event of a series, and a series of one event', () => {
  const { store, asked } = stored();
  store.apply(change(event({ edit_tag: '11' }), { changed: ['recurrence_rule'] }));
  equal([...store.events.keys()], ['1@almanac']);
  store.apply(change(series({ edit_tag: '12' }), { changed: ['recurrence_rule'] }));
  equal([store.events.size, asked], [0, ['1@almanac']]);
});

test('loads a month again that was on its way while a series changed', () => {
  const { store } = stored();
  store.beginLoad(MARCH);
  store.apply(change(series({ edit_tag: '11' }), { changed: ['start_time'] }));
  store.endLoad(MARCH, [occurrence(0), occurrence(1), occurrence(2)]);
  equal(store.blocks.get(MARCH.key).state, 'stale');
});

/** A loader of series, whose answers the test gives. */
function following(...answers) {
  const { store } = stored(event({ id: '2@almanac' }));
  const requests = [];
  const clock = new StillClock();
  let refreshed = 0;
  const loader = { span: { from: MARCH.from, to: MARCH.to }, refresh: () => { refreshed++; } };
  const occurrences = async (of, from) => {
    requests.push([of.id, from]);
    const answer = answers.shift();
    return typeof answer === 'function' ? answer() : answer;
  };
  const quota = new Quota(() => 0);
  new SeriesLoader({ occurrences }, store, loader, quota, clock);
  return { store, clock, quota, requests, starts: () => store.between(0, Infinity).map((each) => [each.id, (each.start_time - TEN) / HOUR]), refreshed: () => refreshed };
}

const later = (weeks, hours) => occurrence(weeks, { start_time: TEN + weeks * WEEK + hours * HOUR, end_time: TEN + weeks * WEEK + (hours + 1) * HOUR, recurrence_id: name(TEN + weeks * WEEK + hours * HOUR), edit_tag: '11' });

test('replaces the occurrences of a series by those that there are now, with one request', async () => {
  const { store, clock, requests, starts } = following({ data: [later(0, 1), later(2, 1)], more: false });
  store.put(series({ edit_tag: '11' }));
  store.put(series({ edit_tag: '12' }));
  await clock.pass(100);
  equal([starts(), requests], [[['2@almanac', 0], ['1@almanac', 1], ['1@almanac', 2 * 168 + 1]], [['1@almanac', MARCH.from]]]);
});

test('reads on where a series has more occurrences than an answer holds', async () => {
  const { store, clock, requests, starts } = following({ data: [later(0, 1), later(1, 1)], more: true }, { data: [later(1, 1), later(2, 1)], more: false });
  store.put(series({ edit_tag: '11' }));
  await clock.pass(100);
  equal([starts().length, requests.map(([, from]) => from)], [4, [MARCH.from, TEN + WEEK + HOUR]]);
});

test('keeps what the feed has told while the occurrences were on their way', async () => {
  const { store, clock } = following(() => {
    store.apply(changeOf(exception(1, ['title'], { title: 'Coffee', edit_tag: '15' })));
    return { data: [occurrence(0, { edit_tag: '11' }), occurrence(1, { edit_tag: '11' })], more: false };
  });
  store.put(series({ edit_tag: '11' }));
  await clock.pass(100);
  equal(store.between(0, Infinity).map(({ id, title }) => id === '1@almanac' && title), ['Tea', false, 'Coffee']);
});

test('loads the months again where the occurrences cannot be read, and forgets a series that is gone', async () => {
  const failing = following(() => Promise.reject(new Problem(503)), () => Promise.reject(new Problem(404)));
  failing.store.put(series({ edit_tag: '11' }));
  await failing.clock.pass(100);
  equal([failing.refreshed(), failing.starts().length], [1, 4]);
  failing.store.put(series({ edit_tag: '12' }));
  await failing.clock.pass(100);
  equal([failing.refreshed(), failing.starts()], [1, [['2@almanac', 0]]]);
});

test('loads the months again where the quota for occurrences is nearly used up', async () => {
  const { store, clock, quota, requests, refreshed } = following();
  quota.note(new Headers({ RateLimit: '"list-occurrences";r=2;t=30' }), 200);
  store.put(series({ edit_tag: '11' }));
  await clock.pass(100);
  equal([requests, refreshed()], [[], 1]);
});

/** The starts of series as the details know them. */
function starts(read, quota = new Quota(() => 0)) {
  const found = [];
  const { store } = stored();
  const known = new SeriesStarts({ event: read, quota }, store, () => found.push('found'));
  return { of: (item) => new Date(known.of(item).wall).toISOString().slice(0, 10), found, store };
}

test('counts a rule from the start of its series, once that is read', async () => {
  let reads = 0;
  const { of, found } = starts(async () => { reads++; return series(); });
  equal(of(occurrence(2)), '2026-03-16');
  await turn();
  equal([of(occurrence(2)), of(occurrence(1)), reads, found.length], ['2026-03-02', '2026-03-02', 1, 1]);
});

test('reads the start of a series again when the series has changed, also for an exception', async () => {
  let first = TEN;
  const { of, store } = starts(async () => series({ start_time: first }));
  const apart = exception(2, ['title'], { title: 'Coffee' });
  of(apart);
  await turn();
  equal(of(apart), '2026-03-02');
  first += DAY;
  store.apply(change(series({ edit_tag: '11', start_time: first }), { changed: ['start_time'] }));
  of(apart);
  await turn();
  equal(of(apart), '2026-03-03');
});

test('does not take a start that was read before the series changed', async () => {
  const answers = [];
  const { of, store } = starts(() => new Promise((resolve) => { answers.push(resolve); }));
  of(occurrence(2));
  store.apply(change(series({ edit_tag: '11' }), { changed: ['start_time'] }));
  of(occurrence(2));
  answers[1](series({ start_time: TEN + DAY }));
  await turn();
  answers[0](series());
  await turn();
  equal(of(occurrence(2)), '2026-03-03');
});

test('counts a rule from the item where the series cannot be read, and tries again later', async () => {
  const answers = [() => Promise.reject(new Problem(503)), async () => series()];
  const { of } = starts(() => answers.shift()());
  of(occurrence(2));
  await turn();
  equal(of(occurrence(2)), '2026-03-16');
  await turn();
  equal(of(occurrence(2)), '2026-03-02');
  const scarce = new Quota(() => 0);
  scarce.note(new Headers({ RateLimit: '"get-event";r=1;t=30' }), 200);
  equal(starts(() => { throw new Error('read'); }, scarce).of(occurrence(2)), '2026-03-16');
});

test('finds of a series the occurrence that is nearest, in its newest state', () => {
  const { store } = stored();
  const found = (near, tag) => store.find('1@almanac', near, tag)?.recurrence_id;
  equal([found(0), found(TEN + WEEK + HOUR), found(TEN + 9 * WEEK), found(TEN, '11')], [at(0), at(1), at(2), undefined]);
  equal(store.find(`1@almanac ${at(2)}`).recurrence_id, at(2));
});

test('marks an occurrence for its own change and for that of its series', () => {
  const { store } = stored();
  let now = 0;
  const changes = new Changes(store, new People(), () => now);
  const mark = (weeks) => changes.mark(occurrence(weeks))?.what;
  changes.note(change(series(), { changed: ['start_time'] }));
  now = 1;
  changes.note(changeOf(exception(1, ['title'], { title: 'Coffee' }), { changed: ['title'] }));
  equal([mark(0), mark(1)], ['moved', 'renamed']);
  changes.note(change(null, { reason: 'deleted' }));
  equal(changes.recent.map(({ what, title }) => `${what} ${title}`), ['removed Tea', 'renamed Coffee', 'moved Tea']);
  equal(['recurrence_rule', 'exdates'].map((field) => { changes.note(change(series(), { changed: [field] })); return changes.recent[0].what; }),
    ['changed the repetition of', 'changed the dates of']);
  changes.clear();
});

const dialog = () => document.querySelector('dialog[open]');

async function asked() {
  for (let turns = 0; !dialog(); turns++) {
    holds(turns < 100, 'something is asked');
    await turn();
  }
  return [...dialog().querySelectorAll('input')].map(({ value, checked }) => (checked ? `(${value})` : value)).join(' ');
}

async function answer(scope) {
  const choices = await asked();
  if (scope === null) {
    dialog().close();
  } else {
    dialog().querySelector(`input[value=${scope}]`).click();
    dialog().querySelector('[type=submit]').click();
  }
  return choices;
}

/** What is sent when something is done with the second occurrence. */
function acting(item = occurrence(1), others = []) {
  dialog()?.close();
  const sent = [];
  const { store } = stored();
  [item, ...others].forEach((each) => store.events.set(keyOf(each), each));
  const api = {
    edit: async (id, body) => { sent.push(body); return body.recurrence_edittype === 'only' ? exception(1, ['title'], { ...body, edit_tag: '11' }) : series({ edit_tag: '11' }); },
    remove: async (_, scope) => { sent.push(scope); },
    answer: async (of, status, scope) => { sent.push([of.recurrence_id, status, scope]); },
    event: async () => { sent.push('read'); return series({ title: 'Series' }); },
  };
  return { item, sent, store, actions: new Actions(api, store, { store, zone: 'Europe/Berlin', changes: { mark: () => null } }) };
}

for (const scope of ['only', 'following', 'all']) {
  test(`asks which events an edit means, this one by default, and sends it: ${scope}`, async () => {
    const { item, sent, actions } = acting();
    const saving = actions.save(item, { ...item, title: 'Coffee' });
    equal(await answer(scope), '(only) following all');
    await saving;
    equal(sent, [{ title: 'Coffee', start_time: item.start_time, end_time: item.end_time, timezone: item.timezone, isallday: false, recurrence_id: at(1), recurrence_edittype: scope, edit_tag: '10' }]);
  });
}

test('sends nothing when the question is closed, nor asks when nothing differs or repeats', async () => {
  const { item, sent, actions } = acting();
  const saving = actions.save(item, { ...item, title: 'Coffee' });
  await answer(null);
  equal([await saving, sent], [null, []]);
  equal(await actions.save(item, { ...item }), item);
  await actions.save(event(), event({ title: 'Coffee' }));
  equal([sent.length, 'recurrence_edittype' in sent[0]], [1, false]);
});

test('does not offer to change the rule or the calendar of one event', async () => {
  for (const changed of [{ recurrence_rule: 'FREQ=DAILY' }, { calendar_id: 'two' }, { recurrence_rule: '' }]) {
    const { item, sent, actions } = acting();
    const saving = actions.save(item, { ...item, ...changed });
    equal(await answer('all'), '(following) all');
    await saving;
    equal(sent[0].recurrence_rule, changed.recurrence_rule);
  }
});

test('moves only one event to another day where the rule names the days', async () => {
  const question = async (rule, by) => {
    const { sent, actions } = acting();
    const item = occurrence(1, { recurrence_rule: rule });
    const saving = actions.save(item, { ...item, start_time: item.start_time + by, end_time: item.end_time + by });
    const choices = await answer('only');
    await saving;
    equal(sent.length, 1);
    return choices;
  };
  equal(await question('FREQ=MONTHLY;BYDAY=2MO', DAY), '(only)');
  equal(await question('FREQ=MONTHLY;BYDAY=2MO', HOUR), '(only) following all');
  equal(await question('FREQ=YEARLY;BYWEEKNO=11', -DAY), '(only)');
  equal(await question('FREQ=DAILY;BYDAY=MO,TU', DAY), '(only)');
  equal(await question('FREQ=WEEKLY;BYDAY=MO', DAY), '(only) following all');
  equal(await question('FREQ=MONTHLY', DAY), '(only) following all');
  equal(await question('FREQ=MONTHLY;BYDAY=2MO', 14 * HOUR), '(only)');
});

test('does not give the title of an exception to its series, unless it was changed', async () => {
  const own = exception(1, ['title'], { title: 'Own' });
  const save = async (changed, scope, others) => {
    const { sent, store, actions } = acting(own, others);
    if (!others) {
      store.events.clear();
      store.events.set(keyOf(own), own);
    }
    const saving = actions.save(own, { ...own, ...changed });
    await answer(scope);
    await saving;
    return sent.map((body) => body.title ?? body);
  };
  equal(await save({ location: 'Here' }, 'all', [occurrence(0, { title: 'Series' })]), ['Series']);
  equal(await save({ location: 'Here' }, 'all'), ['read', 'Series']);
  equal(await save({ location: 'Here' }, 'only'), ['Own']);
  equal(await save({ title: 'New' }, 'all'), ['read', 'New']);
});

test('puts a dragged occurrence back when the question is closed', async () => {
  const { item, store, actions } = acting();
  const drawn = [];
  store.addEventListener('change', ({ detail }) => drawn.push(...detail.ids));
  const moving = actions.move({ event: item, wanted: { ...item, start_time: item.start_time + HOUR, end_time: item.end_time + HOUR } });
  await answer(null);
  await moving;
  await turn();
  equal([drawn.includes(keyOf(item)), store.events.get(keyOf(item))], [true, item]);
});

for (const [scope, left] of [['only', [0, 2]], ['following', [0]], ['all', []]]) {
  test(`removes what is said: ${scope}`, async () => {
    const { item, sent, store, actions } = acting();
    const removing = actions.remove(item);
    equal(await answer(scope), '(only) following all');
    equal([await removing, sent], [true, [scope]]);
    equal([...store.events.values()].map(({ recurrence_id: id }) => id), left.map(at));
  });
}

test('answers for one event, or for all that are not apart', async () => {
  const invited = (weeks) => occurrence(weeks, { attendees: [me] });
  for (const [scope, accepted] of [['only', [1]], ['all', [0, 1]]]) {
    const { item, sent, store, actions } = acting(invited(1), [invited(0), exception(2, ['title'], { attendees: [me] })]);
    const answering = actions.answer(item, 'accepted');
    equal(await answer(scope), '(only) all');
    await answering;
    equal(sent, [[at(1), 'accepted', scope]]);
    equal([...store.events.values()].filter(({ attendees }) => attendees[0]?.status === 'accepted').map(({ recurrence_id: id }) => id).sort(), accepted.map(at));
  }
});

test('names the occurrence in what it sends', async () => {
  const requests = [];
  const send = async (url, { method, body }) => {
    requests.push(`${method} ${url.replace('/api/v2/events/', '')} ${body ?? ''}`.trim());
    return new Response('{"data":[],"more":false}');
  };
  const api = new Api({ token: 'x' }, new Quota(() => 0), send);
  await api.answer(occurrence(1), 'accepted', 'only');
  await api.answer(occurrence(1), 'accepted', 'all');
  await api.answer(event(), 'accepted');
  await api.remove(occurrence(1), 'following');
  await api.remove(event(), 'only');
  await api.occurrences(series(), 1, 2);
  equal(requests, [
    `PUT 1%40almanac/statuses/accepted?recurrence_id=${at(1)}`,
    'PUT 1%40almanac/statuses/accepted',
    'PUT 1%40almanac/statuses/accepted',
    `DELETE 1%40almanac {"calendar_id":"one","edit_tag":"10","recurrence_id":"${at(1)}","recurrence_edittype":"following"}`,
    'DELETE 1%40almanac {"calendar_id":"one","edit_tag":"10"}',
    'GET 1%40almanac/occurrences?calendar_id=one&from=1&to=2',
  ]);
});

test('carries a sign, with a text for those who do not see it', () => {
  const sign = (item) => chip(item, { view: 'dayGridMonth', timeText: '', allDay: false, color: '#000', zone: 'UTC', me: '7' }).querySelector('.chip-sign');
  equal([sign(event()), sign(occurrence(1)).textContent, sign(exception(1, [])).textContent], [null, ', repeats', ', differs from its series']);
  equal([exceptionText({ changed: ['end_time', 'start_time', 'title'] }), exceptionText({})], ['Differs from its series: time, title', 'Differs from its series']);
});
