import { equal, event, holds, test } from './harness.js';
import {
  countdownText, drawn, durationText, fieldsOf, isWholeDays, momentOf, momentOfFields, monthsOf, offset, plusDays, spanText,
  startOfDay, wallOf, DAY, HOUR,
} from '/page/time.js';

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

test('draws an event of the doubled hour as long as it lasts', () => {
  const span = drawn(event({ start_time: at('2026-10-25T00:45:00Z'), end_time: at('2026-10-25T01:15:00Z') }), BERLIN);
  equal(span.end - span.start, HOUR / 2);
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

test('says when an event is, and for whole days which', () => {
  holds(/2 Mar 2026, 11:00 – 11:30$/.test(spanText(event(), BERLIN)), spanText(event(), BERLIN));
  const days = event({ start_time: at('2026-03-01T23:00:00Z'), end_time: at('2026-03-02T23:00:00Z') });
  holds(/2 Mar 2026, all day$/.test(spanText(days, BERLIN)));
});

test('writes durations and countdowns', () => {
  equal([durationText(90 * 60_000), durationText(26 * HOUR), countdownText(599_001)], ['1 h 30 min', '1 d 2 h', '10:00']);
});
