// Who is who: the names behind zuids, as far as the events that were seen tell them.

const MOST = 2_000;

/** Names by zuid; those that were seen longest ago are forgotten first. */
export class People {
  #names = new Map();

  /** Takes the names that an event holds. */
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

  /** The name of a person; null where it was never seen. */
  name(zuid) {
    return this.#names.get(zuid)?.name ?? null;
  }

  /** Who did something, as the viewer would say it; the name as it was told with it, if it was. */
  actor(zuid, me, told) {
    if (zuid === me) {
      return 'You';
    }
    return zuid === 'system' ? 'Almanac' : told ?? this.name(zuid) ?? 'Somebody';
  }

  /** The addresses that were seen, for proposals. */
  addresses() {
    return [...this.#names.values()].map(({ email }) => email);
  }
}
