// What the viewer does to events, with the handling of conflicts, locked calls and lost answers.

import { announce, toast } from '../kit/announce.js';
import { chooseVersion } from './conflict.js';
import { confirmed } from '../kit/dialogs.js';
import { save } from '../kit/dom.js';
import { isException, isOccurrence, isSeries, keyOf } from '../kit/item.js';
import { deedOf, difference, request } from './merge.js';
import { isSameDay, namesDays, startOfItem } from '../repeat/rule.js';
import { sentence } from '../repeat/sentence.js';
import { askScope } from './scope.js';
import { isNewer } from '../kit/tags.js';
import { countdownText } from '../kit/time.js';

/**
 * How often a change is repeated after a conflict that does not concern it: an answer to an invitation raises the
 * edit_tag, too.
 */
const MOST_REPEATS = 4;
/** Fields that a request always has, and that an exception may have as its own. */
const ALWAYS_SENT = ['title', 'timezone', 'isallday'];
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

  /**
   * Creates an event. A repeated attempt with the same key finds the event of the first. Without the field the service
   * takes the reminders of the calendar, so that an empty list is sent as well.
   */
  async create({ reminders, ...event }, key) {
    const empty = { attendees: [], reminders: [], attachments: [], calendar_id: '', location: '', description: '', type: 'normal_event' };
    const made = await this.api.create({ ...request(empty, { ...event, reminders: [] }), ...(reminders && { reminders }) }, key);
    this.store.put(made);
    announce(`Added ${made.title}`);
    return made;
  }

  /**
   * Saves an event; of a series, it asks which events are meant. If another user has changed it since `base`, both
   * versions are shown and the viewer chooses.
   *
   * @return the event after it, or the series; null if the viewer has closed a dialog
   */
  async save(base, wanted) {
    const scope = await this.#scopeOfEdit(base, wanted, difference(base, wanted));
    if (scope === null) {
      return null;
    }
    const choose = (versions) => chooseVersion(versions, this.context);
    return this.#inTurn(base, async (seen) => this.#edit(seen, await this.#asOfSeries(seen, deedOf(base, wanted), scope), choose, scope));
  }

  /**
   * Makes a change that suits any state of an event; after a conflict it is applied to the newer state.
   *
   * @param scope which events of a series are meant
   */
  change(event, deed, scope) {
    return this.#inTurn(event, async (seen) => this.#edit(seen, await this.#asOfSeries(seen, deed, scope), ({ theirs }) => deed(theirs), scope));
  }

  /**
   * Which events of a series get or lose a file; null if the viewer has closed the dialog. An exception that has files of
   * its own keeps to itself.
   */
  scopeOfFiles(event) {
    return event.recurrence?.changed?.includes('attachments') ? 'only' : askScope({ title: 'Files of which events?', verb: 'Go on', call: 'edit-event', scopes: ['only', 'all'] });
  }

  #scopeOfEdit(event, wanted, changed) {
    if (!isOccurrence(event) || changed.length === 0) {
      return undefined;
    }
    const question = { title: 'Change which events?', verb: 'Save', call: 'edit-event' };
    if (changed.some((name) => ['recurrence_rule', 'calendar_id'].includes(name))) {
      return askScope({ ...question, scopes: ['following', 'all'] });
    }
    return namesDays(event.recurrence_rule) && !isSameDay(event, wanted)
      ? askScope({ ...question, text: `${sentence(event.recurrence_rule, startOfItem(event))}: only this event can be on another day. For the others, change how it repeats.`, scopes: ['only'] })
      : askScope(question);
  }

  /** A change of more than an exception, which does not give its own fields to the others unless they were changed. */
  async #asOfSeries(event, deed, scope) {
    const own = isException(event) && scope !== 'only' ? ALWAYS_SENT.filter((name) => event.recurrence.changed.includes(name)) : [];
    if (own.length === 0) {
      return deed;
    }
    const series = this.store.ofSeries(event.id).find((each) => !isException(each)) ?? await this.api.event(event);
    return (state) => {
      const aim = deed(state);
      const changed = difference(state, aim);
      const kept = own.filter((name) => !changed.includes(name));
      return { ...aim, ...Object.fromEntries(kept.map((name) => [name, series[name]])) };
    };
  }

  /**
   * Runs the changes of one event one after the other, each on the result of the one before, so that a viewer's own
   * changes do not conflict.
   */
  #inTurn(event, work) {
    const key = keyOf(event);
    const isLater = (left) => keyOf(left) === key && isNewer(left.edit_tag, event.edit_tag);
    const before = this.#turns.get(key) ?? Promise.resolve(event);
    const seen = before.then((left) => (isLater(left) ? left : event));
    const done = seen.then(work);
    const left = Promise.all([seen, done.catch(() => null)]).then(([was, now]) => now ?? was);
    this.#turns.set(key, left);
    left.then(() => this.#turns.get(key) === left && this.#turns.delete(key));
    return done;
  }

  async #edit(seen, deed, settle, scope) {
    let base = seen;
    let aim = deed(base);
    for (let tries = 0; difference(base, aim).length > 0; tries++) {
      try {
        const changed = await this.api.edit(base.id, request(base, aim, scope));
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

  /**
   * Saves an event that was dragged. The view is redrawn from the store, whether saving succeeded or not; after a change
   * of a series as soon as its occurrences are read.
   */
  async move({ event, wanted }) {
    let saved = null;
    try {
      saved = await this.save(event, wanted);
    } catch (problem) {
      refused(problem);
    }
    if (!saved || !isSeries(saved)) {
      this.store.redraw(keyOf(event));
    }
  }

  /** Answers an invitation; of a series, it asks whether the answer is for one event or for all. */
  async answer(event, status) {
    const scope = isOccurrence(event)
      ? await askScope({ title: 'Answer for which events?', verb: 'Answer', call: 'answer-event', scopes: ['only', 'all'] })
      : undefined;
    if (scope === null) {
      return;
    }
    try {
      await this.api.answer(event, status, scope);
      const answered = scope === 'all' ? this.store.ofSeries(event.id).filter((each) => !isException(each)) : [this.store.events.get(keyOf(event)) ?? event];
      for (const each of answered) {
        this.store.amend(keyOf(each), { attendees: each.attendees.map((person) => (person.id === this.store.me ? { ...person, status } : person)) });
      }
    } catch (problem) {
      refused(problem);
    }
  }

  /**
   * @return whether the event was removed
   */
  async remove(event) {
    const scope = await this.#scopeOfRemoval(event);
    if (!scope) {
      return false;
    }
    try {
      await this.#inTurn(event, (seen) => this.#remove(seen, scope));
      this.#removed(event, scope);
      announce(`Removed ${event.title}`);
      return true;
    } catch (problem) {
      this.#notRemoved(problem);
      return false;
    }
  }

  /** What goes; false or null if nothing does. */
  #scopeOfRemoval(event) {
    const text = `“${event.title}” goes for everybody who sees it.`;
    return isOccurrence(event)
      ? askScope({ title: 'Remove which events?', text, verb: 'Remove', call: 'delete-event', danger: true })
      : confirmed('Remove this event?', text, 'Remove', 'delete-event').then((isSure) => isSure && 'only');
  }

  #removed(event, scope) {
    if (scope === 'only') {
      this.store.remove(keyOf(event));
    } else {
      this.store.removeSeries(event.id, scope === 'all' ? undefined : event.start_time);
    }
  }

  async #remove(event, scope, tries = 0) {
    try {
      await this.api.remove(event, scope);
    } catch (problem) {
      const now = this.#newer(problem);
      if (tries >= MOST_REPEATS || difference(event, now).length > 0) {
        throw problem;
      }
      await this.#remove(now, scope, tries + 1);
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
      save(await this.api.download(fileId), fileName);
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
