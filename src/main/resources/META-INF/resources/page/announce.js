// Short messages: seen for a while in a corner, and read out by screen readers.

import { byId, el, iconButton } from './dom.js';

const STAYS = 7_000;
const PAUSE = 1_500;
const MOST = 3;

let waiting = '';
let timer = 0;

/** Shows a message for a while. An error stays until it is closed or pushed out. */
export function toast(text, { isError = false, action } = {}) {
  const box = byId('toasts');
  const message = el('div', { class: isError ? 'toast toast-error' : 'toast', role: isError ? 'alert' : 'status' },
    el('span', { textContent: text, dir: 'auto' }));
  const close = () => message.remove();
  if (action) {
    message.append(el('button', { type: 'button', textContent: action.label, onclick: () => { close(); action.run(); } }));
  }
  message.append(iconButton('close', 'Close this message', close));
  box.append(message);
  while (box.children.length > MOST) {
    box.firstElementChild.remove();
  }
  if (!isError) {
    setTimeout(close, STAYS);
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
