// Where an event was put by hand, as the event that it shall be.

import { DAY, drawn, homeOf, HOUR, momentOf, wallOf } from '../kit/time.js';

/**
 * The event as it was dragged or pulled. It stays in its own zone. One with a time lasts as long as it did, by a stopwatch:
 * an hour before a change of the clock is an hour after it. Whole days are days of the zone where the event belongs.
 *
 * @param put `{start, end, allDay}`: walls, as they are drawn; no end where it has come to whole days or from them
 * @param isWhole whether it was moved as a whole, rather than made longer or shorter
 */
export function moved(event, put, zone, isWhole) {
  const before = drawn(event, zone);
  const own = put.allDay ? homeOf(event, zone) : zone;
  const isSameKind = before.allDay === put.allDay;
  const start = isWhole || put.start !== before.start ? momentOf(put.start, own) : event.start_time;
  const wanted = { ...event, start_time: start, isallday: isSameKind && event.isallday };
  if (isWhole && isSameKind && !put.allDay) {
    return { ...wanted, end_time: start + (event.end_time - event.start_time) };
  }
  return { ...wanted, end_time: isSameKind && put.end === before.end ? event.end_time : pulled(event, put, before, own) };
}

/** Where the end was pulled to. One that is not drawn where its clock shows it was pulled by so much rather than to there. */
function pulled(event, put, before, own) {
  const end = put.end ?? put.start + (put.allDay ? DAY : HOUR);
  const isAsItsClock = put.allDay || before.allDay || before.end === wallOf(event.end_time, own);
  return isAsItsClock ? momentOf(end, own) : event.end_time + (end - before.end);
}
