// Notifications of the browser: off until the viewer switches them on.

import { byId, setText } from '../kit/dom.js';
import { lateText, whenText } from './notices.js';
import { untilText } from './words.js';

const SAYS = {
  missing: 'This browser shows no notifications here. It does on pages with https.',
  denied: 'The browser blocks notifications of this page. Allow them in its settings, then switch them on again.',
  closed: 'Not allowed yet. The button asks again.',
};

/** The button that switches notifications on and off, and the notifications. Dispatches `open` with a reminder. */
export class Notifier extends EventTarget {
  /** @param isHere whether this tab gives notifications; one tab of a browser does */
  constructor(reminders, context, isHere) {
    super();
    this.context = context;
    this.button = byId('notify');
    this.button.addEventListener('click', () => this.#toggle());
    reminders.addEventListener('due', ({ detail }) => isHere() && this.#show(detail));
    this.#draw('');
  }

  /** Reads the choice of an account in this browser. */
  begin(me) {
    this.place = `almanac.notify.${me}`;
    this.#draw('');
  }

  /** Whether notifications are switched on, and the browser still allows them. */
  get isOn() {
    return Boolean(this.place) && localStorage.getItem(this.place) === 'on' && globalThis.Notification?.permission === 'granted';
  }

  /** The browser asks the viewer only after a click. */
  async #toggle() {
    if (this.isOn) {
      localStorage.removeItem(this.place);
      this.#draw('');
    } else if (!globalThis.Notification) {
      this.#draw(SAYS.missing);
    } else {
      const answer = await Notification.requestPermission();
      if (answer === 'granted') {
        localStorage.setItem(this.place, 'on');
      }
      this.#draw(answer === 'denied' ? SAYS.denied : answer === 'granted' ? '' : SAYS.closed);
    }
  }

  #draw(text) {
    this.button.setAttribute('aria-pressed', String(this.isOn));
    setText(this.button.querySelector('span'), this.isOn ? 'Notifications are on' : 'Notify me of reminders');
    setText(byId('notify-text'), text);
    byId('notify-text').hidden = text === '';
  }

  #show(reminder) {
    if (!this.isOn) {
      return;
    }
    const { zone } = this.context;
    const body = [untilText(reminder, Date.now()), whenText(reminder, zone), lateText(reminder, zone)].filter(Boolean).join(' · ');
    try {
      const notification = new Notification(reminder.title, { body, tag: reminder.key, renotify: true, icon: '/page/icon.svg' });
      notification.onclick = () => {
        focus();
        notification.close();
        this.dispatchEvent(new CustomEvent('open', { detail: reminder }));
      };
    } catch {
      // Some browsers show notifications of service workers only.
      this.#draw(SAYS.missing);
    }
  }
}
