// The page and its controls: the calendar, the sidebar and the details of an event.

import { Actions } from '../editor/actions.js';
import { announce } from '../kit/announce.js';
import { CalendarView } from './calendar-view.js';
import { city } from './chip.js';
import { Details } from '../editor/details.js';
import { byId, el } from '../kit/dom.js';
import { openEditor } from '../editor/editor.js';
import { keepFocus } from '../kit/focus.js';
import { keyOf } from '../kit/item.js';
import { listenToKeys, showKeys } from '../kit/keys.js';
import { Locks } from '../kit/locks.js';
import { Next } from '../remind/next.js';
import { remind } from '../remind/remind.js';
import { isPhone, readPlace, writePlace } from './place.js';
import { Sidebar } from './sidebar.js';
import { Status } from './status.js';
import { fieldsOf, isZone, viewerZone } from '../kit/time.js';

const VIEWS = ['month', 'week', 'day', 'agenda'];

/** Builds the page for a session. */
export class Board {
  constructor(app, { signOut }) {
    this.app = app;
    this.context = { store: app.store, changes: app.changes, zone: viewerZone() };
    this.actions = new Actions(app.api, app.store, this.context);
    byId('app').hidden = false;
    this.locks = new Locks(app.quota);
    keepFocus(byId('app'));
    this.status = new Status(app.feed, app.loader, app.quota);
    this.details = new Details(app.store, app.changes, this.actions, this.context);
    this.sidebar = new Sidebar(app.store, app.changes, this.actions, this.context);
    this.#drawCalendar();
    remind(app, this.context, (key, start) => this.#open(key, start));
    this.next = new Next(app, this.context);
    this.next.addEventListener('open', ({ detail }) => this.#open(keyOf(detail), detail.start_time));
    this.#wire();
    this.#controls(signOut);
    this.#zones();
  }

  #drawCalendar() {
    const { app } = this;
    const place = readPlace();
    this.view = new CalendarView(byId('calendar'), app.store, app.changes, { zone: this.context.zone, view: place.view ?? (isPhone() ? 'agenda' : 'month'), date: place.date });
    this.view.addEventListener('range', ({ detail }) => this.#ranged(detail));
    this.view.addEventListener('open', ({ detail }) => this.details.open(detail));
    this.view.addEventListener('create', ({ detail }) => this.#edit(detail));
    this.view.addEventListener('move', ({ detail }) => this.actions.move(detail));
    this.#ranged(this.view.range);
    new ResizeObserver(() => this.view.resize()).observe(byId('calendar'));
  }

  #wire() {
    const { app } = this;
    this.details.addEventListener('edit', ({ detail }) => this.#edit(detail));
    this.sidebar.addEventListener('open', ({ detail }) => {
      this.#toggleSidebar(false);
      this.details.open(detail);
    });
    app.changes.addEventListener('change', ({ detail: { entry, quietly, own } }) => {
      if (!quietly && !own) {
        announce(`${entry.who} ${entry.what} ${entry.title}`);
      }
    });
  }

  #ranged({ view, title, date, from, to }) {
    byId('range').textContent = title;
    document.title = `${title} – Almanac`;
    for (const name of VIEWS) {
      byId(`view-${name}`).setAttribute('aria-pressed', String(name === view));
    }
    writePlace(view, date);
    this.app.store.removeEventListener('change', this.awaited);
    this.app.loader.want(from, to);
  }

  #controls(signOut) {
    const { view } = this;
    const deeds = {
      n: () => this.#edit(this.view.draft()),
      t: () => view.today(),
      m: () => view.show('month'),
      w: () => view.show('week'),
      d: () => view.show('day'),
      a: () => view.show('agenda'),
      e: () => this.details.event && this.app.store.mayEdit(this.details.event) && this.#edit(this.details.event),
      '?': showKeys,
      ArrowLeft: () => view.previous(),
      ArrowRight: () => view.next(),
      Escape: () => (document.body.classList.contains('has-sidebar') ? this.#toggleSidebar(false) : this.details.close()),
    };
    listenToKeys(deeds);
    const click = (id, deed) => byId(id).addEventListener('click', deed);
    click('skip', (event) => this.#skip(event));
    click('new-event', deeds.n);
    click('today', deeds.t);
    click('back', deeds.ArrowLeft);
    click('forth', deeds.ArrowRight);
    click('keys', deeds['?']);
    click('sign-out', signOut);
    click('show-sidebar', () => this.#toggleSidebar());
    click('sidebar-shade', () => this.#toggleSidebar(false));
    for (const name of VIEWS) {
      click(`view-${name}`, () => view.show(name));
    }
  }

  /** Focuses the calendar without changing the URL's fragment, which holds the view. */
  #skip(event) {
    event.preventDefault();
    byId('calendar').focus();
  }

  #toggleSidebar(shown = !document.body.classList.contains('has-sidebar')) {
    document.body.classList.toggle('has-sidebar', shown);
    byId('show-sidebar').setAttribute('aria-expanded', String(shown));
  }

  #edit(subject) {
    const { app, actions, context } = this;
    openEditor(subject, {
      ...context,
      people: app.people,
      quota: app.quota,
      actions,
      onSaved: (event, wanted) => this.#show(event, wanted),
    });
  }

  /** Opens an item; if it is not loaded, its day is shown. */
  #open(key, start) {
    this.#toggleSidebar(false);
    if (!this.app.store.find(key)) {
      this.view.show('day', fieldsOf(start, this.context.zone).date);
    }
    this.#openFound(() => this.app.store.find(key, start));
  }

  /** Shows what was saved; of a series the occurrence at the saved time. */
  #show(saved, { start_time: near }) {
    this.#openFound(() => this.app.store.find(keyOf(saved), near, saved.edit_tag));
  }

  /** Opens an item as soon as it is loaded. */
  #openFound(find) {
    const { store } = this.app;
    const open = () => {
      const found = find();
      if (found) {
        store.removeEventListener('change', open);
        this.details.open(keyOf(found));
      }
    };
    this.#await(open);
    open();
  }

  /** Waits for one thing at a time, and as long as the viewer stays in the range. */
  #await(listener) {
    const { store } = this.app;
    store.removeEventListener('change', this.awaited);
    this.awaited = listener;
    store.addEventListener('change', listener);
  }

  /** The zones to choose from: the viewer's, those of the calendars, UTC, and all others. */
  #zones() {
    const select = byId('zone');
    const offer = (zones, label) => el('optgroup', { label }, zones.map((zone) =>
      el('option', { value: zone, textContent: zone.replaceAll('_', ' '), selected: zone === this.context.zone })));
    const draw = () => {
      const near = [...new Set([viewerZone(), this.context.zone, ...[...this.app.store.calendars.values()].map(({ timezone }) => timezone), 'UTC'])].filter(isZone);
      const others = (Intl.supportedValuesOf?.('timeZone') ?? []).filter((zone) => !near.includes(zone));
      select.replaceChildren(offer(near, 'Near'), offer(others, 'All'));
    };
    draw();
    this.app.store.addEventListener('change', ({ detail }) => detail.calendars && document.activeElement !== select && draw());
    select.addEventListener('change', () => {
      this.context.zone = select.value;
      this.view.setZone(select.value);
      this.details.redraw();
      this.sidebar.redraw();
      this.next.draw();
      announce(`Times are those of ${city(select.value)}`);
    });
  }
}
