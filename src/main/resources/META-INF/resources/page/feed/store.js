// What the page knows: the calendars, and the events of the months that it has loaded. Changes of the feed are put in as
// they come; what is in no loaded month is forgotten, so that the store does not grow with time.

import { Recall } from './recall.js';
import { isNewer } from '../kit/tags.js';

/** Tells `change` with `{ids, all, calendars}`: what is different since the last time. */
export class Store extends EventTarget {
  events = new Map();
  calendars = new Map();
  blocks = new Map();
  #recall = new Recall();
  #ids = new Set();
  #all = false;
  #calendarsChanged = false;
  #announced = false;

  /** The zuid of whoever looks: every account owns a calendar. */
  get me() {
    for (const calendar of this.calendars.values()) {
      if (calendar.category === 'own') {
        return calendar.owner;
      }
    }
    return null;
  }

  /** The events that overlap a span, in the order of their start. */
  between(from, to) {
    return [...this.events.values()]
      .filter((event) => event.end_time > from && event.start_time < to)
      .sort((one, other) => one.start_time - other.start_time || (one.id < other.id ? -1 : 1));
  }

  /** Whether the viewer wants to see an event: its calendar is shown, or it lies in none of theirs. */
  isShown(event) {
    const calendar = this.calendars.get(event.calendar_id);
    return calendar ? calendar.visibility && calendar.status : true;
  }

  /** Whether the viewer may change an event. */
  mayEdit(event) {
    return ['owner', 'edit'].includes(this.calendars.get(event.calendar_id)?.privilege);
  }

  setCalendars(list) {
    this.calendars = new Map(list.map((calendar) => [calendar.calendar_id, calendar]));
    this.#calendarsChanged = true;
    this.#all = true;
    this.#announce();
  }

  /** Takes a calendar as an answer told it. */
  putCalendar(calendar) {
    const known = this.calendars.get(calendar.calendar_id);
    this.calendars.set(calendar.calendar_id, calendar);
    this.#calendarsChanged = true;
    this.#all ||= !known || ['visibility', 'status', 'color', 'name', 'privilege'].some((name) => known[name] !== calendar[name]);
    this.#announce();
  }

  /** Takes an event as an answer told it, unless the feed was faster with what is newer or with its end. */
  put(event) {
    if (!this.#recall.isOld(event)) {
      this.#take(event);
    }
  }

  /** Shows what is known of an event already. Its tag stays: the state that the service tells is newer, and wins. */
  amend(id, fields) {
    const known = this.events.get(id);
    if (known) {
      this.#set({ ...known, ...fields });
    }
  }

  /**
   * Takes away an event.
   *
   * @param tag its last one, where that is known; what is no newer does not come back
   */
  remove(id, tag = this.events.get(id)?.edit_tag) {
    if (tag) {
      this.#recall.say(id, tag);
    }
    this.#delete(id);
  }

  #take(event) {
    const known = this.events.get(event.id);
    if (!known || isNewer(event.edit_tag, known.edit_tag)) {
      this.#recall.say(event.id, event.edit_tag);
      this.#set(event);
    }
  }

  /**
   * Takes a change of the log.
   *
   * @return whether events came or went with it that the log does not name: a calendar was opened or closed
   */
  apply(change) {
    if (change.type === 'calendar') {
      return this.#applyCalendar(change);
    }
    const { id, item, old_edit_tag: before, new_edit_tag: after } = change;
    if (!item) {
      this.remove(id, after ?? before ?? undefined);
    } else if (before) {
      this.put(item);
    } else {
      // It came into being, again perhaps: what was said of one before it does not count.
      this.#take(item);
    }
    return false;
  }

  #applyCalendar({ item, calendar_id: id }) {
    const known = this.calendars.has(id);
    if (item) {
      this.putCalendar(item);
      return !known;
    }
    this.calendars.delete(id);
    [...this.events.values()].filter((event) => event.calendar_id === id && !this.#isInvited(event)).forEach((event) => this.#delete(event.id));
    this.#calendarsChanged = true;
    this.#all = true;
    this.#announce();
    return known;
  }

  #isInvited({ attendees }) {
    return attendees.some(({ id }) => id !== null && id === this.me);
  }

  /** Begins to load a month; what the feed says from here on is newer than what the answer may hold. */
  beginLoad({ key, from, to }) {
    this.blocks.set(key, { from, to, state: 'loading', since: this.#recall.moment, isKnown: this.blocks.has(key), isOutdated: false });
  }

  /** Takes the events of a month. */
  endLoad({ key, from, to }, events) {
    const block = this.blocks.get(key);
    if (!block) {
      return;
    }
    const isFresh = ({ id }) => this.#recall.isSaidSince(block.since, id);
    const found = new Set(events.map(({ id }) => id));
    this.between(from, to).filter((event) => !found.has(event.id) && !isFresh(event)).forEach(({ id }) => this.#delete(id));
    events.filter((event) => !isFresh(event) || !this.#recall.isOld(event)).forEach((event) => this.#takeListed(event));
    const isRight = !block.isOutdated && this.#recall.isCompleteSince(block.since);
    this.blocks.set(key, { from, to, state: isRight ? 'ready' : 'stale' });
    this.#announce();
  }

  /** Takes an event of a list, which is there whatever was said before the list was asked for. */
  #takeListed(event) {
    const known = this.events.get(event.id);
    if (!known || isNewer(event.edit_tag, known.edit_tag)) {
      this.events.set(event.id, event);
      this.#all = true;
    }
  }

  /** The month could not be loaded; what was there before stays to look at. */
  failLoad({ key }) {
    const block = this.blocks.get(key);
    if (block?.isKnown) {
      block.state = 'stale';
    } else {
      this.blocks.delete(key);
    }
  }

  /** Nothing that is loaded counts any more, nor what is on its way; it stays to look at until it is loaded again. */
  invalidate() {
    for (const block of this.blocks.values()) {
      block.isOutdated = true;
      if (block.state === 'ready') {
        block.state = 'stale';
      }
    }
  }

  /** Forgets the months outside of a span, and the events that are in no month any more. */
  prune(from, to) {
    for (const [key, block] of this.blocks) {
      if (block.state !== 'loading' && (block.to <= from || block.from >= to)) {
        this.blocks.delete(key);
      }
    }
    for (const event of this.events.values()) {
      if (!this.#isLoaded(event)) {
        this.#delete(event.id);
      }
    }
  }

  clear() {
    this.events.clear();
    this.calendars.clear();
    this.blocks.clear();
    this.#recall.clear();
    this.#all = true;
    this.#calendarsChanged = true;
    this.#announce();
  }

  #isLoaded(event) {
    for (const block of this.blocks.values()) {
      if (event.end_time > block.from && event.start_time < block.to) {
        return true;
      }
    }
    return false;
  }

  #set(event) {
    if (this.#isLoaded(event)) {
      this.events.set(event.id, event);
      this.#ids.add(event.id);
      this.#announce();
    } else {
      this.#delete(event.id);
    }
  }

  #delete(id) {
    if (this.events.delete(id)) {
      this.#ids.add(id);
      this.#announce();
    }
  }

  /** Tells once for all that happens in one turn. */
  #announce() {
    if (!this.#announced) {
      this.#announced = true;
      queueMicrotask(() => {
        const detail = { ids: this.#ids, all: this.#all, calendars: this.#calendarsChanged };
        this.#announced = false;
        this.#ids = new Set();
        this.#all = false;
        this.#calendarsChanged = false;
        this.dispatchEvent(new CustomEvent('change', { detail }));
      });
    }
  }
}
