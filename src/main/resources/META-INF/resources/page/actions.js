// What a person does to events, with what may come in between: somebody else was faster, a call is locked, nobody answers.

import { announce, toast } from './announce.js';
import { chooseVersion } from './conflict.js';
import { confirmed } from './dialogs.js';
import { difference, request } from './merge.js';
import { countdownText } from './time.js';

/** For a person: why something was not done. */
export function refusalText(problem) {
  if (problem.status !== 429 || problem.retryAfter === 0) {
    return problem.text ?? String(problem);
  }
  const what = problem.isElsewhere ? 'The service that this calendar comes from takes no more of this for now.' : 'The quota for this is used up.';
  return `${what} It opens again in ${countdownText(problem.retryAfter)}.`;
}

/** Changes events, and tells the store what has come of it. */
export class Actions {
  constructor(api, store, context) {
    this.api = api;
    this.store = store;
    this.context = context;
  }

  /** Makes an event. The key makes a repeated try find the first. */
  async create(event, key) {
    const made = await this.api.create(request({ attendees: [], reminders: [], attachments: [], calendar_id: '', location: '', description: '', type: 'normal_event' }, event), key);
    this.store.put(made);
    announce(`Added ${made.title}`);
    return made;
  }

  /**
   * Brings an event from the state in which it was seen to another. Where somebody was faster, both versions are shown
   * and the person chooses.
   *
   * @return the event as it is now; null where the person has put the choice off
   */
  async save(base, wanted) {
    let seen = base;
    let aim = wanted;
    while (difference(seen, aim).length > 0) {
      try {
        const changed = await this.api.edit(seen.id, request(seen, aim));
        this.store.put(changed);
        announce(`Saved ${changed.title}`);
        return changed;
      } catch (problem) {
        if (problem.status !== 412 || !problem.data?.[0]) {
          throw problem;
        }
        const [theirs] = problem.data;
        this.store.put(theirs);
        aim = await chooseVersion({ base: seen, mine: aim, theirs }, this.context);
        if (aim === null) {
          return null;
        }
        seen = theirs;
      }
    }
    return seen;
  }

  /** Puts an event where it was dragged to; back again where that cannot be. */
  async move({ event, wanted, revert }) {
    try {
      if (await this.save(event, wanted) === null) {
        revert();
      }
    } catch (problem) {
      revert();
      toast(refusalText(problem), { isError: true });
    }
    this.store.dispatchEvent(new CustomEvent('change', { detail: { ids: new Set([event.id]), all: false, calendars: false } }));
  }

  async answer(event, status) {
    try {
      const { etag } = await this.api.answer(event.id, status);
      const attendees = event.attendees.map((each) => (each.id === this.store.me ? { ...each, status } : each));
      this.store.put({ ...event, attendees, edit_tag: etag });
    } catch (problem) {
      toast(refusalText(problem), { isError: true });
    }
  }

  /** @return whether it is gone */
  async remove(event) {
    if (!await confirmed('Remove this event?', `“${event.title}” goes for everybody who sees it.`, 'Remove')) {
      return false;
    }
    try {
      await this.api.remove(event);
      this.store.remove(event.id);
      announce(`Removed ${event.title}`);
      return true;
    } catch (problem) {
      this.#notRemoved(problem);
      return false;
    }
  }

  #notRemoved(problem) {
    if (problem.status === 412 && problem.data?.[0]) {
      const [now] = problem.data;
      this.store.put(now);
      toast(`“${now.title}” was changed meanwhile, and is still there.`, {
        isError: true,
        action: { label: 'Remove it all the same', run: () => this.remove(now) },
      });
    } else if (problem.status === 404) {
      toast('It was removed already.');
    } else {
      toast(refusalText(problem), { isError: true });
    }
  }

  async download({ fileId, fileName }) {
    try {
      const url = URL.createObjectURL(await this.api.download(fileId));
      const link = document.createElement('a');
      link.href = url;
      link.download = fileName;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    } catch (problem) {
      toast(refusalText(problem), { isError: true });
    }
  }

  async showCalendar(calendar, visibility) {
    this.store.putCalendar({ ...calendar, visibility });
    try {
      const [saved] = await this.api.showCalendar(calendar.id, visibility);
      this.store.putCalendar(saved);
    } catch (problem) {
      const reason = problem.status === 403 && calendar.mirror
        ? 'The calendar comes from another service, and whether it is shown is kept there.'
        : refusalText(problem);
      toast(`Shown so in this tab only. ${reason}`, { isError: true });
    }
  }
}
