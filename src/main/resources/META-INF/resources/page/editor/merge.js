// Two people have changed one event: what each of them did to it, and what becomes of both.

/**
 * What a person chooses between, with a name for each, and the fields that belong to it. A time is one thing: the start
 * of one version with the end of the other is a time that nobody meant.
 */
const CHOICES = [
  ['title', 'Title', ['title']],
  ['when', 'When', ['start_time', 'end_time', 'timezone']],
  ['calendar_id', 'Calendar', ['calendar_id']],
  ['location', 'Location', ['location']],
  ['description', 'Description', ['description']],
  ['type', 'Kind', ['type']],
  ['attendees', 'Guests', ['attendees']],
  ['reminders', 'Reminders', ['reminders']],
  ['attachments', 'Files', ['attachments']],
];

/** The fields that a person edits. */
const FIELDS = CHOICES.flatMap(([, , fields]) => fields);

/** What is compared of a field: of guests their addresses, of files their ids. */
function essence(name, value) {
  switch (name) {
    case 'attendees':
      return value.map(({ email }) => email.toLowerCase()).sort().join(' ');
    case 'attachments':
      return value.map(({ fileId }) => fileId).sort().join(' ');
    case 'reminders':
      return value.map(({ type, minutes }) => `${type} ${minutes}`).sort().join(',');
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
 * What a person did to a state, as something that can be done to another one. An event that was moved lasts as long as it
 * does then: somebody may have made it longer just before.
 */
export function deedOf(base, wanted) {
  const changed = pick(difference(base, wanted), wanted);
  const isMoved = 'start_time' in changed && 'end_time' in changed && length(base) === length(wanted);
  return (state) => ({ ...state, ...changed, ...(isMoved ? { end_time: wanted.start_time + length(state) } : {}) });
}

/**
 * Where two states of an event that come from one base differ: `{name, label, mine, theirs, proposed}`. Proposed is what
 * only one of the two has changed, and mine where both have.
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

/** The state that comes of a choice for each in which the two differ. */
export function merged(mine, theirs, choices) {
  const taken = CHOICES.filter(([name, , fields]) => choices[name] !== 'theirs' && !areSame(fields, mine, theirs));
  return { ...theirs, ...pick(taken.flatMap(([, , fields]) => fields), mine) };
}

/** What is sent to bring an event from one state to another: the four that are always needed, and what differs. */
export function request(base, wanted) {
  const sent = { title: wanted.title, start_time: wanted.start_time, end_time: wanted.end_time, timezone: wanted.timezone };
  for (const name of difference(base, wanted)) {
    if (name === 'attachments') {
      sent.attachment_ids = wanted.attachments.map(({ fileId }) => fileId);
    } else if (name === 'attendees') {
      sent.attendees = wanted.attendees.map(({ email }) => ({ email }));
    } else {
      sent[name] = wanted[name];
    }
  }
  return base.edit_tag ? { ...sent, edit_tag: base.edit_tag } : sent;
}
