// The wall display: large, without controls, running for weeks. It shows what fits on the screen and holds
// two weeks of events. It shows when data is missing, and recovers by itself.

import { agendaAt, around, progress, Told, wallSpan } from './agenda.js';
import { timeThere } from '../calendar/chip.js';
import { byId, el, soon, words } from '../kit/dom.js';
import { Known, reasonText } from './known.js';
import { tally } from '../calendar/tally.js';
import { everySecond } from '../kit/ticker.js';
import { countdownText, durationText, homeOf, HOUR, isWholeDays, longDayText, MINUTE, plusDays, timeText } from '../kit/time.js';

const MOST_RUNNING = 3;
const MOST_STARTING = 2;
const MOST_A_DAY = 7;
/**
 * The interval of retries in ms. They continue after a permanent refusal, since there is no user to reload the page.
 */
const ASKS_AGAIN_AFTER = 5 * MINUTE;
const STATES = { connecting: 'connecting', live: 'live', retrying: 'connection lost, trying again', locked: 'waiting', refused: 'not live' };

/** Shows the agenda and keeps it up to date. */
export class Wall {
  #drawnMinute = 0;
  #day = 0;
  #asked = 0;
  #feed = { state: 'connecting' };
  #liveUntil = 0;
  #loading = {};
  #known = new Known();
  #told = new Told();

  constructor(store, changes, feed, loader, zone, moments = new EventTarget()) {
    this.store = store;
    this.changes = changes;
    this.feed = feed;
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
    store.addEventListener('change', () => {
      this.#known.look(store.blocks);
      drawSoon();
    });
    changes.addEventListener('change', drawSoon);
    changes.addEventListener('fade', drawSoon);
    feed.addEventListener('state', ({ detail }) => this.#connected(detail));
    loader.addEventListener('state', ({ detail }) => {
      this.#loading = detail;
      drawSoon();
    });
    for (const name of ['starting', 'started', 'ended']) {
      moments.addEventListener(name, ({ detail }) => {
        this.#told.take(name, detail);
        drawSoon();
      });
    }
    this.stop = everySecond(() => this.tick());
  }

  /** Shows the state of the connection and, if it is lost, since when, so that the age of the data is known. */
  #connected(detail) {
    const { state, problem } = detail;
    if (this.#feed.state === 'live' && state !== 'live') {
      this.#liveUntil = Date.now();
    }
    this.#feed = detail;
    const since = state !== 'live' && this.#liveUntil > 0 ? `as it was at ${timeText(this.#liveUntil, this.zone)}` : null;
    const why = state === 'refused' ? problem?.text : null;
    this.connection.dataset.state = state;
    this.connection.replaceChildren(el('span', { class: 'dot', 'aria-hidden': 'true' }),
      [STATES[state], since, why].filter(Boolean).join(' · '));
  }

  /** Updates the time. */
  tick() {
    const now = Date.now();
    this.clock.textContent = timeText(now, this.zone);
    const { from } = wallSpan(now, this.zone);
    if (from !== this.#day) {
      this.#day = from;
      this.date.textContent = longDayText(now, this.zone);
      this.#ask(now);
    } else if (Math.abs(now - this.#asked) >= ASKS_AGAIN_AFTER) {
      this.#ask(now);
    }
    if (Math.floor(now / MINUTE) !== this.#drawnMinute) {
      this.draw();
    } else {
      this.#count(now);
    }
  }

  /** Requests the span to show; loaded months are not requested again. */
  #ask(now) {
    this.#asked = now;
    const { from, to } = around(wallSpan(now, this.zone));
    this.loader.want(from, to, 0);
    if (this.#feed.state === 'refused') {
      this.feed.reopen();
    }
  }

  /** Redraws everything; once a minute and after changes. */
  draw() {
    const now = Date.now();
    this.#drawnMinute = Math.floor(now / MINUTE);
    this.#known.look(this.store.blocks);
    const { from, to } = around(wallSpan(now, this.zone));
    const events = this.store.between(from, to).filter((event) => this.store.isShown(event));
    const [today, tomorrow, after] = [0, 1, 2].map((days) => plusDays(now, days, this.zone));
    this.#told.prune(from);
    this.agenda = agendaAt(now, events, this.zone, this.#told);
    this.#drawNow(now);
    this.#drawDay(this.today, 'Today', this.#known.has(today, tomorrow) && this.agenda.today);
    this.#drawDay(this.tomorrow, 'Tomorrow', this.#known.has(tomorrow, after) && this.agenda.tomorrow);
  }

  #drawNow(now) {
    this.countdown = el('strong', { class: 'wall-countdown' });
    this.reason = el('p', { class: 'wall-reason' });
    this.now.replaceChildren(...(this.#known.has(now, now + 1) ? [this.#running(now), this.#next(now)] : [this.#unknown()]));
    this.#count(now);
  }

  #unknown() {
    const text = this.#loading.problem ? 'The events cannot be loaded' : 'The events are not loaded yet';
    return el('div', { class: 'wall-unknown' }, el('h2', { textContent: text }), this.reason);
  }

  #running(now) {
    const { running } = this.agenda;
    const cards = running.slice(0, MOST_RUNNING).map((event) => this.#card(event, now));
    return el('div', { class: 'wall-running' },
      cards.length > 0 ? cards : el('p', { class: 'wall-nothing', textContent: 'Nothing is on right now' }),
      running.length > MOST_RUNNING && el('p', { class: 'wall-more', textContent: `and ${running.length - MOST_RUNNING} more` }));
  }

  #next(now) {
    const { next, starting } = this.agenda;
    const label = (textContent) => el('p', { class: 'wall-label', textContent });
    if (!this.#known.has(now, next?.start_time ?? wallSpan(now, this.zone).to)) {
      return el('div', { class: 'wall-next' }, label('What comes next is not loaded yet'), this.reason);
    }
    if (starting.length > 0) {
      return this.#starting(starting);
    }
    return el('div', { class: 'wall-next' }, next
      ? [label(this.#nextLabel(next, now)), this.countdown, words(next.title, 'p', { class: 'wall-next-title' }), next.location && words(next.location, 'p', { class: 'wall-place' })]
      : label('Nothing more in the next two weeks'));
  }

  #starting(events) {
    return el('div', { class: 'wall-next is-starting' }, this.countdown,
      events.slice(0, MOST_STARTING).flatMap((event) => [
        words(event.title, 'p', { class: 'wall-next-title' }),
        event.location && words(event.location, 'p', { class: 'wall-place' })]),
      events.length > MOST_STARTING && el('p', { class: 'wall-more', textContent: `and ${events.length - MOST_STARTING} more` }));
  }

  /** Adds the day if the event is not listed below. */
  #nextLabel(next, now) {
    const { start_time: start } = next;
    if (start < plusDays(now, 2, this.zone)) {
      return 'Next';
    }
    const day = `Next, ${longDayText(start, isWholeDays(next) ? homeOf(next, this.zone) : this.zone)}`;
    return isWholeDays(next) ? day : `${day}, ${timeText(start, this.zone)}`;
  }

  #card(event, now) {
    return el('article', { class: 'wall-card', '--color': this.#color(event), '--share': String(progress(event, now)) },
      el('p', { class: 'wall-label', textContent: `Now, until ${timeText(event.end_time, this.zone)}` }),
      words(event.title, 'h2'),
      event.location && words(event.location, 'p', { class: 'wall-place' }),
      el('div', { class: 'wall-progress', 'aria-hidden': 'true' }, el('span')));
  }

  #count(now) {
    this.reason.textContent = reasonText(this.#loading, now);
    const [first] = this.agenda?.starting ?? [];
    const next = this.agenda?.next;
    if (first) {
      const left = first.start_time - now;
      this.countdown.textContent = left > 0 ? `starting in ${durationText(left)}` : 'starting now';
    } else if (next) {
      const left = next.start_time - now;
      this.countdown.textContent = left < HOUR ? countdownText(left) : `in ${durationText(left)}`;
    }
  }

  /**
   * @param events false if they are not loaded
   */
  #drawDay(section, title, events) {
    const shown = (events || []).slice(0, MOST_A_DAY);
    section.replaceChildren(...[
      el('h2', { textContent: title }),
      shown.length === 0
        ? el('p', { class: 'wall-nothing', textContent: events ? 'Nothing' : 'Not loaded yet' })
        : el('ol', { role: 'list' }, shown.map((event) => this.#row(event))),
      events.length > shown.length && el('p', { class: 'wall-more', textContent: `and ${events.length - shown.length} more` }),
    ].filter(Boolean));
  }

  #row(event) {
    const mark = this.changes.mark(event);
    const isRunning = this.agenda.running.includes(event);
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
