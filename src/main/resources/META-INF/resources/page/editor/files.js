// The files of an event: attachments, uploads in progress, and the button to add more.

import { refusal, refused } from './actions.js';
import { announce } from '../kit/announce.js';
import { el, iconButton, words } from '../kit/dom.js';
import { isOccurrence, keyOf } from '../kit/item.js';
import { UploadLine } from './upload-line.js';

const KIB = 1024;

/** A size in words: "1.5 MB". */
export function sizeText(bytes) {
  const units = ['B', 'kB', 'MB', 'GB'];
  const step = bytes === 0 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(bytes) / Math.log(KIB)));
  const value = bytes / KIB ** step;
  return `${step === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${units[step]}`;
}

/** The files of the shown event. Uploads in progress stay visible when the event is redrawn. */
export class Files {
  #lines = new Set();
  #box = null;
  #shown = null;
  #last = Promise.resolve();

  constructor(actions) {
    this.actions = actions;
  }

  view(event, mayEdit) {
    const lines = [...this.#lines].filter(({ key }) => key === keyOf(event));
    this.#shown = keyOf(event);
    this.#box = el('div', { class: 'uploads' }, lines.map(({ element }) => element));
    return el('div', { class: 'files' },
      el('ul', { role: 'list' }, event.attachments.map((file) => this.#file(event, file, mayEdit))),
      this.#box,
      mayEdit && this.#chooser(event));
  }

  #file(event, file, mayEdit) {
    return el('li', {},
      el('button', { type: 'button', class: 'link', 'data-focus': `file-${file.fileId}`, 'data-call': 'download-attachment', title: 'Download', onclick: () => this.actions.download(file) },
        words(file.fileName)),
      el('span', { class: 'quiet', textContent: sizeText(file.size) }),
      mayEdit && iconButton('close', `Take away ${file.fileName}`, () => this.#detach(event, file),
        { 'data-focus': `detach-${file.fileId}`, 'data-call': 'edit-event' }));
  }

  #chooser(event) {
    const input = el('input', { type: 'file', multiple: true, hidden: true, 'aria-label': 'Attach files' });
    input.addEventListener('change', () => {
      this.attach(event, [...input.files]);
      input.value = '';
    });
    return [input, el('button', {
      type: 'button', class: 'attach', textContent: 'Attach a file', 'data-focus': 'attach', 'data-call': 'upload-attachments edit-event', onclick: () => input.click(),
    })];
  }

  async #detach(event, { fileId }) {
    const detached = (now) => ({ ...now, attachments: now.attachments.filter((file) => file.fileId !== fileId) });
    const detach = (scope) => this.actions.change(event, detached, scope);
    try {
      await (isOccurrence(event) ? this.#ask(event, detach) : detach());
    } catch (problem) {
      refused(problem);
    }
  }

  /** Uploads files one after the other, after those chosen before. All are listed at once. */
  attach(event, files) {
    return isOccurrence(event) ? this.#ask(event, (scope) => this.#queue(event, files, scope)) : this.#queue(event, files);
  }

  /** Asks which events of a series are meant, and goes on if the viewer says it. */
  async #ask(event, goOn) {
    const scope = await this.actions.scopeOfFiles(event);
    return scope === null ? undefined : goOn(scope);
  }

  #queue(event, files, scope) {
    const key = keyOf(event);
    const lines = files.map((file) => new UploadLine(key, file, (line) => this.#lines.delete(line)));
    for (const line of lines) {
      this.#lines.add(line);
      if (this.#shown === key) {
        this.#box.append(line.element);
      }
    }
    this.#last = this.#last.then(() => this.#attachAll(event, lines, scope));
    return this.#last;
  }

  async #attachAll(event, lines, scope) {
    for (const line of lines) {
      if (!line.signal.aborted) {
        await this.#attach(event, line, scope);
      }
    }
  }

  async #attach(event, line, scope) {
    const { store, api } = this.actions;
    line.progress(0);
    try {
      const made = await api.upload(line.file, (share) => line.progress(share), line.signal);
      line.sent();
      await this.actions.change(store.events.get(keyOf(event)) ?? event, (now) => ({ ...now, attachments: [...now.attachments, made] }), scope);
      announce(`Attached ${line.file.name}`);
      line.close();
    } catch (problem) {
      if (problem.name !== 'AbortError') {
        this.#failed(event, line, problem);
      }
    }
  }

  /** Shows the failure in the file's line, or as a message if the event is not shown any more. */
  #failed({ title }, line, problem) {
    if (line.element.isConnected) {
      line.fail(refusal(problem));
    } else {
      line.close();
      refused(problem, `“${line.file.name}” was not attached to “${title}”. `);
    }
  }
}
