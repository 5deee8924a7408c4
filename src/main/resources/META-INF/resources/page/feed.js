// The feed: one native EventSource on the log of changes, kept open through whatever happens.
//
// The browser itself goes on after a cut. It gives up for good where the answer is a refusal: then the page asks what the
// refusal says, waits as long as that takes, and opens the stream again from its cursor.

import { Problem } from './problem.js';

const PATH = '/api/v2/changes';
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
/** A stream that says nothing for so long may be dead without anybody having noticed. */
const SILENCE = 5 * 60_000;
const TOO_MANY_STREAMS = 15_000;

/**
 * Tells `change` with a change of the log, `reset` when the cursor is good no longer, `ready` when everything that was
 * missed has been told, and `state` with `{state, until, problem}`: `connecting`, `live`, `retrying`, `locked`, `refused`.
 */
export class Feed extends EventTarget {
  #source = null;
  #timer = 0;
  #failures = 0;
  #running = false;
  #lastWord = 0;

  /** @param surroundings what a test replaces: `{Source, send, now}` */
  constructor(session, api, { Source = EventSource, send = (...request) => fetch(...request), now = Date.now } = {}) {
    super();
    this.session = session;
    this.api = api;
    this.Source = Source;
    this.send = send;
    this.now = now;
    this.onOnline = () => this.reopen();
    this.onVisible = () => document.visibilityState === 'visible' && this.#lookAfter();
  }

  start() {
    this.#running = true;
    addEventListener('online', this.onOnline);
    document.addEventListener('visibilitychange', this.onVisible);
    this.#tell('connecting');
    return this.#open();
  }

  stop() {
    this.#running = false;
    removeEventListener('online', this.onOnline);
    document.removeEventListener('visibilitychange', this.onVisible);
    this.#close();
  }

  /** Opens the stream anew, from its cursor. */
  reopen() {
    if (this.#running) {
      this.#close();
      this.#tell('connecting');
      this.#open();
    }
  }

  async #open() {
    try {
      const url = await this.#url();
      if (this.#running && !this.#source) {
        this.#connect(url);
      }
    } catch (problem) {
      this.#failed(problem);
    }
  }

  async #url() {
    let feedToken = this.session.feedToken;
    if (!feedToken) {
      feedToken = await this.api.feedToken();
      this.session.feedToken = feedToken;
    }
    const query = new URLSearchParams({ feed_token: feedToken.token });
    if (this.session.cursor) {
      query.set('last_event_id', this.session.cursor);
    }
    return `${PATH}?${query}`;
  }

  #connect(url) {
    const source = new this.Source(url);
    this.#source = source;
    const on = (name, listener) => source.addEventListener(name, (event) => {
      if (source === this.#source) {
        this.#heard(event);
        listener(event);
      }
    });
    on('change', ({ data }) => this.dispatchEvent(new CustomEvent('change', { detail: JSON.parse(data) })));
    on('reset', () => this.dispatchEvent(new Event('reset')));
    on('ready', () => this.#ready());
    on('reconnect', () => this.#tell('connecting'));
    source.onerror = () => source === this.#source && this.#broken(url);
    this.#watch();
  }

  #heard({ lastEventId }) {
    this.#lastWord = this.now();
    if (lastEventId) {
      this.session.cursor = lastEventId;
    }
  }

  #ready() {
    this.#failures = 0;
    this.#tell('live');
    this.dispatchEvent(new Event('ready'));
  }

  #broken(url) {
    if (this.#source.readyState === this.Source.CLOSED) {
      this.#close();
      this.#ask(url);
    } else {
      this.#tell('retrying');
    }
  }

  /** Asks with a plain request why the stream was refused. */
  async #ask(url) {
    const hangUp = new AbortController();
    try {
      const response = await this.send(url, { headers: { Accept: 'text/event-stream' }, signal: hangUp.signal, cache: 'no-store' });
      const refusal = response.ok ? null : await Problem.of(response);
      hangUp.abort();
      this.#refused(refusal);
    } catch {
      this.#failed(Problem.unreachable());
    }
  }

  #refused(refusal) {
    if (refusal?.status === 401) {
      // The feed token has ended; whether the token it was made with has, too, the next one will tell.
      this.session.feedToken = null;
    }
    if (refusal === null || refusal.status === 401) {
      this.#retry('retrying', this.#pause());
    } else {
      this.#failed(refusal);
    }
  }

  #failed(problem) {
    if (!this.#running) {
      return;
    }
    if (problem.status === 429) {
      this.#retry('locked', Math.max(problem.retryAfter || TOO_MANY_STREAMS, this.#pause()), problem);
    } else if (problem.isPassing) {
      this.#retry('retrying', Math.max(problem.retryAfter, this.#pause()), problem);
    } else if (problem.status !== 401) {
      this.#tell('refused', undefined, problem);
    }
  }

  #pause() {
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#failures);
    this.#failures++;
    return pause * (0.75 + Math.random() / 2);
  }

  #retry(state, pause, problem) {
    if (this.#running) {
      clearTimeout(this.#timer);
      this.#tell(state, this.now() + pause, problem);
      this.#timer = setTimeout(() => this.#open(), pause);
    }
  }

  /** Looks after a stream that has been silent; going on from a cursor costs nothing. */
  #watch() {
    clearTimeout(this.#timer);
    this.#lastWord = this.now();
    this.#timer = setTimeout(() => this.#lookAfter(), SILENCE);
  }

  #lookAfter() {
    const silent = this.now() - this.#lastWord;
    if (this.#source && silent >= SILENCE) {
      this.#close();
      this.#open();
    } else if (this.#source) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#lookAfter(), SILENCE - silent + 1);
    }
  }

  #close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #tell(state, until, problem) {
    this.dispatchEvent(new CustomEvent('state', { detail: { state, until, problem } }));
  }
}
