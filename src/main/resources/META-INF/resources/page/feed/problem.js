// What went wrong, as the service says it or as the network does.

const SECOND = 1000;
/** Nobody waits longer without looking again, whatever was said; and a timer takes no more than 24 days. */
const LONGEST_WAIT = 3_600 * SECOND;
/** Refusals at the door, before anything was done. */
const UNDONE = ['overloaded', 'database_unavailable'];

/** What another service, from which a calendar comes, has to do with a refusal. */
const ELSEWHERE = {
  upstream_away: 'The service that this calendar comes from cannot be reached right now. Nothing was changed; try again in a moment.',
  upstream_unauthorized: 'The service that this calendar comes from does not let this one in any more. Nothing was changed; its administrator can mend that.',
  upstream_not_linked: 'This calendar is not connected any more with the service that it comes from. Nothing was changed.',
  upstream_garbled: 'The service that this calendar comes from gave an answer that makes no sense. Nothing was changed.',
  upstream_outcome_unknown: 'The service that this calendar comes from was lost in the middle: it may have been done or not. '
    + 'Try again in a moment; nothing is done twice.',
  not_linked: 'Your account is not connected with the service that this event comes from. Answer it there.',
  idempotency_key_in_use: 'This is being done already. Try again in a moment; nothing is done twice.',
};

/** For how many ms to wait, as the field `Retry-After` says it: in seconds, or until a date; 0 where it says nothing. */
export function retryAfter(headers, now = Date.now()) {
  const said = headers.get('Retry-After')?.trim() ?? '';
  const wait = /^\d+$/.test(said) ? Number(said) * SECOND : Date.parse(said) - now;
  return Math.min(LONGEST_WAIT, Math.max(0, wait || 0));
}

/** An answer that is a refusal, or no answer at all (status 0). */
export class Problem extends Error {
  constructor(status, body = null, wait = 0) {
    super(body?.message ?? (status === 0 ? 'The service cannot be reached.' : `The service answered ${status}.`));
    this.status = status;
    this.code = body?.code ?? (status === 0 ? 'unreachable' : 'unknown');
    this.errors = Array.isArray(body?.errors) ? body.errors : [];
    this.data = body?.data ?? null;
    this.retryAfter = wait;
    /** Whether something was to be changed, not only read. */
    this.isWrite = false;
    /** Whether a quota is used up that is not of this service. */
    this.isElsewhere = false;
  }

  static async of(response) {
    const body = await response.json().catch(() => null);
    return new Problem(response.status, body, retryAfter(response.headers));
  }

  static unreachable() {
    return new Problem(0);
  }

  /** An answer that was cut, or that something on the way gave in place of the service. */
  static garbled() {
    return new Problem(0, { code: 'garbled', message: 'The answer of the service makes no sense.' });
  }

  /** Whether the same may succeed later. */
  get isPassing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** Whether the same will never succeed with this token. Anything else may be the word of a proxy that knows no better. */
  get isLasting() {
    return this.status === 401 || (this.status === 403 && this.code === 'oauthtoken_scope_invalid');
  }

  /** The scopes that the token lacks, where that is the reason. */
  get missingScopes() {
    return this.code === 'oauthtoken_scope_invalid'
      ? this.errors.flatMap(({ message }) => message.match(/Zoho[\w.]+/g) ?? [])
      : [];
  }

  /** For a person: what happened, and what to do. */
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

  /** What has become of it. A request that was cut off or given up may have arrived all the same. */
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
