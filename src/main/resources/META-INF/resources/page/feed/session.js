// Who looks: the token that was pasted, kept for this tab alone and gone with it.

const TOKEN = 'almanac.token';
const FEED_TOKEN = 'almanac.feed-token';
const CURSOR = 'almanac.cursor';
const SOON = 60_000;

/** The session of a tab; tells `end` when the token is good no longer. */
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

  /** The token that opens feeds, `{id, token, expires_at}`; null where there is none that still lives. */
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

  /** Up to where the feed was read; a page that is loaded again goes on from there, which costs no quota. */
  get cursor() {
    return this.storage.getItem(CURSOR) ?? '';
  }

  set cursor(cursor) {
    this.storage.setItem(CURSOR, cursor);
  }

  /** Forgets everything. */
  end(reason) {
    if (this.token) {
      this.storage.clear();
      this.dispatchEvent(new CustomEvent('end', { detail: reason }));
    }
  }
}
