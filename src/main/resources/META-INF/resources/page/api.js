// The calls of the service that the page makes.

import { Problem } from './problem.js';

const BASE = '/api/v2';
const HIDDEN = 'include_hidden_calendars=true';

/** Speaks with the service as whoever has signed in. */
export class Api {
  constructor(session, quota, send = (...request) => fetch(...request)) {
    this.session = session;
    this.quota = quota;
    this.send = send;
  }

  calendars() {
    return this.#data('list-calendars', 'GET', `/calendars?${HIDDEN}`);
  }

  /** The events of a span of at most 31 days, those of hidden and disabled calendars too. */
  events(from, to) {
    return this.#data('list-events', 'GET', `/events?from=${from}&to=${to}&${HIDDEN}&include_disabled_calendar=true`);
  }

  async create(event, key) {
    const [made] = await this.#data('create-event', 'POST', '/events', event, { 'Idempotency-Key': key });
    return made;
  }

  async edit(id, event) {
    const [changed] = await this.#data('edit-event', 'PUT', `/events/${encodeURIComponent(id)}`, event);
    return changed;
  }

  remove(event) {
    const body = { calendar_id: event.calendar_id, edit_tag: event.edit_tag };
    return this.#call('delete-event', 'DELETE', `/events/${encodeURIComponent(event.id)}`, body);
  }

  answer(id, status) {
    return this.#call('answer-event', 'PUT', `/events/${encodeURIComponent(id)}/statuses/${status}`);
  }

  showCalendar(id, visibility) {
    return this.#data('edit-calendar', 'PUT', `/calendars/${encodeURIComponent(id)}`, { visibility });
  }

  /** How the user stands with each call; not counted itself. */
  standings() {
    return this.#data('', 'GET', '/quota');
  }

  feedToken() {
    return this.#data('create-feed-token', 'POST', '/feed_tokens', {});
  }

  revokeFeedToken(id) {
    return this.#call('delete-feed-token', 'DELETE', `/feed_tokens/${id}`);
  }

  /** The content of an attachment. */
  async download(fileId) {
    const response = await this.#call('download-attachment', 'GET', `/events/attachments/${fileId}`);
    return response.blob();
  }

  /**
   * Uploads a file.
   *
   * @param onProgress told how much of it has gone, from 0 to 1
   */
  upload(file, onProgress, signal) {
    this.#refuseWhileLocked('upload-attachments');
    const form = new FormData();
    form.append('files', file, file.name);
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', `${BASE}/events/attachments`);
      request.setRequestHeader('Authorization', `Bearer ${this.session.token}`);
      request.responseType = 'json';
      request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total);
      request.onload = () => (request.status === 200
        ? resolve(request.response.attachments[0])
        : reject(this.#uploadRefused(request)));
      request.onerror = () => reject(Problem.unreachable());
      request.onabort = () => reject(new DOMException('The upload was taken back.', 'AbortError'));
      signal?.addEventListener('abort', () => request.abort());
      request.send(form);
    });
  }

  #uploadRefused(request) {
    const headers = { get: (name) => request.getResponseHeader(name) };
    this.quota.note(headers, request.status);
    const problem = new Problem(request.status, request.response ?? {}, Number(headers.get('Retry-After') ?? 0) * 1000);
    this.#notice(problem);
    return problem;
  }

  async #data(call, method, path, body, headers) {
    const response = await this.#call(call, method, path, body, headers);
    return (await response.json()).data;
  }

  async #call(call, method, path, body, headers = {}) {
    this.#refuseWhileLocked(call);
    const sent = { ...headers, Authorization: `Bearer ${this.session.token}`, Accept: 'application/json, */*;q=0.5' };
    if (body !== undefined) {
      sent['Content-Type'] = 'application/json';
    }
    let response;
    try {
      response = await this.send(BASE + path, { method, headers: sent, body: body && JSON.stringify(body), cache: 'no-store' });
    } catch {
      throw Problem.unreachable();
    }
    const isElsewhere = this.quota.note(response.headers, response.status);
    if (response.ok) {
      return response;
    }
    const problem = await Problem.of(response);
    problem.isElsewhere = isElsewhere;
    this.#notice(problem);
    throw problem;
  }

  /** A call that is locked need not be made to learn that. */
  #refuseWhileLocked(call) {
    const locked = this.quota.lockedFor(call);
    if (locked > 0) {
      throw new Problem(429, { code: 'request_limit_exceeded', message: 'The quota for this is used up.' }, locked);
    }
  }

  #notice(problem) {
    if (problem.status === 401) {
      this.session.end('expired');
    }
  }
}
