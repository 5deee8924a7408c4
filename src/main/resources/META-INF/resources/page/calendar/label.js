// The times shown on an event, in local time. In the repeated hour of autumn they differ from where it is
// drawn.

import { isWholeDays, timeText } from '../kit/time.js';

/**
 * "10:00 – 10:30" for an event, or for the part of it on one day: "22:00 –" and "– 07:00".
 *
 * @param part `{isStart, isEnd}`: whether the event starts and ends in this part
 */
export function timesLabel(event, zone, { isStart, isEnd }) {
  if (isWholeDays(event) || (!isStart && !isEnd)) {
    return 'all day';
  }
  const from = isStart && timeText(event.start_time, zone);
  const to = isEnd && timeText(event.end_time, zone);
  return [isEnd && isStart ? short(from, to) : from, '–', to].filter(Boolean).join(' ');
}

/** Leaves out the first AM or PM if both are equal: "10:00 – 11:00 AM". */
function short(from, to) {
  const [half] = /\s\D+$/.exec(to) ?? [''];
  return half && from.endsWith(half) ? from.slice(0, -half.length) : from;
}

/** The start time only, where there is no room for both. */
export const startLabel = (event, zone, { isStart }) => (isStart ? timeText(event.start_time, zone) : '');
