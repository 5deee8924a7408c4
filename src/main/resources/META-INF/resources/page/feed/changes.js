// The latest changes and who made them: a mark that fades after 15 s, and a list of the last 30.

import { keyOf } from '../kit/item.js';

const MOST = 30;
const FADES_AFTER = 15_000;

/** A verb for a change of an event. */
export function deed(change) {
  const changed = change.changed ?? [];
  const has = (...names) => names.some((name) => changed.includes(name));
  switch (change.reason) {
    case 'created':
      return 'added';
    case 'deleted':
      return 'removed';
    case 'rsvp':
      return 'answered';
    case 'moved':
      return 'put in another calendar';
    case 'edited':
      return editing(has);
    case 'mirrored':
      return mirrored(change, has);
    default:
      return change.item ? 'changed' : 'took away';
  }
}

/** The verb of a mirrored change, derived from the fields that differ. */
function mirrored({ item, old_edit_tag: before }, has) {
  if (!item) {
    return 'removed';
  }
  return before ? editing(has) : 'added';
}

function editing(has) {
  if (has('recurrence_rule')) {
    return 'changed the repetition of';
  }
  if (has('exdates', 'rdates')) {
    return 'changed the dates of';
  }
  if (has('start_time', 'end_time', 'timezone')) {
    return has('title') ? 'renamed and moved' : 'moved';
  }
  if (has('title')) {
    return 'renamed';
  }
  if (has('attachments')) {
    return 'changed the files of';
  }
  return has('attendees') ? 'changed the guests of' : 'changed';
}

/** The verb of an answer to an invitation: "Jonas accepted Planning". */
function answered(change) {
  const attendee = change.item?.attendees.find(({ id }) => id === change.actor);
  const words = { accepted: 'accepted', tentative: 'may come to', declined: 'declined', yet_to_respond: 'took back the answer to' };
  return words[attendee?.status] ?? 'answered';
}

/** The latest changes, newest first, and the marks of recent ones, by the key of their item. Dispatches `change` and `fade`. */
export class Changes extends EventTarget {
  #recent = [];
  #marks = new Map();
  #timer = 0;

  constructor(store, people, now = Date.now) {
    super();
    this.store = store;
    this.people = people;
    this.now = now;
  }

  /**
   * Records a change of the log. Called before the store applies it, which drops the title of a removed event.
   *
   * @param quietly whether the change is a replayed one, which gets no mark
   */
  note(change, quietly = false) {
    const key = keyOf(change);
    const known = this.store.find(key);
    const subject = change.item ?? known;
    if (change.type !== 'event' || !subject || !this.store.isShown(subject)) {
      return;
    }
    const who = change.reason === 'mirrored' ? 'Somebody elsewhere' : this.people.actor(change.actor, this.store.me, change.actor_name);
    const what = change.reason === 'rsvp' ? answered(change) : deed(change);
    const entry = { key, who, what, title: subject.title, at: change.committed_at };
    this.#recent.unshift(entry);
    this.#recent.length = Math.min(this.#recent.length, MOST);
    if (!quietly) {
      this.#mark(change, who, what);
    }
    this.dispatchEvent(new CustomEvent('change', { detail: { entry, quietly, own: change.actor === this.store.me } }));
  }

  #mark(change, who, what) {
    if (change.item) {
      this.#marks.set(keyOf(change), { who, what, until: this.now() + FADES_AFTER });
      this.#fadeLater();
    }
  }

  /** The recent change of an item, or of its series; null if there is none. */
  mark(item) {
    const marks = [this.#marks.get(keyOf(item)), this.#marks.get(item.id)].filter((mark) => mark && mark.until > this.now());
    return marks.reduce((latest, mark) => (latest && latest.until >= mark.until ? latest : mark), null);
  }

  get recent() {
    return this.#recent;
  }

  get marked() {
    return this.#marks.size;
  }

  clear() {
    this.#recent = [];
    this.#marks.clear();
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  #fadeLater() {
    if (this.#timer === 0) {
      this.#timer = setTimeout(() => this.#fade(), FADES_AFTER / 5);
    }
  }

  #fade() {
    this.#timer = 0;
    const keys = [...this.#marks].filter(([, { until }]) => until <= this.now()).map(([key]) => key);
    keys.forEach((key) => this.#marks.delete(key));
    if (keys.length > 0) {
      this.dispatchEvent(new CustomEvent('fade', { detail: keys }));
    }
    if (this.#marks.size > 0) {
      this.#fadeLater();
    }
  }
}
