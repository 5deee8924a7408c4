// A feed: one EventSource, by default on the log of changes, which is reopened after every failure.
//
// The browser reconnects by itself after a lost connection. It gives up when the answer is a refusal: the
// page then asks for the reason, waits as long as the answer says, and opens the stream again from its
// cursor.

import { CLOCK } from '../kit/clock.js';
import { Problem } from './problem.js';
import { Pulse } from './pulse.js';

/** The log of changes. */
const LOG = { path: '/api/v2/changes', query: {}, messages: ['change'], isLog: true };
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
/** Timeout until an answer starts, in ms. */
const PATIENCE = 30_000;
/** A stream without any event for this time, in ms, may be dead and is reopened. */
const SILENCE = 5 * 60_000;
const TOO_MANY_STREAMS = 15_000;

/**
 * Dispatches the messages of its stream, of the log `change` with a change; `reset` when changes may be missing from the loaded data, `ready` when
 * all missed changes were reported, and `state` with `{state, until, problem}`: `connecting`, `live`, `retrying`,
 * `locked`, `refused`.
 */
export class Feed extends EventTarget {
  #source = null;
  #cancel = () => {};
  #failures = 0;
  #running = false;
  /** Incremented to invalidate all work in progress. */
  #turn = 0;
  #making = null;

  /**
   * @param stream `{path, query, messages, place}`: where the stream is, the names of its messages, and what keeps its
   *     `cursor`, by default the session; the rest is replaced by tests
   */
  constructor(session, api, { stream = LOG, Source = EventSource, send = (...request) => fetch(...request), clock = CLOCK } = {}) {
    super();
    this.session = session;
    this.api = api;
    this.stream = stream;
    this.place = stream.place ?? session;
    this.Source = Source;
    this.send = send;
    this.clock = clock;
    this.pulse = new Pulse(clock, () => this.reopen());
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

  /** Opens the stream again from its cursor; this costs no quota. */
  reopen() {
    if (this.#running) {
      this.#close();
      this.#tell('connecting');
      this.#open();
    }
  }

  #lookAfter() {
    if (this.#source && this.pulse.isDoubtful) {
      this.reopen();
    }
  }

  async #open() {
    const turn = this.#turn;
    try {
      const feedToken = await this.#feedToken();
      if (turn === this.#turn) {
        this.#connect(this.#url(feedToken));
      }
    } catch (problem) {
      if (turn === this.#turn) {
        this.#failed(problem);
      }
    }
  }

  async #feedToken() {
    if (this.session.feedToken) {
      return this.session.feedToken;
    }
    this.#making ??= this.api.feedToken().finally(() => { this.#making = null; });
    const made = await this.#making;
    if (this.#running) {
      this.session.feedToken = made;
    }
    return made;
  }

  #url({ token }) {
    const query = new URLSearchParams({ ...this.stream.query, feed_token: token });
    if (this.place.cursor) {
      query.set('last_event_id', this.place.cursor);
    }
    return `${this.stream.path}?${query}`;
  }

  #connect(url) {
    const source = new this.Source(url);
    this.#source = source;
    const on = (name, listener) => source.addEventListener(name, (event) => {
      if (source === this.#source) {
        this.pulse.beat(SILENCE);
        listener(event);
        this.#goOnFrom(event);
      }
    });
    on('open', () => {});
    for (const name of this.stream.messages) {
      on(name, ({ data }) => this.dispatchEvent(new CustomEvent(name, { detail: JSON.parse(data) })));
    }
    on('reset', () => this.dispatchEvent(new Event('reset')));
    on('ready', () => this.#ready());
    on('reconnect', () => this.#tell('connecting'));
    source.onerror = () => source === this.#source && this.#broken(url);
    this.pulse.start(PATIENCE);
  }

  #goOnFrom({ lastEventId }) {
    if (lastEventId && this.#running) {
      this.place.cursor = lastEventId;
    }
  }

  #ready() {
    this.#failures = 0;
    if (this.stream.isLog && !this.place.cursor) {
      // The stream started without a cursor: changes between the loading of the lists and its start were not
      // reported.
      this.dispatchEvent(new Event('reset'));
    }
    this.#tell('live');
    this.dispatchEvent(new Event('ready'));
  }

  #broken(url) {
    if (this.#source.readyState === this.Source.CLOSED) {
      this.#close();
      this.#ask(url);
    } else {
      this.pulse.beat(PATIENCE);
      this.#tell('retrying');
    }
  }

  /** Requests the stream's URL with fetch to learn why the stream was refused. */
  async #ask(url) {
    const turn = this.#turn;
    const refusal = await this.#refusal(url);
    if (turn === this.#turn) {
      this.#refused(refusal);
    }
  }

  /** The reason of the refusal; null if the stream is not refused any more. */
  async #refusal(url) {
    const hangUp = new AbortController();
    const cancel = this.clock.later(() => hangUp.abort(), PATIENCE);
    try {
      const response = await this.send(url, { headers: { Accept: 'text/event-stream' }, signal: hangUp.signal, cache: 'no-store' });
      return response.ok ? null : await Problem.of(response);
    } catch {
      return Problem.unreachable();
    } finally {
      cancel();
      hangUp.abort();
    }
  }

  #refused(refusal) {
    if (refusal?.status === 401) {
      // The feed token is invalid. The request for a new one shows whether the user's token is, too.
      this.session.feedToken = null;
    }
    if (refusal === null || refusal.status === 401) {
      this.#retry('retrying', this.#pause());
    } else {
      this.#failed(refusal);
    }
  }

  #failed(problem) {
    if (problem.isLasting) {
      this.#close();
      this.#tell('refused', undefined, problem);
    } else if (problem.status === 429) {
      this.#retry('locked', Math.max(problem.retryAfter || TOO_MANY_STREAMS, this.#pause()), problem);
    } else {
      this.#retry('retrying', Math.max(problem.isPassing ? problem.retryAfter : LONGEST_PAUSE, this.#pause()), problem);
    }
  }

  #pause() {
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#failures);
    this.#failures++;
    return pause * (0.75 + Math.random() / 2);
  }

  #retry(state, pause, problem) {
    this.#close();
    this.#tell(state, this.clock.wall() + pause, problem);
    this.#cancel = this.clock.later(() => this.#open(), pause);
  }

  #close() {
    this.#turn++;
    this.#cancel();
    this.pulse.stop();
    this.#source?.close();
    this.#source = null;
  }

  #tell(state, until, problem) {
    this.dispatchEvent(new CustomEvent('state', { detail: { state, until, problem } }));
  }
}
