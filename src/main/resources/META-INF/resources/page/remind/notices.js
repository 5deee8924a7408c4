// The reminders on the page: a strip above the calendar.

import { announce } from '../kit/announce.js';
import { arrange, byId, el, icon, iconButton, setText, words } from '../kit/dom.js';
import { everySecond } from '../kit/ticker.js';
import { MINUTE, spanText, timeText } from '../kit/time.js';
import { untilText } from './words.js';

const MOST = 3;

/** Shows what is due. Dispatches `open` with a reminder. */
export class Notices extends EventTarget {
  #drawn = new Map();

  constructor(reminders, context) {
    super();
    this.reminders = reminders;
    this.context = context;
    this.box = byId('reminders');
    reminders.addEventListener('change', () => this.draw());
    reminders.addEventListener('due', ({ detail }) => announce(`Reminder: ${detail.title}, ${untilText(detail, Date.now())}`));
    everySecond(() => {
      reminders.tick();
      this.draw();
    });
  }

  /** Reuses the elements of known reminders, so that the focus stays. */
  draw() {
    const shown = this.reminders.shown;
    const before = this.#drawn;
    this.#drawn = new Map(shown.slice(0, MOST).map((each) => [each.key, before.get(each.key) ?? this.#notice(each)]));
    for (const each of shown.slice(0, MOST)) {
      this.#update(each, this.#drawn.get(each.key));
    }
    this.more ??= el('p', { class: 'quiet reminders-more' });
    setText(this.more, `and ${shown.length - MOST} more`);
    arrange(this.box, [...[...this.#drawn.values()].map(({ element }) => element), ...(shown.length > MOST ? [this.more] : [])]);
    this.box.hidden = shown.length === 0;
  }

  #notice({ key, title, item }) {
    const name = (verb) => `${verb}: ${title}`;
    const until = el('strong');
    const when = el('span', { class: 'quiet' });
    const snoozes = new Map([5, 10].map((minutes) => [minutes, el('button', {
      type: 'button', textContent: `Snooze ${minutes} min`, 'aria-label': name(`Snooze ${minutes} min`), 'data-focus': `snooze-${minutes} ${key}`,
      onclick: () => this.reminders.snooze(key, minutes),
    })]));
    const open = words(title, 'button', { type: 'button', class: 'link reminder-title', 'data-focus': `reminder ${key}`, onclick: () => this.dispatchEvent(new CustomEvent('open', { detail: { item, ...this.#find(key) } })) });
    const element = el('div', { class: 'reminder', role: 'group', 'aria-label': name('Reminder') }, icon('bell'),
      el('div', { class: 'reminder-text' }, open, el('span', {}, until, ' ', when)),
      el('div', { class: 'reminder-actions' }, [...snoozes.values()],
        iconButton('close', name('Dismiss'), () => this.reminders.dismiss(key), { 'data-focus': `dismiss ${key}` })));
    return { element, until, when, snoozes };
  }

  #find(key) {
    return this.reminders.shown.find((each) => each.key === key);
  }

  #update(reminder, { until, when, snoozes }) {
    setText(until, untilText(reminder, Date.now()));
    setText(when, [whenText(reminder, this.context.zone), lateText(reminder, this.context.zone)].filter(Boolean).join(' · '));
    const offered = this.reminders.snoozes(reminder);
    for (const [minutes, button] of snoozes) {
      button.hidden = !offered.includes(minutes);
    }
  }
}

/** The times of a reminder's event; whole days if it begins and ends at midnight in the viewer's zone. */
export const whenText = (reminder, zone) => spanText({ ...reminder, timezone: zone }, zone);

/** That a reminder came late, and when it was due; null if it came in time. */
export function lateText({ late, start_time: start, minutes }, zone) {
  return late ? `Late: this was due at ${timeText(start - minutes * MINUTE, zone)}` : null;
}
