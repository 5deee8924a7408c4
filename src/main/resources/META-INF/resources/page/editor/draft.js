// Converts between events and the fields of the form.

import { DAY, fieldsOf, HOUR, isWholeDays, isZone, momentOf, momentOfFields, wallOf } from '../kit/time.js';

/**
 * The fields of the form.
 *
 * @param subject an event, or a draft: `{day}` for a selected day, `{start, end, allDay}` for a selected span
 */
export function draftOf(subject, { store, zone, now = Date.now() }) {
  const event = subject.id ? subject : newEvent(subject, store, zone, now);
  const own = isZone(event.timezone) ? event.timezone : zone;
  const allDay = isWholeDays(event);
  const end = fieldsOf(allDay ? event.end_time - 1 : event.end_time, own);
  return {
    title: event.title,
    zone: own,
    allDay,
    start: fieldsOf(event.start_time, own),
    end: allDay ? { ...end, time: '' } : end,
    calendar_id: event.calendar_id,
    location: event.location,
    description: event.description,
    type: event.type,
    attendees: event.attendees,
    reminders: event.reminders,
    rule: event.recurrence_rule ?? '',
  };
}

function newEvent(draft, store, zone, now) {
  const calendars = [...store.calendars.values()].filter(({ privilege }) => privilege !== 'view');
  const calendar = calendars.find(({ isdefault: isDefault }) => isDefault) ?? calendars[0];
  const { start, end } = span(draft, zone, now);
  return {
    title: '',
    start_time: start,
    end_time: end,
    timezone: zone,
    calendar_id: calendar?.calendar_id ?? '',
    location: '',
    description: '',
    type: 'normal_event',
    attendees: [],
    reminders: [],
  };
}

/** A selected day gets the next full hour of the clock; without a selection, the next full hour from now. */
function span({ day, start, end }, zone, now) {
  if (start !== undefined) {
    return { start, end };
  }
  const next = Math.ceil(wallOf(now, zone) / HOUR) * HOUR;
  const wall = day === undefined ? next : day + (next % DAY);
  const first = momentOf(wall, zone);
  return { start: first, end: first + HOUR };
}

/**
 * Reads the fields of the form.
 *
 * @param fields their values
 * @param base the event that is edited; null for a new one
 * @param shown the initial values of the form, see draftOf
 * @return `{event, errors}`: the resulting event, and the invalid fields
 */
export function readDraft(fields, base, shown = base && draftOf(base, { zone: base.timezone })) {
  const errors = [];
  const zone = fields.zone.trim();
  if (!isZone(zone)) {
    errors.push({ field: 'timezone', message: 'is not known' });
    return { event: null, errors };
  }
  const { start, end } = moments(fields, zone);
  check(fields, start, end, errors);
  const event = {
    ...base,
    title: fields.title.trim(),
    start_time: start,
    end_time: end,
    timezone: zone,
    isallday: base && fields.allDay === shown.allDay ? base.isallday : fields.allDay,
    ...ruled(fields, base),
    ...(base && zone === shown.zone ? kept(fields, base, shown) : {}),
    calendar_id: fields.calendar_id || base?.calendar_id,
    location: fields.location.trim(),
    description: fields.description,
    type: fields.type,
    attendees: fields.attendees,
    reminders: reminders(fields.reminder, base),
    attachments: base?.attachments ?? [],
  };
  return { event: Number.isNaN(start) || Number.isNaN(end) ? null : event, errors };
}

/** Keeps the exact values of unchanged fields: the form shows whole minutes and does not know every zone. */
function kept({ startDate, startTime, endDate, endTime, allDay }, base, shown) {
  const isShown = (date, time, before) => allDay === shown.allDay && date === before.date && (allDay || time === before.time);
  return {
    timezone: base.timezone,
    ...(isShown(startDate, startTime, shown.start) && { start_time: base.start_time }),
    ...(isShown(endDate, endTime, shown.end) && { end_time: base.end_time }),
  };
}

/** The rule; without one the field is there only if it ends a repetition. */
function ruled({ rule }, base) {
  const isSaid = rule !== undefined && (rule !== '' || base?.recurrence_rule);
  return isSaid ? { recurrence_rule: rule } : {};
}

function moments({ startDate, startTime, endDate, endTime, allDay }, zone) {
  return allDay
    ? { start: momentOfFields(startDate, '00:00', zone), end: momentOfFields(nextDay(endDate), '00:00', zone) }
    : { start: momentOfFields(startDate, startTime, zone), end: momentOfFields(endDate, endTime, zone) };
}

function nextDay(date) {
  const midnight = Date.parse(`${date}T00:00Z`);
  return Number.isNaN(midnight) ? '' : new Date(midnight + DAY).toISOString().slice(0, 10);
}

function check({ title }, start, end, errors) {
  if (title.trim() === '') {
    errors.push({ field: 'title', message: 'is missing' });
  } else if ([...title.trim()].length > 255) {
    errors.push({ field: 'title', message: 'has more than 255 characters' });
  }
  if (Number.isNaN(start)) {
    errors.push({ field: 'start_time', message: 'is missing' });
  }
  if (Number.isNaN(end)) {
    errors.push({ field: 'end_time', message: 'is missing' });
  } else if (end <= start) {
    errors.push({ field: 'end_time', message: 'has to be after the start' });
  }
}

/** The reminders; none are named where a new event is to have those of its calendar. */
function reminders(chosen, base) {
  if (chosen === 'default') {
    return undefined;
  }
  if (chosen === 'keep') {
    return base?.reminders ?? [];
  }
  if (chosen === '') {
    return [];
  }
  const [kept] = base?.reminders ?? [];
  return [{ type: kept?.type ?? 'popup', minutes: Number(chosen) }];
}
