// Sign-in: the pasted token is tried once and kept for this tab.

import { byId } from './kit/dom.js';
import { everySecond } from './kit/ticker.js';
import { countdownText } from './kit/time.js';

const REASONS = {
  expired: 'The token has ended or was revoked. Sign in with another one.',
  'signed-out': 'You are signed out. The token is gone from this tab.',
};

/** Shows the sign-in form with the reason for it; resolves with the calendars of the signed-in user. */
export function signIn(app, reason) {
  byId('sign-in').hidden = false;
  byId('app').hidden = true;
  byId('wall').hidden = true;
  const input = byId('token');
  say(REASONS[reason] ?? reason ?? '');
  input.value = '';
  input.focus();
  return new Promise((resolve) => {
    byId('sign-in-form').onsubmit = async (event) => {
      event.preventDefault();
      const token = input.value.trim().replace(/^(Bearer|Zoho-oauthtoken)\s+/i, '');
      const calendars = await enter(token, app);
      if (calendars) {
        byId('sign-in').hidden = true;
        input.value = '';
        resolve(calendars);
      }
    };
  });
}

async function enter(token, app) {
  const button = byId('sign-in-button');
  if (!/^[\x21-\x7e]+$/.test(token)) {
    say(token === '' ? 'Paste a token to sign in.' : 'This is no token: it holds characters that no token has.');
    return null;
  }
  say('');
  // The locks are those of the previous token's account.
  app.quota.clear();
  app.session.begin(token);
  button.disabled = true;
  try {
    return await app.enter();
  } catch (problem) {
    app.session.storage.clear();
    refused(problem);
    return null;
  } finally {
    button.disabled = stop !== null;
  }
}

function refused(problem) {
  if (problem.status === 401) {
    say('The service does not know this token. It may have ended, or a part of it is missing.');
  } else if (problem.status === 429 && problem.retryAfter > 0) {
    say('Too many tries. The button says when it goes on.');
    countDown(Date.now() + problem.retryAfter);
  } else {
    say(problem.text);
  }
}

let stop = null;

/** Counts down until this token may be tried again; another token may be tried at once. */
function countDown(until) {
  const input = byId('token');
  const button = byId('sign-in-button');
  const end = () => {
    stop?.();
    stop = null;
    input.removeEventListener('input', end);
    button.disabled = false;
    button.textContent = 'Sign in';
    say('');
  };
  input.addEventListener('input', end);
  button.disabled = true;
  stop = everySecond(() => {
    const left = until - Date.now();
    button.textContent = `Wait ${countdownText(left)}`;
    if (left <= 0) {
      end();
    }
  });
}

function say(text) {
  const error = byId('sign-in-error');
  error.textContent = text;
  error.hidden = text === '';
}
