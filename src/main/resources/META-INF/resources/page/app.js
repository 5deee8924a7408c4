// What every page of a session has: the store, the feed that keeps it right, and what both need.

import { Api } from './feed/api.js';
import { Changes } from './feed/changes.js';
import { Feed } from './feed/feed.js';
import { Loader } from './feed/loader.js';
import { People } from './feed/people.js';
import { Quota } from './feed/quota.js';
import { Store } from './feed/store.js';

const CALENDARS_PAUSE = 5_000;

/** The parts of a page, and how they are wired. */
export class App {
  constructor(session) {
    this.session = session;
    this.quota = new Quota();
    this.api = new Api(session, this.quota);
    this.store = new Store();
    this.people = new People();
    this.changes = new Changes(this.store, this.people);
    this.feed = new Feed(session, this.api);
    this.loader = new Loader(this.api, this.store, this.quota);
    this.#wire();
  }

  #wire() {
    const { feed, loader, store } = this;
    let isCaughtUp = false;
    feed.addEventListener('state', ({ detail }) => { isCaughtUp = detail.state === 'live'; });
    feed.addEventListener('change', ({ detail }) => this.take(detail, !isCaughtUp));
    feed.addEventListener('reset', () => this.reload());
    store.addEventListener('change', ({ detail }) => this.#meet(detail));
    loader.addEventListener('state', ({ detail }) => { document.body.dataset.loading = String(Boolean(detail.loading)); });
  }

  /**
   * Comes in: reads the calendars, and before that the place in the log from which the feed shall go on. So what happens
   * before the stream is open is told by it. Where the log is refused the page does without, until the stream opens.
   */
  async enter() {
    if (!this.session.cursor) {
      await this.#learnCursor();
    }
    return this.api.calendars();
  }

  async #learnCursor() {
    try {
      this.session.cursor = await this.api.cursor();
    } catch (problem) {
      if (problem.status === 401) {
        throw problem;
      }
    }
  }

  /** Takes a change of the log. */
  take(change, quietly = false) {
    if (change.item?.creator) {
      this.people.meet(change.item);
    }
    this.changes.note(change, quietly);
    if (this.store.apply(change)) {
      this.loader.refresh();
    }
  }

  #meet({ ids, all }) {
    const events = all ? this.store.events.values() : [...ids].map((id) => this.store.events.get(id)).filter(Boolean);
    for (const event of events) {
      this.people.meet(event);
    }
  }

  /** Reads everything anew: what is here may lack changes that the feed does not tell. */
  reload() {
    this.loader.refresh();
    return this.#loadCalendars();
  }

  /** Until the calendars can be read they stay as they are. */
  async #loadCalendars() {
    try {
      this.store.setCalendars(await this.api.calendars());
    } catch (problem) {
      if (!problem.isLasting) {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.#loadCalendars(), Math.max(CALENDARS_PAUSE, problem.retryAfter));
      }
    }
  }

  /** Begins, with the calendars that are known already; everybody has at least one. */
  start(calendars) {
    this.store.setCalendars(calendars);
    if (calendars.length === 0) {
      this.#loadCalendars();
    }
    this.feed.start();
    this.api.standings().then((states) => this.quota.read(states)).catch(() => {});
  }

  stop() {
    clearTimeout(this.timer);
    this.feed.stop();
    this.loader.stop();
    this.changes.clear();
    this.quota.clear();
    this.store.clear();
  }
}
