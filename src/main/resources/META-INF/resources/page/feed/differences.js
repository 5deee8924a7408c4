// What differs in the store since it was last told.

/** Collects differences, and tells all of one task at once: `{ids, all, calendars}`. */
export class Differences {
  #none = () => ({ ids: new Set(), all: false, calendars: false });
  #found = this.#none();
  #isPlanned = false;

  constructor(tell) {
    this.tell = tell;
  }

  /** An item differs. */
  of(key) {
    this.#found.ids.add(key);
    this.#plan();
  }

  /** Any item may differ. */
  ofAll() {
    this.#found.all = true;
    this.#plan();
  }

  /** The calendars and any item may differ. */
  ofEverything() {
    this.ofCalendars();
    this.ofAll();
  }

  ofCalendars() {
    this.#found.calendars = true;
    this.#plan();
  }

  ofMonths() {
    this.#plan();
  }

  #plan() {
    if (!this.#isPlanned) {
      this.#isPlanned = true;
      queueMicrotask(() => {
        const found = this.#found;
        this.#found = this.#none();
        this.#isPlanned = false;
        this.tell(found);
      });
    }
  }
}
