// The element of an event in a month, week, day or agenda.

import { el, icon, words } from '../kit/dom.js';
import { isException, isOccurrence, keyOf } from '../kit/item.js';
import { capital } from '../repeat/words.js';
import { differ, isWholeDays, isZone, timeText } from '../kit/time.js';
import { tally, tallyText } from './tally.js';

/** The viewer's own answer; undefined if not invited. */
export const ownAnswer = (event, me) => event.attendees.find(({ id }) => id !== null && id === me)?.status;

/** A short name of a zone: "New York". */
export const city = (zone) => zone.split('/').pop().replaceAll('_', ' ');

/** The time in the event's zone if that differs: "16:00 New York". */
export function timeThere(event, zone) {
  return !isWholeDays(event) && isZone(event.timezone) && differ(event.start_time, event.timezone, zone)
    ? `${timeText(event.start_time, event.timezone)} ${city(event.timezone)}`
    : null;
}

/**
 * The element of an event.
 *
 * @param event the event; undefined while a new one is drawn
 * @param shown `{view, timeText, allDay, color, zone, me, mark, open}`
 */
export function chip(event, shown) {
  const isList = shown.view === 'agenda';
  const kind = isList ? 'row' : shown.view.startsWith('timeGrid') && !shown.allDay ? 'block' : 'line';
  const classes = ['chip', `chip-${kind}`];
  if (!event) {
    return el('div', { class: classes.join(' '), '--color': shown.color }, el('span', { class: 'chip-title', textContent: 'New event' }));
  }
  const answer = ownAnswer(event, shown.me);
  classes.push(shown.allDay ? 'chip-all-day' : '', answer ? `chip-${answer}` : '', shown.mark ? 'chip-changed' : '',
    event.end_time < Date.now() ? 'chip-past' : '');
  const time = shown.allDay ? null : el('span', { class: 'chip-time', textContent: shown.timeText });
  const parts = [
    kind === 'line' && time,
    words(event.title, 'span', { class: 'chip-title' }),
    isOccurrence(event) && repeatSign(event),
    kind === 'block' && time,
    kind === 'line' ? null : details(event, shown),
    guests(event),
    shown.mark && mark(shown.mark, kind === 'line'),
  ].filter(Boolean);
  const chipped = el('div', { class: classes.join(' ').trim(), '--color': shown.color, title: hint(event, shown), 'data-focus': `event-${keyOf(event)}` }, parts);
  if (isList) {
    makeButton(chipped, shown.open);
  }
  return chipped;
}

/** What an occurrence is of its series, in words. */
export const repeatText = (event) => (isException(event) ? 'differs from its series' : 'repeats');

/** The sign of an occurrence, or of an exception, with a text for screen readers. */
function repeatSign(event) {
  const isOther = isException(event);
  return el('span', { class: `chip-sign${isOther ? ' chip-exception' : ''}`, title: capital(repeatText(event)) },
    icon(isOther ? 'exception' : 'repeat'), el('span', { class: 'unseen', textContent: `, ${repeatText(event)}` }));
}

/** The user who has just changed it, and what; in a line, the user only. */
function mark({ who, what }, isShort) {
  const text = `${who} ${what}`;
  return el('span', { class: 'chip-mark', title: text },
    isShort ? [who.split(' ')[0], el('span', { class: 'unseen', textContent: text.slice(who.split(' ')[0].length) })] : text);
}

/** Replaces FullCalendar's own link in the agenda. */
function makeButton(element, open) {
  element.tabIndex = 0;
  element.setAttribute('role', 'button');
  element.addEventListener('keydown', (pressed) => {
    if (pressed.key === 'Enter' || pressed.key === ' ') {
      pressed.preventDefault();
      open();
    }
  });
}

function details(event, { zone }) {
  const there = timeThere(event, zone);
  const texts = [there, event.location].filter(Boolean);
  return texts.length === 0 ? null : words(texts.join(' · '), 'span', { class: 'chip-details' });
}

function guests(event) {
  if (event.attendees.length === 0) {
    return null;
  }
  const counts = tally(event.attendees);
  return el('span', { class: 'chip-tally', title: tallyText(counts) },
    el('span', { 'aria-hidden': 'true', textContent: `${counts.accepted}/${counts.invited}` }),
    el('span', { class: 'unseen', textContent: `, ${tallyText(counts)}` }));
}

function hint(event, { zone, timeText: time, mark }) {
  const there = timeThere(event, zone);
  return [time, event.title, event.location, there, isOccurrence(event) ? capital(repeatText(event)) : null, mark ? `${mark.who} ${mark.what} this just now` : null]
    .filter(Boolean).join('\n');
}
