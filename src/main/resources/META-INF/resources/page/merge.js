// Two people have changed one event: what each of them did to it, and what becomes of both.

/** The fields that a person edits, with a name for each. */
export const FIELDS = [
  ['title', 'Title'],
  ['start_time', 'Starts'],
  ['end_time', 'Ends'],
  ['timezone', 'Time zone'],
  ['calendar_id', 'Calendar'],
  ['location', 'Location'],
  ['description', 'Description'],
  ['type', 'Kind'],
  ['attendees', 'Guests'],
  ['reminders', 'Reminders'],
  ['attachments', 'Files'],
];

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

export const isSame = (name, one, other) => essence(name, one) === essence(name, other);

/** The fields in which two states differ. */
export function difference(one, other) {
  return FIELDS.map(([name]) => name).filter((name) => !isSame(name, one[name], other[name]));
}

/**
 * Where two states of an event that come from one base differ: `{name, label, mine, theirs, proposed}`. Proposed is what
 * only one of the two has changed, and mine where both have.
 */
export function conflicts(base, mine, theirs) {
  return FIELDS.filter(([name]) => !isSame(name, mine[name], theirs[name])).map(([name, label]) => ({
    name,
    label,
    mine: mine[name],
    theirs: theirs[name],
    proposed: isSame(name, mine[name], base[name]) ? 'theirs' : 'mine',
  }));
}

/** The state that comes of a choice for each field in which the two differ. */
export function merged(mine, theirs, choices) {
  const result = { ...theirs };
  for (const [name] of FIELDS) {
    if (!isSame(name, mine[name], theirs[name]) && choices[name] !== 'theirs') {
      result[name] = mine[name];
    }
  }
  return result;
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
