import { equal, holds, test, turn } from './harness.js';
import { StillClock } from './still-clock.js';
import { Api } from '/page/feed/api.js';
import { Feed } from '/page/feed/feed.js';
import { Problem } from '/page/feed/problem.js';
import { Quota } from '/page/feed/quota.js';
import { Session } from '/page/feed/session.js';

/** A stream that a test speaks through. */
class Source extends EventTarget {
  static CLOSED = 2;
  static opened = [];

  constructor(url) {
    super();
    this.url = url;
    this.readyState = 1;
    Source.opened.push(this);
  }

  say(type, data = '{}', lastEventId = '') {
    this.dispatchEvent(new MessageEvent(type, { data, lastEventId }));
  }

  close() {
    this.readyState = 2;
  }
}

function storage() {
  const kept = new Map([['almanac.token', 'secret']]);
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
    clear: () => kept.clear(),
  };
}

const token = () => ({ id: '1', token: 'feed-1', expires_at: Date.now() + 1e7 });

/** A feed that has begun; what the service does can be replaced. */
async function feed({ answer = () => new Response('', { status: 200 }), feedToken = async () => token(), api = { feedToken }, cursor = '' } = {}) {
  Source.opened.length = 0;
  const told = [];
  const clock = new StillClock();
  const session = new Session(storage());
  session.cursor = cursor;
  const made = new Feed(session, api.of?.(session) ?? api, { Source, send: async (...request) => answer(...request), clock });
  made.addEventListener('state', ({ detail }) => told.push(detail));
  made.addEventListener('reset', () => told.push({ state: 'reset' }));
  await made.start();
  const names = () => told.map(({ state }) => state);
  return { made, told, names, clock, session, source: Source.opened[0] };
}

/** The browser gives a stream up. */
function giveUp(source) {
  source.readyState = Source.CLOSED;
  source.onerror();
}

/** The stream is refused, and the feed has heard why. */
async function refuse(source, told) {
  const before = told.length;
  giveUp(source);
  await until(() => told.length > before);
}

/** Lets everything run until something is so; what never comes true fails where it is looked at. */
async function until(condition) {
  for (let round = 0; round < 100 && !condition(); round++) {
    await turn();
  }
}

const refusal = (status, code, fields = {}) => new Response(JSON.stringify({ code }), { status, headers: fields });

test('exchanges the token for one that opens feeds', async () => {
  const { made, source } = await feed();
  equal(source.url, '/api/v2/changes?feed_token=feed-1');
  made.stop();
});

test('is live when everything that was missed has been told', async () => {
  const { made, names, source } = await feed({ cursor: 'c0' });
  equal(source.url, '/api/v2/changes?feed_token=feed-1&last_event_id=c0');
  source.say('ready', '{}', 'c1');
  equal(names(), ['connecting', 'live']);
  made.stop();
});

test('has what was read before read anew when it begins without knowing from where', async () => {
  const { made, names, source } = await feed();
  source.say('ready', '{}', 'c1');
  source.say('ready', '{}', 'c2');
  equal(names(), ['connecting', 'reset', 'live', 'live']);
  made.stop();
});

test('passes on that a cursor is good no longer', async () => {
  const { made, names, source } = await feed({ cursor: 'nonsense' });
  source.say('reset', '{"reason":"unknown"}');
  source.say('ready', '{}', 'c1');
  equal([names(), made.session.cursor], [['connecting', 'reset', 'live'], 'c1']);
  made.stop();
});

test('tells changes, and goes on from the last of them', async () => {
  const { made, source } = await feed();
  const told = [];
  made.addEventListener('change', ({ detail }) => told.push(detail.id));
  source.say('change', '{"id":"1"}', 'c2');
  made.reopen();
  await turn();
  equal(told, ['1']);
  equal(Source.opened[1].url, '/api/v2/changes?feed_token=feed-1&last_event_id=c2');
  made.stop();
});

test('leaves a cut to the browser, and says so', async () => {
  const { made, names, source } = await feed();
  source.readyState = 0;
  source.onerror();
  equal([names().at(-1), Source.opened.length], ['retrying', 1]);
  made.stop();
});

test('waits as long as a refusal says', async () => {
  const { made, told, clock, source } = await feed({ answer: () => refusal(429, 'request_limit_exceeded', { 'Retry-After': '600' }) });
  await refuse(source, told);
  equal([told.at(-1).state, told.at(-1).until], ['locked', clock.wall() + 600_000]);
  await clock.pass(599_000);
  equal(Source.opened.length, 1);
  await clock.pass(1_000);
  equal(Source.opened.length, 2);
  made.stop();
});

test('takes another feed token where the old one has ended, and goes on from where it was', async () => {
  let made = 0;
  const { made: feeds, told, clock, source } = await feed({
    answer: () => refusal(401, 'invalid_token'),
    feedToken: async () => ({ ...token(), token: `feed-${++made}` }),
  });
  source.say('change', '{"id":"1"}', 'c2');
  await refuse(source, told);
  await clock.pass(2_000);
  equal(Source.opened[1].url, '/api/v2/changes?feed_token=feed-2&last_event_id=c2');
  feeds.stop();
});

test('ends the session where the token that feed tokens are made with has ended, too', async () => {
  let asked = 0;
  const issue = async () => (++asked === 1 ? new Response(JSON.stringify({ data: token() })) : refusal(401, 'invalid_token'));
  const { made, told, clock, session, source } = await feed({
    answer: () => refusal(401, 'invalid_token'),
    api: { of: (whose) => new Api(whose, new Quota(), issue) },
  });
  const ends = [];
  session.addEventListener('end', ({ detail }) => ends.push(detail));
  await refuse(source, told);
  await clock.pass(2_000);
  await until(() => ends.length > 0);
  equal([ends, session.token, Source.opened.length], [['expired'], null, 1]);
  made.stop();
});

test('gives up where the token does not open the feed', async () => {
  const { made, names, clock } = await feed({ feedToken: async () => { throw new Problem(403, { code: 'oauthtoken_scope_invalid' }); } });
  equal([names().at(-1), clock.next], ['refused', Infinity]);
  made.stop();
});

test('does not give up over what a proxy says while the service is started again', async () => {
  for (const status of [400, 403, 404, 502]) {
    const { made, told, names, clock, source } = await feed({ answer: () => new Response('<html>', { status }) });
    await refuse(source, told);
    equal([status, names().at(-1)], [status, 'retrying']);
    await clock.pass(45_000);
    holds(Source.opened.length > 1, `another try after ${status}`);
    made.stop();
  }
});

test('pauses between two tries, whatever a refusal says', async () => {
  for (const said of ['0', '-5', 'soon', 'Thu, 01 Jan 1970 00:00:00 GMT']) {
    const { made, told, clock, source } = await feed({ answer: () => refusal(503, 'overloaded', { 'Retry-After': said }) });
    await refuse(source, told);
    holds(clock.next >= 750 && clock.next <= 1_250, `a pause after ${said}`);
    made.stop();
  }
});

test('opens a stream again that has said nothing for five minutes', async () => {
  const { made, clock, source } = await feed({ cursor: 'c0' });
  source.say('ready', '{}', 'c1');
  await clock.pass(290_000);
  equal(Source.opened.length, 1);
  await clock.pass(10_000);
  equal([Source.opened.length, source.readyState], [2, Source.CLOSED]);
  made.stop();
});

test('opens a stream again whose opening is not answered', async () => {
  const { made, clock } = await feed();
  await clock.pass(30_000);
  equal(Source.opened.length, 2);
  made.stop();
});

test('goes by a clock that nobody sets', async () => {
  const { made, clock, source } = await feed({ cursor: 'c0' });
  source.say('ready', '{}', 'c1');
  clock.set(-3_600_000);
  await clock.pass(300_000);
  equal(Source.opened.length, 2);
  made.stop();
});

test('opens the stream again when the machine has slept', async () => {
  const { made, clock, source } = await feed({ cursor: 'c0' });
  source.say('ready', '{}', 'c1');
  clock.set(60_000);
  await clock.pass(10_000);
  equal(Source.opened.length, 2);
  made.stop();
});

test('opens the stream again for whoever comes back to a page that was silent, and when there is a network again', async () => {
  const { made, clock, source } = await feed({ cursor: 'c0' });
  source.say('ready', '{}', 'c1');
  document.dispatchEvent(new Event('visibilitychange'));
  await turn();
  equal(Source.opened.length, 1);
  await clock.pass(25_000);
  document.dispatchEvent(new Event('visibilitychange'));
  await turn();
  equal(Source.opened.length, 2);
  dispatchEvent(new Event('online'));
  await turn();
  equal(Source.opened.length, 3);
  made.stop();
});

test('hears no refusal of a stream that it has opened anew meanwhile', async () => {
  let answer;
  const { made, names, clock, source } = await feed({ cursor: 'c0', answer: () => new Promise((resolve) => { answer = resolve; }) });
  giveUp(source);
  await turn();
  made.reopen();
  await turn();
  Source.opened[1].say('ready', '{}', 'c1');
  answer(refusal(503, 'overloaded'));
  await until(() => names().at(-1) !== 'live');
  equal(names().at(-1), 'live');
  await clock.pass(300_000);
  equal(Source.opened.length, 3);
  made.stop();
});

test('opens one stream, with one feed token, when it is told to open twice', async () => {
  let answer;
  let asked = 0;
  Source.opened.length = 0;
  const made = new Feed(new Session(storage()), { feedToken: () => { asked++; return new Promise((resolve) => { answer = resolve; }); } }, { Source, clock: new StillClock() });
  made.start();
  made.reopen();
  answer(token());
  await turn();
  equal([asked, Source.opened.length, Source.opened[0].readyState], [1, 1, 1]);
  made.stop();
});

test('gives up asking why it was refused when nobody answers', async () => {
  const answer = (url, { signal }) => new Promise((resolve, reject) => { signal.onabort = () => reject(signal.reason); });
  const { made, clock, source } = await feed({ answer });
  giveUp(source);
  await clock.pass(32_000);
  equal(Source.opened.length, 2);
  made.stop();
});

test('hears nothing of a stream that it has closed', async () => {
  const { made, source } = await feed();
  let told = 0;
  made.addEventListener('change', () => told++);
  made.stop();
  source.say('change', '{"id":"1"}');
  equal(told, 0);
});
