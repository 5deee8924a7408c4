import { calendar, equal, event, holds, test, turn } from './harness.js';
import { CalendarView } from '/page/calendar/calendar-view.js';
import { Changes } from '/page/feed/changes.js';
import { keepFocus } from '/page/kit/focus.js';
import { People } from '/page/feed/people.js';
import { Store } from '/page/feed/store.js';
import { monthsOf, HOUR } from '/page/kit/time.js';

const BERLIN = 'Europe/Berlin';
const at = (text) => Date.parse(text);
const RealDate = Date;
const frame = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Sets the clock of the page, for FullCalendar as well. */
function setClock(text) {
  const moment = at(text);
  globalThis.Date = class extends RealDate {
    constructor(...parts) {
      super(...(parts.length === 0 ? [moment] : parts));
    }

    static now() {
      return moment;
    }
  };
}

/** A calendar at a moment, with events; it is taken away again. */
async function shown({ now = '2026-03-05T09:00Z', events = [], zone = BERLIN, ...settings }, body) {
  const place = document.createElement('div');
  place.className = 'calendar-place';
  Object.assign(place.style, { position: 'fixed', inset: 0, zIndex: 99 });
  document.body.append(place);
  keepFocus(place);
  setClock(now);
  const store = new Store();
  store.setCalendars([calendar()]);
  const changes = new Changes(store, new People());
  const view = new CalendarView(place, store, changes, { zone, view: 'week', date: '2026-03-05', ...settings });
  const load = (month, found) => {
    store.beginLoad(month);
    store.endLoad(month, found);
  };
  try {
    monthsOf(view.range.from, view.range.to).forEach((month) => load(month, events));
    await turn();
    await body({ place, store, changes, view, find: (selector) => place.querySelector(selector), all: (selector) => [...place.querySelectorAll(selector)] });
  } finally {
    view.stop();
    view.calendar.destroy();
    place.remove();
    globalThis.Date = RealDate;
    changes.clear();
  }
}

const AN_HOUR = 52;
const top = (place) => Math.round(parseFloat(place.querySelector('.fc-timegrid-now-indicator-line').style.top) / AN_HOUR * 4) / 4;
const isToday = (place) => place.querySelector('.fc-day-today').dataset.date;
const wake = () => document.dispatchEvent(new Event('visibilitychange'));
const tea = (fields) => event({ start_time: at('2026-03-05T09:00Z'), end_time: at('2026-03-05T10:00Z'), ...fields });
const chip = (place) => place.querySelector('[data-focus="event-1@almanac"]');

test('draws now and today anew in another zone', () => shown({ now: '2026-03-05T20:00Z' }, async ({ place, view }) => {
  equal([top(place), isToday(place)], [21, '2026-03-05']);
  view.setZone('Asia/Kolkata');
  equal([top(place), isToday(place)], [1.5, '2026-03-06']);
  view.show('month');
  equal(isToday(place), '2026-03-06');
  view.setZone('UTC');
  equal(isToday(place), '2026-03-05');
}));

test('draws now anew when the clock is changed under an open page', () => shown({ now: '2026-03-29T00:59Z', date: '2026-03-29' }, async ({ place }) => {
  equal(top(place), 2);
  setClock('2026-03-29T01:00Z');
  wake();
  equal(top(place), 3);
}));

test('draws today anew when the day has ended, or the machine has slept', () => shown({ view: 'month' }, async ({ place, view }) => {
  view.show('month');
  equal(isToday(place), '2026-03-05');
  setClock('2026-03-05T23:00Z');
  wake();
  equal(isToday(place), '2026-03-06');
  view.show('week');
  setClock('2026-03-06T14:00Z');
  wake();
  equal(top(place), 15);
}));

test('does not draw anew while an event is held', () => shown({ view: 'month' }, async ({ place, view }) => {
  view.calendar.getOption('eventDragStart')();
  setClock('2026-03-05T23:00Z');
  wake();
  equal(isToday(place), '2026-03-05');
  view.calendar.getOption('eventDragStop')();
  wake();
  equal(isToday(place), '2026-03-06');
}));

test('stays where it was looked at when it is drawn anew', () => shown({ events: [tea()] }, async ({ place, view, find }) => {
  const scroller = () => find('.fc-timegrid-body').closest('.fc-scroller');
  view.next();
  view.previous();
  scroller().scrollTop = 140;
  const { date } = view.range;
  chip(place).closest('.fc-event').focus();
  view.setZone('Asia/Tokyo');
  await frame();
  equal([scroller().scrollTop, view.range.date, document.activeElement.contains(chip(place))], [140, date, true]);
}));

for (const view of ['month', 'week', 'agenda']) {
  test(`leaves the focus on an event that is drawn anew: ${view}`, () => shown({ events: [tea(), tea({ id: '2@almanac' })], view }, async ({ place, store, changes }) => {
    const focused = () => document.activeElement !== document.body && document.activeElement.closest('.fc-event, .chip')?.contains(chip(place));
    chip(place).closest('[tabindex]').focus();
    holds(focused(), 'the focus');
    const happens = {
      'another changes': () => store.put(tea({ id: '2@almanac', title: 'Coffee', edit_tag: '11' })),
      'itself changes': () => store.put(tea({ title: 'Cocoa', edit_tag: '11', start_time: at('2026-03-05T08:00Z') })),
      'the colour changes': () => store.putCalendar(calendar({ color: '#123456' })),
      'a mark comes': () => changes.note({ type: 'event', id: '1@almanac', actor: '8', reason: 'edited', changed: [], item: tea(), committed_at: at('2026-03-05T09:00Z') }),
      'many come': () => Array.from({ length: 100 }, (_, number) => store.put(tea({ id: `${number}@many`, start_time: at('2026-03-04T09:00Z'), end_time: at('2026-03-04T10:00Z') }))),
    };
    for (const [what, happen] of Object.entries(happens)) {
      happen();
      await turn();
      holds(focused(), what);
    }
    document.activeElement.blur();
    await frame();
    store.put(tea({ title: 'Water', edit_tag: '12' }));
    await turn();
    equal(document.activeElement, document.body);
  }));
}

test('draws nothing anew that is as it was', () => shown({ events: [tea()], view: 'month' }, async ({ place, store }) => {
  const before = chip(place);
  store.setCalendars([calendar({ name: 'Renamed' })]);
  await turn();
  holds(chip(place) === before);
  store.setCalendars([calendar({ color: '#123456' })]);
  await turn();
  equal([chip(place) === before, chip(place).style.getPropertyValue('--color')], [false, '#123456']);
  store.setCalendars([calendar({ visibility: false })]);
  await turn();
  equal(chip(place), null);
}));

test('draws whole what is there when all is different', () => shown({ view: 'month' }, async ({ store, view }) => {
  for (let number = 0; number < 100; number++) {
    store.put(tea({ id: `${number}@many` }));
  }
  await turn();
  equal(view.calendar.getEvents().length, 100);
  store.setCalendars([calendar({ visibility: false })]);
  await turn();
  equal(view.calendar.getEvents().length, 0);
}));

test('draws the doubled hour as long as it lasts, and says what the clock shows', () => {
  const night = event({ start_time: at('2026-10-25T00:15Z'), end_time: at('2026-10-25T01:30Z') });
  const at5 = { id: '5', start_time: at('2026-10-25T04:00Z'), end_time: at('2026-10-25T05:00Z') };
  return shown({ now: '2026-10-25T09:00Z', date: '2026-10-25', view: 'day', events: [night, event(at5)] }, async ({ place, view }) => {
    const height = chip(place).closest('.fc-timegrid-event-harness').getBoundingClientRect().height;
    holds(Math.abs(height - 1.25 * AN_HOUR) < 4, `${height}`);
    equal(chip(place).querySelector('.chip-time').textContent, '02:15 – 02:30');
    view.show('agenda');
    equal([...place.querySelectorAll('.agenda-time')].map(({ textContent }) => textContent), ['02:15 – 02:30', '05:00 – 06:00']);
  });
});

test('leaves the hour out that spring leaves out', () => {
  const early = event({ start_time: at('2026-03-29T00:30Z'), end_time: at('2026-03-29T01:30Z') });
  return shown({ now: '2026-03-29T09:00Z', date: '2026-03-29', view: 'day', events: [early] }, async ({ place }) => {
    const height = chip(place).closest('.fc-timegrid-event-harness').getBoundingClientRect().height;
    holds(Math.abs(height - 2 * AN_HOUR) < 4, `${height}`);
    equal(chip(place).querySelector('.chip-time').textContent, '01:30 – 03:30');
  });
});

test('proposes now where that is shown, else the day that is looked at', () => shown({ date: '2026-03-06', view: 'day' }, async ({ view }) => {
  equal(view.draft(), { day: at('2026-03-06T00:00Z') });
  view.previous();
  equal(view.draft(), {});
  view.setZone('Pacific/Kiritimati');
  equal(view.draft(at('2026-03-05T12:00Z')), { day: at('2026-03-05T00:00Z') });
}));

test('tells where an event was put, and puts back what has gone', () => shown({ events: [tea({ timezone: 'Mars/Olympus' })] }, async ({ store, view }) => {
  const told = [];
  view.addEventListener('move', ({ detail }) => told.push(detail.wanted));
  const drop = (fields) => {
    const held = view.calendar.getEventById('1@almanac');
    held.setDates(...fields);
    let isBack = false;
    view.calendar.getOption('eventDrop')({ event: held, revert: () => { isBack = true; } });
    return isBack;
  };
  equal([drop(['2026-03-06T12:00Z', '2026-03-06T13:00Z']), drop(['2026-03-06', null, { allDay: true }])], [false, false]);
  equal(told.map((wanted) => [wanted.start_time, wanted.end_time - wanted.start_time]),
    [[at('2026-03-06T11:00Z'), HOUR], [at('2026-03-05T23:00Z'), 24 * HOUR]]);
  store.events.clear();
  equal(drop(['2026-03-07T12:00Z', '2026-03-07T13:00Z']), true);
}));

test('proposes a span in the hour that spring leaves out', () => shown({ now: '2026-03-29T09:00Z', date: '2026-03-29' }, async ({ view }) => {
  let draft;
  view.addEventListener('create', ({ detail }) => { draft = detail; });
  view.calendar.select('2026-03-29T02:00Z', '2026-03-29T03:00Z');
  equal(draft, { start: at('2026-03-29T01:00Z'), end: at('2026-03-29T02:00Z'), allDay: false });
}));
