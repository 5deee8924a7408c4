// The loaded data: the calendars, and the events of loaded months. Changes of the feed are applied as they
// arrive; events outside of loaded months are dropped, so the store does not grow over time.

import { Differences } from './differences.js';
import { isException, isOccurrence, isSeries, keyOf } from '../kit/item.js';
import { Months } from './months.js';
import { Recall } from './recall.js';
import { SeriesNews } from './series-news.js';
import { isNewer } from '../kit/tags.js';

/**
 * Keeps items by their keys (see kit/item.js). Dispatches `change` with `{ids, all, calendars}`: the keys of what
 * differs since the last time; and `series` with a series whose occurrences have to be read.
 */
export class Store extends EventTarget {
  events = new Map();
  calendars = new Map();
  blocks = new Months();
  #recall = new Recall();
  #news = new SeriesNews();
  #differences = new Differences((detail) => this.dispatchEvent(new CustomEvent('change', { detail })));

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
      .sort((one, other) => one.start_time - other.start_time || (keyOf(one) < keyOf(other) ? -1 : 1));
  }

  /** The loaded items with an id: one event, or the occurrences of a series. */
  ofSeries(id) {
    return [...this.events.values()].filter((event) => event.id === id);
  }

  /**
   * The item that a key names; of a series the loaded occurrence that is nearest to a time.
   *
   * @param tag only what is at least as new, if given
   */
  find(key, near = Date.now(), tag = '0') {
    const distance = ({ start_time: start }) => Math.abs(start - near);
    const found = this.events.has(key) ? [this.events.get(key)] : this.ofSeries(key);
    return found.filter((event) => !isNewer(tag, event.edit_tag)).reduce((best, event) => (!best || distance(event) < distance(best) ? event : best), null);
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
    this.#differences.ofEverything();
  }

  /** Takes a calendar from an answer. */
  putCalendar(calendar) {
    const known = this.calendars.get(calendar.calendar_id);
    this.calendars.set(calendar.calendar_id, calendar);
    this.#differences.ofCalendars();
    if (!known || ['visibility', 'status', 'color', 'name', 'privilege'].some((name) => known[name] !== calendar[name])) {
      this.#differences.ofAll();
    }
  }

  /** Takes an event from an answer, unless the feed has reported a newer state or its removal. */
  put(event) {
    if (isSeries(event)) {
      this.#takeSeries(event);
    } else if (!this.#recall.isOld(event)) {
      this.#take(event);
    }
  }

  /** Shows fields that are known already. The tag is unchanged, so the state from the service replaces them. */
  amend(key, fields) {
    const known = this.events.get(key);
    if (known) {
      this.#set({ ...known, ...fields });
    }
  }

  /**
   * Removes an event.
   *
   * @param tag its last tag, if known; a state that is not newer is then ignored
   */
  remove(key, tag = this.events.get(key)?.edit_tag) {
    if (tag) {
      this.#recall.say(key, tag);
    }
    this.#delete(key);
  }

  /** Tells that an item has to be drawn again as it is known. */
  redraw(key) {
    this.#differences.of(key);
  }

  /** Removes a series, or its occurrences from a time on. */
  removeSeries(id, from = -Infinity) {
    this.blocks.outdateLoading();
    this.#deleteAll(this.ofSeries(id).filter(({ start_time: start }) => start >= from));
  }

  #take(event) {
    if (!isOccurrence(event)) {
      this.#single(event.id);
    }
    const known = this.events.get(keyOf(event));
    if (!known || isNewer(event.edit_tag, known.edit_tag) || (isException(event) && !isException(known))) {
      this.#recall.say(keyOf(event), event.edit_tag);
      this.#set(event);
    }
  }

  /** Takes away the occurrences of what does not repeat any more. */
  #single(id) {
    if (this.ofSeries(id).some(isOccurrence)) {
      this.removeSeries(id);
    }
  }

  /**
   * Takes a series. Fields that all plain occurrences share are changed in these; a change of times or of who sees it is
   * not computed here, but its occurrences are read again.
   *
   * @param changed the names of the fields that have changed, if known
   */
  #takeSeries(series, changed) {
    this.blocks.outdateLoading();
    this.#delete(series.id);
    this.#recall.say(series.id, series.edit_tag);
    if (!this.#news.isNew(series)) {
      return;
    }
    if (!this.#news.isOfContent(changed)) {
      this.dispatchEvent(new CustomEvent('series', { detail: series }));
      return;
    }
    for (const event of this.ofSeries(series.id)) {
      if (!isException(event) && isNewer(series.edit_tag, event.edit_tag)) {
        this.#set(this.#news.occurrence(series, event));
      }
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
    const { item, old_edit_tag: before, new_edit_tag: after, changed } = change;
    if (!item) {
      this.#applyRemoval(change, after ?? before ?? undefined);
    } else if (isSeries(item)) {
      this.#takeSeries(item, before ? changed : undefined);
    } else if (before) {
      this.put(item);
    } else {
      // The event is new or visible again: a record of its earlier removal does not count.
      this.#take(item);
    }
    return false;
  }

  #applyRemoval(change, tag) {
    if (!isOccurrence(change)) {
      this.#news.forget(change.id);
      this.#single(change.id);
    }
    this.remove(keyOf(change), tag);
  }

  #applyCalendar({ item, calendar_id: id }) {
    const known = this.calendars.has(id);
    if (item) {
      this.putCalendar(item);
      return !known;
    }
    this.calendars.delete(id);
    this.#deleteAll([...this.events.values()].filter((event) => event.calendar_id === id && !this.#isInvited(event)));
    this.#differences.ofEverything();
    return known;
  }

  #isInvited({ attendees }) {
    return attendees.some(({ id }) => id !== null && id === this.me);
  }

  /** Starts loading a month. */
  beginLoad(month) {
    this.blocks.begin(month, this.#recall.moment);
  }

  /** Takes the events of a month. */
  endLoad(month, events) {
    const block = this.blocks.get(month.key);
    if (block) {
      this.#replace(this.between(month.from, month.to), events, block.since);
      this.blocks.end(month, this.#recall.isCompleteSince(block.since));
      this.#differences.ofMonths();
    }
  }

  /** The current position, for endSeries. */
  get moment() {
    return this.#recall.moment;
  }

  /**
   * Takes the occurrences of a series in a span.
   *
   * @param since the position at which they were asked for
   */
  endSeries(id, { from, to }, events, since) {
    this.#replace(this.between(from, to).filter((event) => event.id === id), events.filter((event) => this.blocks.hold(event)), since);
  }

  /** Replaces known events by those of an answer, except for what the feed has told since it was asked for. */
  #replace(known, events, since) {
    const isFresh = (event) => this.#recall.isSaidSince(since, keyOf(event));
    const found = new Set(events.map(keyOf));
    this.#deleteAll(known.filter((event) => !found.has(keyOf(event)) && !isFresh(event)));
    events.filter((event) => !isFresh(event) || !this.#recall.isOld(event)).forEach((event) => this.#takeListed(event));
  }

  /** Takes an event of a list, regardless of what was recorded before the list was requested. */
  #takeListed(event) {
    const known = this.events.get(keyOf(event));
    if (!known || isNewer(event.edit_tag, known.edit_tag) || isException(event) !== isException(known)) {
      this.events.set(keyOf(event), event);
      this.#differences.ofAll();
    }
  }

  /** A month could not be loaded; its earlier events stay. */
  failLoad(month) {
    this.blocks.fail(month);
  }

  /** Marks all loaded and loading months as stale. Their events stay until they are loaded again. */
  invalidate() {
    this.blocks.invalidate();
  }

  /** Drops the months outside of a span, and the events in no loaded month. */
  prune(from, to) {
    this.blocks.prune(from, to);
    this.#deleteAll([...this.events.values()].filter((event) => !this.blocks.hold(event)));
  }

  clear() {
    this.events.clear();
    this.calendars.clear();
    this.blocks.clear();
    this.#recall.clear();
    this.#news.clear();
    this.#differences.ofEverything();
  }

  #set(event) {
    if (this.blocks.hold(event)) {
      this.events.set(keyOf(event), event);
      this.#differences.of(keyOf(event));
    } else {
      this.#delete(keyOf(event));
    }
  }

  #deleteAll(events) {
    events.forEach((event) => this.#delete(keyOf(event)));
  }

  #delete(key) {
    if (this.events.delete(key)) {
      this.#differences.of(key);
    }
  }
}
