// The status of the page: connection, loading, locked calls.

import { announce } from '../kit/announce.js';
import { arrange, byId, el, icon, setText } from '../kit/dom.js';
import { everySecond } from '../kit/ticker.js';
import { countdownText } from '../kit/time.js';

const STATES = {
  connecting: { text: 'Connecting', kind: 'waiting' },
  live: { text: 'Live', kind: 'live' },
  retrying: { text: 'Connection lost', kind: 'broken' },
  locked: { text: 'Feed is waiting', kind: 'broken' },
  refused: { text: 'Not live', kind: 'broken' },
};

const CALLS = {
  'create-event': 'Adding events',
  'edit-event': 'Changing events',
  'delete-event': 'Removing events',
  'answer-event': 'Answering invitations',
  'upload-attachments': 'Uploading files',
  'download-attachment': 'Downloading files',
  'find-freebusy': 'Finding a time',
  'list-events': 'Loading events',
  'list-calendars': 'Loading calendars',
  'edit-calendar': 'Showing and hiding calendars',
  'list-changes': 'The live feed',
  'create-feed-token': 'The live feed',
};

/** Shows the state of the connection and the locks. */
export class Status {
  #feed = { state: 'connecting' };
  #loading = {};
  #stop = () => {};
  #pillText = el('span');
  #notices = new Map();

  constructor(feed, loader, quota) {
    this.quota = quota;
    byId('connection').replaceChildren(el('span', { class: 'dot', 'aria-hidden': 'true' }), this.#pillText);
    feed.addEventListener('state', ({ detail }) => this.#feedState(detail));
    loader.addEventListener('state', ({ detail }) => this.#loaderState(detail));
    quota.addEventListener('change', () => this.#show());
    this.#show();
  }

  #feedState(detail) {
    if (detail.state !== this.#feed.state) {
      announce(STATES[detail.state].text);
    }
    this.#feed = detail;
    this.#show();
  }

  #loaderState(detail) {
    this.#loading = detail;
    this.#show();
  }

  /** Redraws each second while a countdown is shown. */
  #show() {
    this.#stop();
    this.#stop = () => {};
    const counts = this.#feed.until || this.#loading.waitUntil || this.quota.locks().length > 0;
    if (counts) {
      this.#stop = everySecond(() => this.#draw());
    } else {
      this.#draw();
    }
  }

  #draw() {
    const pill = byId('connection');
    const { text, kind } = STATES[this.#feed.state];
    pill.dataset.state = this.#feed.state;
    pill.dataset.kind = kind;
    const left = this.#feed.until - Date.now();
    const detail = left > 0 ? `, trying again in ${countdownText(left)}` : '';
    setText(this.#pillText, text + detail);
    this.#drawNotices();
  }

  /** Reuses the elements of known notices; only their text changes. */
  #drawNotices() {
    const found = [...this.#loadingNotices(), ...this.#feedNotices(), ...this.#lockNotices()];
    const before = this.#notices;
    this.#notices = new Map(found.map(({ key, kind, shape, text }) => {
      const element = before.get(key) ?? el('p', { class: `notice ${kind}` }, icon(shape), el('span'));
      setText(element.lastElementChild, text);
      return [key, element];
    }));
    const box = byId('notices');
    arrange(box, [...this.#notices.values()]);
    box.hidden = found.length === 0;
  }

  #loadingNotices() {
    const { problem, waitUntil } = this.#loading;
    const left = waitUntil - Date.now();
    if (problem && problem.status !== 429 && problem.status !== 401) {
      const again = left > 0 ? ` Trying again in ${countdownText(left)}.` : '';
      const what = problem.isPassing && problem.status !== 500
        ? 'Events cannot be loaded right now; what is here stays to look at.'
        : `Events cannot be loaded. ${problem.text}`;
      return [notice('notice-loading', what + again)];
    }
    if (left > 1500 && this.quota.lockedFor('list-events') === 0) {
      return [notice('notice-loading', `Loading slows down to keep within the quota: ${countdownText(left)}`)];
    }
    return [];
  }

  #feedNotices() {
    return this.#feed.state === 'refused'
      ? [notice('notice-feed', `Changes are not shown live. ${this.#feed.problem.text}`)]
      : [];
  }

  #lockNotices() {
    return this.quota.locks().map(({ call, until }) =>
      notice('notice-lock', `${CALLS[call] ?? call} is locked for ${countdownText(until - Date.now())}: `
        + 'the quota is used up. Everything else works.', 'lock', call));
  }
}

function notice(kind, text, shape = 'clock', key = kind) {
  return { key, kind, shape, text };
}
