// What the viewer does to events, with the handling of conflicts, locked calls and lost answers.

import { announce, toast } from '../kit/announce.js';
import { chooseVersion } from './conflict.js';
import { confirmed } from '../kit/dialogs.js';
import { deedOf, difference, request } from './merge.js';
import { isNewer } from '../kit/tags.js';
import { countdownText } from '../kit/time.js';

/**
 * How often a change is repeated after a conflict that does not concern it: an answer to an invitation raises the
 * edit_tag, too.
 */
const MOST_REPEATS = 4;
const HERE_ONLY = 'Shown so in this tab only. ';

/** The text of a refusal, with the time left if the refusal ends by itself. */
export function refusalText(problem, left = problem.retryAfter) {
  if (!isTimed(problem)) {
    return problem.text ?? String(problem);
  }
  const what = problem.isElsewhere ? 'The service that this calendar comes from takes no more of this for now.' : 'The quota for this is used up.';
  return `${what} It opens again in ${countdownText(left)}.`;
}

const isTimed = ({ status, retryAfter }) => status === 429 && retryAfter > 0;

/** The text of a refusal for messages: `{text, until}`; `until` is set if the refusal ends by itself. */
export function refusal(problem, before = '') {
  return {
    text: (left) => before + refusalText(problem, left),
    until: isTimed(problem) ? Date.now() + problem.retryAfter : undefined,
  };
}

/** Shows why a call was refused, for as long as the refusal lasts. */
export function refused(problem, before) {
  const { text, until } = refusal(problem, before);
  toast(text, { isError: true, until });
}

/** Changes events and puts the results into the store. */
export class Actions {
  #turns = new Map();

  constructor(api, store, context) {
    this.api = api;
    this.store = store;
    this.context = context;
  }

  /** Creates an event. A repeated attempt with the same key finds the event of the first. */
  async create(event, key) {
    const made = await this.api.create(request({ attendees: [], reminders: [], attachments: [], calendar_id: '', location: '', description: '', type: 'normal_event' }, event), key);
    this.store.put(made);
    announce(`Added ${made.title}`);
    return made;
  }

  /**
   * Saves an event. If another user has changed it since `base`, both versions are shown and the viewer chooses.
   *
   * @return the event after it; null if the viewer has closed the dialog
   */
  save(base, wanted) {
    const choose = (versions) => chooseVersion(versions, this.context);
    return this.#inTurn(base, (seen) => this.#edit(seen, deedOf(base, wanted), choose));
  }

  /** Makes a change that suits any state of an event; after a conflict it is applied to the newer state. */
  change(event, deed) {
    return this.#inTurn(event, (seen) => this.#edit(seen, deed, ({ theirs }) => deed(theirs)));
  }

  /**
   * Runs the changes of one event one after the other, each on the result of the one before, so that a viewer's own
   * changes do not conflict.
   */
  #inTurn(event, work) {
    const before = this.#turns.get(event.id) ?? Promise.resolve(event);
    const seen = before.then((left) => (isNewer(left.edit_tag, event.edit_tag) ? left : event));
    const done = seen.then(work);
    const left = Promise.all([seen, done.catch(() => null)]).then(([was, now]) => now ?? was);
    this.#turns.set(event.id, left);
    left.then(() => this.#turns.get(event.id) === left && this.#turns.delete(event.id));
    return done;
  }

  async #edit(seen, deed, settle) {
    let base = seen;
    let aim = deed(base);
    for (let tries = 0; difference(base, aim).length > 0; tries++) {
      try {
        const changed = await this.api.edit(base.id, request(base, aim));
        this.store.put(changed);
        announce(`Saved ${changed.title}`);
        return changed;
      } catch (problem) {
        const theirs = this.#newer(problem);
        const isFree = tries < MOST_REPEATS && difference(base, theirs).length === 0;
        aim = isFree ? deedOf(base, aim)(theirs) : await settle({ base, mine: aim, theirs });
        base = theirs;
      }
      if (aim === null) {
        return null;
      }
    }
    return base;
  }

  /** The newer state that a 412 contains; any other problem is thrown again. */
  #newer(problem) {
    if (problem.status !== 412 || !problem.data?.[0]) {
      throw problem;
    }
    const [now] = problem.data;
    this.store.put(now);
    return now;
  }

  /** Saves an event that was dragged. The view is redrawn from the store, whether saving succeeded or not. */
  async move({ event, wanted }) {
    try {
      await this.save(event, wanted);
    } catch (problem) {
      refused(problem);
    }
    this.store.dispatchEvent(new CustomEvent('change', { detail: { ids: new Set([event.id]), all: false, calendars: false } }));
  }

  async answer(event, status) {
    try {
      await this.api.answer(event.id, status);
      const { attendees } = this.store.events.get(event.id) ?? event;
      this.store.amend(event.id, { attendees: attendees.map((each) => (each.id === this.store.me ? { ...each, status } : each)) });
    } catch (problem) {
      refused(problem);
    }
  }

  /**
   * @return whether the event was removed
   */
  async remove(event) {
    if (!await confirmed('Remove this event?', `“${event.title}” goes for everybody who sees it.`, 'Remove', 'delete-event')) {
      return false;
    }
    try {
      await this.#inTurn(event, (seen) => this.#remove(seen));
      this.store.remove(event.id);
      announce(`Removed ${event.title}`);
      return true;
    } catch (problem) {
      this.#notRemoved(problem);
      return false;
    }
  }

  async #remove(event, tries = 0) {
    try {
      await this.api.remove(event);
    } catch (problem) {
      const now = this.#newer(problem);
      if (tries >= MOST_REPEATS || difference(event, now).length > 0) {
        throw problem;
      }
      await this.#remove(now, tries + 1);
    }
  }

  #notRemoved(problem) {
    if (problem.status === 412 && problem.data?.[0]) {
      const [now] = problem.data;
      toast(`“${now.title}” was changed meanwhile, and is still there.`, {
        isError: true,
        action: { label: 'Remove it all the same', run: () => this.remove(now) },
      });
    } else if (problem.status === 404) {
      toast('It was removed already.');
    } else {
      refused(problem);
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
      refused(problem);
    }
  }

  async showCalendar(calendar, visibility) {
    this.store.putCalendar({ ...calendar, visibility });
    try {
      const [saved] = await this.api.showCalendar(calendar.id, visibility);
      this.store.putCalendar(saved);
    } catch (problem) {
      if (problem.status === 403 && calendar.mirror) {
        toast(`${HERE_ONLY}The calendar comes from another service, and whether it is shown is kept there.`, { isError: true });
      } else {
        refused(problem, HERE_ONLY);
      }
    }
  }
}
