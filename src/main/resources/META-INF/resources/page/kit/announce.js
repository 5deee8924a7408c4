// Short messages: shown in a corner for 7 s, and read by screen readers.

import { counting } from './countdown.js';
import { byId, el, iconButton } from './dom.js';

const STAYS = 7_000;
const PAUSE = 1_500;
const MOST = 3;

let waiting = '';
let timer = 0;

/**
 * Shows a message. An error stays until it is closed, displaced by later ones, or `until` has passed.
 *
 * @param text the text; with `until`, a function of the remaining ms
 */
export function toast(text, { isError = false, action, until } = {}) {
  const close = () => message.remove();
  const words = until ? counting(text, until, close) : [typeof text === 'function' ? text() : text];
  const message = el('div', { class: isError ? 'toast toast-error' : 'toast', role: isError ? 'alert' : 'status' },
    el('span', { class: 'toast-text', dir: 'auto' }, words));
  if (action) {
    message.append(el('button', { type: 'button', textContent: action.label, onclick: () => { close(); action.run(); } }));
  }
  message.append(iconButton('close', 'Close this message', close));
  show(message);
  if (!isError) {
    setTimeout(close, STAYS);
  }
}

function show(message) {
  const box = byId('toasts');
  box.append(message);
  while (box.children.length > MOST) {
    box.firstElementChild.remove();
  }
}

/** Announces a change to screen readers; of several at once, only the last. */
export function announce(text) {
  waiting = text;
  if (timer === 0) {
    byId('announcer').textContent = waiting;
    timer = setTimeout(() => {
      timer = 0;
      if (byId('announcer').textContent !== waiting) {
        announce(waiting);
      }
    }, PAUSE);
  }
}
