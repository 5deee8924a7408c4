// Creates elements without parsing text as markup.

/**
 * An element with properties, attributes and children. `class`, `for`, `data-*`, `aria-*` and `role` become
 * attributes, `on*` listeners, the rest properties; null and undefined are left out.
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined) {
      continue;
    }
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (name.startsWith('--')) {
      element.style.setProperty(name, value);
    } else if (/^(class|for|role|list|dir|(data|aria)-.*)$/.test(name)) {
      element.setAttribute(name, value);
    } else {
      element[name] = value;
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** The icons, each an SVG path in a viewbox of 24 by 24. */
const SHAPES = {
  add: 'M12 5v14M5 12h14',
  back: 'M15 5l-7 7 7 7',
  forth: 'M9 5l7 7-7 7',
  close: 'M6 6l12 12M18 6L6 18',
  menu: 'M4 7h16M4 12h16M4 17h16',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 2',
  place: 'M12 21s7-6.2 7-11a7 7 0 0 0-14 0c0 4.800 7 11 7 11zM12 7.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5z',
  people: 'M9 4.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7zM2.500 20a6.500 6.500 0 0 1 13 0M16 5a3.500 3.500 0 0 1 0 6.500M18 14.500a6.500 6.500 0 0 1 3.500 5.500',
  link: 'M10 14a4 4 0 0 0 5.700 0l3-3a4 4 0 0 0-5.700-5.700l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1',
  file: 'M20 11l-8.500 8.500a5 5 0 0 1-7-7L13 4a3.300 3.300 0 0 1 4.700 4.700L9 17.300a1.700 1.700 0 0 1-2.400-2.400L14 7.500',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4',
  text: 'M5 6h14M5 11h14M5 16h9',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  help: 'M9 9a3 3 0 1 1 4.500 2.600c-1 .600-1.500 1.200-1.500 2.400M12 18v.010',
  repeat: 'M4 12V10a4 4 0 0 1 4-4h10M15 3l3 3-3 3M20 12v2a4 4 0 0 1-4 4H6M9 21l-3-3 3-3',
  exception: 'M4 12V10a4 4 0 0 1 4-4h3M20 12v2a4 4 0 0 1-4 4H6M9 21l-3-3 3-3M18 3v5M18 11v.010',
  leave: 'M10 4H5v16h5M14 8l4 4-4 4M18 12H9',
};

/** An icon, hidden from screen readers; a text beside it or the button's label names it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'icon');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', SHAPES[name]);
  svg.append(path);
  return svg;
}

/** A button that shows only an icon. */
export function iconButton(name, label, onclick, properties = {}) {
  return el('button', { type: 'button', class: 'icon-button', title: label, 'aria-label': label, onclick, ...properties },
    icon(name));
}

/** An element with a user's text, in the direction of its first strong character. */
export function words(text, tag = 'span', properties = {}) {
  return el(tag, { dir: 'auto', textContent: text, ...properties });
}

/** Sets a text only if it differs, so that screen readers do not repeat it. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Sets the children of an element without moving those that stay, so that focus and reading position are kept. */
export function arrange(parent, children) {
  const staying = new Set(children);
  [...parent.children].filter((child) => !staying.has(child)).forEach((child) => child.remove());
  children.forEach((child, index) => {
    if (parent.children[index] !== child) {
      parent.insertBefore(child, parent.children[index] ?? null);
    }
  });
}

/** A function that draws in the next frame, once for any number of calls before it. */
export function soon(draw) {
  let isWaiting = false;
  return () => {
    if (!isWaiting) {
      isWaiting = true;
      requestAnimationFrame(() => {
        isWaiting = false;
        draw();
      });
    }
  };
}

/** The element of the page with an id. */
export const byId = (id) => document.getElementById(id);

/** Saves content as a file on the viewer's device. */
export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  el('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
