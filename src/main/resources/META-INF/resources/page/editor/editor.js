// The form to create or edit an event.

import { refusal, refused } from './actions.js';
import { city } from '../calendar/chip.js';
import { counting } from '../kit/countdown.js';
import { openDialog } from '../kit/dialogs.js';
import { byId, el } from '../kit/dom.js';
import { draftOf, readDraft } from './draft.js';
import { findTime, invited } from './find-time.js';
import { GuestField } from './guests.js';
import { isOccurrence, keyOf } from '../kit/item.js';
import { difference } from './merge.js';
import { Once } from '../kit/once.js';
import { ReminderField } from './reminder-field.js';
import { RepeatField } from './repeat.js';
import { startOf, startOfItem } from '../repeat/rule.js';
import { differ, fieldsOf, isWholeDays, isZone, momentOfFields, spanText } from '../kit/time.js';

const KINDS = [
  ['normal_event', 'Event'],
  ['video_conference', 'Video conference'],
  ['audio_conference', 'Audio conference'],
  ['event_management', 'Managed event'],
];

/** The input of a field of the API. */
const INPUT_OF = { start_time: 'start-date', end_time: 'end-date', timezone: 'zone', attendees: 'guest', calendar_id: 'calendar', recurrence_rule: 'repeat' };

/** The label of a field of the API, if it differs from the field's name. */
const NAME_OF = { attendees: 'Guests', recurrence_rule: 'Repeat' };

/**
 * Opens the form.
 *
 * @param subject an event to change, or a draft of a new one (see draft.js)
 * @param context `{store, people, actions, quota, zone, onSaved}`
 */
export function openEditor(subject, context) {
  const isNew = !subject.id;
  openDialog(isNew ? 'New event' : 'Edit event', (close, dialog) => new Form(subject, context, close, dialog).element,
    { kind: 'dialog-editor' });
  byId('edit-title').focus();
}

class Form {
  #once = new Once();
  #isSaving = false;

  constructor(subject, context, close, dialog) {
    this.subject = subject;
    this.base = subject.id ? subject : null;
    this.context = context;
    this.close = close;
    this.call = this.base ? 'edit-event' : 'create-event';
    this.draft = draftOf(subject, context);
    this.guests = new GuestField(this.draft.attendees, context.people, () => this.#findTime());
    this.repeat = new RepeatField(this.draft.rule, this.base ? startOfItem(this.base) : this.#startOfDraft());
    this.reminder = new ReminderField(this.base ? this.draft.reminders : null);
    this.element = this.#build();
    this.#followTheFeed(dialog);
    this.#show();
  }

  #build() {
    const { draft } = this;
    const form = el('form', { class: 'dialog-body editor', noValidate: true, onsubmit: (event) => this.#submit(event), oninput: () => this.#show() },
      el('p', { class: 'form-notice', id: 'edit-notice', hidden: true, role: 'status' }),
      field('edit-title', 'Title', el('input', { type: 'text', value: draft.title, required: true, maxLength: 510, autocomplete: 'off', dir: 'auto' })),
      this.#times(),
      el('div', { class: 'form-row' },
        field('edit-zone', 'Time zone', el('input', { type: 'text', value: draft.zone, autocomplete: 'off', spellcheck: false }), zoneList()),
        field('edit-calendar', 'Calendar', this.#calendars())),
      el('p', { class: 'form-hint', id: 'edit-there' }),
      field('edit-repeat', 'Repeat', ...this.repeat.elements),
      field('edit-guest', 'Guests', ...this.guests.elements),
      el('div', { class: 'form-row' },
        field('edit-location', 'Location', el('input', { type: 'text', value: draft.location, dir: 'auto', autocomplete: 'off' })),
        field('edit-type', 'Kind', select(KINDS, draft.type))),
      field('edit-description', 'Description', el('textarea', { rows: 3, value: draft.description, dir: 'auto' })),
      field('edit-reminder', 'Reminder', this.reminder.input),
      el('p', { class: 'form-error', id: 'edit-error', role: 'alert', hidden: true }),
      el('div', { class: 'dialog-actions' },
        el('button', { type: 'button', textContent: 'Cancel', onclick: this.close }),
        el('button', { type: 'submit', class: 'primary', id: 'edit-save', textContent: 'Save', 'data-call': this.call })));
    return form;
  }

  #times() {
    const { draft } = this;
    const moment = (name, label, { date, time }) => el('fieldset', { class: 'moment' },
      el('legend', { textContent: label }),
      el('input', { type: 'date', id: `edit-${name}-date`, value: date, required: true, 'aria-label': `${label}: date` }),
      el('input', { type: 'time', id: `edit-${name}-time`, value: time, 'aria-label': `${label}: time` }));
    return el('div', { class: 'form-row form-times' },
      moment('start', 'Starts', draft.start),
      moment('end', 'Ends', draft.end),
      el('label', { class: 'check' }, el('input', { type: 'checkbox', id: 'edit-all-day', checked: draft.allDay }), 'All day'));
  }

  #calendars() {
    const calendars = [...this.context.store.calendars.values()].filter(({ privilege }) => privilege !== 'view');
    return select(calendars.map(({ calendar_id: id, name }) => [id, name]), this.draft.calendar_id);
  }

  #value(name) {
    const input = this.element.querySelector(`#edit-${name}`);
    return input.type === 'checkbox' ? input.checked : input.value;
  }

  #read() {
    return readDraft({
      title: this.#value('title'),
      startDate: this.#value('start-date'),
      startTime: this.#value('start-time'),
      endDate: this.#value('end-date'),
      endTime: this.#value('end-time'),
      allDay: this.#value('all-day'),
      zone: this.#value('zone'),
      calendar_id: this.#value('calendar'),
      location: this.#value('location'),
      description: this.#value('description'),
      type: this.#value('type'),
      reminder: this.#value('reminder'),
      rule: this.repeat.value,
      attendees: this.guests.value,
    }, this.base, this.draft);
  }

  /** Shows what follows from the input: no time fields for whole days, and the viewer's time if the zone differs. */
  #show() {
    const allDay = this.#value('all-day');
    for (const name of ['start-time', 'end-time']) {
      this.element.querySelector(`#edit-${name}`).hidden = allDay;
    }
    this.reminder.follow(this.context.store.calendars.get(this.#value('calendar')));
    const zone = this.#value('zone');
    this.#showRepeat(zone, allDay);
    const { event } = this.#read();
    const there = this.element.querySelector('#edit-there');
    const isElsewhere = event && !allDay && isZone(zone) && differ(event.start_time, zone, this.context.zone);
    there.textContent = isElsewhere ? `${spanText(event, this.context.zone)} in ${city(this.context.zone)}` : '';
    there.hidden = !isElsewhere;
  }

  /** The rule is counted from the start in the form; for an occurrence, from the start in its series, as far as it is moved. */
  #showRepeat(zone, allDay) {
    const moment = isZone(zone) ? momentOfFields(this.#value('start-date'), allDay ? '' : this.#value('start-time'), zone) : NaN;
    if (Number.isNaN(moment)) {
      return;
    }
    const start = startOf(moment, zone, allDay);
    if (this.base && isOccurrence(this.base)) {
      const item = startOfItem(this.base);
      const shown = startOf(this.base.start_time, this.base.timezone, isWholeDays(this.base));
      this.repeat.show({ ...start, wall: item.wall + start.wall - shown.wall, isLater: true });
    } else {
      this.repeat.show(start);
    }
  }

  /** Finds a time for the guests and the viewer; it takes the place of the one in the form. */
  #findTime() {
    this.guests.takeRest();
    const { store, people, actions } = this.context;
    const { event, errors } = this.#read();
    const wrong = errors.filter(({ field: name }) => name !== 'title');
    this.#showErrors(wrong);
    if (event && wrong.length === 0) {
      findTime({ api: actions.api, people: invited(people.email(store.me), this.guests.value), event, isOld: Boolean(this.base) },
        (start) => this.#setTimes(start, start + event.end_time - event.start_time, event.timezone));
    }
  }

  #setTimes(start, end, zone) {
    for (const [name, moment] of [['start', start], ['end', end]]) {
      const { date, time } = fieldsOf(moment, zone);
      this.element.querySelector(`#edit-${name}-date`).value = date;
      this.element.querySelector(`#edit-${name}-time`).value = time;
    }
    this.element.querySelector('#edit-all-day').checked = false;
    this.#show();
  }

  #startOfDraft() {
    const { start, zone, allDay } = this.draft;
    return startOf(momentOfFields(start.date, allDay ? '' : start.time, zone), zone, allDay);
  }

  async #submit(event) {
    event.preventDefault();
    if (this.#isSaving) {
      return;
    }
    this.guests.takeRest();
    const { event: wanted, errors } = this.#read();
    const wrong = [...errors, ...this.repeat.errors, ...this.guests.errors];
    this.#showErrors(wrong);
    if (wrong.length === 0) {
      this.#saving(true);
      await this.#save(wanted);
      this.#saving(false);
    }
  }

  #saving(isSaving) {
    this.#isSaving = isSaving;
    this.element.querySelector('#edit-save').setAttribute('aria-busy', String(isSaving));
  }

  async #save(wanted) {
    const { actions, onSaved } = this.context;
    try {
      const saved = this.base
        ? await actions.save(this.base, wanted)
        : await actions.create(wanted, this.#once.key(wanted));
      if (saved) {
        this.close();
        onSaved(saved, wanted);
      }
    } catch (problem) {
      this.#refused(problem, wanted);
    }
  }

  /** Shows a refusal: as a message if the form is closed, else in the form. A locked call is shown by its button. */
  #refused(problem, { title }) {
    if (!this.element.closest('dialog[open]')) {
      refused(problem, `“${title}” was not saved. `);
    } else if (problem.status === 400 && problem.errors.length > 0) {
      this.#showErrors(problem.errors);
    } else if (problem.status !== 429 || this.context.quota.lockedFor(this.call) === 0) {
      this.#showErrors([{ field: '', ...refusal(problem) }]);
    }
  }

  #showErrors(errors) {
    const box = this.element.querySelector('#edit-error');
    this.element.querySelectorAll('[aria-invalid]').forEach((input) => input.removeAttribute('aria-invalid'));
    box.replaceChildren(...errors.map((error) => el('span', {}, errorText(error))));
    box.hidden = errors.length === 0;
    const inputs = errors.map(({ field: name }) => this.#input(name)).filter(Boolean);
    inputs.forEach((input) => input.setAttribute('aria-invalid', 'true'));
    inputs[0]?.focus();
  }

  #input(name) {
    const plain = name.replace(/[[.].*/, '');
    return this.element.querySelector(`#edit-${INPUT_OF[plain] ?? plain.replaceAll('_', '-')}`);
  }

  /** Shows a notice if the event is changed by another user while the form is open. Saving then shows both versions. */
  #followTheFeed(dialog) {
    const { store, changes } = this.context;
    const follow = () => {
      const now = this.base && store.events.get(keyOf(this.base));
      const notice = this.element.querySelector('#edit-notice');
      const isSame = !this.base || (now && difference(this.base, now).length === 0);
      notice.hidden = isSame;
      notice.textContent = isSame ? '' : noticeText(now, changes);
    };
    store.addEventListener('change', follow);
    dialog.addEventListener('close', () => store.removeEventListener('change', follow));
  }
}

function noticeText(now, changes) {
  if (!now) {
    return 'This event was removed meanwhile.';
  }
  const mark = changes.mark(now);
  return `${mark && mark.who !== 'You' ? mark.who : 'Somebody'} is changing this event, too. Saving will show both versions.`;
}

/** The text of an error: the field's name and what is wrong, or why nothing was saved. */
function errorText({ field: name, message, text, until }) {
  if (message) {
    return `${label(name)} ${message}`;
  }
  return until ? counting(text, until) : text();
}

function label(name) {
  const text = NAME_OF[name] ?? name.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function field(id, text, input, ...more) {
  input.id = id;
  return el('div', { class: 'field' }, el('label', { for: id, textContent: text }), input, more);
}

function select(options, value) {
  return el('select', {}, options.map(([key, text]) => el('option', { value: String(key), textContent: text, selected: String(key) === String(value) })));
}

function zoneList() {
  const list = el('datalist', { id: 'zones' }, (Intl.supportedValuesOf?.('timeZone') ?? []).map((value) => el('option', { value })));
  queueMicrotask(() => byId('edit-zone')?.setAttribute('list', 'zones'));
  return list;
}
