import { equal, event, holds, test } from './harness.js';
import { timesLabel } from '/page/calendar/label.js';
import { moved } from '/page/calendar/move.js';
import { drawn, isWholeDays, HOUR } from '/page/kit/time.js';

const BERLIN = 'Europe/Berlin';
const NEW_YORK = 'America/New_York';
const TOKYO = 'Asia/Tokyo';
const at = (text) => Date.parse(text);
const wall = (text) => at(`${text}Z`);
const timed = (start, end, fields) => event({ start_time: at(start), end_time: at(end), ...fields });
const times = ({ start_time: start, end_time: end, timezone }) => [...[start, end].map((moment) => new Date(moment).toISOString().slice(0, 16)), timezone];

/** Dragged as a whole, by so much of what is drawn. */
const drag = (subject, zone, by) => {
  const { start, end, allDay } = drawn(subject, zone);
  return times(moved(subject, { start: start + by, end: end + by, allDay }, zone, true));
};

/** Pulled at its end. */
const pull = (subject, zone, by) => {
  const { start, end, allDay } = drawn(subject, zone);
  return times(moved(subject, { start, end: end + by, allDay }, zone, false));
};

const TEA = timed('2026-03-27T09:00Z', '2026-03-27T10:00Z');
const DAY = 24 * HOUR;

test('moves by the clock of the viewer, and leaves the event in its zone', () => {
  equal(drag(TEA, NEW_YORK, DAY + HOUR), ['2026-03-28T10:00', '2026-03-28T11:00', BERLIN]);
});

test('keeps the time of day and the length over a change of the clock', () => {
  equal(drag(TEA, BERLIN, 4 * DAY), ['2026-03-31T08:00', '2026-03-31T09:00', BERLIN]);
  const nap = timed('2026-03-28T00:30Z', '2026-03-28T02:30Z');
  equal(drag(nap, BERLIN, DAY), ['2026-03-29T00:30', '2026-03-29T02:30', BERLIN]);
});

test('moves into the hour that is left out as far as the clock is put forward', () => {
  equal(drag(timed('2026-03-28T01:15Z', '2026-03-28T01:45Z'), BERLIN, DAY), ['2026-03-29T01:15', '2026-03-29T01:45', BERLIN]);
});

test('takes whole days along in the zone where they are days', () => {
  const trip = timed('2026-03-27T15:00Z', '2026-03-29T15:00Z', { timezone: TOKYO });
  equal(drag(trip, NEW_YORK, 2 * DAY), ['2026-03-29T15:00', '2026-03-31T15:00', TOKYO]);
  const berlin = timed('2026-03-27T23:00Z', '2026-03-28T23:00Z');
  equal(drag(berlin, TOKYO, DAY), ['2026-03-28T23:00', '2026-03-29T22:00', BERLIN]);
  equal(pull(berlin, TOKYO, DAY), ['2026-03-27T23:00', '2026-03-29T22:00', BERLIN]);
});

test('makes a whole day where the event belongs of one that had a time', () => {
  const subject = { ...TEA, timezone: TOKYO };
  const whole = moved(subject, { start: wall('2026-03-30T00:00'), allDay: true }, NEW_YORK, true);
  equal(times(whole), ['2026-03-29T15:00', '2026-03-30T15:00', TOKYO]);
  holds(isWholeDays(whole));
});

test('counts the days of a zone that the browser does not know as the viewer does', () => {
  const whole = moved({ ...TEA, timezone: 'Mars/Olympus' }, { start: wall('2026-03-30T00:00'), allDay: true }, BERLIN, true);
  equal(times(whole), ['2026-03-29T22:00', '2026-03-30T22:00', 'Mars/Olympus']);
});

test('gives a whole day an hour where it is dropped, by the clock of the viewer', () => {
  const trip = timed('2026-03-27T15:00Z', '2026-03-28T15:00Z', { timezone: TOKYO, isallday: true });
  const put = moved(trip, { start: wall('2026-03-30T09:00'), allDay: false }, BERLIN, true);
  equal([times(put), isWholeDays(put)], [['2026-03-30T07:00', '2026-03-30T08:00', TOKYO], false]);
});

test('pulls the end to where the clock shows it, and leaves the start alone', () => {
  equal(pull(TEA, NEW_YORK, HOUR), ['2026-03-27T09:00', '2026-03-27T11:00', BERLIN]);
  equal(pull(timed('2026-03-27T09:00:17Z', '2026-03-27T10:00Z'), BERLIN, 0), ['2026-03-27T09:00', '2026-03-27T10:00', BERLIN]);
});

test('makes an event of the doubled hour longer and shorter by as much as it is pulled', () => {
  const night = timed('2026-10-24T23:30Z', '2026-10-25T01:30Z');
  equal([HOUR / 4, -HOUR / 2].map((by) => pull(night, BERLIN, by)[1]), ['2026-10-25T01:45', '2026-10-25T01:00']);
});

test('says the times of the clock, also where an event is drawn elsewhere, and of a part what lies in it', () => {
  const whole = { isStart: true, isEnd: true };
  equal(timesLabel(timed('2026-10-25T00:15Z', '2026-10-25T01:30Z'), BERLIN, whole), '02:15 – 02:30');
  const night = timed('2026-03-02T21:00Z', '2026-03-04T06:00Z');
  equal([[true, false], [false, false], [false, true]].map(([isStart, isEnd]) => timesLabel(night, BERLIN, { isStart, isEnd })),
    ['22:00 –', 'all day', '– 07:00']);
});
