// What is next: the events of today and tomorrow that have not ended, in the sidebar.

import { ownAnswer } from '../calendar/chip.js';
import { arrange, byId, el, setText, soon, words } from '../kit/dom.js';
import { keyOf } from '../kit/item.js';
import { everySecond } from '../kit/ticker.js';
import { isWholeDays, MINUTE, monthsOf, plusDays, timeText } from '../kit/time.js';
import { untilText } from './words.js';

const MOST = 5;

/** The next events: timed, shown, not declined, at most five. */
export function nextOf(events, now, me) {
  return events.filter((event) => event.end_time > now && !isWholeDays(event) && ownAnswer(event, me) !== 'declined').slice(0, MOST);
}

/** When an event is: "now, until 10:30", "in 25 min, 11:00", "tomorrow, 09:30". */
export function nextText(event, now, zone) {
  const { start_time: start, end_time: end } = event;
  if (start <= now) {
    return `now, until ${timeText(end, zone)}`;
  }
  return start >= plusDays(now, 1, zone) ? `tomorrow, ${timeText(start, zone)}` : `${untilText(event, now)}, ${timeText(start, zone)}`;
}

/** The list. Dispatches `open` with an event. */
export class Next extends EventTarget {
  #drawn = new Map();
  #minute = 0;

  constructor({ store, loader, moments }, context) {
    super();
    this.store = store;
    this.loader = loader;
    this.context = context;
    const drawSoon = soon(() => this.draw());
    store.addEventListener('change', drawSoon);
    for (const name of ['starting', 'started', 'ended']) {
      moments.addEventListener(name, drawSoon);
    }
    everySecond(() => Math.floor(Date.now() / MINUTE) !== this.#minute && this.#tick());
  }

  /** Each minute the times are drawn again, and days that are not loaded, as after midnight, are asked for. */
  #tick() {
    this.loader.also(...this.#span(Date.now()));
    this.draw();
  }

  #span(now) {
    return [now, plusDays(now, 2, this.context.zone)];
  }

  /** Reuses the elements of known events, so that the focus stays and nothing is read again. */
  draw() {
    const now = Date.now();
    this.#minute = Math.floor(now / MINUTE);
    const [from, to] = this.#span(now);
    const events = nextOf(this.store.between(from, to).filter((event) => this.store.isShown(event)), now, this.store.me);
    const before = this.#drawn;
    this.#drawn = new Map(events.map((event) => [keyOf(event), before.get(keyOf(event)) ?? this.#item(keyOf(event))]));
    events.forEach((event) => this.#update(event, now));
    arrange(byId('next'), [...this.#drawn.values()].map(({ line }) => line));
    byId('next').hidden = events.length === 0;
    byId('next-empty').hidden = events.length > 0;
    setText(byId('next-empty'), this.#isKnown(from, to) ? 'Nothing more today and tomorrow.' : 'Not loaded yet.');
  }

  #isKnown(from, to) {
    return monthsOf(from, to).every(({ key }) => ['ready', 'stale'].includes(this.store.blocks.get(key)?.state));
  }

  #item(key) {
    const title = words('', 'span', { class: 'next-title' });
    const when = el('span', { class: 'next-when' });
    const button = el('button', {
      type: 'button', class: 'next-item', 'data-focus': `next ${key}`,
      onclick: () => this.dispatchEvent(new CustomEvent('open', { detail: this.store.events.get(key) })),
    }, title, when);
    return { line: el('li', {}, button), button, title, when };
  }

  #update(event, now) {
    const { button, title, when } = this.#drawn.get(keyOf(event));
    setText(title, event.title);
    setText(when, nextText(event, now, this.context.zone));
    button.classList.toggle('is-now', event.start_time <= now);
    button.style.setProperty('--color', this.store.calendars.get(event.calendar_id)?.color ?? '#64748b');
  }
}
