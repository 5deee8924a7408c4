// The sidebar: the calendars and the latest changes.

import { openExchange } from './exchange.js';
import { arrange, byId, el, iconButton, setText, soon, words } from '../kit/dom.js';
import { everySecond } from '../kit/ticker.js';
import { dayText, timeText } from '../kit/time.js';

const SHOWN = 12;
const BEHIND = 'This calendar comes from another service, which was last heard then. There it may have changed since.';

/** The list of calendars and the latest changes. Dispatches `open` with the key of an item or of a series. */
export class Sidebar extends EventTarget {
  #entries = new Map();

  constructor(store, changes, actions, context) {
    super();
    this.store = store;
    this.changes = changes;
    this.actions = actions;
    this.context = context;
    store.addEventListener('change', ({ detail }) => detail.calendars && this.#drawCalendars());
    changes.addEventListener('change', soon(() => this.#drawChanges()));
    // Updates the ages of changes every 30 s.
    let ticks = 0;
    everySecond(() => ticks++ % 30 === 0 && this.#drawChanges());
  }

  /** Redraws the times, after a change of the zone. */
  redraw() {
    this.#drawCalendars();
  }

  #drawCalendars() {
    const calendars = [...this.store.calendars.values()].sort((one, other) => one.order - other.order);
    byId('calendars').replaceChildren(...calendars.map((calendar) => this.#calendar(calendar)));
  }

  #calendar(calendar) {
    const note = [
      calendar.category === 'shared' ? (calendar.privilege === 'view' ? 'shared, to look at' : 'shared') : null,
      calendar.status ? null : 'switched off',
    ].filter(Boolean).join(', ');
    const behind = behindText(calendar, Date.now(), this.context.zone);
    return el('li', { class: 'calendar-line' }, el('label', { class: 'calendar', '--color': calendar.color },
      el('input', {
        type: 'checkbox',
        'data-focus': `calendar-${calendar.calendar_id}`,
        value: calendar.calendar_id,
        checked: calendar.visibility && calendar.status,
        disabled: !calendar.status,
        onchange: ({ target }) => this.actions.showCalendar(this.store.calendars.get(calendar.calendar_id), target.checked),
      }),
      words(calendar.name, 'span', { class: 'calendar-name' }),
      note && el('span', { class: 'quiet', textContent: note }),
      behind && el('span', { class: 'calendar-behind', textContent: behind, title: BEHIND })),
    iconButton('link', `Import, export and subscriptions of ${calendar.name}`, () => openExchange(calendar, this.actions.api), { 'data-focus': `exchange-${calendar.calendar_id}` }));
  }

  /** Reuses the elements of known entries: only the age changes, and the title is a link while its event is loaded. */
  #drawChanges() {
    const entries = this.changes.recent.slice(0, SHOWN);
    const before = this.#entries;
    this.#entries = new Map(entries.map((entry) => [entry, before.get(entry) ?? this.#change(entry)]));
    for (const [{ key, at }, { age, link, plain }] of this.#entries) {
      const [wanted, other] = this.store.find(key) ? [link, plain] : [plain, link];
      if (!wanted.parentNode) {
        other.replaceWith(wanted);
      }
      setText(age, agoText(Date.now() - at));
    }
    byId('changes-empty').hidden = entries.length > 0;
    arrange(byId('changes'), [...this.#entries.values()].map(({ item }) => item));
  }

  #change({ key, who, what, title }) {
    const plain = words(title);
    const link = words(title, 'button', { type: 'button', class: 'link', onclick: () => this.dispatchEvent(new CustomEvent('open', { detail: key })) });
    const age = el('span', { class: 'quiet' });
    const item = el('li', {}, el('span', {}, el('strong', { textContent: who, dir: 'auto' }), ` ${what} `, plain), age);
    return { item, age, link, plain };
  }
}

/** The text for a mirrored calendar that is behind: "behind since 10:42"; null if it is current. */
export function behindText({ mirror }, now, zone) {
  if (mirror?.state !== 'behind') {
    return null;
  }
  const day = dayText(mirror.since, zone);
  const time = timeText(mirror.since, zone);
  return `behind since ${day === dayText(now, zone) ? time : `${day}, ${time}`}`;
}

/** An age in words: "just now", "5 min ago". */
export function agoText(millis) {
  const minutes = Math.floor(millis / 60_000);
  if (minutes < 1) {
    return 'just now';
  }
  if (minutes < 60) {
    return `${minutes} min ago`;
  }
  return minutes < 24 * 60 ? `${Math.floor(minutes / 60)} h ago` : `${Math.floor(minutes / (24 * 60))} d ago`;
}
