// The view in which a time is found at which the guests are free.

import { openDialog } from '../kit/dialogs.js';
import { el, iconButton, setText, words } from '../kit/dom.js';
import { cut, freeTimes, stateOf } from './free.js';
import { city } from '../calendar/chip.js';
import { longDayText, plusDays, spanText, startOfDay, timeText } from '../kit/time.js';

/** Days before and after a day that are asked for with it, so that turning the days costs few calls. */
const BEFORE = 7;
const AFTER = 14;
const MOST = 50;
const WORDS = { free: 'free', busy: 'busy', tentative: 'maybe busy', unknown: 'times not known' };

/** The people to look for: the viewer, where the address is known, and the guests. */
export const invited = (me, guests) => [
  ...(me ? [{ email: me, name: 'You' }] : []),
  ...guests.filter(({ email }) => email !== me).map(({ email, name }) => ({ email, name: name ?? email })),
];

/**
 * Opens the view.
 *
 * @param wish `{api, people, event, isOld}`: people as `[{email, name}]`, the event with its proposed time, and whether it
 *     exists already
 * @param choose called with the start of the time that was chosen
 */
export function findTime({ event: { start_time: start, end_time: end, timezone: zone }, ...wish }, choose) {
  openDialog('Find a time', (close) => new TimeFinder({ ...wish, start, end, zone }, (chosen) => {
    close();
    choose(chosen);
  }).element, { kind: 'dialog-wide' });
}

class TimeFinder {
  #windows = [];
  #turn = 0;

  constructor(wish, choose) {
    this.wish = { ...wish, people: wish.people.slice(0, MOST), isCut: wish.people.length > MOST };
    this.choose = choose;
    this.day = startOfDay(wish.start, wish.zone);
    this.title = el('h3', { class: 'find-day', 'aria-live': 'polite' });
    this.state = el('p', { class: 'quiet', role: 'status' });
    this.rows = el('ul', { class: 'find-people', role: 'list' });
    this.offers = el('ul', { class: 'find-offers', role: 'list' });
    this.notes = el('p', { class: 'quiet' });
    this.element = el('div', { class: 'dialog-body find' },
      el('div', { class: 'find-head' },
        iconButton('back', 'Previous day', () => this.#go(-1)),
        this.title,
        iconButton('forth', 'Next day', () => this.#go(1))),
      el('p', { textContent: `Proposed: ${spanText({ start_time: wish.start, end_time: wish.end, isallday: false }, wish.zone)}, ${city(wish.zone)} time` }),
      this.rows, this.state,
      el('h3', { textContent: 'Next free times' }), this.offers, this.notes);
    this.#draw();
    this.#offer();
  }

  #go(days) {
    this.day = plusDays(this.day, days, this.wish.zone);
    this.#draw();
  }

  /** The people with their times in a span; read from the service unless they are known, or being read. */
  async #people(day, to) {
    const known = this.#windows.find((window) => window.from <= day && window.to >= to);
    if (known) {
      return known.people;
    }
    const { api, people, zone } = this.wish;
    const window = { from: plusDays(day, -BEFORE, zone), to: plusDays(day, AFTER, zone) };
    window.people = api.freeBusy(window.from, window.to, people.map(({ email }) => email));
    this.#windows.push(window);
    window.people.catch(() => { this.#windows = this.#windows.filter((each) => each !== window); });
    return window.people;
  }

  async #draw() {
    const { zone } = this.wish;
    const turn = ++this.#turn;
    const [from, to] = [this.day, plusDays(this.day, 1, zone)];
    setText(this.title, longDayText(from, zone));
    try {
      const people = await this.#people(from, to);
      if (turn === this.#turn) {
        this.rows.replaceChildren(...people.map((person, index) => this.#row(person, this.wish.people[index], from, to)));
        setText(this.state, '');
      }
    } catch (problem) {
      if (turn === this.#turn) {
        this.rows.replaceChildren();
        setText(this.state, `The times cannot be read. ${problem.text ?? ''}`);
      }
    }
  }

  #row(person, { name }, from, to) {
    const { start, end, zone } = this.wish;
    const spans = person.shared ? cut(person.busy, from, to) : [];
    const isProposed = start < to && end > from;
    const state = stateOf(person, start, end);
    const part = (kind, span) => el('span', { class: kind, '--from': String((span.start - from) / (to - from)), '--to': String((span.end - from) / (to - from)) });
    return el('li', { class: `find-person is-${person.shared ? state : 'unknown'}` },
      el('div', { class: 'find-name' }, words(name, 'strong'), el('span', { class: 'find-state', textContent: isProposed || !person.shared ? WORDS[state] : '' })),
      el('div', { class: 'find-track', 'aria-hidden': 'true' },
        spans.map((span) => part(`find-span find-${span.type}`, span)),
        isProposed && part('find-wish', { start: Math.max(start, from), end: Math.min(end, to) })),
      el('span', { class: 'quiet', textContent: this.#spansText(person, spans, zone) }));
  }

  #spansText({ shared }, spans, zone) {
    if (!shared) {
      return 'The times are not shared.';
    }
    const text = ({ start, end, type }) => `${timeText(start, zone)} – ${timeText(end, zone)}${type === 'tentative' ? ' (maybe)' : ''}`;
    return spans.length === 0 ? 'Nothing on this day' : spans.map(text).join(', ');
  }

  async #offer() {
    const { zone, start, end } = this.wish;
    const now = Date.now();
    try {
      const people = await this.#people(startOfDay(now, zone), plusDays(now, 10, zone));
      const free = freeTimes(people, { length: end - start, now, zone });
      const unknown = people.flatMap(({ shared }, index) => (shared ? [] : [this.wish.people[index].name]));
      this.offers.replaceChildren(...free.map((time) => this.#button(time, time + end - start)));
      setText(this.notes, [
        free.length === 0 ? 'None from 9 to 18 in the next ten days.' : '',
        unknown.length > 0 ? `Not known, so not looked at: ${unknown.join(', ')}.` : '',
        this.wish.people[0].name === 'You' ? '' : 'Your own times are not known here yet, so not looked at.',
        this.wish.isCut ? `Only the first ${MOST} people are looked at.` : '',
        this.wish.isOld ? 'The present time of this event counts as busy.' : '',
      ].filter(Boolean).join(' '));
    } catch (problem) {
      setText(this.notes, `No times can be offered. ${problem.text ?? ''}`);
    }
  }

  #button(start, end) {
    const text = spanText({ start_time: start, end_time: end, isallday: false }, this.wish.zone);
    return el('li', {}, el('button', { type: 'button', textContent: text, onclick: () => this.choose(start) }));
  }
}
