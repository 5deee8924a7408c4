// Remembers the focus by name, since elements are redrawn: `data-focus` names the element, or its child if
// the element is FullCalendar's.

import { byId } from './dom.js';

const FOCUSABLE = 'a[href], button, input, select, textarea, [tabindex]';

/**
 * Remembers the focused element.
 *
 * @return a function that focuses it or its replacement
 */
export function rememberFocus(element = document.activeElement) {
  const holder = named(element);
  const name = holder?.dataset.focus;
  const position = name ? twins(name).indexOf(holder) : -1;
  const refuge = element?.closest('#details') ? 'details-title' : 'calendar';
  return () => {
    const again = element?.isConnected ? element : successor(name, position) ?? byId(refuge);
    (again ?? byId('calendar'))?.focus({ preventScroll: true });
  };
}

function named(element) {
  return element?.closest('[data-focus]') ?? (element?.matches('.fc-event') ? element.querySelector('[data-focus]') : null);
}

/** An event is drawn once for each of its days. */
const twins = (name) => [...document.querySelectorAll(`[data-focus="${CSS.escape(name)}"]`)];

function successor(name, position) {
  const found = name ? twins(name) : [];
  return (found[position] ?? found.at(-1))?.closest(FOCUSABLE);
}

/** Keeps the focus within an element whose children are replaced. */
export function keepFocus(place) {
  let element = null;
  let focusAgain = null;
  place.addEventListener('focusin', ({ target }) => {
    element = target;
    focusAgain = rememberFocus(target);
  });
  // When the focus moves away, the old element still exists. When it is redrawn, it does not at the end of
  // the task.
  place.addEventListener('focusout', () => setTimeout(() => {
    if (document.activeElement !== element) {
      element = null;
    }
  }));
  new MutationObserver((records) => {
    const isLost = element && document.activeElement === document.body
      && records.some(({ removedNodes }) => [...removedNodes].some((removed) => removed.contains(element)));
    if (isLost) {
      focusAgain();
    }
  }).observe(place, { childList: true, subtree: true });
}
