// The loaded data: the calendars, and the events of loaded months. Changes of the feed are applied as they
// arrive; events outside of loaded months are dropped, so the store does not grow over time.

import { Recall } from './recall.js';
import { isNewer } from '../kit/tags.js';

/** Dispatches `change` with `{ids, all, calendars}`: what differs since the last time. */
export class Store extends EventTarget {
  events = new Map();
  calendars = new Map();
  blocks = new Map();
  #recall = new Recall();
  #ids = new Set();
  #all = false;
  #calendarsChanged = false;
  #announced = false;

  /** The viewer's zuid: that of the owner of an own calendar, which every account has. */
  get me() {
    for (const calendar of this.calendars.values()) {
      if (calendar.category === 'own') {
        return calendar.owner;
      }
    }
    return null;
  }

  /** The events that overlap a span, by start. */
  between(from, to) {
    return [...this.events.values()]
      .filter((event) => event.end_time > from && event.start_time < to)
      .sort((one, other) => one.start_time - other.start_time || (one.id < other.id ? -1 : 1));
  }

  /** Whether an event is shown: its calendar is visible and enabled, or is not one of the viewer's. */
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

  /** Takes a calendar from an answer. */
  putCalendar(calendar) {
    const known = this.calendars.get(calendar.calendar_id);
    this.calendars.set(calendar.calendar_id, calendar);
    this.#calendarsChanged = true;
    this.#all ||= !known || ['visibility', 'status', 'color', 'name', 'privilege'].some((name) => known[name] !== calendar[name]);
    this.#announce();
  }

  /** Takes an event from an answer, unless the feed has reported a newer state or its removal. */
  put(event) {
    if (!this.#recall.isOld(event)) {
      this.#take(event);
    }
  }

  /** Shows fields that are known already. The tag is unchanged, so the state from the service replaces them. */
  amend(id, fields) {
    const known = this.events.get(id);
    if (known) {
      this.#set({ ...known, ...fields });
    }
  }

  /**
   * Removes an event.
   *
   * @param tag its last tag, if known; a state that is not newer is then ignored
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
   * Applies a change of the log.
   *
   * @return whether events came or went that the log does not name: a calendar was added or removed
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
      // The event is new or visible again: a record of its earlier removal does not count.
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

  /** Starts loading a month. What the feed reports from now on is newer than the answer may be. */
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

  /** Takes an event of a list, regardless of what was recorded before the list was requested. */
  #takeListed(event) {
    const known = this.events.get(event.id);
    if (!known || isNewer(event.edit_tag, known.edit_tag)) {
      this.events.set(event.id, event);
      this.#all = true;
    }
  }

  /** A month could not be loaded; its earlier events stay. */
  failLoad({ key }) {
    const block = this.blocks.get(key);
    if (block?.isKnown) {
      block.state = 'stale';
    } else {
      this.blocks.delete(key);
    }
  }

  /** Marks all loaded and loading months as stale. Their events stay until they are loaded again. */
  invalidate() {
    for (const block of this.blocks.values()) {
      block.isOutdated = true;
      if (block.state === 'ready') {
        block.state = 'stale';
      }
    }
  }

  /** Drops the months outside of a span, and the events in no loaded month. */
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

  /** Dispatches one event for all changes of a task. */
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
