// The attendees' answers.

import { el } from '../kit/dom.js';

/** The answers in the order shown. */
export const ANSWERS = [
  { status: 'accepted', label: 'Accepted', verb: 'Accept', mark: '✓' },
  { status: 'tentative', label: 'Maybe', verb: 'Maybe', mark: '?' },
  { status: 'declined', label: 'Declined', verb: 'Decline', mark: '✕' },
  { status: 'yet_to_respond', label: 'No answer yet', verb: 'Take back', mark: '·' },
];

/** The number of each answer: `{accepted, tentative, declined, yet_to_respond, invited}`. */
export function tally(attendees) {
  const counts = { accepted: 0, tentative: 0, declined: 0, yet_to_respond: 0, invited: attendees.length };
  for (const { status } of attendees) {
    counts[status]++;
  }
  return counts;
}

/** The counts in words: "2 accepted, 1 maybe, 3 no answer yet". */
export function tallyText(counts) {
  const parts = ANSWERS.filter(({ status }) => counts[status] > 0)
    .map(({ status, label }) => `${counts[status]} ${label.toLowerCase()}`);
  return parts.length === 0 ? 'nobody is invited' : parts.join(', ');
}

/** A bar with a section for each answer, and the numbers beside it. */
export function tallyBar(counts) {
  const bar = el('div', { class: 'tally-bar', 'aria-hidden': 'true' },
    ANSWERS.filter(({ status }) => counts[status] > 0)
      .map(({ status }) => el('span', { class: `answer-${status}`, '--share': String(counts[status]) })));
  const numbers = el('ul', { class: 'tally-numbers', role: 'list' },
    ANSWERS.map(({ status, label }) => el('li', { class: `answer-${status}`, 'data-status': status },
      el('strong', { textContent: String(counts[status]) }), ` ${label.toLowerCase()}`)));
  return el('div', { class: 'tally' }, bar, numbers);
}
