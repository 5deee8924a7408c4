// The API calls of the page. Every failure is a Problem.

import { isOccurrence, scoped } from '../kit/item.js';
import { Problem, retryAfter } from './problem.js';

const BASE = '/api/v2';
const HIDDEN = 'include_hidden_calendars=true';
/** Timeout of a call, in ms. */
const PATIENCE = 30_000;

/** Calls the API with the session's token. */
export class Api {
  constructor(session, quota, send = (...request) => fetch(...request), patience = PATIENCE) {
    this.session = session;
    this.quota = quota;
    this.send = send;
    this.patience = patience;
  }

  calendars() {
    return this.#data('list-calendars', 'GET', `/calendars?${HIDDEN}`);
  }

  /** The events of a span of at most 31 days, including hidden and disabled calendars. */
  events(from, to) {
    return this.#data('list-events', 'GET', `/events?from=${from}&to=${to}&${HIDDEN}&include_disabled_calendar=true`);
  }

  /** The occurrences of a series in a span: `{data, more}`. */
  async occurrences({ id, calendar_id: calendar }, from, to) {
    const query = new URLSearchParams({ calendar_id: calendar, from, to });
    const body = await this.#json('list-occurrences', 'GET', `/events/${encodeURIComponent(id)}/occurrences?${query}`);
    if (!body.data) {
      throw noted(Problem.garbled(), 'GET');
    }
    return body;
  }

  /** A series, or an event that does not repeat. */
  async event({ id, calendar_id: calendar }) {
    const [found] = await this.#data('get-event', 'GET', `/events/${encodeURIComponent(id)}?calendar_id=${encodeURIComponent(calendar)}`);
    return found;
  }

  async create(event, key) {
    const [made] = await this.#data('create-event', 'POST', '/events', { body: event, headers: { 'Idempotency-Key': key } });
    return made;
  }

  async edit(id, event) {
    const [changed] = await this.#data('edit-event', 'PUT', `/events/${encodeURIComponent(id)}`, { body: event });
    return changed;
  }

  /** @param scope what goes of a series, see scoped in kit/item.js; undefined for an event that does not repeat */
  remove(event, scope) {
    const body = { calendar_id: event.calendar_id, edit_tag: event.edit_tag, ...scoped(event, scope) };
    return this.#call('delete-event', 'DELETE', `/events/${encodeURIComponent(event.id)}`, { body });
  }

  /** Answers an invitation: for an occurrence, or with the scope `all` for the whole series. */
  answer(event, status, scope) {
    const query = isOccurrence(event) && scope !== 'all' ? `?recurrence_id=${event.recurrence_id}` : '';
    return this.#data('answer-event', 'PUT', `/events/${encodeURIComponent(event.id)}/statuses/${status}${query}`);
  }

  /** When people are taken in a span of at most 62 days: `[{email, busy, shared}]`, in the order of their addresses. */
  freeBusy(from, to, emails) {
    return this.#data('find-freebusy', 'POST', '/freebusy', { body: { from, to, emails } });
  }

  showCalendar(id, visibility) {
    return this.#data('edit-calendar', 'PUT', `/calendars/${encodeURIComponent(id)}`, { body: { visibility } });
  }

  /** The user's quota of each call; not counted itself. */
  standings() {
    return this.#data('', 'GET', '/quota');
  }

  /** The current cursor of the log. A stream that resumes from it reports every later change. */
  async cursor() {
    const { cursor } = await this.#json('list-changes', 'GET', '/changes');
    return cursor;
  }

  feedToken() {
    return this.#data('create-feed-token', 'POST', '/feed_tokens', { body: {} });
  }

  /** Sent with `keepalive`, so that it survives leaving the page. */
  revokeFeedToken(id) {
    return this.#call('delete-feed-token', 'DELETE', `/feed_tokens/${id}`, { keepalive: true });
  }

  /** The content of an attachment; without a timeout. */
  async download(fileId) {
    const response = await this.#call('download-attachment', 'GET', `/events/attachments/${fileId}`, { patience: Infinity });
    return response.blob().catch(() => { throw Problem.unreachable(); });
  }

  /** A calendar as an iCalendar file; without a timeout. */
  async exportCalendar(id) {
    const response = await this.#call('export-calendar', 'GET', `/calendars/${encodeURIComponent(id)}/export`, { accept: 'text/calendar', patience: Infinity });
    return response.blob().catch(() => { throw Problem.unreachable(); });
  }

  /** Takes the events of an iCalendar file into a calendar; without a timeout. @param isTrial whether nothing is stored */
  importFile(id, file, isTrial) {
    return this.#data('import-events', 'POST', `/calendars/${encodeURIComponent(id)}/import?dry_run=${isTrial}`, { file, type: 'text/calendar', patience: Infinity });
  }

  subscriptions(id) {
    return this.#data('list-ics-links', 'GET', `/calendars/${encodeURIComponent(id)}/ics_links`);
  }

  subscribe(id, label, detail) {
    return this.#data('create-ics-link', 'POST', `/calendars/${encodeURIComponent(id)}/ics_links`, { body: { label, detail } });
  }

  unsubscribe(id, link) {
    return this.#call('delete-ics-link', 'DELETE', `/calendars/${encodeURIComponent(id)}/ics_links/${link}`);
  }

  /**
   * Uploads a file.
   *
   * @param onProgress called with the part sent, from 0 to 1
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
      request.onload = () => this.#uploaded(request, resolve, reject);
      request.onerror = () => reject(noted(Problem.unreachable(), 'POST'));
      request.onabort = () => reject(new DOMException('The upload was taken back.', 'AbortError'));
      signal?.addEventListener('abort', () => request.abort());
      request.send(form);
    });
  }

  #uploaded(request, resolve, reject) {
    const made = request.response?.attachments?.[0];
    if (request.status !== 200) {
      reject(this.#uploadRefused(request));
    } else if (made) {
      resolve(made);
    } else {
      reject(noted(Problem.garbled(), 'POST'));
    }
  }

  #uploadRefused(request) {
    const headers = { get: (name) => request.getResponseHeader(name) };
    this.quota.note(headers, request.status);
    const problem = noted(new Problem(request.status, request.response, retryAfter(headers)), 'POST');
    this.#notice(problem);
    return problem;
  }

  async #data(call, method, path, options) {
    const { data } = await this.#json(call, method, path, options);
    if (!data) {
      throw noted(Problem.garbled(), method);
    }
    return data;
  }

  async #json(call, method, path, options) {
    const response = await this.#call(call, method, path, options);
    const body = await response.json().catch(() => null);
    if (!body) {
      throw noted(Problem.garbled(), method);
    }
    return body;
  }

  async #call(call, method, path, { body, file, type = 'application/json', accept = 'application/json, */*;q=0.5', headers = {}, keepalive = false, patience = this.patience } = {}) {
    this.#refuseWhileLocked(call);
    const sent = { ...headers, Authorization: `Bearer ${this.session.token}`, Accept: accept };
    if (body !== undefined || file) {
      sent['Content-Type'] = type;
    }
    let response;
    try {
      const signal = patience === Infinity ? null : AbortSignal.timeout(patience);
      response = await this.send(BASE + path, { method, headers: sent, body: file ?? (body && JSON.stringify(body)), cache: 'no-store', keepalive, signal });
    } catch {
      throw noted(Problem.unreachable(), method);
    }
    const isElsewhere = this.quota.note(response.headers, response.status);
    if (response.ok) {
      return response;
    }
    const problem = noted(await Problem.of(response), method);
    problem.isElsewhere = isElsewhere;
    this.#notice(problem);
    throw problem;
  }

  /** Refuses a locked call without sending it. */
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

function noted(problem, method) {
  problem.isWrite = method !== 'GET';
  return problem;
}
