// A calendar and other programs: import of a file, export, and addresses to subscribe to.

import { refused } from '../editor/actions.js';
import { announce, toast } from '../kit/announce.js';
import { confirmed, openDialog } from '../kit/dialogs.js';
import { el, iconButton, save, words } from '../kit/dom.js';

const MOST_NAMED = 20;
const DETAILS = [['full', 'Everything'], ['busy', 'Only when I am busy']];

/** Whether the viewer may add events to a calendar here. */
const takesEvents = (calendar) => calendar.privilege !== 'view' && !calendar.mirror;

/** Opens the dialog of a calendar. */
export function openExchange(calendar, api) {
  const exchange = new Exchange(calendar, api);
  openDialog(calendar.name, () => exchange.element, { kind: 'dialog-exchange' });
  exchange.load();
}

class Exchange {
  #outcome = el('div', { class: 'exchange-outcome', role: 'status' });
  #links = el('ul', { class: 'exchange-links', role: 'list' });
  #made = el('div', { class: 'exchange-made' });

  constructor(calendar, api) {
    this.calendar = calendar;
    this.api = api;
    this.element = el('div', { class: 'dialog-body exchange' },
      takesEvents(calendar) && this.#importing(),
      this.#exporting(),
      this.#subscribing());
  }

  async load() {
    try {
      this.#showLinks(await this.api.subscriptions(this.calendar.id));
    } catch (problem) {
      refused(problem);
    }
  }

  // --- import

  #importing() {
    const input = el('input', { type: 'file', accept: '.ics,text/calendar', hidden: true, 'aria-label': 'Choose an iCalendar file' });
    input.addEventListener('change', () => {
      this.#try(input.files[0]);
      input.value = '';
    });
    const place = el('div', { class: 'exchange-drop' },
      el('p', { textContent: 'Drop an iCalendar file (.ics) here, of any calendar program.' }),
      el('button', { type: 'button', textContent: 'Choose a file', 'data-call': 'import-events', onclick: () => input.click() }));
    place.addEventListener('dragover', (event) => {
      event.preventDefault();
      place.classList.add('exchange-over');
    });
    place.addEventListener('dragleave', () => place.classList.remove('exchange-over'));
    place.addEventListener('drop', (event) => {
      event.preventDefault();
      place.classList.remove('exchange-over');
      this.#try(event.dataTransfer.files[0]);
    });
    return el('section', {}, el('h3', { textContent: 'Import' }), input, place, this.#outcome);
  }

  /** Says what an import would do, before it is done. */
  async #try(file) {
    if (!file) {
      return;
    }
    const counts = await this.#send(file, true);
    if (counts) {
      const isOfUse = counts.created + counts.updated > 0;
      this.#outcome.replaceChildren(
        el('p', {}, words(file.name, 'strong'), `: ${countsText(counts, true)}`),
        skippedList(counts.skipped),
        isOfUse && el('button', { type: 'button', class: 'primary', textContent: 'Import', 'data-call': 'import-events', onclick: () => this.#import(file) }));
    }
  }

  async #import(file) {
    const counts = await this.#send(file, false);
    if (counts) {
      this.#outcome.replaceChildren(el('p', { textContent: countsText(counts, false) }), skippedList(counts.skipped));
      announce(countsText(counts, false));
    }
  }

  /** What the service answers; null if it refuses the file. */
  async #send(file, isTrial) {
    const text = isTrial ? 'Reading the file…' : 'Importing…';
    this.#outcome.replaceChildren(el('p', { textContent: text }), el('progress', { 'aria-label': text }));
    try {
      return await this.api.importFile(this.calendar.id, file, isTrial);
    } catch (problem) {
      this.#outcome.replaceChildren();
      refused(problem);
      return null;
    }
  }

  // --- export

  #exporting() {
    return el('section', {}, el('h3', { textContent: 'Export' }),
      el('button', { type: 'button', textContent: 'Save as a file', 'data-call': 'export-calendar', onclick: () => this.#export() }));
  }

  async #export() {
    try {
      save(await this.api.exportCalendar(this.calendar.id), `${this.calendar.name.replace(/[\\/:*?"<>|]/g, '_')}.ics`);
    } catch (problem) {
      refused(problem);
    }
  }

  // --- subscriptions

  #subscribing() {
    const label = el('input', { id: 'exchange-label', type: 'text', maxLength: 100, placeholder: 'Phone' });
    const detail = el('select', { id: 'exchange-detail' }, DETAILS.map(([value, text]) => el('option', { value, textContent: text })));
    const form = el('form', { class: 'exchange-form', onsubmit: (event) => { event.preventDefault(); this.#subscribe(label, detail); } },
      el('div', { class: 'field' }, el('label', { for: label.id, textContent: 'For' }), label),
      el('div', { class: 'field' }, el('label', { for: detail.id, textContent: 'It shows' }), detail),
      el('button', { type: 'submit', textContent: 'Make an address', 'data-call': 'create-ics-link' }));
    return el('section', {}, el('h3', { textContent: 'Subscriptions' }),
      el('p', { class: 'quiet', textContent: 'A calendar program reads this calendar from a secret address. Whoever has the address can read it.' }),
      this.#links, form, this.#made);
  }

  async #subscribe(label, detail) {
    try {
      const made = await this.api.subscribe(this.calendar.id, label.value.trim(), detail.value);
      label.value = '';
      this.#showAddress(made.url);
      await this.load();
    } catch (problem) {
      refused(problem);
    }
  }

  #showAddress(url) {
    const address = el('input', { type: 'text', readOnly: true, value: url, 'aria-label': 'The address', onfocus: ({ target }) => target.select() });
    this.#made.replaceChildren(
      el('p', { textContent: 'Copy the address now: it is not shown again.' }),
      address,
      el('button', { type: 'button', class: 'primary', textContent: 'Copy the address', onclick: () => copy(url, address) }));
  }

  #showLinks(links) {
    this.#links.replaceChildren(...links.map((link) => el('li', {},
      words(link.label || 'Without a name'),
      el('span', { class: 'quiet', textContent: DETAILS.find(([value]) => value === link.detail)?.[1] ?? link.detail }),
      iconButton('close', `End ${link.label || 'this subscription'}`, () => this.#unsubscribe(link), { 'data-call': 'delete-ics-link' }))));
  }

  async #unsubscribe(link) {
    if (!await confirmed('End this subscription?', 'Programs that read this address find nothing there any more.', 'End it', 'delete-ics-link')) {
      return;
    }
    try {
      await this.api.unsubscribe(this.calendar.id, link.id);
      await this.load();
    } catch (problem) {
      refused(problem);
    }
  }
}

async function copy(text, field) {
  try {
    await navigator.clipboard.writeText(text);
    toast('The address is copied.');
  } catch {
    // Without permission, or over plain HTTP: the address is marked, to be copied by hand.
    field.focus();
    field.select();
  }
}

/** Counts in words: "3 events would be added, 1 would be changed, 2 are here already." @param isTrial whether nothing was stored */
export function countsText({ created, updated, unchanged }, isTrial) {
  const done = (number) => (isTrial ? 'would be' : number === 1 ? 'was' : 'were');
  const parts = [
    created > 0 && `${created} ${created === 1 ? 'event' : 'events'} ${done(created)} added`,
    updated > 0 && `${updated} ${done(updated)} changed`,
    unchanged > 0 && `${unchanged} ${unchanged === 1 ? 'is' : 'are'} here already`,
  ].filter(Boolean);
  return parts.length === 0 ? 'There is no event to take.' : `${parts.join(', ')}.`;
}

function skippedList(skipped) {
  if (skipped.length === 0) {
    return false;
  }
  const more = skipped.length - MOST_NAMED;
  return el('details', {}, el('summary', { textContent: `${skipped.length} not taken` }),
    el('ul', {}, skipped.slice(0, MOST_NAMED).map(({ uid, line, reason }) => el('li', { dir: 'auto', textContent: `Line ${line}${uid ? `, ${uid}` : ''}: ${reason}` })),
      more > 0 && el('li', { textContent: `and ${more} more` })));
}
