// Buttons whose call is locked by its quota. `data-call` names the call; a locked button is disabled and
// counts down.

import { el, setText } from './dom.js';
import { everySecond } from './ticker.js';
import { countdownText } from './time.js';

const SHUT = '[data-call][aria-disabled="true"]';

/** Handles all buttons, including later ones. They stay focusable, so that keyboard users keep their position. */
export class Locks {
  #stop = () => {};
  #observer = new MutationObserver(() => this.#show());

  constructor(quota) {
    this.quota = quota;
    quota.addEventListener('change', () => this.#follow());
    addEventListener('click', (event) => this.#keepShut(event), true);
    this.#follow();
  }

  #follow() {
    this.#stop();
    this.#observer.disconnect();
    if (this.quota.locks().length > 0) {
      this.#observer.observe(document.body, { childList: true, subtree: true });
      this.#stop = everySecond(() => this.#show());
    } else {
      this.#stop = () => {};
      this.#show();
    }
  }

  #keepShut(event) {
    if (event.target.closest?.(SHUT)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }

  #show() {
    for (const button of document.querySelectorAll('[data-call]')) {
      const left = Math.max(...button.dataset.call.split(' ').map((call) => this.quota.lockedFor(call)));
      if (left > 0) {
        shut(button, countdownText(left));
      } else if (button.matches(SHUT)) {
        open(button);
      }
    }
  }
}

function shut(button, time) {
  button.setAttribute('aria-disabled', 'true');
  let count = button.querySelector('.countdown');
  if (!count && !button.matches('.icon-button')) {
    count = el('span', { class: 'countdown' });
    button.append(count);
  }
  if (count) {
    setText(count, ` in ${time}`);
  }
}

function open(button) {
  button.removeAttribute('aria-disabled');
  button.querySelector('.countdown')?.remove();
}
