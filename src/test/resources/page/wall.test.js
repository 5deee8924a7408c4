import { calendar, equal, event, holds, test, turn } from './harness.js';
import { agendaAt, Told } from '/page/wall/agenda.js';
import { Changes } from '/page/feed/changes.js';
import { Known, reasonText } from '/page/wall/known.js';
import { People } from '/page/feed/people.js';
import { Problem } from '/page/feed/problem.js';
import { Store } from '/page/feed/store.js';
import { monthsOf, plusDays, startOfDay, HOUR, MINUTE } from '/page/kit/time.js';
import { Wall } from '/page/wall/wall.js';

const BERLIN = 'Europe/Berlin';
const at = (text) => Date.parse(text);
const FRIDAY = at('2026-03-06T16:00Z');
const SCOPES = new Problem(403, { code: 'oauthtoken_scope_invalid', errors: [{ field: 'Authorization', message: 'lacks ZohoCalendar.event.ALL' }] });

/** A wall at a moment, with what stands on it; it is taken down again. */
async function hung(now, body, zone = BERLIN) {
  const clock = Date.now;
  const store = new Store();
  const feed = new EventTarget();
  const loader = new EventTarget();
  const asked = [];
  loader.want = (from, to) => asked.push({ from, to });
  feed.reopen = () => asked.push('feed');
  Date.now = () => now;
  const wall = new Wall(store, new Changes(store, new People(), () => now), feed, loader, zone);
  store.setCalendars([calendar()]);
  const load = (month, events) => {
    store.beginLoad(month);
    store.endLoad(month, events);
  };
  const tell = (target, detail) => target.dispatchEvent(new CustomEvent('state', { detail }));
  const text = async (selector = '#wall') => {
    await turn();
    wall.draw();
    return [...document.querySelectorAll(selector)].map(({ innerText }) => innerText.replace(/\s+/g, ' ')).join(' | ');
  };
  try {
    await body({ wall, store, feed, loader, asked, load, tell, text, later: (moment) => { now = moment; } });
  } finally {
    wall.stop();
    Date.now = clock;
    wall.element.replaceChildren();
    wall.element.hidden = true;
    document.body.classList.remove('is-wall');
  }
}

const months = (from, to = from + 1) => monthsOf(from, to);
const NOTHING = /Nothing/;

test('claims nothing of what is not loaded', () => hung(FRIDAY, async ({ load, text }) => {
  const before = await text();
  holds(before.includes('The events are not loaded yet') && !NOTHING.test(before), before);
  equal(await text('.wall-day'), 'Today Not loaded yet | Tomorrow Not loaded yet');
  load(months(FRIDAY)[0], []);
  equal(await text('.wall-day'), 'Today Nothing | Tomorrow Nothing');
  equal(await text('.wall-now'), 'Nothing is on right now Nothing more in the next two weeks');
}));

test('says why it knows nothing, and when it tries again', () => hung(FRIDAY, async ({ load, loader, tell, text }) => {
  const why = async (problem, waitUntil) => {
    tell(loader, { loading: Boolean(waitUntil), problem, waitUntil });
    return text('.wall-unknown');
  };
  equal(await why(new Problem(503), FRIDAY + 12_000), 'The events cannot be loaded The service is busy or restarting. Trying again in 0:12.');
  equal(await why(Problem.unreachable(), FRIDAY + 2_000), 'The events cannot be loaded The service cannot be reached. Trying again in 0:02.');
  equal(await why(new Problem(429), FRIDAY + 42_000), 'The events cannot be loaded The quota for loading is used up for a while. Trying again in 0:42.');
  equal(await why(null, FRIDAY + 42_000), 'The events are not loaded yet The quota for loading is used up for a while. Trying again in 0:42.');
  equal(await why(SCOPES), 'The events cannot be loaded This token does not open that: it lacks ZohoCalendar.event.ALL.');
  load(months(FRIDAY)[0], []);
  equal(await text('.wall-unknown'), '');
  equal(reasonText({}, FRIDAY), '');
}));

test('asks again by itself after five minutes, even where it was refused for good', () => hung(FRIDAY, async ({ wall, asked, feed, later, loader, tell, text }) => {
  tell(loader, { loading: false, problem: SCOPES });
  tell(feed, { state: 'refused', problem: SCOPES });
  equal(await text('.wall-connection'), 'not live · This token does not open that: it lacks ZohoCalendar.event.ALL.');
  const askedAt = (moment) => {
    later(moment);
    wall.tick();
    return asked.length;
  };
  equal([FRIDAY, FRIDAY + 5 * MINUTE - 1, FRIDAY + 5 * MINUTE, FRIDAY + 6 * MINUTE].map(askedAt), [1, 1, 3, 3]);
  equal(asked[2], 'feed');
}));

test('keeps what it knew while a month is loaded again', () => hung(FRIDAY, async ({ load, store, text }) => {
  const [march] = months(FRIDAY);
  load(march, []);
  await turn();
  store.invalidate();
  store.beginLoad(march);
  holds((await text()).includes('Nothing is on right now'));
}));

test('finds the first event after a weekend, and says its day', () => hung(FRIDAY, async ({ asked, load, text }) => {
  load(months(FRIDAY)[0], [event({ title: 'Planning', start_time: at('2026-03-09T08:00Z'), end_time: at('2026-03-09T09:00Z') })]);
  const next = await text('.wall-next');
  holds(/^Next, Monday,? 9 March, 09:00 in 2 d 16 h Planning/.test(next), next);
  holds(asked[0].to >= plusDays(FRIDAY, 14, BERLIN), 'the wish for two weeks');
  equal(monthsOf(asked[0].from, asked[0].to).length, 1);
}));

test('does not say that nothing more comes while the next month is missing', () => hung(at('2026-03-27T12:00Z'), async ({ load, loader, tell, text }) => {
  const [march, april] = months(at('2026-03-27T12:00Z'), at('2026-04-02T00:00Z'));
  load(march, []);
  tell(loader, { loading: true, problem: new Problem(503), waitUntil: at('2026-03-27T12:00:30Z') });
  equal(await text('.wall-now'), 'Nothing is on right now What comes next is not loaded yet The service is busy or restarting. Trying again in 0:30.');
  load(april, [event({ title: 'Fair', start_time: at('2026-04-07T08:00Z'), end_time: at('2026-04-07T09:00Z') })]);
  holds((await text('.wall-next')).endsWith('Fair'));
}));

test('says how old is what it shows when the connection is lost', () => hung(FRIDAY, async ({ feed, later, tell, text }) => {
  tell(feed, { state: 'live' });
  equal(await text('.wall-connection'), 'live');
  tell(feed, { state: 'retrying' });
  later(FRIDAY + HOUR);
  tell(feed, { state: 'connecting' });
  equal(await text('.wall-connection'), 'connecting · as it was at 17:00');
  tell(feed, { state: 'live' });
  equal(await text('.wall-connection'), 'live');
}));

test('knows a month while it is in the store, and a span by all its months', () => {
  const known = new Known();
  const blocks = (...states) => new Map(states.map((state, index) => [`2026-0${index + 3}`, { state }]));
  const has = () => known.has(at('2026-03-20T00:00Z'), at('2026-04-03T00:00Z'));
  const seen = [['loading', 'ready'], ['ready', 'ready'], ['loading', 'stale'], ['ready']].map((states) => {
    known.look(blocks(...states));
    return has();
  });
  equal(seen, [false, true, true, false]);
});

const ids = (events) => events.map(({ id }) => id);

test('keeps a whole day of another zone all day long', () => {
  const NEW_YORK = 'America/New_York';
  const tokyo = event({ start_time: at('2026-03-05T15:00Z'), end_time: at('2026-03-06T15:00Z'), timezone: 'Asia/Tokyo' });
  const agenda = (moment) => agendaAt(at(moment), [tokyo], NEW_YORK);
  equal(['2026-03-06T05:00Z', '2026-03-06T17:00Z', '2026-03-07T04:59Z', '2026-03-07T05:00Z'].map((moment) => ids(agenda(moment).today).length), [1, 1, 1, 0]);
  equal([ids(agenda('2026-03-05T17:00Z').today), ids(agenda('2026-03-05T17:00Z').tomorrow)], [[], ['1@almanac']]);
});

test('shows a whole day of the other side of the earth', () => hung(at('2026-03-06T20:00Z'), async ({ load, text }) => {
  const far = event({ title: 'Holiday', start_time: at('2026-03-05T10:00Z'), end_time: at('2026-03-06T10:00Z'), timezone: 'Pacific/Kiritimati' });
  load(months(at('2026-03-06T20:00Z'))[0], [far]);
  holds((await text('.wall-day')).startsWith('Today all day Holiday'));
}, 'Pacific/Honolulu'));

test('has the right tomorrow on a day without a midnight', () => {
  const BEIRUT = 'Asia/Beirut';
  const start = startOfDay(at('2026-03-29T12:00Z'), BEIRUT);
  const early = event({ id: 'early', start_time: at('2026-03-29T21:00Z'), end_time: at('2026-03-29T21:30Z'), timezone: BEIRUT });
  const whole = event({ id: 'whole', start_time: start, end_time: plusDays(start, 1, BEIRUT), timezone: BEIRUT });
  const { today, tomorrow } = agendaAt(at('2026-03-29T12:00Z'), [whole, early], BEIRUT);
  equal([ids(today), ids(tomorrow)], [['whole'], ['early']]);
});

test('goes by the clock of the service where it has spoken', () => {
  const tea = event();
  const names = (now, name, message = tea) => {
    const told = new Told();
    if (name) {
      told.take(name, message);
    }
    const { running, starting, today } = agendaAt(now, [tea], BERLIN, told);
    return [running.length, starting.length, today.length];
  };
  const { start_time: start, end_time: end } = tea;
  equal([names(start - 6 * MINUTE), names(start - 5 * MINUTE), names(start), names(end)], [[0, 0, 1], [0, 1, 1], [1, 0, 1], [0, 0, 0]]);
  equal([names(start - 6 * MINUTE, 'starting'), names(start - 6 * MINUTE, 'started'), names(end - MINUTE, 'ended')], [[0, 1, 1], [1, 0, 1], [0, 0, 0]]);
  equal(names(start - 6 * MINUTE, 'started', { ...tea, start_time: start - HOUR }), [0, 0, 1]);
});

test('says what is starting, and how many more', () => hung(FRIDAY - 3 * MINUTE, async ({ load, text, later }) => {
  const at17 = (id) => event({ id, title: id, start_time: FRIDAY, end_time: FRIDAY + HOUR });
  load(months(FRIDAY)[0], [at17('Tea'), at17('Talk'), at17('Walk')]);
  equal(await text('.is-starting'), 'starting in 3 min Talk Tea and 1 more');
  later(FRIDAY);
  equal(await text('.wall-card h2'), 'Talk | Tea | Walk');
}));
