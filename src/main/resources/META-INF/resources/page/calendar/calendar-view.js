// The month, week, day and agenda views, drawn by FullCalendar.
//
// FullCalendar receives wall times instead of moments: it runs in UTC, and its UTC stands for the chosen
// zone. So any zone can be shown, and changes of its clock are drawn in local time.

import { LOOKS, VIEWS } from './calendar-looks.js';
import { chip } from './chip.js';
import { el } from '../kit/dom.js';
import { keyOf } from '../kit/item.js';
import { startLabel, timesLabel } from './label.js';
import { moved } from './move.js';
import { Present } from './present.js';
import { DAY, drawn, momentOf, wallOf } from '../kit/time.js';

const REBUILD_FROM = 80;
const NO_CALENDAR = '#64748b';

/** Dispatches `range`, `open` with an event's key, `create` with a draft, and `move` with an event's new place. */
export class CalendarView extends EventTarget {
  #isHeld = false;

  /** @param settings `{zone, view, date}` */
  constructor(element, store, changes, settings) {
    super();
    this.element = element;
    this.store = store;
    this.changes = changes;
    this.zone = settings.zone;
    this.calendar = new FullCalendar.Calendar(element, {
      ...this.#behaviour(),
      initialView: VIEWS[settings.view] ?? VIEWS.month,
      initialDate: settings.date ?? new Date(wallOf(Date.now(), this.zone)),
    });
    store.addEventListener('change', ({ detail }) => this.#sync(detail));
    changes.addEventListener('change', ({ detail }) => this.#redraw([detail.entry.key]));
    changes.addEventListener('fade', ({ detail }) => this.#redraw(detail));
    this.calendar.render();
    this.present = new Present(() => this.zone, () => this.#isHeld || this.#mount());
  }

  #behaviour() {
    return {
      ...LOOKS,
      now: () => new Date(wallOf(Date.now(), this.zone)),
      navLinkDayClick: (date) => this.show('day', date),
      eventContent: (shown) => this.#content(shown),
      eventClick: ({ event, jsEvent }) => {
        jsEvent.preventDefault();
        this.#tell('open', event.id);
      },
      select: (chosen) => this.#select(chosen),
      eventDragStart: () => this.#hold(true),
      eventDragStop: () => this.#hold(false),
      eventResizeStart: () => this.#hold(true),
      eventResizeStop: () => this.#hold(false),
      eventDrop: (put) => this.#moved(put, true),
      eventResize: (put) => this.#moved(put, false),
      datesSet: () => this.#tell('range', this.range),
    };
  }

  /** The shown range: name, title and moments. */
  get range() {
    const { view } = this.calendar;
    const name = Object.keys(VIEWS).find((key) => VIEWS[key] === view.type);
    return {
      view: name,
      title: view.title,
      date: this.calendar.getDate().toISOString().slice(0, 10),
      from: momentOf(view.activeStart.getTime(), this.zone) - DAY,
      to: momentOf(view.activeEnd.getTime(), this.zone) + DAY,
    };
  }

  /** The draft of a new event: now if it is in the range, else the current day of the view. */
  draft(now = Date.now()) {
    const { activeStart, activeEnd } = this.calendar.view;
    const day = Math.floor(this.calendar.getDate().getTime() / DAY) * DAY;
    const wall = wallOf(now, this.zone);
    return wall >= activeStart.getTime() && wall < activeEnd.getTime() ? {} : { day };
  }

  show(view, date) {
    this.calendar.changeView(VIEWS[view], date);
  }

  previous() {
    this.calendar.prev();
  }

  next() {
    this.calendar.next();
  }

  today() {
    this.calendar.gotoDate(new Date(wallOf(Date.now(), this.zone)));
  }

  setZone(zone) {
    this.zone = zone;
    this.#mount(() => this.#rebuild());
    this.present.look();
    this.#tell('range', this.range);
  }

  /** Stops the timer. */
  stop() {
    this.present.stop();
  }

  /** Adapts to a new size of the element. */
  resize() {
    this.calendar.updateSize();
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #hold(isHeld) {
    this.#isHeld = isHeld;
  }

  /** Mounts FullCalendar again, since it reads the current time only then. The scroll position is kept. */
  #mount(between = () => {}) {
    const scrolled = () => [...this.element.querySelectorAll('.fc-scroller')];
    const places = scrolled().map(({ scrollTop }) => scrollTop);
    this.calendar.destroy();
    between();
    this.calendar.render();
    scrolled().forEach((scroller, index) => scroller.scrollTo({ top: places[index] }));
  }

  #sync({ ids, all }) {
    const different = all ? this.#different() : ids;
    if (different.size > REBUILD_FROM) {
      this.#rebuild();
    } else {
      this.calendar.batchRendering(() => different.forEach((key) => this.#syncOne(key)));
    }
  }

  /** The events that are not drawn as they are in the store. Comparing all is fast, drawing all is not. */
  #different() {
    const shown = new Map(this.calendar.getEvents().map((event) => [event.id, event]));
    const different = new Set(shown.keys());
    for (const event of this.store.events.values()) {
      if (!this.store.isShown(event)) {
        continue;
      }
      const key = keyOf(event);
      if (shown.has(key) && isDrawn(shown.get(key), this.#input(event))) {
        different.delete(key);
      } else {
        different.add(key);
      }
    }
    return different;
  }

  #syncOne(key) {
    const event = this.store.events.get(key);
    const shown = this.calendar.getEventById(key);
    if (!event || !this.store.isShown(event)) {
      shown?.remove();
      return;
    }
    const input = this.#input(event);
    if (!shown) {
      this.calendar.addEvent(input);
      return;
    }
    if (!isPlaced(shown, input)) {
      shown.setDates(input.start, input.end, { allDay: input.allDay });
    }
    if (shown.startEditable !== input.editable) {
      shown.setProp('editable', input.editable);
    }
    for (const name of ['title', 'borderColor']) {
      if (shown[name] !== input[name]) {
        shown.setProp(name, input[name]);
      }
    }
    shown.setExtendedProp('version', input.extendedProps.version);
  }

  #rebuild() {
    this.calendar.batchRendering(() => {
      this.calendar.removeAllEventSources();
      this.calendar.removeAllEvents();
      this.calendar.addEventSource([...this.store.events.values()]
        .filter((event) => this.store.isShown(event))
        .map((event) => this.#input(event)));
    });
  }

  /** Redraws events whose surroundings have changed, or those of whose series. */
  #redraw(keys) {
    const drawn = keys.flatMap((key) => (this.store.events.has(key) ? [key] : this.store.ofSeries(key).map(keyOf)));
    this.calendar.batchRendering(() => drawn.forEach((key) =>
      this.calendar.getEventById(key)?.setExtendedProp('drawn', Math.random())));
  }

  #input(event) {
    const { start, end, allDay } = drawn(event, this.zone);
    const color = this.store.calendars.get(event.calendar_id)?.color ?? NO_CALENDAR;
    return {
      id: keyOf(event),
      title: event.title,
      start: new Date(start),
      end: new Date(end),
      allDay,
      editable: this.store.mayEdit(event),
      borderColor: color,
      extendedProps: { version: `${event.edit_tag} ${this.store.me} ${event.recurrence?.kind}` },
    };
  }

  #content(shown) {
    const { event, view } = shown;
    const known = this.store.events.get(event.id);
    const timeText = this.#times(known, shown);
    const element = chip(known, {
      view: view.type,
      timeText,
      allDay: event.allDay,
      color: event.borderColor || NO_CALENDAR,
      zone: this.zone,
      me: this.store.me,
      mark: known ? this.changes.mark(known) : null,
      open: () => this.#tell('open', event.id),
    });
    return { domNodes: [view.type === VIEWS.agenda ? el('div', { class: 'agenda-row' }, el('span', { class: 'agenda-time', textContent: timeText }), element) : element] };
  }

  /** The event's own times; FullCalendar's while it is dragged or new. */
  #times(known, { event, view, isStart, isEnd, timeText }) {
    if (!known || !isPlaced(event, this.#input(known))) {
      return timeText;
    }
    return (view.type === VIEWS.month ? startLabel : timesLabel)(known, this.zone, { isStart, isEnd });
  }

  #select({ start, end, allDay, view }) {
    this.calendar.unselect();
    const days = (end - start) / DAY;
    const from = momentOf(start.getTime(), this.zone);
    const to = momentOf(end.getTime(), this.zone);
    // In the skipped hour of spring both may map to the same moment.
    const draft = { start: from, end: to > from ? to : from + (end - start), allDay };
    // One selected day in the month view has no time yet.
    this.#tell('create', view.type === VIEWS.month && days === 1 ? { day: start.getTime() } : draft);
  }

  #moved({ event: shown, revert }, isWhole) {
    const event = this.store.events.get(shown.id);
    if (!event) {
      revert();
      return;
    }
    const put = { start: shown.start.getTime(), end: shown.end?.getTime(), allDay: shown.allDay };
    this.#tell('move', { event, wanted: moved(event, put, this.zone, isWhole) });
  }
}

const isPlaced = (shown, input) => shown.start?.getTime() === input.start.getTime()
  && shown.end?.getTime() === input.end.getTime() && shown.allDay === input.allDay;

const isDrawn = (shown, input) => isPlaced(shown, input) && shown.title === input.title && shown.startEditable === input.editable
  && shown.borderColor === input.borderColor && shown.extendedProps.version === input.extendedProps.version;
