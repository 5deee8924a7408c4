// The line of one upload in the details of an event.

import { counting } from '../kit/countdown.js';
import { el, iconButton, setText, words } from '../kit/dom.js';

/** Shows that a file waits, then its progress; has a button to stop it until it is uploaded. */
export class UploadLine {
  #controller = new AbortController();
  #bar;
  #text = el('span', { class: 'quiet', textContent: 'Waiting' });
  #stop;

  /**
   * @param key the key of the event that gets the file
   * @param closed called when the line is removed
   */
  constructor(key, file, closed) {
    this.key = key;
    this.file = file;
    this.closed = closed;
    this.#bar = el('progress', { max: 1, value: 0, 'aria-label': `Upload of ${file.name}` });
    this.#stop = iconButton('close', `Stop the upload of ${file.name}`, () => this.stop(), { 'data-focus': `stop-${file.name}` });
    this.element = el('div', { class: 'upload' }, words(file.name, 'span', { class: 'upload-name' }), this.#bar, this.#text, this.#stop);
  }

  /** Aborted when the upload is to stop. */
  get signal() {
    return this.#controller.signal;
  }

  stop() {
    this.#controller.abort();
    this.close();
  }

  close() {
    this.element.remove();
    this.closed(this);
  }

  /** The part uploaded, from 0 to 1. */
  progress(share) {
    this.#bar.value = share;
    setText(this.#text, `${Math.round(share * 100)} %`);
  }

  /** The file is uploaded and cannot be stopped any more. */
  sent() {
    this.#stop.remove();
    setText(this.#text, 'Attaching');
  }

  /** Shows why the file was refused. */
  fail({ text, until }) {
    const close = () => this.close();
    this.#bar.remove();
    this.#stop.remove();
    this.#text.className = 'upload-error';
    this.#text.replaceChildren(...(until ? counting(text, until, close) : [text()]));
    this.element.append(iconButton('close', 'Close this message', close));
  }
}
