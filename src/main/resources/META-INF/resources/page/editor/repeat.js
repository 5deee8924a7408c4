// The fields of a form that say how an event repeats, and the sentence of its rule.

import { el, setText } from '../kit/dom.js';
import { choicesOf, ruleOf, unitOf, wrongChoices } from '../repeat/choices.js';
import { weekdayOf, WEEKDAYS } from '../repeat/rule.js';
import { sentence } from '../repeat/sentence.js';
import { DAY } from '../kit/time.js';
import { DAY_NAMES, capital, numeral, ordinal } from '../repeat/words.js';

const REPEATS = [
  ['never', 'Does not repeat'], ['daily', 'Daily'], ['weekdays', 'Every weekday'], ['weekly', 'Weekly'],
  ['monthly', 'Monthly'], ['yearly', 'Yearly'], ['custom', 'Every so many…'],
];
const AS_IT_IS = ['keep', 'As it is'];
const UNITS = [['days', 'days'], ['weeks', 'weeks'], ['months', 'months'], ['years', 'years']];
const ENDS = [['never', 'Never'], ['on', 'On a date'], ['after', 'After a number of times']];
const PLACES = [1, 2, 3, 4, 5, -1].map((place) => [String(place), capital(ordinal(place))]);

/** The fields. Weekdays and places in a month that the user has not chosen follow the start. */
export class RepeatField {
  #isChosen = false;

  /**
   * @param rule the rule of the event; empty if it does not repeat
   * @param start the start that the rule is shown for, see startOf in rule.js
   */
  constructor(rule, start) {
    this.rule = rule;
    this.start = start;
    this.first = start;
    this.shown = choicesOf(rule, start);
    this.moved = this.shown;
    this.isImplied = isImplied(this.shown, start);
    this.elements = this.#build();
    this.show(start);
  }

  #build() {
    const { shown } = this;
    this.repeat = select(shown.repeat === 'keep' ? [...REPEATS, AS_IT_IS] : REPEATS, shown.repeat, { id: 'edit-repeat' });
    this.interval = el('input', { type: 'number', min: '1', max: '1000', value: shown.interval, id: 'edit-repeat-interval', 'aria-label': 'Every: number' });
    this.unit = select(UNITS, shown.unit, { id: 'edit-repeat-unit', 'aria-label': 'Every: unit' });
    this.days = WEEKDAYS.map((day, index) => el('input', { type: 'checkbox', value: day, checked: shown.days.includes(day), 'aria-label': DAY_NAMES[index], oninput: () => this.#choose() }));
    this.monthly = select([['date', ''], ['last-day', 'On the last day'], ['weekday', 'On a weekday']], shown.monthly, { id: 'edit-repeat-monthly', 'aria-label': 'Day of the month' });
    this.ordinal = select(PLACES, shown.ordinal, { id: 'edit-repeat-ordinal', 'aria-label': 'Which one', oninput: () => this.#choose() });
    this.weekday = select(WEEKDAYS.map((day, index) => [day, DAY_NAMES[index]]), shown.weekday, { id: 'edit-repeat-weekday', 'aria-label': 'Weekday', oninput: () => this.#choose() });
    this.ends = select(ENDS, shown.ends, { id: 'edit-repeat-ends' });
    this.until = el('input', { type: 'date', value: shown.until, id: 'edit-repeat-until', 'aria-label': 'Stops: date' });
    this.count = el('input', { type: 'number', min: '1', max: '10000', value: shown.count, id: 'edit-repeat-count', 'aria-label': 'Stops: times' });
    this.text = el('p', { class: 'repeat-text', id: 'edit-repeat-text', role: 'status' });
    return this.#rows();
  }

  #rows() {
    this.everyRow = el('div', { class: 'repeat-row' }, el('span', { textContent: 'Every', 'aria-hidden': 'true' }), this.interval, this.unit);
    this.daysRow = el('fieldset', { class: 'repeat-days' }, el('legend', { class: 'unseen', textContent: 'On' }),
      this.days.map((day, index) => el('label', {}, day, el('span', { 'aria-hidden': 'true', textContent: DAY_NAMES[index].slice(0, 3) }))));
    this.placeRow = el('span', { class: 'repeat-row' }, this.ordinal, this.weekday);
    this.monthRow = el('div', { class: 'repeat-row' }, this.monthly, this.placeRow);
    this.endRow = el('div', { class: 'repeat-row' }, el('label', { for: 'edit-repeat-ends', textContent: 'Stops' }), this.ends, this.until, this.count);
    return [this.repeat, el('div', { class: 'repeat' }, this.everyRow, this.daysRow, this.monthRow, this.endRow, this.text)];
  }

  #choose() {
    this.#isChosen = true;
  }

  /** The values of the fields, see choices.js. */
  get values() {
    return {
      ...this.shown,
      repeat: this.repeat.value,
      interval: this.interval.value,
      unit: this.unit.value,
      days: this.repeat.value === 'weekdays' ? this.shown.days : this.days.filter(({ checked }) => checked).map(({ value }) => value),
      monthly: this.monthly.value,
      ordinal: this.ordinal.value,
      weekday: this.weekday.value,
      ends: this.ends.value,
      until: this.until.value,
      count: this.count.value,
    };
  }

  /** The rule: as it was, unless the user has changed something in the fields; empty if the event does not repeat. */
  get value() {
    const { values } = this;
    return values.repeat === 'keep' || !this.#isChanged(values) ? this.rule : this.#rule(values);
  }

  /** An occurrence implies what its series does only while it repeats by the same unit. */
  #rule(values) {
    return ruleOf(values, this.start, Boolean(this.start.isLater) && unitOf(values) !== unitOf(this.shown));
  }

  #isChanged(values) {
    const chosen = ({ days, ordinal: place, weekday, ...others }) => JSON.stringify([others, this.#isChosen && [days, place, weekday]]);
    return chosen(values) !== chosen(this.moved);
  }

  /** What is wrong with the fields. */
  get errors() {
    const { values } = this;
    const wrong = this.#isChanged(values) ? wrongChoices(values, this.start) : [];
    return wrong.map((message) => ({ field: 'recurrence_rule', message }));
  }

  /** Shows what follows from the input and the start: which fields there are, and the sentence. */
  show(start) {
    this.start = start;
    this.#moveEnd();
    if (!this.#isChosen) {
      this.#follow();
    }
    const { values } = this;
    const unit = unitOf(values);
    this.everyRow.hidden = values.repeat !== 'custom';
    this.daysRow.hidden = unit !== 'weeks';
    this.monthRow.hidden = unit !== 'months';
    this.placeRow.hidden = values.monthly !== 'weekday';
    this.endRow.hidden = ['never', 'keep'].includes(values.repeat);
    this.until.hidden = values.ends !== 'on';
    this.count.hidden = values.ends !== 'after';
    setText(this.monthly.options[0], `On the ${numeral(new Date(start.wall).getUTCDate())}`);
    setText(this.text, this.#sentence());
  }

  /** The last day moves along with the start, as in the service, unless the user has chosen another. */
  #moveEnd() {
    const days = Math.floor(this.start.wall / DAY) - Math.floor(this.first.wall / DAY);
    const until = new Date(Date.parse(`${this.shown.until}T00:00Z`) + days * DAY).toISOString().slice(0, 10);
    if (this.until.value === this.moved.until) {
      this.until.value = until;
    }
    this.moved = { ...this.shown, until };
  }

  /** What the start implies follows it; other weekdays are moved by as many days, as the service does. */
  #follow() {
    const implied = choicesOf('', this.start);
    const isWeekdays = this.shown.repeat === 'weekdays';
    const later = weekdayOf(this.start.wall) - weekdayOf(this.first.wall) + WEEKDAYS.length;
    const moved = this.shown.days.map((day) => WEEKDAYS[(WEEKDAYS.indexOf(day) + later) % WEEKDAYS.length]);
    const days = this.isImplied || isWeekdays ? implied.days : moved;
    this.days.forEach((day) => { day.checked = days.includes(day.value); });
    if (this.isImplied) {
      this.weekday.value = implied.weekday;
      this.ordinal.value = implied.ordinal;
    }
  }

  #sentence() {
    const { value, values } = this;
    const told = value === '' || values.repeat === 'keep' ? value : this.#rule(values);
    return told === '' || this.errors.length > 0 ? '' : sentence(told, this.start) ?? '';
  }
}

/** Whether weekdays and places in a month are those of the start. */
function isImplied({ days, monthly, ordinal: place, weekday }, start) {
  const implied = choicesOf('', start);
  return days.join() === implied.days.join() && (monthly !== 'weekday' || (place === implied.ordinal && weekday === implied.weekday));
}

function select(options, value, properties) {
  return el('select', properties, options.map(([key, text]) => el('option', { value: key, textContent: text, selected: key === value })));
}
