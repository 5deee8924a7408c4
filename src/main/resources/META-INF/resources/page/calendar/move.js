// Turns the new place of a dragged event into the changed event.

import { DAY, drawn, homeOf, HOUR, momentOf, wallOf } from '../kit/time.js';

/**
 * The event after it was dragged or resized. It stays in its own zone. A timed event keeps its real duration, also
 * across a change of the clock. Whole days are days of the event's own zone.
 *
 * @param put `{start, end, allDay}` in wall times; no `end` if it was moved to or from whole days
 * @param isWhole whether it was moved, not resized
 */
export function moved(event, put, zone, isWhole) {
  const before = drawn(event, zone);
  const own = put.allDay ? homeOf(event, zone) : zone;
  const isSameKind = before.allDay === put.allDay;
  const start = isWhole || put.start !== before.start ? momentOf(put.start, own) : event.start_time;
  const wanted = { ...event, start_time: start, isallday: isSameKind ? event.isallday : put.allDay };
  if (isWhole && isSameKind && !put.allDay) {
    return { ...wanted, end_time: start + (event.end_time - event.start_time) };
  }
  return { ...wanted, end_time: isSameKind && put.end === before.end ? event.end_time : pulled(event, put, before, own) };
}

/**
 * The new end of a resized event. If the event is not drawn at its wall times, the end moves by the dragged distance
 * instead.
 */
function pulled(event, put, before, own) {
  const end = put.end ?? put.start + (put.allDay ? DAY : HOUR);
  const isAsItsClock = put.allDay || before.allDay || before.end === wallOf(event.end_time, own);
  return isAsItsClock ? momentOf(end, own) : event.end_time + (end - before.end);
}
