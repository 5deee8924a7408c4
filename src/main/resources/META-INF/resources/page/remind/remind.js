// Reminders on the page: its parts, and how they hear of the clock.

import { ownAnswer } from '../calendar/chip.js';
import { Notices } from './notices.js';
import { Notifier } from './notifier.js';
import { Reminders } from './reminders.js';

/** Creates the reminders of a page. @param open shows an item: `(key, start)` */
export function remind({ moments, session, store }, context, open) {
  const reminders = new Reminders();
  const notices = new Notices(reminders, context);
  const notifier = new Notifier(reminders, context, () => moments.isHere);
  const answerOf = (item) => ownAnswer(item, store.me);
  const hear = (name, take) => moments.addEventListener(name, ({ detail }) => take(detail));
  moments.addEventListener('begin', ({ detail: me }) => {
    reminders.begin(me);
    notifier.begin(me);
  });
  hear('reminder', (message) => reminders.take(message));
  hear('item', (item) => reminders.meet(item, answerOf(item)));
  hear('gone', ({ key }) => reminders.lose(key));
  hear('list', (items) => reminders.meetAll(items, answerOf));
  for (const part of [notices, notifier]) {
    part.addEventListener('open', ({ detail: { item, start_time: start } }) => open(item, start));
  }
  session.addEventListener('end', () => reminders.end(), { once: true });
  return reminders;
}
