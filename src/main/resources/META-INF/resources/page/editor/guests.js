// The input for guests, one address after the other.

import { el, iconButton, words } from '../kit/dom.js';

const ADDRESS = /^[^@\s]+@[^@\s]+$/;

/** The guests of a form. */
export class GuestField {
  /**
   * @param attendees the current attendees
   * @param find opens the search for a time; its button is there while there are guests
   */
  constructor(attendees, people, find = () => {}) {
    this.value = [...attendees];
    this.finder = el('button', { type: 'button', class: 'find-button', id: 'edit-find-time', textContent: 'Find a time', 'data-call': 'find-freebusy', onclick: find });
    this.input = el('input', {
      type: 'email', multiple: true, autocomplete: 'off', placeholder: 'name@example.com',
      onkeydown: (pressed) => this.#pressed(pressed),
      onblur: () => this.takeRest(),
    });
    this.list = el('ul', { class: 'guest-list', role: 'list' });
    const known = el('datalist', { id: 'known-people' }, people.addresses().map((value) => el('option', { value })));
    this.input.setAttribute('list', 'known-people');
    this.elements = [this.input, this.list, known, this.finder];
    this.#draw();
  }

  /** Moves the valid addresses from the input to the list. */
  takeRest() {
    const addresses = this.input.value.split(/[\s,;]+/).filter(Boolean);
    const good = addresses.filter((address) => ADDRESS.test(address));
    this.input.value = addresses.filter((address) => !ADDRESS.test(address)).join(' ');
    for (const email of good) {
      if (!this.value.some((guest) => guest.email.toLowerCase() === email.toLowerCase())) {
        this.value.push({ email, name: email, id: null, status: 'yet_to_respond' });
      }
    }
    if (good.length > 0) {
      this.#draw();
    }
  }

  /** The error of the input: a remaining text that is not an address. */
  get errors() {
    const rest = this.input.value.trim();
    return rest === '' ? [] : [{ field: 'attendees', message: `cannot have “${rest}”: that is no address` }];
  }

  #pressed(pressed) {
    if (['Enter', ',', ';'].includes(pressed.key) && this.input.value.trim() !== '') {
      pressed.preventDefault();
      this.takeRest();
    }
  }

  #draw() {
    this.finder.hidden = this.value.length === 0;
    this.list.replaceChildren(...this.value.map((guest) => el('li', {},
      words(guest.name ?? guest.email, 'span', { title: guest.email }),
      iconButton('close', `Do not invite ${guest.email}`, () => this.#remove(guest)))));
  }

  #remove(guest) {
    this.value = this.value.filter((each) => each !== guest);
    this.#draw();
    this.input.focus();
  }
}
