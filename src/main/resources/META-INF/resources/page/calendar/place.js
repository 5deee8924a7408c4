// The view and date are kept in the URL's fragment, such as #week/2026-03-02, so that a reload restores them.

/** FullCalendar maps the years 0 to 99 to 1900 to 1999; earlier dates are not shown. */
const FIRST = '0100-01-01';

/** `{view, date}`; each undefined if the fragment lacks it or it cannot be shown. */
export function readPlace(hash = location.hash) {
  const found = /^#(month|week|day|agenda)(?:\/(\d{4}-\d{2}-\d{2}))?$/.exec(hash);
  return found ? { view: found[1], date: found[2] < FIRST ? undefined : found[2] } : {};
}

export function writePlace(view, date) {
  history.replaceState(null, '', `${location.pathname}${location.search}#${view}/${date}`);
}

/** Whether only one column fits. */
export const isPhone = () => matchMedia('(max-width: 719px)').matches;
