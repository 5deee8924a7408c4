import { calendar, equal, event, holds, test, turn } from './harness.js';
import { openEditor } from '/page/editor/editor.js';
import { Problem } from '/page/feed/problem.js';
import { Quota } from '/page/feed/quota.js';
import { Store } from '/page/feed/store.js';

const field = (name) => document.querySelector(`#edit-${name}`);

/** A form whose saving ends as the test says: `tried` are the keys of the tries. */
function form(subject, refusal) {
  const store = new Store();
  store.setCalendars([calendar()]);
  const tried = [];
  const fail = () => Promise.reject(refusal);
  openEditor(subject, {
    store,
    zone: 'Europe/Berlin',
    people: { addresses: () => [] },
    quota: new Quota(),
    actions: { save: fail, create: (made, key) => { tried.push(key); return fail(); } },
    onSaved: () => {},
  });
  return tried;
}

async function close() {
  const dialog = document.querySelector('dialog');
  dialog.close();
  while (dialog.isConnected) {
    await turn();
  }
}

function save() {
  field('save').click();
  return turn();
}

test('says it in a message when saving fails after the form was closed', async () => {
  form(event(), new Problem(503));
  const saving = save();
  await close();
  await saving;
  const toast = document.querySelector('#toasts .toast');
  holds(toast.textContent.startsWith('“Tea” was not saved. The service is busy'));
  toast.remove();
});

test('says that a call is refused where no lock tells it', async () => {
  form(event(), new Problem(429));
  await save();
  equal(field('error').textContent, 'The quota for this is used up for a while.');
  await close();
});

test('tries the same again under the same key, and something else under another', async () => {
  const tried = form({}, new Problem(0));
  field('title').value = 'Tea';
  await save();
  await save();
  field('title').value = 'Coffee';
  await save();
  equal([tried[0] === tried[1], tried[1] === tried[2]], [true, false]);
  await close();
});
