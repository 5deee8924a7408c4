import { equal, event, test, turn } from './harness.js';
import { StillClock } from './still-clock.js';
import { Moments } from '/page/feed/moments.js';
import { Session } from '/page/feed/session.js';

/** A stream that a test speaks through. */
class Source extends EventTarget {
  static CLOSED = 2;
  static opened = [];

  constructor(url) {
    super();
    this.url = url;
    Source.opened.push(this);
  }

  say(type, data = {}, lastEventId = '') {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data), lastEventId }));
  }

  close() {
    this.readyState = 2;
  }
}

/** The clock of a wall, which has a stream of its own; `told` is what it has said. */
async function begun(me) {
  Source.opened.length = 0;
  const kept = new Map([['almanac.token', 'secret']]);
  const session = new Session({ getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key), clear: () => kept.clear() });
  session.feedToken = { id: '1', token: 'feed-1', expires_at: Date.now() + 1e7 };
  const moments = new Moments(session, {}, { Source, clock: new StillClock() });
  const told = [];
  for (const name of ['begin', 'list', 'item', 'gone', 'reminder', 'starting', 'started', 'ended']) {
    moments.addEventListener(name, ({ detail }) => told.push([name, detail instanceof Map ? [...detail.keys()] : detail.key ?? detail.id ?? detail]));
  }
  moments.begin(me, true);
  await turn();
  return { moments, told, session, source: Source.opened[0] };
}

test('reads the live view of events with the clock, and goes on from its own cursor', async () => {
  const { moments, told, session, source } = await begun('m1');
  equal(source.url, '/api/v2/events?clock=true&feed_token=feed-1');
  source.say('snapshot', event());
  source.say('ready', { count: 1 }, 'c1');
  source.say('reminder', { id: 'r' }, 'c2');
  source.say('starting', { id: 's' }, 'c3');
  source.say('update', { item: event({ id: 'u' }) }, 'c4');
  source.say('leave', { id: 'l' }, 'c5');
  equal(told, [['begin', 'm1'], ['list', ['1@almanac']], ['reminder', 'r'], ['starting', 's'], ['item', 'u'], ['gone', 'l']]);
  equal([session.cursor, sessionStorage.getItem('almanac.clock.m1')], ['', 'c5']);
  moments.stop();
  equal([source.readyState, moments.isHere], [2, false]);
  session.end('signed-out');
  equal(sessionStorage.getItem('almanac.clock.m1'), null);
});

test('a list that begins again replaces the one before, also where it is empty', async () => {
  sessionStorage.setItem('almanac.clock.m2', 'c0');
  const { moments, told, source, session } = await begun('m2');
  equal(source.url, '/api/v2/events?clock=true&feed_token=feed-1&last_event_id=c0');
  source.say('ready', { count: 0 }, 'c1');
  equal(told, [['begin', 'm2']]);
  source.say('reset', { reason: 'expired' });
  source.say('ready', { count: 0 }, 'c2');
  equal(told, [['begin', 'm2'], ['list', []]]);
  moments.stop();
  session.end('signed-out');
});

test('begins once', async () => {
  const { moments, session } = await begun('m3');
  moments.begin('m3', true);
  await turn();
  equal(Source.opened.length, 1);
  moments.stop();
  session.end('signed-out');
});
