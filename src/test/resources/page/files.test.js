import { equal, event, holds, test, turn } from './harness.js';
import { Files } from '/page/editor/files.js';
import { Problem } from '/page/feed/problem.js';

/** Files of an event whose uploads end when the test says so. */
function stage() {
  const uploads = [];
  const api = {
    upload: (file, progress, signal) => new Promise((resolve, reject) => {
      uploads.push({ file, progress, done: () => resolve({ fileId: file.name }), refuse: reject });
      signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
    }),
  };
  const store = { events: new Map([['1@almanac', event()]]) };
  const saved = [];
  const change = async (now, deed) => {
    saved.push(...deed(now).attachments.map(({ fileId }) => fileId));
  };
  const files = new Files({ api, store, change });
  const place = document.body.appendChild(document.createElement('section'));
  const draw = () => place.replaceChildren(files.view(event(), true));
  draw();
  const lines = () => [...place.querySelectorAll('.upload')].map(({ textContent }) => textContent);
  return { files, uploads, saved, place, draw, lines };
}

const file = (name) => new File(['x'], name);

test('shows files that wait, and how far the later ones are although the event was drawn anew', async () => {
  const { files, uploads, place, draw, lines } = stage();
  const all = files.attach(event(), [file('one'), file('two')]);
  await turn();
  equal(lines(), ['one0 %', 'twoWaiting']);
  uploads[0].done();
  draw();
  await turn();
  uploads[1].progress(0.5);
  equal(lines(), ['two50 %']);
  uploads[1].done();
  await all;
  equal(lines(), []);
  place.remove();
});

test('stops what is on its way, and what waits, and goes on with the rest', async () => {
  const { files, uploads, saved, place, draw } = stage();
  const all = files.attach(event(), ['one', 'two', 'three'].map(file));
  await turn();
  draw();
  place.querySelector('[aria-label="Stop the upload of two"]').click();
  place.querySelector('[aria-label="Stop the upload of one"]').click();
  await turn();
  uploads[1].done();
  await all;
  equal([uploads.map(({ file: { name } }) => name), saved], [['one', 'three'], ['three']]);
  place.remove();
});

test('says in the line why a file was not taken, and in a message where nobody sees the line', async () => {
  const { files, uploads, place, lines } = stage();
  const all = files.attach(event(), ['one', 'two'].map(file));
  await turn();
  uploads[0].refuse(new Problem(413));
  await turn();
  holds(lines()[0].startsWith('oneThe file is larger'));
  place.remove();
  uploads[1].refuse(new Problem(404));
  await all;
  const toast = document.querySelector('#toasts .toast');
  holds(toast.textContent.includes('“two” was not attached to “Tea”. It is no longer there'));
  toast.remove();
});
