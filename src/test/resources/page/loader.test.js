import { equal, event, holds, test, turn } from './harness.js';
import { StillClock } from './still-clock.js';
import { Api } from '/page/feed/api.js';
import { Loader } from '/page/feed/loader.js';
import { Quota } from '/page/feed/quota.js';
import { Store } from '/page/feed/store.js';

const FROM = Date.UTC(2026, 2, 2);
const TO = Date.UTC(2026, 2, 9);
const list = (...events) => new Response(JSON.stringify({ data: events }));
const refusal = (status, code, fields = {}) => new Response(JSON.stringify({ code }), { status, headers: fields });

/** A loader of one week. `answers` are given one after the other; the last one again and again. */
async function loader(...answers) {
  const clock = new StillClock();
  const quota = new Quota(() => clock.wall());
  const store = new Store();
  let asked = 0;
  const send = async () => answers[Math.min(asked++, answers.length - 1)]();
  const made = new Loader(new Api({ token: 'x' }, quota, send), store, quota, clock);
  const told = [];
  made.addEventListener('state', ({ detail }) => told.push(detail));
  made.want(FROM, TO);
  await clock.pass(0);
  await settled(clock);
  return { made, store, clock, told, asked: () => asked };
}

/** Until all is done that can be done now. */
async function settled(clock) {
  for (let round = 0; round < 100 && clock.next === Infinity; round++) {
    await turn();
  }
}

test('loads again what came in pieces, what was no answer of the service, and what a proxy refuses', async () => {
  const cut = () => new Response(new ReadableStream({ start: (body) => body.error(new TypeError('cut')) }));
  for (const bad of [cut, () => new Response('<html>'), () => new Response('{}'), () => refusal(404, undefined)]) {
    const { made, store, clock, told } = await loader(bad, () => list(event()));
    equal([told.at(-1).loading, store.events.size], [true, 0]);
    holds(clock.next >= 1_000 && clock.next <= 30_000, 'a pause');
    await clock.pass(clock.next);
    await settled(clock);
    equal([made.isDone, store.events.size], [true, 1]);
  }
});

test('does not repeat what the token does not open', async () => {
  const { clock, asked } = await loader(() => refusal(403, 'oauthtoken_scope_invalid'));
  equal([clock.next, asked()], [Infinity, 1]);
});

test('waits until the date that a proxy names', async () => {
  const date = new Date(Date.now() + 60_000).toUTCString();
  const { clock, asked } = await loader(() => refusal(503, 'overloaded', { 'Retry-After': date }));
  holds(clock.next > 50_000 && clock.next <= 60_000, 'a minute');
  equal(asked(), 1);
});

test('pauses between two tries, whatever a refusal says', async () => {
  for (const said of ['0', '-5', 'soon']) {
    const { clock } = await loader(() => refusal(503, 'overloaded', { 'Retry-After': said }));
    equal([said, clock.next], [said, 1_000]);
  }
});

test('keeps what was loaded while loading it again fails', async () => {
  const { made, store, clock } = await loader(() => list(event()), () => refusal(503, 'overloaded'));
  made.refresh();
  await clock.pass(10_000);
  equal([made.isDone, store.events.size], [false, 1]);
});

test('loads once more what was on its way when nothing counted any more', async () => {
  let answer;
  const slow = () => new Promise((resolve) => { answer = resolve; });
  const { made, store, clock, asked } = await loader(slow, () => list(event({ title: 'Coffee', edit_tag: '11' })));
  made.refresh();
  await clock.pass(0);
  answer(list(event()));
  await settled(clock);
  equal([made.isDone, asked(), store.events.get('1@almanac').title], [true, 2, 'Coffee']);
});
