// Errors of the service and of the network.

const SECOND = 1000;
/** The longest wait before a retry, whatever the server asks for; timers are limited to 24 days. */
const LONGEST_WAIT = 3_600 * SECOND;
/** Refusals that are sent before anything is done. */
const UNDONE = ['overloaded', 'database_unavailable'];

/** The texts of problems with the service that a calendar is mirrored from. */
const ELSEWHERE = {
  upstream_away: 'The service that this calendar comes from cannot be reached right now. Nothing was changed; try again in a moment.',
  upstream_unauthorized: 'The service that this calendar comes from does not let this one in any more. Nothing was changed; its administrator can mend that.',
  upstream_not_linked: 'This calendar is not connected any more with the service that it comes from. Nothing was changed.',
  upstream_garbled: 'The service that this calendar comes from gave an answer that makes no sense. Nothing was changed.',
  upstream_outcome_unknown: 'The service that this calendar comes from was lost in the middle: it may have been done or not. '
    + 'Try again in a moment; nothing is done twice.',
  not_linked: 'Your account is not connected with the service that this event comes from. Answer it there.',
  recurrence_elsewhere: 'The service that this calendar comes from takes nothing from here that repeats. Nothing was changed; do it there.',
  idempotency_key_in_use: 'This is being done already. Try again in a moment; nothing is done twice.',
};

/** The value of `Retry-After` in ms, given in seconds or as a date; 0 if absent. */
export function retryAfter(headers, now = Date.now()) {
  const said = headers.get('Retry-After')?.trim() ?? '';
  const wait = /^\d+$/.test(said) ? Number(said) * SECOND : Date.parse(said) - now;
  return Math.min(LONGEST_WAIT, Math.max(0, wait || 0));
}

/** A refusal, or a missing answer (status 0). */
export class Problem extends Error {
  constructor(status, body = null, wait = 0) {
    super(body?.message ?? (status === 0 ? 'The service cannot be reached.' : `The service answered ${status}.`));
    this.status = status;
    this.code = body?.code ?? (status === 0 ? 'unreachable' : 'unknown');
    this.errors = Array.isArray(body?.errors) ? body.errors : [];
    this.data = body?.data ?? null;
    this.retryAfter = wait;
    /** Whether the call was a write. */
    this.isWrite = false;
    /** Whether the exhausted quota is that of a remote service. */
    this.isElsewhere = false;
  }

  static async of(response) {
    const body = await response.json().catch(() => null);
    return new Problem(response.status, body, retryAfter(response.headers));
  }

  static unreachable() {
    return new Problem(0);
  }

  /** An answer that was truncated, or that came from a proxy. */
  static garbled() {
    return new Problem(0, { code: 'garbled', message: 'The answer of the service makes no sense.' });
  }

  /** Whether a retry may succeed. */
  get isPassing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** Whether no retry with this token can succeed. Other refusals may come from a proxy. */
  get isLasting() {
    return this.status === 401 || (this.status === 403 && this.code === 'oauthtoken_scope_invalid');
  }

  /** The scopes that the token lacks, if that is the reason. */
  get missingScopes() {
    return this.code === 'oauthtoken_scope_invalid'
      ? this.errors.flatMap(({ message }) => message.match(/Zoho[\w.]+/g) ?? [])
      : [];
  }

  /** The text for the viewer: what happened, and what to do. */
  get text() {
    if (this.status === 0) {
      return `The service cannot be reached right now. ${this.#outcome}`;
    }
    if (Object.hasOwn(ELSEWHERE, this.code)) {
      return ELSEWHERE[this.code];
    }
    if (this.status === 429) {
      return this.isElsewhere
        ? 'The service that this calendar comes from takes no more of this for a while.'
        : 'The quota for this is used up for a while.';
    }
    if ([502, 503, 504].includes(this.status)) {
      return `The service is busy or restarting. ${this.#outcome}`;
    }
    if (this.status >= 500) {
      return 'The service failed at this. Its log has the reason.';
    }
    if (this.code === 'oauthtoken_scope_invalid') {
      return `This token does not open that: it lacks ${this.missingScopes.join(', ') || 'a scope'}.`;
    }
    const byStatus = {
      401: 'The token has ended or was revoked.',
      403: 'You may look at this, but not change it.',
      404: 'It is no longer there, or no longer open to you.',
      412: 'Somebody has changed it meanwhile.',
      413: 'The file is larger than the service takes.',
    };
    return byStatus[this.status] ?? this.#details();
  }

  /** The outcome of the call. A request that was cut or timed out may still have been carried out. */
  get #outcome() {
    if (!this.isWrite) {
      return 'Try again in a moment.';
    }
    return UNDONE.includes(this.code)
      ? 'Nothing was changed; try again in a moment.'
      : 'It may have been done or not; try again in a moment, nothing is done twice.';
  }

  #details() {
    return this.errors.length === 0
      ? this.message
      : this.errors.map(({ field, message }) => `${field} ${message}`).join('; ');
  }
}
