// The page on a wall: large, without controls, and good for weeks. What it shows is bounded by the screen, and what it
// knows by the three days that it looks at.

import { agendaAt, progress, wallSpan } from './agenda.js';
import { timeThere } from './chip.js';
import { byId, el, soon, words } from './dom.js';
import { tally } from './tally.js';
import { everySecond } from './ticker.js';
import { countdownText, durationText, HOUR, isWholeDays, longDayText, MINUTE, timeText } from './time.js';

const MOST_RUNNING = 3;
const MOST_A_DAY = 7;
const STATES = { connecting: 'connecting', live: 'live', retrying: 'connection lost, trying again', locked: 'waiting', refused: 'not live' };

/** Shows the agenda, and keeps it right. */
export class Wall {
  #drawnMinute = 0;
  #day = 0;
  #state = 'connecting';

  constructor(store, changes, feed, loader, zone) {
    this.store = store;
    this.changes = changes;
    this.loader = loader;
    this.zone = zone;
    this.element = byId('wall');
    this.element.hidden = false;
    document.body.classList.add('is-wall');
    this.clock = el('p', { class: 'wall-clock', role: 'timer', 'aria-live': 'off' });
    this.date = el('h1', { class: 'wall-date' });
    this.connection = el('p', { class: 'wall-connection', role: 'status' });
    this.now = el('section', { class: 'wall-now', 'aria-label': 'Now' });
    this.today = el('section', { class: 'wall-day', 'aria-label': 'Today' });
    this.tomorrow = el('section', { class: 'wall-day', 'aria-label': 'Tomorrow' });
    this.element.replaceChildren(
      el('header', { class: 'wall-head' }, this.date, this.clock, this.connection),
      this.now, el('div', { class: 'wall-days' }, this.today, this.tomorrow));
    const drawSoon = soon(() => this.draw());
    store.addEventListener('change', drawSoon);
    changes.addEventListener('change', drawSoon);
    changes.addEventListener('fade', drawSoon);
    feed.addEventListener('state', ({ detail }) => this.#connected(detail.state));
    this.stop = everySecond(() => this.#tick());
  }

  #connected(state) {
    this.#state = state;
    this.connection.dataset.state = state;
    this.connection.replaceChildren(el('span', { class: 'dot', 'aria-hidden': 'true' }), STATES[state]);
  }

  #tick() {
    const now = Date.now();
    this.clock.textContent = timeText(now, this.zone);
    const { from, to } = wallSpan(now, this.zone);
    if (from !== this.#day) {
      this.#day = from;
      this.date.textContent = longDayText(now, this.zone);
      this.loader.want(from, to, 0);
    }
    if (Math.floor(now / MINUTE) !== this.#drawnMinute) {
      this.draw();
    } else {
      this.#count(now);
    }
  }

  /** Draws everything; once a minute, and when something has changed. */
  draw() {
    const now = Date.now();
    this.#drawnMinute = Math.floor(now / MINUTE);
    const { from, to } = wallSpan(now, this.zone);
    const events = this.store.between(from, to).filter((event) => this.store.isShown(event));
    this.agenda = agendaAt(now, events, this.zone);
    this.#drawNow(now);
    this.#drawDay(this.today, 'Today', this.agenda.today, now);
    this.#drawDay(this.tomorrow, 'Tomorrow', this.agenda.tomorrow, now);
  }

  #drawNow(now) {
    const { running, next } = this.agenda;
    this.countdown = el('strong', { class: 'wall-countdown' });
    const cards = running.slice(0, MOST_RUNNING).map((event) => this.#card(event, now));
    this.now.replaceChildren(
      el('div', { class: 'wall-running' },
        cards.length > 0 ? cards : el('p', { class: 'wall-nothing', textContent: 'Nothing is on right now' }),
        running.length > MOST_RUNNING && el('p', { class: 'wall-more', textContent: `and ${running.length - MOST_RUNNING} more` })),
      el('div', { class: 'wall-next' }, next
        ? [el('p', { class: 'wall-label', textContent: 'Next' }), this.countdown, words(next.title, 'p', { class: 'wall-next-title' }), next.location && words(next.location, 'p', { class: 'wall-place' })]
        : el('p', { class: 'wall-label', textContent: 'Nothing more is coming up' })));
    this.#count(now);
  }

  #card(event, now) {
    return el('article', { class: 'wall-card', '--color': this.#color(event), '--share': String(progress(event, now)) },
      el('p', { class: 'wall-label', textContent: `Now, until ${timeText(event.end_time, this.zone)}` }),
      words(event.title, 'h2'),
      event.location && words(event.location, 'p', { class: 'wall-place' }),
      el('div', { class: 'wall-progress', 'aria-hidden': 'true' }, el('span')));
  }

  #count(now) {
    const next = this.agenda?.next;
    if (next) {
      const left = next.start_time - now;
      this.countdown.textContent = left < HOUR ? countdownText(left) : `in ${durationText(left)}`;
    }
  }

  #drawDay(section, title, events, now) {
    const shown = events.slice(0, MOST_A_DAY);
    section.replaceChildren(...[
      el('h2', { textContent: title }),
      shown.length === 0
        ? el('p', { class: 'wall-nothing', textContent: 'Nothing' })
        : el('ol', { role: 'list' }, shown.map((event) => this.#row(event, now))),
      events.length > shown.length && el('p', { class: 'wall-more', textContent: `and ${events.length - shown.length} more` }),
    ].filter(Boolean));
  }

  #row(event, now) {
    const mark = this.changes.mark(event.id);
    const isRunning = event.start_time <= now && event.end_time > now && !isWholeDays(event);
    const notes = [timeThere(event, this.zone), event.location].filter(Boolean).join(' · ');
    const counts = tally(event.attendees);
    return el('li', { class: ['wall-row', isRunning ? 'is-running' : '', mark ? 'is-changed' : ''].join(' ').trim(), '--color': this.#color(event) },
      el('span', { class: 'wall-time', textContent: isWholeDays(event) ? 'all day' : timeText(event.start_time, this.zone) }),
      el('span', { class: 'wall-what' }, words(event.title, 'span', { class: 'wall-title' }),
        notes && words(notes, 'span', { class: 'wall-place' }),
        mark && el('span', { class: 'wall-mark', textContent: `${mark.who} ${mark.what}` })),
      counts.invited > 0 && el('span', { class: 'wall-tally', textContent: `${counts.accepted}/${counts.invited}`, title: 'accepted' }));
  }

  #color(event) {
    return this.store.calendars.get(event.calendar_id)?.color ?? '#64748b';
  }
}
