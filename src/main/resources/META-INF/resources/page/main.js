// The entry point of the page.

import { toast } from './kit/announce.js';
import { App } from './app.js';
import { Board } from './calendar/board.js';
import { byId } from './kit/dom.js';
import { Session } from './feed/session.js';
import { signIn } from './sign-in.js';
import { viewerZone } from './kit/time.js';
import { Wall } from './wall/wall.js';

const RETRY = 3_000;
const isWall = new URLSearchParams(location.search).has('wall');
const session = new Session();
const app = new App(session);

/** The calendars of the signed-in user. A reloaded page uses its stored token; otherwise the sign-in form is shown. */
async function calendars(reason) {
  while (session.token) {
    try {
      return await app.enter();
    } catch (problem) {
      if (problem.status === 429) {
        return [];
      }
      if (problem.isLasting) {
        return letIn(problem.status === 401 ? 'expired' : problem.text);
      }
      waiting(true);
      await new Promise((resolve) => setTimeout(resolve, Math.max(RETRY, problem.retryAfter)));
    }
  }
  return letIn(reason);
}

function letIn(reason) {
  waiting(false);
  return signIn(app, reason);
}

function waiting(shown) {
  byId('waiting').hidden = !shown;
}

/** Leaves the session by reloading the page, which drops its whole state. */
function leave(reason) {
  app.stop();
  sessionStorage.setItem('almanac.reason', reason);
  location.reload();
}

/** Signs out without waiting for the service: the token is removed from this tab even if the service is away. */
function signOut() {
  const { feedToken } = session;
  if (feedToken) {
    app.api.revokeFeedToken(feedToken.id).catch(() => {});
  }
  session.end('signed-out');
}

async function begin() {
  const reason = sessionStorage.getItem('almanac.reason');
  sessionStorage.removeItem('almanac.reason');
  const known = await calendars(reason);
  waiting(false);
  session.addEventListener('end', ({ detail }) => leave(detail), { once: true });
  if (isWall) {
    new Wall(app.store, app.changes, app.feed, app.loader, viewerZone(), app.moments);
  } else {
    new Board(app, { signOut });
  }
  app.start(known, isWall);
}

addEventListener('unhandledrejection', ({ reason }) => {
  if (reason?.name !== 'AbortError') {
    toast('Something went wrong in the page itself. Loading it again may help.', { isError: true });
  }
});

// For the browser's console and for tests.
globalThis.almanac = app;
begin();
