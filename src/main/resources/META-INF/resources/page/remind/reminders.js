// The reminders that were given: which are shown, which are put off, and which are done. They are stored in the
// browser, so that its tabs agree and a reload forgets nothing.

import { keyOf } from '../kit/item.js';
import { MINUTE } from '../kit/time.js';

const MOST = 200;

/** The key of a reminder: no two of an item at one time are equal. */
export const reminderKey = ({ id, recurrence_id: occurrence = '', start_time: start, minutes }) => `${id} ${occurrence} ${start} ${minutes}`;

/** Dispatches `change`, and `due` with a reminder that is to be given now. */
export class Reminders extends EventTarget {
  #kept = new Map();
  /** The time at which this tab has given each reminder. */
  #given = new Map();
  #place = null;

  constructor({ storage = localStorage, now = () => Date.now() } = {}) {
    super();
    this.storage = storage;
    this.now = now;
  }

  /** Reads the reminders of an account, and follows the other tabs. */
  begin(me) {
    this.#place = `almanac.reminders.${me}`;
    this.#read();
    this.onStorage = ({ key }) => key === this.#place && this.#follow();
    addEventListener('storage', this.onStorage);
    this.shown.filter(({ isSnoozed }) => !isSnoozed).forEach(({ key, due }) => this.#given.set(key, due));
    this.#changed();
    this.tick();
  }

  /** Forgets everything, at the end of a session. */
  end() {
    removeEventListener('storage', this.onStorage);
    if (this.#place) {
      this.storage.removeItem(this.#place);
    }
    this.#kept.clear();
    this.#place = null;
  }

  /** What is shown: due, and neither dismissed nor over. The next start is first. */
  get shown() {
    const now = this.now();
    return [...this.#kept.values()]
      .filter(({ isDone, due, end_time: end }) => !isDone && due <= now && end > now)
      .sort((one, other) => one.start_time - other.start_time);
  }

  /** Takes a message of the feed; one that is known already is ignored. */
  take(message) {
    const key = reminderKey(message);
    this.#read();
    if (!this.#kept.has(key)) {
      const { title, start_time: start, end_time: end, minutes, late = false, calendar_id: calendar } = message;
      const taken = { key, item: keyOf(message), title, start_time: start, end_time: end, minutes, late, calendar_id: calendar, due: this.now(), isSnoozed: false, isDone: false };
      this.#kept.set(key, taken);
      this.#write();
      this.#give(taken);
    }
  }

  /** The snoozes in minutes that end before the event begins. */
  snoozes({ start_time: start }) {
    return [5, 10].filter((minutes) => this.now() + minutes * MINUTE <= start + MINUTE / 2);
  }

  /** Puts a reminder off, at most until its event begins. */
  snooze(key, minutes) {
    this.#edit(key, ({ start_time: start }) => ({ due: Math.min(start, this.now() + minutes * MINUTE), isSnoozed: true, late: false }));
  }

  dismiss(key) {
    this.#edit(key, () => ({ isDone: true }));
  }

  /** An item as it is now: its reminders end if it was moved or declined. */
  meet(item, answer) {
    this.#endAll((kept) => kept.item === keyOf(item) && (kept.start_time !== item.start_time || answer === 'declined'));
  }

  /** An item is gone. */
  lose(key) {
    this.#endAll((kept) => kept.item === key);
  }

  /** All items that there are, by their keys. */
  meetAll(items, answerOf) {
    this.#endAll(({ item, start_time: start }) => {
      const found = items.get(item);
      return !found || found.start_time !== start || answerOf(found) === 'declined';
    });
  }

  /** Time has passed: what was put off is given again, unless its event has begun meanwhile. */
  tick() {
    if (!this.#place) {
      return;
    }
    const now = this.now();
    const isMissed = ({ isSnoozed, start_time: start }) => isSnoozed && now > start + MINUTE;
    this.#endAll((kept) => kept.due <= now && isMissed(kept));
    const due = this.shown.filter((kept) => this.#given.get(kept.key) !== kept.due);
    for (const each of due) {
      if (each.isSnoozed) {
        this.#edit(each.key, () => ({ isSnoozed: false }));
      }
      this.#give(each);
    }
  }

  #give(kept) {
    this.#given.set(kept.key, kept.due);
    this.dispatchEvent(new CustomEvent('due', { detail: kept }));
    this.#changed();
  }

  #edit(key, change) {
    this.#read();
    const kept = this.#kept.get(key);
    if (kept) {
      this.#kept.set(key, { ...kept, ...change(kept) });
      this.#write();
      this.#changed();
    }
  }

  #endAll(isOver) {
    const over = [...this.#kept.values()].filter((kept) => !kept.isDone && isOver(kept));
    over.forEach((kept) => this.#kept.set(kept.key, { ...kept, isDone: true }));
    if (over.length > 0) {
      this.#write();
      this.#changed();
    }
  }

  #follow() {
    this.#read();
    this.#changed();
    this.tick();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }

  #read() {
    try {
      this.#kept = new Map(JSON.parse(this.storage.getItem(this.#place) ?? '[]').map((kept) => [kept.key, kept]));
    } catch {
      this.#kept = new Map();
    }
  }

  /** Those of events that are over are not kept: no message comes again for them. */
  #write() {
    const now = this.now();
    const kept = [...this.#kept.values()].filter(({ end_time: end }) => end > now).slice(-MOST);
    this.#kept = new Map(kept.map((each) => [each.key, each]));
    this.storage.setItem(this.#place, JSON.stringify(kept));
  }
}
