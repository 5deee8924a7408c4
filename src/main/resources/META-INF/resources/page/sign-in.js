// The way in: a token is pasted, tried once, and kept for this tab.

import { byId } from './dom.js';
import { countdownText } from './time.js';

const REASONS = {
  expired: 'The token has ended or was revoked. Sign in with another one.',
  'signed-out': 'You are signed out. The token is gone from this tab.',
};

/** Shows the way in, and answers the calendars of whoever has come in. */
export function signIn(session, api, reason) {
  byId('sign-in').hidden = false;
  byId('app').hidden = true;
  byId('wall').hidden = true;
  const input = byId('token');
  const error = byId('sign-in-error');
  show(error, REASONS[reason] ?? '');
  input.value = '';
  input.focus();
  return new Promise((resolve) => {
    byId('sign-in-form').onsubmit = async (event) => {
      event.preventDefault();
      const token = input.value.trim().replace(/^(Bearer|Zoho-oauthtoken)\s+/i, '');
      const calendars = await enter(token, session, api, error);
      if (calendars) {
        byId('sign-in').hidden = true;
        input.value = '';
        resolve(calendars);
      }
    };
  });
}

async function enter(token, session, api, error) {
  const button = byId('sign-in-button');
  if (!/^[\x21-\x7e]+$/.test(token)) {
    show(error, token === '' ? 'Paste a token to sign in.' : 'This is no token: it holds characters that no token has.');
    return null;
  }
  button.disabled = true;
  show(error, '');
  session.begin(token);
  try {
    return await api.calendars();
  } catch (problem) {
    session.storage.clear();
    show(error, refusal(problem));
    return null;
  } finally {
    button.disabled = false;
  }
}

function refusal(problem) {
  if (problem.status === 401) {
    return 'The service does not know this token. It may have ended, or a part of it is missing.';
  }
  if (problem.status === 429) {
    return `Too many tries. It goes on in ${countdownText(problem.retryAfter)}.`;
  }
  return problem.text;
}

function show(element, text) {
  element.textContent = text;
  element.hidden = text === '';
}
