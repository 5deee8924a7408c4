import { equal, event, fails, holds, test } from './harness.js';
import { Api } from '/page/feed/api.js';
import { Problem, retryAfter } from '/page/feed/problem.js';
import { Quota } from '/page/feed/quota.js';

const NOW = Date.UTC(2026, 2, 2);
const api = (send, patience) => new Api({ token: 'x', end() {} }, new Quota(() => NOW), send, patience);
const answering = (body, init) => api(async () => new Response(body, init));
const cut = () => new ReadableStream({ start: (body) => body.error(new TypeError('cut')) });

test('makes a problem of whatever goes wrong', async () => {
  const bad = [answering(cut()), answering('<html>'), answering('{}'), answering('null'), answering('null', { status: 500 }),
    answering(cut(), { status: 502 }), answering('{"errors":"many"}', { status: 400 }), api(() => Promise.reject(new TypeError('away')))];
  for (const one of bad) {
    for (const call of [(it) => it.events(0, 1), (it) => it.create(event(), 'key'), (it) => it.answer(event(), 'accepted')]) {
      const problem = await fails(() => call(one));
      holds(problem instanceof Problem && problem.text.length > 10, String(problem));
    }
  }
});

test('makes a problem of a download that is cut', async () => {
  holds(await fails(() => answering(cut()).download('1')) instanceof Problem);
});

test('waits for no answer for ever', async () => {
  const never = (url, { signal }) => new Promise((resolve, reject) => {
    if (signal) {
      signal.onabort = () => reject(signal.reason);
    } else {
      resolve(new Response('{"data":[]}'));
    }
  });
  equal((await fails(() => api(never, 10).events(0, 1))).status, 0);
});

test('reads for how long to wait, in seconds or until a date', () => {
  const read = (said) => retryAfter(new Headers(said === undefined ? {} : { 'Retry-After': said }), NOW);
  equal(['17', 'Mon, 02 Mar 2026 00:01:00 GMT'].map(read), [17_000, 60_000]);
  equal([undefined, '', '-1', 'soon', 'Sun, 01 Mar 2026 00:00:00 GMT'].map(read), [0, 0, 0, 0, 0]);
  equal(read('99999999999'), 3_600_000);
});

test('says what has become of a change that was refused or cut off', async () => {
  const text = async (status, code, call = (it) => it.edit('1@almanac', {})) =>
    (await fails(() => call(status === 0 ? api(() => Promise.reject(new TypeError())) : answering(JSON.stringify({ code }), { status })))).text;
  for (const code of ['overloaded', 'database_unavailable']) {
    holds((await text(503, code)).includes('Nothing was changed'), code);
  }
  for (const [status, code] of [[503, 'timed_out'], [504], [502], [0]]) {
    const said = await text(status, code);
    holds(said.includes('may have been done or not') && !said.includes('Nothing was changed'), `${status} ${code}`);
    holds(!(await text(status, code, (it) => it.events(0, 1))).includes('done'), `${status} of what only reads`);
  }
});
