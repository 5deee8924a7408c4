// The messages of the clock: the live view of events with reminders, starts and ends.
//
// One tab of a browser has this stream for all tabs of an account, since browsers open few connections to a
// service. A wall display has its own.

import { Feed } from './feed.js';
import { keyOf } from '../kit/item.js';
import { inOneTab } from '../kit/one-tab.js';

const CLOCK_MESSAGES = ['reminder', 'starting', 'started', 'ended'];
const STREAM = {
  path: '/api/v2/events',
  query: { clock: 'true' },
  messages: ['snapshot', 'enter', 'update', 'leave', ...CLOCK_MESSAGES],
};

/** What keeps a cursor over reloads. */
class Place {
  constructor(storage, key) {
    this.storage = storage;
    this.key = key;
  }

  get cursor() {
    return this.storage.getItem(this.key) ?? '';
  }

  set cursor(cursor) {
    this.storage.setItem(this.key, cursor);
  }
}

/**
 * Dispatches `begin` with the account, `reminder`, `starting`, `started` and `ended` with their data, `item` with an item that came or changed,
 * `gone` with `{key}`, and `list` with the items by their keys when the list has begun again.
 */
export class Moments extends EventTarget {
  #listed = null;
  #end = null;
  #feed = null;

  constructor(session, api, surroundings = {}) {
    super();
    this.session = session;
    this.api = api;
    this.surroundings = surroundings;
  }

  /** Whether this tab has the stream. */
  isHere = false;

  /** Begins, at the first call. @param me whose events these are */
  begin(me, isWall) {
    if (this.#end) {
      return;
    }
    this.#tell('begin', me);
    const key = `almanac.clock.${me}`;
    const place = isWall ? new Place(sessionStorage, key) : new Place(localStorage, key);
    const turn = {
      begin: () => this.#open(place),
      end: () => this.#close(),
    };
    if (isWall) {
      turn.begin();
      this.#end = turn.end;
    } else {
      this.#end = inOneTab(key, turn);
    }
    this.session.addEventListener('end', () => place.storage.removeItem(key), { once: true });
  }

  stop() {
    this.#end?.();
    this.#end = null;
  }

  #open(place) {
    this.isHere = true;
    this.#listed = null;
    this.#feed = new Feed(this.session, this.api, { stream: { ...STREAM, place }, ...this.surroundings });
    this.#wire(this.#feed);
    this.#feed.start();
  }

  #close() {
    this.isHere = false;
    this.#feed?.stop();
  }

  #wire(feed) {
    const on = (name, take) => feed.addEventListener(name, ({ detail }) => take(detail));
    for (const name of CLOCK_MESSAGES) {
      on(name, (detail) => this.#tell(name, detail));
    }
    on('enter', ({ item }) => this.#tell('item', item));
    on('update', ({ item }) => this.#tell('item', item));
    on('leave', (left) => this.#tell('gone', { key: keyOf(left) }));
    on('reset', () => { this.#listed = new Map(); });
    on('snapshot', (item) => (this.#listed ??= new Map()).set(keyOf(item), item));
    on('ready', () => this.#ready());
  }

  #ready() {
    if (this.#listed) {
      this.#tell('list', this.#listed);
      this.#listed = null;
    }
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
