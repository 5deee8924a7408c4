// The details of one event and the actions that the viewer may take. Updated by the feed while open.

import { city, ownAnswer } from '../calendar/chip.js';
import { byId, el, icon, iconButton, words } from '../kit/dom.js';
import { Files } from './files.js';
import { rememberFocus } from '../kit/focus.js';
import { covers, isException, isOccurrence, keyOf } from '../kit/item.js';
import { SeriesStarts } from './series-starts.js';
import { ANSWERS, tally, tallyBar, tallyText } from '../calendar/tally.js';
import { sentence } from '../repeat/sentence.js';
import { isNewer } from '../kit/tags.js';
import { DAY, differ, durationText, isWholeDays, isZone, spanText } from '../kit/time.js';

/** The panel beside the calendar. Dispatches `edit` with an event, and `close`. */
export class Details extends EventTarget {
  #key = null;
  #last = null;
  #focusAgain = null;
  #drawn = [];

  constructor(store, changes, actions, context) {
    super();
    this.panel = byId('details');
    this.store = store;
    this.changes = changes;
    this.actions = actions;
    this.context = context;
    this.starts = new SeriesStarts(actions.api, store, () => this.redraw());
    const redraw = (keys) => this.event && keys.some((key) => covers(key, this.event)) && this.#draw();
    store.addEventListener('change', ({ detail }) => this.#key && (detail.all || detail.ids.has(this.#key)) && this.#follow());
    changes.addEventListener('change', ({ detail }) => redraw([detail.entry.key]));
    changes.addEventListener('fade', ({ detail }) => redraw(detail));
  }

  get isOpen() {
    return this.#key !== null;
  }

  get event() {
    return this.store.events.get(this.#key);
  }

  /**
   * Shows an item.
   *
   * @param key its key; of a series the nearest occurrence is shown
   */
  open(key) {
    const event = this.store.find(key);
    if (event) {
      this.#focusAgain = this.panel.contains(document.activeElement) ? this.#focusAgain : rememberFocus();
      this.#key = keyOf(event);
      this.#drawn = [];
      this.panel.hidden = false;
      document.body.classList.add('has-details');
      this.#draw();
      this.panel.querySelector('h2').focus();
      this.dispatchEvent(new Event('open'));
    }
  }

  close() {
    if (this.#key) {
      this.#key = null;
      this.panel.hidden = true;
      this.panel.replaceChildren();
      document.body.classList.remove('has-details');
      this.dispatchEvent(new Event('close'));
      this.#focusAgain();
    }
  }

  redraw() {
    if (this.event) {
      this.#drawn = [];
      this.#draw();
    }
  }

  #follow() {
    const event = this.event ?? this.#heir();
    if (event) {
      this.#key = keyOf(event);
      this.#draw();
    } else {
      this.close();
    }
  }

  /** The occurrence in whose place an occurrence was, before its series was moved. */
  #heir() {
    const { id, start_time: start, edit_tag: tag } = this.#last;
    const heir = isOccurrence(this.#last) ? this.store.find(id, start) : null;
    return heir && Math.abs(heir.start_time - start) < DAY && isNewer(heir.edit_tag, tag) ? heir : null;
  }

  /** Redraws the panel if something shown has changed. */
  #draw() {
    const { event } = this;
    this.#last = event;
    const mark = this.changes.mark(event);
    const calendar = this.store.calendars.get(event.calendar_id);
    const state = [event, mark?.until, this.store.mayEdit(event), calendar?.name, calendar?.color];
    if (state.some((each, index) => each !== this.#drawn[index]) || this.#drawn.length === 0) {
      this.#drawn = state;
      this.panel.replaceChildren(...this.#content(event, mark));
    }
  }

  #content(event, mark) {
    const calendar = this.store.calendars.get(event.calendar_id);
    return [
      el('header', { class: 'details-head', '--color': calendar?.color ?? '#64748b' },
        words(event.title, 'h2', { id: 'details-title', tabIndex: -1, 'data-focus': 'title' }),
        iconButton('close', 'Close details', () => this.close(), { 'data-focus': 'close' })),
      mark && el('p', { class: 'details-mark', textContent: `${mark.who} ${mark.what} this just now` }),
      this.#when(event),
      isOccurrence(event) && this.#repeat(event),
      event.meeting_link && this.#meeting(event),
      event.location && fact('place', words(event.location)),
      fact('calendar', words(calendar?.name ?? 'An invitation'), this.#origin(event)),
      this.#guests(event),
      event.description && fact('text', words(event.description, 'p', { class: 'details-text' })),
      event.reminders.length > 0 && fact('bell', el('span', { textContent: remindersText(event.reminders) })),
      this.#files(event),
      this.store.mayEdit(event) && el('footer', { class: 'details-actions' },
        el('button', { type: 'button', class: 'primary', textContent: 'Edit', 'data-focus': 'edit', onclick: () => this.dispatchEvent(new CustomEvent('edit', { detail: event })) }),
        el('button', { type: 'button', class: 'danger', textContent: 'Remove', 'data-focus': 'remove', 'data-call': 'delete-event', onclick: () => this.#remove(event) })),
    ].filter(Boolean);
  }

  async #remove(event) {
    if (await this.actions.remove(event)) {
      this.close();
    }
  }

  #when(event) {
    const { zone } = this.context;
    const lines = [el('span', { class: 'details-when', textContent: spanText(event, zone) })];
    if (!isWholeDays(event)) {
      lines.push(el('span', { class: 'quiet', textContent: `${durationText(event.end_time - event.start_time)}, ${city(zone)} time` }));
    }
    if (!isWholeDays(event) && isZone(event.timezone) && differ(event.start_time, event.timezone, zone)) {
      lines.push(el('span', { class: 'details-there', textContent: `${spanText(event, event.timezone)} in ${city(event.timezone)}` }));
    }
    return fact('clock', ...lines);
  }

  #repeat(event) {
    const { recurrence_rule: rule } = event;
    const text = rule ? sentence(rule, this.starts.of(event)) : null;
    return fact(isException(event) ? 'exception' : 'repeat',
      el('span', { class: 'details-repeat', textContent: text ?? 'Repeats' }),
      isException(event) && el('span', { class: 'details-exception', textContent: exceptionText(event.recurrence) }));
  }

  #meeting({ meeting_link: link, type }) {
    const isWeb = /^https?:\/\//.test(link);
    const text = type === 'audio_conference' ? 'Join the call' : 'Join the meeting';
    return fact('link', isWeb
      ? el('a', { href: link, target: '_blank', rel: 'noopener noreferrer', textContent: text, 'data-focus': 'join', title: link })
      : words(link));
  }

  #origin({ organizer, creator }) {
    const by = creator.id === organizer.id ? '' : `, made by ${creator.name}`;
    const who = organizer.id === this.store.me ? 'you' : organizer.name;
    return words(`organised by ${who}${by}`, 'span', { class: 'quiet' });
  }

  #guests(event) {
    if (event.attendees.length === 0) {
      return null;
    }
    const counts = tally(event.attendees);
    const answer = ownAnswer(event, this.store.me);
    const mayAnswer = answer && event.organizer.id !== this.store.me;
    const guests = el('ul', { class: 'guests', role: 'list' }, event.attendees.map((attendee) => this.#guest(attendee)));
    return fact('people',
      mayAnswer ? this.#answers(event, answer) : null,
      el('div', { class: 'details-tally', 'aria-label': tallyText(counts), role: 'group' }, tallyBar(counts)),
      guests);
  }

  #guest({ name, email, id, status }) {
    const { label, mark } = ANSWERS.find((each) => each.status === status);
    return el('li', { class: `guest answer-${status}` },
      el('span', { class: 'guest-mark', 'aria-hidden': 'true', textContent: mark }),
      words(id === this.store.me ? 'You' : name, 'span', { title: email }),
      el('span', { class: 'quiet', textContent: label }));
  }

  #answers(event, answer) {
    return el('div', { class: 'answers', role: 'group', 'aria-label': 'Your answer' },
      ANSWERS.filter(({ status }) => status !== 'yet_to_respond').map(({ status, verb }) => el('button', {
        type: 'button',
        class: `answer answer-${status}`,
        textContent: verb,
        'aria-pressed': String(status === answer),
        'data-focus': status,
        'data-call': 'answer-event',
        onclick: () => this.actions.answer(event, status === answer ? 'yet_to_respond' : status),
      })));
  }

  #files(event) {
    const mayEdit = this.store.mayEdit(event);
    if (event.attachments.length === 0 && !mayEdit) {
      return null;
    }
    this.files ??= new Files(this.actions);
    return fact('file', this.files.view(event, mayEdit));
  }
}

function fact(shape, ...children) {
  return el('div', { class: 'fact' }, icon(shape), el('div', { class: 'fact-body' }, children));
}

/** Reminders in words: "10 min before, 1 d before". */
export function remindersText(reminders) {
  return reminders.map(({ minutes }) => (minutes === 0 ? 'at the start' : `${durationText(minutes * 60_000)} before`)).join(', ');
}

const NAMES = {
  start_time: 'time', end_time: 'time', timezone: 'time', isallday: 'time', attendees: 'guests', attachments: 'files', type: 'kind', meeting_link: 'link',
};

/** In what an exception differs from its series: "Differs from its series: time, title". */
export function exceptionText({ changed = [] }) {
  const names = [...new Set(changed.map((name) => NAMES[name] ?? name.replaceAll('_', ' ')))];
  return `Differs from its series${names.length > 0 ? `: ${names.join(', ')}` : ''}`;
}
