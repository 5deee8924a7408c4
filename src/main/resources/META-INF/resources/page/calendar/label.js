// The times that stand on an event, as the clock shows them, also where that hour comes twice and it is drawn elsewhere.

import { isWholeDays, timeText } from '../kit/time.js';

/**
 * "10:00 – 10:30" for an event, or for the part of it that lies in a day: "22:00 –" and "– 07:00".
 *
 * @param part `{isStart, isEnd}`: whether it begins and ends in it
 */
export function timesLabel(event, zone, { isStart, isEnd }) {
  if (isWholeDays(event) || (!isStart && !isEnd)) {
    return 'all day';
  }
  const from = isStart && timeText(event.start_time, zone);
  const to = isEnd && timeText(event.end_time, zone);
  return [isEnd && isStart ? short(from, to) : from, '–', to].filter(Boolean).join(' ');
}

/** In a column is little room: "10:00 – 11:00 AM" says the half of the day once. */
function short(from, to) {
  const [half] = /\s\D+$/.exec(to) ?? [''];
  return half && from.endsWith(half) ? from.slice(0, -half.length) : from;
}

/** The same where there is room for one time only: when it begins. */
export const startLabel = (event, zone, { isStart }) => (isStart ? timeText(event.start_time, zone) : '');
