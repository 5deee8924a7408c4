// The keyboard shortcuts and their list.

import { isDialogOpen, openDialog } from './dialogs.js';
import { el } from './dom.js';

const LIST = [
  ['N', 'New event'],
  ['T', 'Today'],
  ['M  W  D  A', 'Month, week, day, agenda'],
  ['←  →', 'Back and forth'],
  ['E', 'Edit the event that is open'],
  ['Tab, Enter', 'From event to event, and open one'],
  ['Esc', 'Close what is open'],
  ['?', 'This list'],
];

/** Listens to keys outside of inputs and dialogs. @param deeds the action of each key */
export function listenToKeys(deeds) {
  document.addEventListener('keydown', (pressed) => {
    if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || isDialogOpen() || isField(pressed.target)) {
      return;
    }
    const deed = deeds[pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key];
    if (deed) {
      pressed.preventDefault();
      deed();
    }
  });
}

function isField(target) {
  return target instanceof HTMLElement
    && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) && target.type !== 'checkbox';
}

export function showKeys() {
  openDialog('Keyboard', () => el('dl', { class: 'dialog-body keys' },
    LIST.flatMap(([keys, text]) => [
      el('dt', {}, keys.split('  ').map((key) => el('kbd', { textContent: key }))),
      el('dd', { textContent: text }),
    ])), { kind: 'dialog-small' });
}
