// What went wrong, as the service says it or as the network does.

const SECOND = 1000;

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

/** An answer that is a refusal, or no answer at all (status 0). */
export class Problem extends Error {
  constructor(status, body = {}, retryAfter = 0) {
    super(body.message ?? 'The service cannot be reached.');
    this.status = status;
    this.code = body.code ?? (status === 0 ? 'unreachable' : 'unknown');
    this.errors = body.errors ?? [];
    this.data = body.data ?? null;
    this.retryAfter = retryAfter;
    /** Whether a quota is used up that is not of this service. */
    this.isElsewhere = false;
  }

  static async of(response) {
    const retryAfter = Number(response.headers.get('Retry-After') ?? 0) * SECOND;
    const body = await response.json().catch(() => ({ message: `The service answered ${response.status}.` }));
    return new Problem(response.status, body, retryAfter);
  }

  static unreachable() {
    return new Problem(0);
  }

  /** Whether the same may succeed later. */
  get isPassing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** The scopes that the token lacks, where that is the reason. */
  get missingScopes() {
    return this.code === 'oauth_scope_invalid' 
      ? this.errors.flatMap(({ message }) => message.match(/Zoho[\w.]+/g) ?? [])
      : [];
  }

  /** For a person: what happened, and what to do. */
  get text() {
    if (this.status === 0) {
      return 'The service cannot be reached right now. Nothing was changed; try again in a moment.';
    }
    if (Object.hasOwn(ELSEWHERE, this.code)) {
      return ELSEWHERE[this.code];
    }
    if (this.status === 429) {
      return this.isElsewhere
        ? 'The service that this calendar comes from takes no more of this for a while.'
        : 'The quota for this is used up for a while.';
    }
    if (this.status === 503) {
      return 'The service is busy or restarting. Nothing was changed; try again in a moment.';
    }
    if (this.status >= 500) {
      return 'The service failed at this. Its log has the reason.';
    }
    if (this.code === 'oauth_scope_invalid') {
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

  #details() {
    return this.errors.length === 0
      ? this.message
      : this.errors.map(({ field, message }) => `${field} ${message}`).join('; ');
  }
}
