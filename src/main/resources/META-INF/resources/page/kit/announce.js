// Short messages: seen for a while in a corner, and read out by screen readers.

import { counting } from './countdown.js';
import { byId, el, iconButton } from './dom.js';

const STAYS = 7_000;
const PAUSE = 1_500;
const MOST = 3;

let waiting = '';
let timer = 0;

/**
 * Shows a message for a while. An error stays until it is closed or pushed out, or until the moment at which it ends.
 *
 * @param text what it says; with `until`, by the ms that are left until then
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

/** Reads out what has changed; of many changes at once, the last. */
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
