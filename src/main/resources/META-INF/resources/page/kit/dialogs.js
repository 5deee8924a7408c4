// Dialogs: created when opened, removed when closed; the focus then returns to where it was.

import { el, iconButton } from './dom.js';
import { rememberFocus } from './focus.js';

/**
 * Opens a dialog.
 *
 * @param build makes the content; receives a function that closes the dialog
 * @param onClose called after the dialog was closed
 * @return the element
 */
export function openDialog(title, build, { kind = '', onClose = () => {} } = {}) {
  const focusAgain = rememberFocus();
  const headingId = `dialog-${++count}`;
  const dialog = el('dialog', { class: `dialog ${kind}`, 'aria-labelledby': headingId });
  const close = () => dialog.open && dialog.close();
  dialog.append(
    el('header', { class: 'dialog-head' },
      el('h2', { id: headingId, textContent: title }),
      iconButton('close', 'Close', close)),
    build(close, dialog));
  dialog.addEventListener('close', () => {
    dialog.remove();
    onClose();
    // The browser restores the focus itself if the element still exists.
    if (document.activeElement === document.body) {
      focusAgain();
    }
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

let count = 0;

/** Whether a dialog is open. */
export const isDialogOpen = () => document.querySelector('dialog[open]') !== null;

/** Asks for confirmation of an irreversible action. @param call the call that the action makes */
export function confirmed(title, text, verb, call) {
  return new Promise((resolve) => {
    let answer = false;
    openDialog(title, (close) => el('div', { class: 'dialog-body' },
      el('p', { textContent: text, dir: 'auto' }),
      el('div', { class: 'dialog-actions' },
        el('button', { type: 'button', textContent: 'Keep it', onclick: close }),
        el('button', { type: 'button', class: 'danger', textContent: verb, 'data-call': call, onclick: () => { answer = true; close(); } }))),
    { kind: 'dialog-small', onClose: () => resolve(answer) });
  });
}
