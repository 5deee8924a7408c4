import { equal, event, test } from './harness.js';
import { conflicts, deedOf, difference, merged, request } from '/page/editor/merge.js';

const base = event({ attendees: [{ email: 'a@example.com', status: 'accepted' }] });
const mine = { ...base, title: 'Mine', location: 'Here' };
const theirs = { ...base, title: 'Theirs', description: 'New', edit_tag: '11' };

test('proposes what only one has changed, and mine where both have', () => {
  const proposed = conflicts(base, mine, theirs).map(({ name, proposed: side }) => `${name} ${side}`);
  equal(proposed, ['title mine', 'location mine', 'description theirs']);
});

test('puts a state together from the choices, on top of theirs', () => {
  const result = merged(mine, theirs, { title: 'theirs', location: 'mine', description: 'theirs' });
  equal([result.title, result.location, result.description, result.edit_tag], ['Theirs', 'Here', 'New', '11']);
});

test('sends the four that are needed, whether it is whole days, what differs, and the tag', () => {
  equal(Object.keys(request(base, { ...base, location: 'Here' })).sort(),
    ['edit_tag', 'end_time', 'isallday', 'location', 'start_time', 'timezone', 'title']);
});

test('sends guests by their addresses, so that answers are kept, and files by their ids', () => {
  const sent = request(base, { ...base, attendees: [...base.attendees, { email: 'b@example.com' }], attachments: [{ fileId: '5' }] });
  equal([sent.attendees, sent.attachment_ids], [[{ email: 'a@example.com' }, { email: 'b@example.com' }], ['5']]);
});

test('sees no difference in the case of an address or the order of guests', () => {
  const others = [{ email: 'b@example.com' }, { email: 'A@example.com' }];
  equal(difference({ ...base, attendees: others }, { ...base, attendees: [{ email: 'a@example.com' }, { email: 'B@example.com' }] }), []);
});

test('chooses start, end and zone as one', () => {
  const late = { ...base, start_time: base.start_time + 60_000, timezone: 'Asia/Tokyo' };
  const early = { ...base, end_time: base.end_time - 60_000, edit_tag: '11' };
  const [when, ...others] = conflicts(base, late, early);
  equal([when.name, when.proposed, when.theirs.end_time, others], ['when', 'mine', early.end_time, []]);
  equal(merged(late, early, { when: 'mine' }), { ...late, edit_tag: '11' });
  equal(merged(late, early, { when: 'theirs' }), early);
});

test('does to another state what was done to one', () => {
  const other = { ...theirs, start_time: 0 };
  equal(deedOf(base, mine)(other), { ...other, title: 'Mine', location: 'Here' });
});
