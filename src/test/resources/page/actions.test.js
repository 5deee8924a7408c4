import { equal, event, holds, loaded, test, turn } from './harness.js';
import { Actions } from '/page/editor/actions.js';
import { Problem } from '/page/feed/problem.js';

const HOUR = 3_600_000;
const me = { id: '7', name: 'Mara', email: 'mara@example.com', status: 'yet_to_respond' };

/** What an answer to an invitation is answered. */
const told = { etag: '12' };

/** A service that holds one event, and refuses what names an older state. */
function service(held) {
  const sent = [];
  const service = {
    held,
    sent,
    edit(id, { edit_tag: tag, attendees, attachment_ids: ids, ...fields }) {
      sent.push({ tag, ...fields });
      if (tag !== service.held.edit_tag) {
        return Promise.reject(new Problem(412, { data: [service.held] }));
      }
      const attachments = ids ? ids.map((fileId) => ({ fileId })) : service.held.attachments;
      service.held = { ...service.held, ...fields, attachments, edit_tag: String(Number(tag) + 1) };
      return turn().then(() => service.held);
    },
    remove({ edit_tag: tag }) {
      sent.push({ tag });
      return tag === service.held.edit_tag ? Promise.resolve() : Promise.reject(new Problem(412, { data: [service.held] }));
    },
    answer: () => Promise.resolve(told),
  };
  return service;
}

function acting(held, seen = held) {
  dialog()?.close();
  const api = service(held);
  const store = loaded(seen);
  return { api, store, actions: new Actions(api, store, { store, zone: 'Europe/Berlin', changes: { mark: () => null } }) };
}

const dialog = () => document.querySelector('dialog[open]');

async function asked() {
  for (let turns = 0; !dialog(); turns++) {
    holds(turns < 100, 'something is asked');
    await turn();
  }
}

const press = (text) => [...dialog().querySelectorAll('button')].find(({ textContent }) => textContent === text).click();

test('an answer shows at once, and what the feed says of the event after it wins', async () => {
  const { store, actions } = acting(event({ attendees: [me] }));
  await actions.answer(store.events.get('1@almanac'), 'accepted');
  const shown = store.events.get('1@almanac');
  equal([shown.attendees[0].status, shown.edit_tag], ['accepted', '10']);
  store.apply({ type: 'event', id: '1@almanac', item: event({ title: 'Theirs', attendees: [{ ...me, status: 'accepted' }], edit_tag: '11' }) });
  equal(store.events.get('1@almanac').title, 'Theirs');
});

test('an answer keeps what came of the event while it was on its way', async () => {
  const { api, store, actions } = acting(event({ attendees: [me] }));
  api.answer = () => {
    store.apply({ type: 'event', id: '1@almanac', item: event({ title: 'Theirs', attendees: [me], edit_tag: '11' }) });
    return Promise.resolve(told);
  };
  await actions.answer(event({ attendees: [me] }), 'declined');
  const shown = store.events.get('1@almanac');
  equal([shown.title, shown.attendees[0].status, shown.edit_tag], ['Theirs', 'declined', '11']);
});

test('an edit of what nobody else touched goes on by itself when only answers came in between', async () => {
  const seen = event({ attendees: [me] });
  const { api, actions } = acting(event({ attendees: [{ ...me, status: 'accepted' }], edit_tag: '12' }), seen);
  const saved = await actions.save(seen, { ...seen, title: 'Coffee' });
  equal([saved.title, saved.edit_tag, api.sent.map(({ tag }) => tag)], ['Coffee', '13', ['10', '12']]);
});

test('an edit asks in the end where something always comes in between', async () => {
  const { api, actions } = acting(event());
  let tag = 10;
  api.edit = () => Promise.reject(new Problem(412, { data: [event({ edit_tag: String(++tag) })] }));
  const saving = actions.save(event(), event({ title: 'Coffee' }));
  await asked();
  equal(tag, 15);
  press('Take all of theirs');
  equal((await saving).edit_tag, '15');
});

test('an edit shows both versions where somebody else has touched something', async () => {
  const { api, actions } = acting(event({ title: 'Theirs', edit_tag: '11' }), event());
  const saving = actions.save(event(), event({ location: 'Here' }));
  await asked();
  press('Save what is chosen');
  await saving;
  equal([api.held.title, api.held.location], ['Theirs', 'Here']);
});

test('drags that follow each other quickly are no conflict with oneself', async () => {
  const seen = event();
  const { api, store, actions } = acting(seen);
  const to = (hours) => ({ event: seen, wanted: { ...seen, start_time: seen.start_time + hours * HOUR, end_time: seen.end_time + hours * HOUR } });
  await Promise.all([actions.move(to(1)), actions.move(to(2)), actions.move(to(3))]);
  equal(api.sent.map(({ tag, start_time: start }) => [tag, (start - seen.start_time) / HOUR]), [['10', 1], ['11', 2], ['12', 3]]);
  equal(store.events.get(seen.id).start_time, seen.start_time + 3 * HOUR);
});

test('an event that is made longer and moved at once is both', async () => {
  const seen = event();
  const { api, actions } = acting(seen);
  const longer = { ...seen, end_time: seen.end_time + HOUR };
  const moved = { ...seen, start_time: seen.start_time + 3 * HOUR, end_time: seen.end_time + 3 * HOUR };
  await Promise.all([actions.move({ event: seen, wanted: longer }), actions.move({ event: seen, wanted: moved })]);
  equal([api.held.start_time, api.held.end_time], [moved.start_time, moved.end_time + HOUR]);
});

test('a drag that fails does not hold up the next, and what the store says is drawn', async () => {
  const seen = event();
  const { api, store, actions } = acting(seen);
  const { edit } = api;
  api.edit = () => {
    api.edit = edit;
    return Promise.reject(new Problem(503));
  };
  const drawn = [];
  store.addEventListener('change', ({ detail }) => drawn.push(...detail.ids));
  await Promise.all([
    actions.move({ event: seen, wanted: { ...seen, start_time: 0 } }),
    actions.move({ event: seen, wanted: { ...seen, start_time: seen.start_time - HOUR } })]);
  equal(api.held.start_time, seen.start_time - HOUR);
  holds(drawn.includes(seen.id), 'it is drawn');
  document.querySelector('#toasts').replaceChildren();
});

test('files that are taken away quickly are all gone, and those of others stay', async () => {
  const seen = event({ attachments: [{ fileId: 'a' }, { fileId: 'b' }] });
  const { api, actions } = acting({ ...seen, attachments: [...seen.attachments, { fileId: 'theirs' }], edit_tag: '11' }, seen);
  const without = (id) => (now) => ({ ...now, attachments: now.attachments.filter(({ fileId }) => fileId !== id) });
  await Promise.all([actions.change(seen, without('a')), actions.change(seen, without('b'))]);
  equal(api.held.attachments, [{ fileId: 'theirs' }]);
});

test('an event is removed although answers came in between', async () => {
  const seen = event({ attendees: [me] });
  const { api, store, actions } = acting({ ...seen, attendees: [{ ...me, status: 'accepted' }], edit_tag: '11' }, seen);
  const removing = actions.remove(seen);
  press('Remove');
  equal([await removing, store.events.size, api.sent.length], [true, 0, 2]);
});
