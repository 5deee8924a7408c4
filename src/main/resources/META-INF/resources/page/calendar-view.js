// The month, the week, the day and the agenda, drawn by FullCalendar.
//
// FullCalendar gets walls, not moments: it runs in UTC, and what it calls UTC is the zone that the viewer has chosen.
// So any zone can be shown, and a change of the clock is drawn as the clock on the wall shows it.

import { chip } from './chip.js';
import { DAY, drawn, HAS_TWELVE_HOURS, LOCALE, momentOf, wallOf } from './time.js';

const VIEWS = { month: 'dayGridMonth', week: 'timeGridWeek', day: 'timeGridDay', agenda: 'agenda' };
const REBUILD_FROM = 80;
const TIME_FORMAT = { hour: HAS_TWELVE_HOURS ? 'numeric' : '2-digit', minute: '2-digit', hour12: HAS_TWELVE_HOURS };
const NO_CALENDAR = '#64748b';

/** Tells `range`, `open` with an event's id, `create` with a draft, and `move` with where an event was put. */
export class CalendarView extends EventTarget {
  /** @param settings `{zone, view, date}` */
  constructor(element, store, changes, settings) {
    super();
    this.store = store;
    this.changes = changes;
    this.zone = settings.zone;
    this.calendar = new FullCalendar.Calendar(element, {
      ...this.#behaviour(),
      initialView: VIEWS[settings.view] ?? VIEWS.month,
      initialDate: settings.date ?? new Date(wallOf(Date.now(), this.zone)),
    });
    store.addEventListener('change', ({ detail }) => this.#sync(detail));
    changes.addEventListener('change', ({ detail }) => this.#redraw([detail.entry.id]));
    changes.addEventListener('fade', ({ detail }) => this.#redraw(detail));
    this.calendar.render();
  }

  #behaviour() {
    return {
      timeZone: 'UTC',
      locale: LOCALE,
      defaultRangeSeparator: ' – ',
      now: () => new Date(wallOf(Date.now(), this.zone)),
      headerToolbar: false,
      height: '100%',
      firstDay: firstDay(),
      nowIndicator: true,
      navLinks: true,
      navLinkDayClick: (date) => this.show('day', date),
      editable: true,
      selectable: true,
      selectMirror: true,
      selectMinDistance: 0,
      longPressDelay: 400,
      eventInteractive: true,
      dayMaxEvents: true,
      eventOrder: 'allDay,start,-duration,title',
      eventTimeFormat: TIME_FORMAT,
      slotLabelFormat: TIME_FORMAT,
      scrollTime: '07:30:00',
      slotEventOverlap: false,
      eventMinHeight: 20,
      eventMaxStack: 6,
      rerenderDelay: 30,
      noEventsText: 'Nothing here',
      moreLinkContent: ({ num }) => `${num} more`,
      views: {
        dayGridMonth: { dayHeaderFormat: { weekday: 'short' } },
        timeGridWeek: { dayHeaderFormat: { weekday: 'short', day: 'numeric' } },
        agenda: {
          type: 'list',
          duration: { weeks: 2 },
          listDayFormat: { weekday: 'long', day: 'numeric', month: 'long' },
          listDaySideFormat: false,
        },
      },
      eventContent: (shown) => this.#content(shown),
      eventClick: ({ event, jsEvent }) => {
        jsEvent.preventDefault();
        this.#tell('open', event.id);
      },
      select: (chosen) => this.#select(chosen),
      eventDrop: (moved) => this.#moved(moved, true),
      eventResize: (moved) => this.#moved(moved, false),
      datesSet: () => this.#tell('range', this.range),
    };
  }

  /** What is shown: a name, a title, and the moments between which it lies. */
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

  /** What a new event begins with: now where that is shown, else the day that is looked at. */
  draft(now = Date.now()) {
    const { activeStart, activeEnd } = this.calendar.view;
    const day = Math.floor(this.calendar.getDate().getTime() / DAY) * DAY;
    const wall = wallOf(now, this.zone);
    return wall >= activeStart && wall < activeEnd ? {} : { day };
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
    this.#rebuild();
    this.#tell('range', this.range);
  }

  /** Adapts to another size of its place. */
  resize() {
    this.calendar.updateSize();
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #sync({ ids, all }) {
    if (all || ids.size > REBUILD_FROM) {
      this.#rebuild();
      return;
    }
    this.calendar.batchRendering(() => ids.forEach((id) => this.#syncOne(id)));
  }

  #syncOne(id) {
    const event = this.store.events.get(id);
    const shown = this.calendar.getEventById(id);
    if (!event || !this.store.isShown(event)) {
      shown?.remove();
      return;
    }
    const input = this.#input(event);
    if (!shown) {
      this.calendar.addEvent(input);
      return;
    }
    if (shown.start?.getTime() !== input.start.getTime() || shown.end?.getTime() !== input.end.getTime()
      || shown.allDay !== input.allDay) {
      shown.setDates(input.start, input.end, { allDay: input.allDay });
    }
    for (const name of ['title', 'editable', 'borderColor']) {
      if (shown[name] !== input[name]) {
        shown.setProp(name, input[name]);
      }
    }
    shown.setExtendedProp('version', event.edit_tag);
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

  /** Draws events again whose surroundings have changed, not they themselves. */
  #redraw(ids) {
    this.calendar.batchRendering(() => ids.forEach((id) =>
      this.calendar.getEventById(id)?.setExtendedProp('drawn', Math.random())));
  }

  #input(event) {
    const { start, end, allDay } = drawn(event, this.zone);
    const color = this.store.calendars.get(event.calendar_id)?.color ?? NO_CALENDAR;
    return {
      id: event.id,
      title: event.title,
      start: new Date(start),
      end: new Date(end),
      allDay,
      editable: this.store.mayEdit(event),
      borderColor: color,
      extendedProps: { version: event.edit_tag },
    };
  }

  #content({ event, view, timeText }) {
    const known = this.store.events.get(event.id);
    return {
      domNodes: [chip(known, {
        view: view.type,
        timeText,
        allDay: event.allDay,
        color: event.borderColor || NO_CALENDAR,
        zone: this.zone,
        me: this.store.me,
        mark: this.changes.mark(event.id),
        open: () => this.#tell('open', event.id),
      })],
    };
  }

  #select({ start, end, allDay, view }) {
    this.calendar.unselect();
    const days = (end - start) / DAY;
    const draft = { start: momentOf(start.getTime(), this.zone), end: momentOf(end.getTime(), this.zone), allDay };
    // A day of the month that was only touched: there is no time in it yet.
    this.#tell('create', view.type === VIEWS.month && days === 1 ? { day: start.getTime() } : draft);
  }

  /** @param whole whether it was moved as a whole, and takes as long as before */
  #moved({ event: shown, revert }, whole) {
    const event = this.store.events.get(shown.id);
    if (!event) {
      revert();
      return;
    }
    const start = shown.start.getTime();
    const end = (shown.end ?? new Date(start + (shown.allDay ? DAY : DAY / 24))).getTime();
    const zone = shown.allDay ? event.timezone : this.zone;
    const before = drawn(event, this.zone);
    const wanted = { ...event, start_time: event.start_time, end_time: event.end_time };
    if (whole || start !== before.start) {
      wanted.start_time = momentOf(start, zone);
    }
    const isSameKind = before.allDay === shown.allDay;
    wanted.end_time = whole && isSameKind && !shown.allDay
      ? wanted.start_time + (event.end_time - event.start_time)
      : momentOf(end, zone);
    this.#tell('move', { event, wanted, revert });
  }
}

function firstDay() {
  const locale = new Intl.Locale(LOCALE);
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay % 7 || (LOCALE === 'en-US' ? 0 : 1);
}
