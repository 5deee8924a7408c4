// The files of an event: what is attached, what is on its way, and the button that adds to them.

import { refusalText } from './actions.js';
import { announce } from './announce.js';
import { el, iconButton, words } from './dom.js';

const KIB = 1024;

/** A size in words: "1.5 MB". */
export function sizeText(bytes) {
  const units = ['B', 'kB', 'MB', 'GB'];
  const step = bytes === 0 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(bytes) / Math.log(KIB)));
  const value = bytes / KIB ** step;
  return `${step === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[step]}`;
}

/** The files of the event that is looked at. What is on its way stays so when the event is drawn anew. */
export class Files {
  #uploads = new Map();

  constructor(actions) {
    this.actions = actions;
  }

  view(event, mayEdit) {
    const uploads = el('div', { class: 'uploads' }, this.#uploads.get(event.id) ?? []);
    return el('div', { class: 'files' },
      el('ul', { role: 'list' }, event.attachments.map((file) => this.#file(event, file, mayEdit))),
      uploads,
      mayEdit && this.#chooser((chosen) => this.#attachAll(event.id, chosen, uploads)));
  }

  #file(event, file, mayEdit) {
    return el('li', {},
      el('button', { type: 'button', class: 'link', 'data-focus': `file-${file.fileId}`, title: 'Download', onclick: () => this.actions.download(file) },
        words(file.fileName)),
      el('span', { class: 'quiet', textContent: sizeText(file.size) }),
      mayEdit && iconButton('close', `Take away ${file.fileName}`, () => this.#detach(event.id, file)));
  }

  #chooser(take) {
    const input = el('input', { type: 'file', multiple: true, class: 'unseen', 'aria-label': 'Attach files', 'data-focus': 'attach' });
    input.addEventListener('change', () => {
      take([...input.files]);
      input.value = '';
    });
    return el('label', { class: 'button' }, input, el('span', { textContent: 'Attach a file' }));
  }

  async #detach(id, file) {
    const event = this.actions.store.events.get(id);
    const attachments = event.attachments.filter(({ fileId }) => fileId !== file.fileId);
    await this.actions.move({ event, wanted: { ...event, attachments }, revert: () => {} });
  }

  async #attachAll(id, files, box) {
    for (const file of files) {
      await this.#attach(id, file, box);
    }
  }

  async #attach(id, file, box) {
    const upload = progressLine(file);
    const lines = this.#uploads.get(id) ?? [];
    this.#uploads.set(id, [...lines, upload.element]);
    box.append(upload.element);
    try {
      const made = await this.actions.api.upload(file, upload.progress, upload.signal);
      const event = this.actions.store.events.get(id);
      if (event) {
        await this.actions.save(event, { ...event, attachments: [...event.attachments, made] });
        announce(`Attached ${file.name}`);
      }
      this.#forget(id, upload);
    } catch (problem) {
      if (problem.name === 'AbortError') {
        this.#forget(id, upload);
      } else {
        upload.fail(refusalText(problem), () => this.#forget(id, upload));
      }
    }
  }

  #forget(id, { element }) {
    element.remove();
    const left = (this.#uploads.get(id) ?? []).filter((line) => line !== element);
    if (left.length === 0) {
      this.#uploads.delete(id);
    } else {
      this.#uploads.set(id, left);
    }
  }
}

/** A line with the progress of an upload, which can be taken back. */
export function progressLine(file) {
  const controller = new AbortController();
  const bar = el('progress', { max: 1, value: 0, 'aria-label': `Upload of ${file.name}` });
  const text = el('span', { class: 'quiet', textContent: '0 %' });
  const button = iconButton('close', `Stop the upload of ${file.name}`, () => controller.abort());
  const element = el('div', { class: 'upload' }, words(file.name, 'span', { class: 'upload-name' }), bar, text, button);
  return {
    element,
    signal: controller.signal,
    progress(share) {
      bar.value = share;
      text.textContent = `${Math.round(share * 100)} %`;
    },
    fail(reason, forget) {
      bar.remove();
      text.textContent = reason;
      text.className = 'upload-error';
      button.replaceWith(iconButton('close', 'Close this message', forget));
    },
  };
}
