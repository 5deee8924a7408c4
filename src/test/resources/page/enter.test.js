import { equal, test } from './harness.js';
import { App } from '/page/app.js';
import { Session } from '/page/feed/session.js';

/** Comes in with a new token, and says in which order what was asked for. */
async function enter(answer) {
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key), clear: () => kept.clear() };
  const app = new App(new Session(storage));
  app.session.begin('secret');
  const asked = [];
  app.api.send = async (path) => {
    asked.push(path.replace(/\?.*/, ''));
    return answer(path);
  };
  const calendars = await app.enter().catch((problem) => problem.status);
  return { asked, calendars, session: app.session };
}

test('learns from where the feed shall go on before it reads anything', async () => {
  const { asked, calendars, session } = await enter((path) => new Response(JSON.stringify({ data: [], cursor: path.includes('changes') ? 'c1' : undefined })));
  equal([asked, calendars, session.cursor], [['/api/v2/changes', '/api/v2/calendars'], [], 'c1']);
});

test('comes in without, where the log is refused', async () => {
  for (const status of [403, 429, 503]) {
    const { calendars, session } = await enter((path) => new Response('{"data":[]}', { status: path.includes('changes') ? status : 200 }));
    equal([calendars, session.cursor], [[], '']);
  }
});

test('does not come in with a token that nobody knows', async () => {
  const { asked, calendars, session } = await enter(() => new Response('{}', { status: 401 }));
  equal([asked, calendars, session.token], [['/api/v2/changes'], 401, null]);
});
