// Merges two concurrent changes of one event.

import { scoped } from '../kit/item.js';

/**
 * The units of choice, each with a label and its fields. Start, end and zone form one unit, with whether it is whole
 * days: the start of one version with the end of the other would be a time that neither user chose.
 */
const CHOICES = [
  ['title', 'Title', ['title']],
  ['when', 'When', ['start_time', 'end_time', 'timezone', 'isallday']],
  ['recurrence_rule', 'Repeat', ['recurrence_rule']],
  ['calendar_id', 'Calendar', ['calendar_id']],
  ['location', 'Location', ['location']],
  ['description', 'Description', ['description']],
  ['type', 'Kind', ['type']],
  ['attendees', 'Guests', ['attendees']],
  ['reminders', 'Reminders', ['reminders']],
  ['attachments', 'Files', ['attachments']],
];

/** The editable fields. */
const FIELDS = CHOICES.flatMap(([, , fields]) => fields);

/** The comparable value of a field: addresses of guests, ids of files. */
function essence(name, value) {
  switch (name) {
    case 'attendees':
      return value.map(({ email }) => email.toLowerCase()).sort().join(' ');
    case 'attachments':
      return value.map(({ fileId }) => fileId).sort().join(' ');
    case 'reminders':
      return value.map(({ type, minutes }) => `${type} ${minutes}`).sort().join(',');
    case 'isallday':
      return String(Boolean(value));
    default:
      return String(value ?? '');
  }
}

const isSame = (name, one, other) => essence(name, one[name]) === essence(name, other[name]);

const areSame = (fields, one, other) => fields.every((name) => isSame(name, one, other));

const pick = (fields, event) => Object.fromEntries(fields.map((name) => [name, event[name]]));

/** The fields in which two states differ. */
export function difference(one, other) {
  return FIELDS.filter((name) => !isSame(name, one, other));
}

const length = ({ start_time: start, end_time: end }) => end - start;

/**
 * A change as a function that applies to another state. A moved event keeps the duration of that state, which another
 * user may have changed.
 */
export function deedOf(base, wanted) {
  const changed = pick(difference(base, wanted), wanted);
  const isMoved = 'start_time' in changed && 'end_time' in changed && length(base) === length(wanted);
  return (state) => ({ ...state, ...changed, ...(isMoved ? { end_time: wanted.start_time + length(state) } : {}) });
}

/**
 * The differences between two states with a common base: `{name, label, mine, theirs, proposed}`. The proposal is the
 * side that has changed the unit, and `mine` if both have.
 */
export function conflicts(base, mine, theirs) {
  return CHOICES.filter(([, , fields]) => !areSame(fields, mine, theirs)).map(([name, label, fields]) => ({
    name,
    label,
    mine: pick(fields, mine),
    theirs: pick(fields, theirs),
    proposed: areSame(fields, mine, base) ? 'theirs' : 'mine',
  }));
}

/** The state that results from a choice for each difference. */
export function merged(mine, theirs, choices) {
  const taken = CHOICES.filter(([name, , fields]) => choices[name] !== 'theirs' && !areSame(fields, mine, theirs));
  return { ...theirs, ...pick(taken.flatMap(([, , fields]) => fields), mine) };
}

/**
 * The request that turns one state into another: the four required fields, whether it is whole days, which otherwise
 * follows from the times, and the fields that differ.
 *
 * @param scope which events of a series are meant, see scoped in kit/item.js
 */
export function request(base, wanted, scope) {
  const sent = pick(['title', 'start_time', 'end_time', 'timezone', 'isallday'], wanted);
  for (const name of difference(base, wanted)) {
    if (name === 'attachments') {
      sent.attachment_ids = wanted.attachments.map(({ fileId }) => fileId);
    } else if (name === 'attendees') {
      sent.attendees = wanted.attendees.map(({ email }) => ({ email }));
    } else {
      sent[name] = wanted[name];
    }
  }
  return base.edit_tag ? { ...sent, ...scoped(base, scope), edit_tag: base.edit_tag } : sent;
}
