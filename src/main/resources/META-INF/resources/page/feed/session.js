// The session of the signed-in user. The token is stored for this tab only.

const TOKEN = 'almanac.token';
const FEED_TOKEN = 'almanac.feed-token';
const CURSOR = 'almanac.cursor';
const SOON = 60_000;

/** The session of a tab. Dispatches `end` when the token is not valid any more. */
export class Session extends EventTarget {
  constructor(storage = sessionStorage, now = Date.now) {
    super();
    this.storage = storage;
    this.now = now;
  }

  get token() {
    return this.storage.getItem(TOKEN);
  }

  begin(token) {
    this.storage.clear();
    this.storage.setItem(TOKEN, token);
  }

  /** The feed token, `{id, token, expires_at}`; null if there is none or it expires within a minute. */
  get feedToken() {
    const kept = JSON.parse(this.storage.getItem(FEED_TOKEN) ?? 'null');
    return kept && kept.expires_at > this.now() + SOON ? kept : null;
  }

  set feedToken(made) {
    if (made) {
      this.storage.setItem(FEED_TOKEN, JSON.stringify(made));
    } else {
      this.storage.removeItem(FEED_TOKEN);
    }
  }

  /** The cursor of the last event read. A reloaded page resumes from it, which costs no quota. */
  get cursor() {
    return this.storage.getItem(CURSOR) ?? '';
  }

  set cursor(cursor) {
    this.storage.setItem(CURSOR, cursor);
  }

  /** Deletes the stored session. */
  end(reason) {
    if (this.token) {
      this.storage.clear();
      this.dispatchEvent(new CustomEvent('end', { detail: reason }));
    }
  }
}
