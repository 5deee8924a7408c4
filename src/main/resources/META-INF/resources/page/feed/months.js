// The months that are loaded or being loaded, by their key.

/** Each month as `{from, to, state}`; the states are `loading`, `ready` and `stale`. */
export class Months extends Map {
  /** Starts loading a month. @param since what the feed reports after this position is newer than the answer may be */
  begin({ key, from, to }, since) {
    this.set(key, { from, to, state: 'loading', since, isKnown: this.has(key), isOutdated: false });
  }

  /** A month is loaded. @param isRight whether the answer can lack nothing */
  end({ key, from, to }, isRight) {
    this.set(key, { from, to, state: isRight && !this.get(key).isOutdated ? 'ready' : 'stale' });
  }

  /** A month could not be loaded; its earlier events stay. */
  fail({ key }) {
    const month = this.get(key);
    if (month?.isKnown) {
      month.state = 'stale';
    } else {
      this.delete(key);
    }
  }

  /** Marks all months as stale, also those that are being loaded. */
  invalidate() {
    this.outdate(Infinity, -Infinity);
    for (const month of this.values()) {
      month.isOutdated = true;
    }
  }

  /** Marks the loaded months outside of a span as stale. */
  outdate(from, to) {
    for (const month of this.values()) {
      if (month.state === 'ready' && (month.to <= from || month.from >= to)) {
        month.state = 'stale';
      }
    }
  }

  /** Marks the months that are being loaded: the answers may be of before a change. */
  outdateLoading() {
    for (const month of this.values()) {
      month.isOutdated ||= month.state === 'loading';
    }
  }

  /** Drops the months outside of a span, except for those that are being loaded. */
  prune(from, to) {
    for (const [key, month] of this) {
      if (month.state !== 'loading' && (month.to <= from || month.from >= to)) {
        this.delete(key);
      }
    }
  }

  /** Whether an event is in one of the months. */
  hold({ start_time: start, end_time: end }) {
    for (const month of this.values()) {
      if (end > month.from && start < month.to) {
        return true;
      }
    }
    return false;
  }
}
