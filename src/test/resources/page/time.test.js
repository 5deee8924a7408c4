import { equal, event, holds, test } from './harness.js';
import {
  countdownText, drawn, durationText, fieldsOf, isWholeDays, isZone, momentOf, momentOfFields, monthsOf, offset, plusDays,
  spanText, startOfDay, wallOf, DAY, HOUR,
} from '/page/kit/time.js';

const BERLIN = 'Europe/Berlin';
const at = (text) => Date.parse(text);

test('knows the offset on both sides of a change of the clock', () => {
  equal(offset(at('2026-03-29T00:59:59Z'), BERLIN), HOUR);
  equal(offset(at('2026-03-29T01:00:00Z'), BERLIN), 2 * HOUR);
  equal(offset(at('2026-03-01T00:00:00Z'), 'Asia/Kathmandu'), 5.75 * HOUR);
});

test('goes from the wall to the moment and back', () => {
  for (const zone of ['UTC', BERLIN, 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Kiritimati']) {
    for (let moment = at('2026-01-01T00:30:00Z'); moment < at('2027-01-01T00:00:00Z'); moment += 11 * HOUR) {
      const again = momentOf(wallOf(moment, zone), zone);
      holds(again === moment || wallOf(again, zone) === wallOf(moment, zone), `${zone} ${moment}`);
    }
  }
});

test('moves a time of the hour that is left out by as much as the clock', () => {
  equal(momentOf(at('2026-03-29T02:30:00Z'), BERLIN), at('2026-03-29T01:30:00Z'));
  equal(fieldsOf(at('2026-03-29T01:30:00Z'), BERLIN), { date: '2026-03-29', time: '03:30' });
});

test('takes the first of the hours that come twice', () => {
  equal(momentOf(at('2026-10-25T02:30:00Z'), BERLIN), at('2026-10-25T00:30:00Z'));
});

test('counts days of 23 and 25 hours as days', () => {
  const spring = startOfDay(at('2026-03-29T12:00:00Z'), BERLIN);
  equal(plusDays(spring, 1, BERLIN) - spring, 23 * HOUR);
  const autumn = startOfDay(at('2026-10-25T12:00:00Z'), BERLIN);
  equal(plusDays(autumn, 1, BERLIN) - autumn, 25 * HOUR);
});

const timed = (start, end, fields) => event({ start_time: at(start), end_time: at(end), ...fields });
const wall = (moment) => new Date(moment).toISOString().slice(8, 16);
const walls = ({ start, end }) => [wall(start), wall(end)];

test('draws what begins or ends in the doubled hour as long as it lasts', () => {
  const hours = (start, end) => {
    const span = drawn(timed(`2026-10-${start}Z`, `2026-10-${end}Z`), BERLIN);
    return [wall(span.start), (span.end - span.start) / HOUR];
  };
  equal(hours('25T00:45', '25T01:15'), ['25T02:45', 0.5]);
  equal(hours('25T00:15', '25T01:30'), ['25T02:15', 1.25]);
  equal(hours('24T23:30', '25T01:30'), ['25T01:30', 2]);
  equal(hours('25T01:15', '25T01:30'), ['25T02:15', 0.25]);
  equal(hours('25T00:15', '25T02:15'), ['25T02:15', 2]);
});

test('draws what only passes over a change of the clock between the times that its clock shows', () => {
  equal(walls(drawn(timed('2026-10-23T16:00Z', '2026-10-26T08:00Z'), BERLIN)), ['23T18:00', '26T09:00']);
  equal(walls(drawn(timed('2026-10-24T20:00Z', '2026-10-25T06:00Z'), BERLIN)), ['24T22:00', '25T07:00']);
  equal(walls(drawn(timed('2026-03-29T00:30Z', '2026-03-29T01:30Z'), BERLIN)), ['29T01:30', '29T03:30']);
});

test('takes the first moment of a day for its start where the clock leaves midnight out', () => {
  for (const [zone, day] of [['Atlantic/Azores', '2026-03-29'], ['Asia/Beirut', '2026-03-29'], ['Africa/Cairo', '2026-04-24'],
    ['America/Havana', '2026-03-08'], ['America/Santiago', '2026-09-06']]) {
    const start = startOfDay(at(`${day}T12:00Z`), zone);
    const next = plusDays(start, 1, zone);
    equal([zone, wall(wallOf(start, zone)).slice(2), wall(wallOf(next, zone)).slice(2), next - start], [zone, 'T01:00', 'T00:00', 23 * HOUR]);
    const before = plusDays(start, -1, zone);
    for (const [from, to, first, days] of [[start, next, 0, 1], [before, start, -1, 1], [before, next, -1, 2]]) {
      const whole = event({ start_time: from, end_time: to, timezone: zone });
      equal(drawn(whole, BERLIN), { start: at(`${day}T00:00Z`) + first * DAY, end: at(`${day}T00:00Z`) + (first + days) * DAY, allDay: true });
    }
  }
});

test('takes only the first of two midnights for the start of a day', () => {
  const havana = (start) => isWholeDays(timed(start, '2026-11-02T05:00Z', { timezone: 'America/Havana' }));
  equal([havana('2026-11-01T04:00Z'), havana('2026-11-01T05:00Z')], [true, false]);
});

test('knows each zone of the browser, and no other', () => {
  equal(['Asia/Kathmandu', 'Atlantis', '', BERLIN, 'Atlantis'].map(isZone), [true, false, false, true, false]);
});

test('makes no format anew for each event that it draws', () => {
  const made = [];
  const DateTimeFormat = Intl.DateTimeFormat;
  const draw = (zone, day) => drawn(timed(`2026-03-0${day}T10:00Z`, `2026-03-0${day}T11:00Z`, { timezone: zone }), BERLIN);
  ['Asia/Tokyo', 'Atlantis'].forEach((zone) => draw(zone, 1));
  try {
    Intl.DateTimeFormat = class extends DateTimeFormat {
      constructor(...settings) {
        super(...settings);
        made.push(settings);
      }
    };
    [1, 2, 3].forEach((day) => ['Asia/Tokyo', 'Atlantis'].forEach((zone) => draw(zone, day)));
  } finally {
    Intl.DateTimeFormat = DateTimeFormat;
  }
  equal(made, []);
});

test('takes an event from midnight to midnight for whole days, in its own zone, over a change of the clock too', () => {
  const days = event({ start_time: at('2026-03-28T23:00:00Z'), end_time: at('2026-03-29T22:00:00Z') });
  holds(isWholeDays(days));
  const span = drawn(days, 'America/New_York');
  equal([span.allDay, span.start, span.end - span.start], [true, at('2026-03-29T00:00:00Z'), DAY]);
  holds(!isWholeDays(event()));
});

test('reads what fields say', () => {
  equal(momentOfFields('2026-03-02', '11:00', BERLIN), at('2026-03-02T10:00:00Z'));
  holds(Number.isNaN(momentOfFields('', '11:00', BERLIN)));
});

test('divides a span into months of at most 31 days', () => {
  const months = monthsOf(at('2026-01-30T00:00:00Z'), at('2026-04-01T00:00:00Z'));
  equal(months.map(({ key }) => key), ['2026-01', '2026-02', '2026-03']);
  holds(months.every(({ from, to }) => to - from <= 31 * DAY));
});

test('knows the months of the first and of the last years', () => {
  const early = monthsOf(at('0050-05-31T00:00:00Z'), at('0050-07-01T00:00:00Z'));
  equal(early.map(({ key, from }) => [key, new Date(from).toISOString()]), [
    ['0050-05', '0050-05-01T00:00:00.000Z'], ['0050-06', '0050-06-01T00:00:00.000Z'],
  ]);
  const late = monthsOf(at('9999-11-29T00:00:00Z'), at('+010000-01-09T00:00:00Z'));
  equal(late.map(({ key }) => key), ['9999-11', '9999-12']);
  equal(late[1].to, at('9999-12-31T23:59:59.999Z'));
});

test('says when an event is, and for whole days which', () => {
  holds(/2 Mar 2026, 11:00 – 11:30$/.test(spanText(event(), BERLIN)), spanText(event(), BERLIN));
  const days = event({ start_time: at('2026-03-01T23:00:00Z'), end_time: at('2026-03-02T23:00:00Z') });
  holds(/2 Mar 2026, all day$/.test(spanText(days, BERLIN)));
});

test('writes durations and countdowns', () => {
  equal([durationText(90 * 60_000), durationText(26 * HOUR), countdownText(599_001)], ['1 h 30 min', '1 d 2 h', '10:00']);
});
