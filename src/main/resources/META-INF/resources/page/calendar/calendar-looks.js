// FullCalendar's options for month, week, day and agenda.

import { HAS_TWELVE_HOURS, LOCALE } from '../kit/time.js';

/** FullCalendar's name of each view. */
export const VIEWS = { month: 'dayGridMonth', week: 'timeGridWeek', day: 'timeGridDay', agenda: 'agenda' };

const TIME_FORMAT = { hour: HAS_TWELVE_HOURS ? 'numeric' : '2-digit', minute: '2-digit', hour12: HAS_TWELVE_HOURS };

function firstDay() {
  const locale = new Intl.Locale(LOCALE);
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay % 7 || (LOCALE === 'en-US' ? 0 : 1);
}

/** The constant options. */
export const LOOKS = {
  timeZone: 'UTC',
  locale: LOCALE,
  defaultRangeSeparator: ' – ',
  headerToolbar: false,
  height: '100%',
  firstDay: firstDay(),
  nowIndicator: true,
  navLinks: true,
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
};
