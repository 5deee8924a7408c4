// An edit conflict: both versions side by side, with a choice for each field that differs.

import { city } from '../calendar/chip.js';
import { openDialog } from '../kit/dialogs.js';
import { el, words } from '../kit/dom.js';
import { conflicts, merged } from './merge.js';
import { startOfItem } from '../repeat/rule.js';
import { sentence } from '../repeat/sentence.js';
import { spanText } from '../kit/time.js';

/**
 * Shows both versions.
 *
 * @param versions `{base, mine, theirs}`
 * @param context `{store, zone, changes}`
 * @return the state to save; `theirs` if nothing is to be saved, null if the dialog was closed
 */
export function chooseVersion({ base, mine, theirs }, context) {
  const fields = conflicts(base, mine, theirs);
  if (fields.length === 0) {
    return Promise.resolve(theirs);
  }
  const choices = Object.fromEntries(fields.map(({ name, proposed }) => [name, proposed]));
  const who = context.changes.mark(theirs)?.who;
  return new Promise((resolve) => {
    let chosen = null;
    openDialog('Changed meanwhile', (close) => {
      const choose = (state) => {
        chosen = state;
        close();
      };
      return el('div', { class: 'dialog-body conflict' },
        el('p', { textContent: `${who && who !== 'You' ? who : 'Somebody'} has changed this event while you did. Choose what it shall be.` }),
        table(fields, choices, { ...context, item: base }),
        el('div', { class: 'dialog-actions' },
          el('button', { type: 'button', textContent: 'Take all of theirs', onclick: () => choose(theirs) }),
          el('button', { type: 'button', textContent: 'Keep all of mine', 'data-call': 'edit-event', onclick: () => choose(merged(mine, theirs, {})) }),
          el('button', { type: 'button', class: 'primary', textContent: 'Save what is chosen', 'data-call': 'edit-event', onclick: () => choose(merged(mine, theirs, choices)) })));
    }, { kind: 'dialog-wide', onClose: () => resolve(chosen) });
  });
}

function table(fields, choices, context) {
  const rows = fields.map((field) => el('tr', {},
    el('th', { scope: 'row', textContent: field.label }),
    ['mine', 'theirs'].map((side) => el('td', {}, option(field, side, choices, context)))));
  return el('table', {},
    el('thead', {}, el('tr', {}, el('td'), el('th', { scope: 'col', textContent: 'Yours' }), el('th', { scope: 'col', textContent: 'Theirs' }))),
    el('tbody', {}, rows));
}

function option({ name, label, proposed, ...values }, side, choices, context) {
  const input = el('input', {
    type: 'radio',
    name: `conflict-${name}`,
    checked: proposed === side,
    'aria-label': `${label}: ${side === 'mine' ? 'yours' : 'theirs'}`,
    onchange: () => { choices[name] = side; },
  });
  return el('label', {}, input, words(valueText(name, values[side], context), 'span', { class: 'conflict-value' }));
}

/** The text of one choice. */
function valueText(name, value, context) {
  return name === 'when' ? whenText(value, context.zone) : fieldText(name, value[name], context);
}

/** The time in the viewer's zone, and the name of the event's zone if it differs. */
function whenText(when, zone) {
  const there = when.timezone === zone ? '' : `, belongs to ${city(when.timezone)}`;
  return spanText(when, zone) + there;
}

function fieldText(name, value, { store, item }) {
  switch (name) {
    case 'recurrence_rule':
      return value ? sentence(value, startOfItem(item)) ?? value : 'does not repeat';
    case 'calendar_id':
      return store.calendars.get(value)?.name ?? 'another calendar';
    case 'attendees':
      return value.map(({ name: person, email }) => person ?? email).join(', ') || 'nobody';
    case 'attachments':
      return value.map(({ fileName }) => fileName).join(', ') || 'none';
    case 'reminders':
      return value.map(({ minutes }) => `${minutes} min`).join(', ') || 'none';
    case 'type':
      return value.replaceAll('_', ' ');
    default:
      return value || 'empty';
  }
}
