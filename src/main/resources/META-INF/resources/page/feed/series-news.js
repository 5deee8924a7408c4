// What a series that the service has told changes in its occurrences.

const MOST = 500;

/** The fields that each plain occurrence has from its series, and that move none of them. */
const CONTENT = ['type', 'title', 'description', 'location', 'creator', 'organizer', 'attendees', 'meeting_link', 'reminders', 'attachments', 'transparency'];

/** The last told states of series; the oldest are dropped first. */
export class SeriesNews {
  #told = new Map();

  /** Whether a series was not told in this state before: an own change is answered, and then reported by the feed. */
  isNew(series) {
    const text = JSON.stringify(series);
    const isNew = this.#told.get(series.id) !== text;
    this.#told.delete(series.id);
    this.#told.set(series.id, text);
    if (this.#told.size > MOST) {
      this.#told.delete(this.#told.keys().next().value);
    }
    return isNew;
  }

  /** Forgets a series, so that its next state is new. */
  forget(id) {
    this.#told.delete(id);
  }

  /** Whether a change leaves all occurrences where they are. */
  isOfContent(changed) {
    return Boolean(changed) && changed.length > 0 && changed.every((name) => CONTENT.includes(name));
  }

  /** A plain occurrence after such a change. */
  occurrence(series, { start_time, end_time, start_date, end_date, recurrence_id, recurrence }) {
    const dates = start_date === undefined ? {} : { start_date, end_date };
    return { ...series, ...dates, start_time, end_time, recurrence_id, recurrence };
  }

  clear() {
    this.#told.clear();
  }
}
