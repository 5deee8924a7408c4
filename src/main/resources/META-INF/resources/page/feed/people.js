// The names of accounts, taken from the events seen.

const MOST = 2_000;

/** Names by zuid; the least recently seen are dropped first. */
export class People {
  #names = new Map();

  /** Records the names in an event. */
  meet(event) {
    for (const person of [event.creator, event.organizer, ...event.attendees]) {
      if (person?.id) {
        this.#names.delete(person.id);
        this.#names.set(person.id, { name: person.name, email: person.email });
      }
    }
    for (const id of this.#names.keys()) {
      if (this.#names.size <= MOST) {
        break;
      }
      this.#names.delete(id);
    }
  }

  get size() {
    return this.#names.size;
  }

  /** The name of an account; null if it was never seen. */
  name(zuid) {
    return this.#names.get(zuid)?.name ?? null;
  }

  /** The address of an account; null if it was never seen. */
  email(zuid) {
    return this.#names.get(zuid)?.email ?? null;
  }

  /** The name of a change's actor as shown to the viewer; the name sent with the change takes precedence. */
  actor(zuid, me, told) {
    if (zuid === me) {
      return 'You';
    }
    return zuid === 'system' ? 'Almanac' : told ?? this.name(zuid) ?? 'Somebody';
  }

  /** The known addresses, for suggestions. */
  addresses() {
    return [...this.#names.values()].map(({ email }) => email);
  }
}
