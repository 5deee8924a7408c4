// Where the focus is, in words that outlive the element: `data-focus` names what can be drawn anew, be it on the element
// or, where that belongs to somebody else, on the one inside of it.

import { byId } from './dom.js';

const FOCUSABLE = 'a[href], button, input, select, textarea, [tabindex]';

/**
 * Remembers what has the focus.
 *
 * @return a function that focuses it again, or what has taken its place
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

/** One event can be drawn several times, in each of its days. */
const twins = (name) => [...document.querySelectorAll(`[data-focus="${CSS.escape(name)}"]`)];

function successor(name, position) {
  const found = name ? twins(name) : [];
  return (found[position] ?? found.at(-1))?.closest(FOCUSABLE);
}

/** Keeps the focus in a place whose elements are replaced while somebody is there. */
export function keepFocus(place) {
  let element = null;
  let focusAgain = null;
  place.addEventListener('focusin', ({ target }) => {
    element = target;
    focusAgain = rememberFocus(target);
  });
  // Whoever goes away leaves an element behind that is still there; until the turn is over one that is drawn anew is not.
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
