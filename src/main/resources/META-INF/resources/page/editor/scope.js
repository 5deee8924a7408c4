// The question which events of a series a change is meant for.

import { openDialog } from '../kit/dialogs.js';
import { el } from '../kit/dom.js';

const LABELS = { only: 'This event', following: 'This and following events', all: 'All events' };

/**
 * Asks which events are meant; the first choice is selected.
 *
 * @param question `{title, text, verb, call, scopes}`: `call` is the call that the answer leads to, `scopes` are the
 *   choices, `danger` is set if something goes
 * @return the scope; null if the dialog was closed
 */
export function askScope({ title, text, verb, call, scopes = Object.keys(LABELS), danger = false }) {
  return new Promise((resolve) => {
    let chosen = null;
    const dialog = openDialog(title, (close) => el('form', { class: 'dialog-body scope', onsubmit: (event) => {
      event.preventDefault();
      chosen = new FormData(event.target).get('scope');
      close();
    } },
    text && el('p', { textContent: text, dir: 'auto' }),
    el('fieldset', {},
      el('legend', { class: 'unseen', textContent: 'Which events' }),
      scopes.map((scope, index) => el('label', { class: 'check' },
        el('input', { type: 'radio', name: 'scope', value: scope, checked: index === 0 }), LABELS[scope]))),
    el('div', { class: 'dialog-actions' },
      el('button', { type: 'button', textContent: 'Cancel', onclick: close }),
      el('button', { type: 'submit', class: danger ? 'danger' : 'primary', textContent: verb, 'data-call': call }))),
    { kind: 'dialog-small', onClose: () => resolve(chosen) });
    dialog.querySelector('input').focus();
  });
}
