import { equal, holds, test, turn } from './harness.js';
import { Feed } from '/page/feed.js';
import { Problem } from '/page/problem.js';
import { Session } from '/page/session.js';

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

async function feed(answer = new Response('', { status: 200 }), token = async () => ({ id: '1', token: 'feed-1', expires_at: Date.now() + 1e7 })) {
  Source.opened.length = 0;
  const states = [];
  const made = new Feed(new Session(storage()), { feedToken: token }, { Source, send: async () => answer });
  made.addEventListener('state', ({ detail }) => states.push(detail));
  await made.start();
  return { made, states, source: Source.opened[0] };
}

test('exchanges the token for one that opens feeds', async () => {
  const { made, source } = await feed();
  equal(source.url, '/api/v2/changes?feed_token=feed-1');
  made.stop();
});

test('is live when everything that was missed has been told', async () => {
  const { made, states, source } = await feed();
  source.say('ready', '{}', 'c1');
  equal(states.map(({ state }) => state), ['connecting', 'live']);
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
  const { made, states, source } = await feed();
  source.readyState = 0;
  source.onerror();
  equal([states.at(-1).state, Source.opened.length], ['retrying', 1]);
  made.stop();
});

test('waits as long as a refusal says', async () => {
  const refusal = new Response('{"code":"request_limit_exceeded"}', { status: 429, headers: { 'Retry-After': '600' } });
  const { made, states, source } = await feed(refusal);
  source.readyState = 2;
  source.onerror();
  await turn();
  await turn();
  const { state, until } = states.at(-1);
  equal(state, 'locked');
  holds(until - Date.now() > 590_000);
  made.stop();
});

test('takes another feed token where the old one has ended', async () => {
  const { made, states, source } = await feed(new Response('{}', { status: 401 }));
  source.readyState = 2;
  source.onerror();
  await turn();
  await turn();
  equal([states.at(-1).state, made.session.feedToken], ['retrying', null]);
  made.stop();
});

test('gives up where the token does not open the feed', async () => {
  const { made, states } = await feed(undefined, async () => { throw new Problem(403, { code: 'oauth_scope_invalid' }); });
  equal(states.at(-1).state, 'refused');
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
