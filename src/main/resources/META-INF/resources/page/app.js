// The objects of a session: the store, the feed that updates it, and their collaborators.

import { Api } from './feed/api.js';
import { Changes } from './feed/changes.js';
import { Feed } from './feed/feed.js';
import { Loader } from './feed/loader.js';
import { Moments } from './feed/moments.js';
import { People } from './feed/people.js';
import { Quota } from './feed/quota.js';
import { SeriesLoader } from './feed/series-loader.js';
import { Store } from './feed/store.js';

const CALENDARS_PAUSE = 5_000;

/** Creates these objects and connects their events. */
export class App {
  constructor(session) {
    this.session = session;
    this.quota = new Quota();
    this.api = new Api(session, this.quota);
    this.store = new Store();
    this.people = new People();
    this.changes = new Changes(this.store, this.people);
    this.feed = new Feed(session, this.api);
    this.moments = new Moments(session, this.api);
    this.loader = new Loader(this.api, this.store, this.quota);
    this.series = new SeriesLoader(this.api, this.store, this.loader, this.quota);
    this.#wire();
  }

  #wire() {
    const { feed, loader, store } = this;
    let isCaughtUp = false;
    feed.addEventListener('state', ({ detail }) => { isCaughtUp = detail.state === 'live'; });
    feed.addEventListener('change', ({ detail }) => this.take(detail, !isCaughtUp));
    feed.addEventListener('reset', () => this.reload());
    feed.addEventListener('ready', () => this.#follow());
    store.addEventListener('change', ({ detail }) => this.#meet(detail));
    loader.addEventListener('state', ({ detail }) => { document.body.dataset.loading = String(Boolean(detail.loading)); });
  }

  /**
   * Signs in: reads the current cursor of the log, then the calendars. The feed resumes from that cursor, so it reports
   * every change made after it. If reading the log is refused, the stream starts without a cursor.
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

  /** Follows the clock, once the calendars say whose it is. The feed token is made by then. */
  #follow() {
    if (this.store.me) {
      this.moments.begin(this.store.me, this.isWall);
    } else {
      this.store.addEventListener('change', () => this.#follow(), { once: true });
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

  /** Reads everything again: the loaded data may lack changes that the feed does not report. */
  reload() {
    this.loader.refresh();
    return this.#loadCalendars();
  }

  /** Loads the calendars; keeps the current ones until that succeeds. */
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

  /** Starts with known calendars, on the page or on a wall. An empty list is loaded again, since every account has at least one calendar. */
  start(calendars, isWall = false) {
    this.isWall = isWall;
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
    this.moments.stop();
    this.loader.stop();
    this.series.stop();
    this.changes.clear();
    this.quota.clear();
    this.store.clear();
  }
}
