// What is looked at stands in the address: #week/2026-03-02. So a page that is loaded again is where it was.

/** FullCalendar takes the years 0 to 99 for 1900 to 1999: what lies before is not shown. */
const FIRST = '0100-01-01';

/** `{view, date}`, each undefined where the address does not say, or says what cannot be shown. */
export function readPlace(hash = location.hash) {
  const found = /^#(month|week|day|agenda)(?:\/(\d{4}-\d{2}-\d{2}))?$/.exec(hash);
  return found ? { view: found[1], date: found[2] < FIRST ? undefined : found[2] } : {};
}

export function writePlace(view, date) {
  history.replaceState(null, '', `${location.pathname}${location.search}#${view}/${date}`);
}

/** Whether there is only room for one column. */
export const isPhone = () => matchMedia('(max-width: 719px)').matches;
