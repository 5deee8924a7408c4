// The focus of the keyboard in the calendar: FullCalendar throws elements away, and the focus with them.

const elementsOf = (place, id) => [...place.querySelectorAll('.chip')]
  .filter(({ dataset }) => dataset.event === id)
  .map((chip) => chip.closest('[tabindex]'));

/** The event that has the focus: `{id, part}`, since one that takes days has several elements; null where none has it. */
export function focusedEvent(place) {
  const { activeElement } = document;
  if (!place.contains(activeElement) || activeElement === place) {
    return null;
  }
  const chip = activeElement.matches('.chip') ? activeElement : activeElement.querySelector('.chip');
  const id = chip?.dataset.event;
  return id ? { id, part: elementsOf(place, id).indexOf(activeElement) } : null;
}

/** Gives the focus back to an event that was drawn anew; where that has gone the focus is nowhere. */
export function focusEvent(place, focused) {
  if (focused && document.activeElement === document.body) {
    const elements = elementsOf(place, focused.id);
    (elements[focused.part] ?? elements[0])?.focus({ preventScroll: true });
  }
}
