// The input for the reminder of an event.

import { el, setText } from '../kit/dom.js';
import { durationText } from '../kit/time.js';

const CHOICES = [[0, 'At the start'], [5, '5 min before'], [10, '10 min before'], [30, '30 min before'], [60, '1 h before'], [1440, '1 day before']];
const BY = { email: ' by e-mail', popup: '', notification: '' };

/** The default reminders of a calendar, whose minutes are negative texts, as those of an event. */
export const defaultsOf = (calendar) => (calendar?.reminders ?? []).map(({ minutes, action }) => ({ type: action, minutes: Math.abs(Number(minutes)) }));

/** What a calendar gives to its new events: "As in the calendar: 15 min before by e-mail". */
export function defaultsText(calendar) {
  const each = defaultsOf(calendar).map(({ type, minutes }) => (minutes === 0 ? 'at the start' : `${durationText(minutes * 60_000)} before`) + (BY[type] ?? ''));
  return `As in the calendar: ${each.length === 0 ? 'none' : each.join(', ')}`;
}

/**
 * The choice of a reminder. A new event begins with those of its calendar, and follows it when another calendar is
 * chosen, until the viewer chooses a reminder.
 */
export class ReminderField {
  /** @param current those of an event; null for a new one */
  constructor(current) {
    const own = [['', 'None'], ...CHOICES];
    this.input = el('select');
    if (current === null) {
      this.#offer([['default', defaultsText()], ...own], 'default');
    } else if (current.length > 1 || (current.length === 1 && !CHOICES.some(([minutes]) => minutes === current[0].minutes))) {
      this.#offer([...own, ['keep', 'As they are']], 'keep');
    } else {
      this.#offer(own, current.length === 0 ? '' : String(current[0].minutes));
    }
  }

  #offer(options, value) {
    this.input.append(...options.map(([key, textContent]) => el('option', { value: String(key), textContent, selected: String(key) === value })));
  }

  /** Names the reminders of the chosen calendar. */
  follow(calendar) {
    const option = this.input.querySelector('[value=default]');
    if (option) {
      setText(option, defaultsText(calendar));
    }
  }
}
