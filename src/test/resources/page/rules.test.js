import { calendar, equal, event, fails, holds, test } from './harness.js';
import { refusalText } from '/page/editor/actions.js';
import { agendaAt, progress } from '/page/wall/agenda.js';
import { Api } from '/page/feed/api.js';
import { Changes, deed } from '/page/feed/changes.js';
import { draftOf, readDraft } from '/page/editor/draft.js';
import { sizeText } from '/page/editor/files.js';
import { People } from '/page/feed/people.js';
import { readPlace } from '/page/calendar/place.js';
import { Problem } from '/page/feed/problem.js';
import { Quota } from '/page/feed/quota.js';
import { agoText, behindText } from '/page/calendar/sidebar.js';
import { Store } from '/page/feed/store.js';
import { tally, tallyText } from '/page/calendar/tally.js';

const BERLIN = 'Europe/Berlin';
const at = (text) => Date.parse(text);
const headers = (fields) => ({ get: (name) => fields[name] ?? null });

test('counts answers', () => {
  const counts = tally([{ status: 'accepted' }, { status: 'accepted' }, { status: 'yet_to_respond' }]);
  equal(tallyText(counts), '2 accepted, 1 no answer yet');
  equal(tallyText(tally([])), 'nobody is invited');
});

test('locks a call for as long as the refusal says, and the others not', () => {
  let now = 0;
  const quota = new Quota(() => now);
  quota.note(headers({ RateLimit: '"edit-event";r=0;t=600', 'Retry-After': '600' }), 429);
  equal([quota.lockedFor('edit-event'), quota.lockedFor('list-events')], [600_000, 0]);
  now = 600_000;
  equal(quota.locks(), []);
  quota.clear();
});

test('is patient with what can wait when the quota runs out', () => {
  const quota = new Quota(() => 0);
  quota.note(headers({ RateLimit: '"list-events";r=2;t=30' }), 200);
  equal(quota.patienceFor('list-events'), 30_000);
  quota.note(headers({ RateLimit: '"list-events";r=10;t=30' }), 200);
  equal(quota.patienceFor('list-events'), 0);
});

test('knows after a reload how much of the quota is left', () => {
  const quota = new Quota(() => 0);
  const state = (call, remaining) => ({ call, remaining, window_ms: 60_000, locked_until: null });
  quota.note(headers({ RateLimit: '"list-calendars";r=9;t=30' }), 200);
  quota.read([state('list-events', 2), state('edit-event', 20), state('list-calendars', 1)]);
  equal(['list-events', 'edit-event', 'list-calendars'].map((call) => quota.patienceFor(call)), [60_000, 0, 0]);
  quota.clear();
  equal(quota.patienceFor('list-events'), 0);
});

test('names the scopes that are missing', () => {
  const problem = new Problem(403, { code: 'oauthtoken_scope_invalid', errors: [{ field: 'Authorization', message: 'the token lacks ZohoCalendar.event.ALL, ZohoCalendar.calendar.ALL' }] });
  equal(problem.missingScopes, ['ZohoCalendar.event.ALL', 'ZohoCalendar.calendar.ALL']);
});

/** A call of the page that is refused. */
async function refused(status, fields, body, call = (api) => api.edit('1@almanac', {})) {
  const quota = new Quota(() => 0);
  const answer = () => Promise.resolve(new Response(JSON.stringify(body), { status, headers: fields }));
  const problem = await fails(() => call(new Api({ token: 'x' }, quota, answer)));
  return { problem, locked: quota.lockedFor('edit-event') };
}

test('does not lock the call of all calendars when the quota of one is used up elsewhere', async () => {
  const limit = { code: 'request_limit_exceeded', message: 'Too many requests within a certain time frame.' };
  const there = await refused(429, { RateLimit: '"edit-event";r=17;t=42', 'Retry-After': '120' }, limit);
  equal([there.locked, refusalText(there.problem)],
    [0, 'The service that this calendar comes from takes no more of this for now. It opens again in 2:00.']);
  const here = await refused(429, { RateLimit: '"edit-event";r=0;t=600', 'Retry-After': '600' }, limit);
  equal([here.locked, refusalText(here.problem)], [600_000, 'The quota for this is used up. It opens again in 10:00.']);
});

test('says what another service has to do with a refusal', async () => {
  const text = async (status, code) => (await refused(status, {}, { code, message: '' })).problem.text;
  holds((await text(503, 'upstream_away')).includes('cannot be reached right now. Nothing was changed'));
  holds((await text(503, 'upstream_unauthorized')).includes('does not let this one in'));
  holds((await text(503, 'upstream_garbled')).includes('makes no sense'));
  const unknown = await text(503, 'upstream_outcome_unknown');
  holds(unknown.includes('may have been done or not') && !unknown.includes('Nothing was changed'));
  holds((await text(403, 'not_linked')).includes('Answer it there'));
  holds((await text(503, 'overloaded')).includes('busy or restarting'));
  holds((await text(403, 'permission_denied')).includes('not change it'));
});

test('says since when a calendar is behind', () => {
  const now = at('2026-03-02T10:00Z');
  const text = (mirror) => behindText(calendar({ mirror }), now, BERLIN);
  equal([text(undefined), text({ state: 'current' })], [null, null]);
  holds(/^behind since 0?9:42/.test(text({ state: 'behind', since: at('2026-03-02T08:42Z') })), 'the time of today');
  holds(/^behind since Sun.* 1 Mar 2026, 0?9:42/.test(text({ state: 'behind', since: at('2026-03-01T08:42Z') })), 'the day');
});

test('puts the agenda of a wall together', () => {
  const day = [
    event({ id: 'over', start_time: at('2026-03-02T07:00Z'), end_time: at('2026-03-02T08:00Z') }),
    event({ id: 'runs', start_time: at('2026-03-02T09:30Z'), end_time: at('2026-03-02T10:30Z') }),
    event({ id: 'later', start_time: at('2026-03-02T12:00Z'), end_time: at('2026-03-02T13:00Z') }),
    event({ id: 'days', start_time: at('2026-03-02T23:00Z'), end_time: at('2026-03-03T23:00Z') }),
  ];
  const agenda = agendaAt(at('2026-03-02T10:00Z'), day, BERLIN);
  const ids = (events) => events.map(({ id }) => id);
  equal([ids(agenda.running), agenda.next.id, ids(agenda.today), ids(agenda.tomorrow)],
    [['runs'], 'later', ['runs', 'later'], ['days']]);
  equal(progress(day[1], at('2026-03-02T10:00Z')), 0.5);
});

function store() {
  const made = new Store();
  made.setCalendars([calendar()]);
  return made;
}

test('fills the form of a touched day with an hour of that day', () => {
  const draft = draftOf({ day: at('2026-03-05T00:00Z') }, { store: store(), zone: BERLIN, now: at('2026-03-02T10:10Z') });
  equal([draft.start, draft.end, draft.calendar_id], [{ date: '2026-03-05', time: '12:00' }, { date: '2026-03-05', time: '13:00' }, 'one']);
});

const fields = (changed = {}) => ({
  title: 'Tea', startDate: '2026-03-02', startTime: '11:00', endDate: '2026-03-02', endTime: '11:30', allDay: false, zone: BERLIN,
  calendar_id: 'one', location: '', description: '', type: 'normal_event', reminder: '', attendees: [], ...changed,
});

test('reads an unchanged form as the unchanged event, seconds included', () => {
  const base = event({ start_time: at('2026-03-02T10:00:17Z') });
  equal(readDraft(fields(), base).event, base);
});

test('reads whole days as from midnight to midnight', () => {
  const { event: days } = readDraft(fields({ allDay: true, startDate: '2026-03-28', endDate: '2026-03-29' }), null);
  equal([days.start_time, days.end_time], [at('2026-03-27T23:00Z'), at('2026-03-29T22:00Z')]);
});

test('says what is wrong with a form', () => {
  const names = (changed) => readDraft(fields(changed), null).errors.map(({ field }) => field);
  equal(names({ title: ' ' }), ['title']);
  equal(names({ title: '😀'.repeat(256) }), ['title']);
  equal(names({ title: '😀'.repeat(255) }), []);
  equal(names({ endTime: '10:00' }), ['end_time']);
  equal(names({ zone: 'Atlantis' }), ['timezone']);
});

test('says who did what, and forgets all but the last', () => {
  const people = new People();
  people.meet(event());
  const changes = new Changes(store(), people, () => 0);
  for (let number = 0; number < 100; number++) {
    changes.note({ type: 'event', id: '1@almanac', actor: '7', reason: 'edited', changed: ['title'], item: event(), committed_at: 0 });
  }
  equal([changes.recent.length, changes.recent[0].who, changes.recent[0].what], [30, 'You', 'renamed']);
  equal(people.actor('8', '7'), 'Somebody');
  changes.clear();
});

test('has words for what was done', () => {
  equal(['created', 'deleted'].map((reason) => deed({ reason })), ['added', 'removed']);
  equal(deed({ reason: 'edited', changed: ['start_time', 'end_time'] }), 'moved');
  const mirrored = (fields) => deed({ reason: 'mirrored', old_edit_tag: '9', item: event(), changed: ['title'], ...fields });
  equal([mirrored(), mirrored({ old_edit_tag: null }), mirrored({ item: null })], ['renamed', 'added', 'removed']);
});

test('keeps a bounded number of names', () => {
  const people = new People();
  for (let id = 0; id < 3_000; id++) {
    people.meet(event({ attendees: [{ id: `p${id}`, name: `P ${id}`, email: `p${id}@example.com` }] }));
  }
  holds(people.size <= 2_000);
});

test('reads where to look from the address', () => {
  equal(readPlace('#week/2026-03-02'), { view: 'week', date: '2026-03-02' });
  equal(readPlace('#elsewhere'), {});
  equal(readPlace('#month/0050-06-01'), { view: 'month', date: undefined });
  equal(readPlace('#month/9999-12-31'), { view: 'month', date: '9999-12-31' });
});

test('writes sizes and ages', () => {
  equal([sizeText(17), sizeText(1_572_864), agoText(30_000), agoText(7_200_000)], ['17 B', '1.5 MB', 'just now', '2 h ago']);
});
