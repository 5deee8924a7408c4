import { equal, event, holds, test, turn } from './harness.js';
import { chip } from '/page/calendar/chip.js';
import { arrange, el } from '/page/kit/dom.js';
import { keepFocus, rememberFocus } from '/page/kit/focus.js';
import { Locks } from '/page/kit/locks.js';
import { Quota } from '/page/feed/quota.js';

function place(...children) {
  const made = el('section', { tabIndex: -1 }, children);
  document.body.append(made);
  return made;
}

const button = (name) => el('button', { type: 'button', textContent: name, 'data-focus': name });
const shown = { view: 'agenda', timeText: '', zone: 'Europe/Berlin', me: '7' };

test('the focus stays on what is drawn anew', async () => {
  const here = place(button('one'), button('two'));
  keepFocus(here);
  here.lastChild.focus();
  here.replaceChildren(button('zero'), button('one'), button('two'));
  await turn();
  equal([document.activeElement.textContent, document.activeElement.isConnected], ['two', true]);
  here.remove();
});

test('the focus stays on the same day of an event that is drawn in several', async () => {
  const days = () => [1, 2, 3].map(() => chip(event(), shown));
  const here = place(...days());
  keepFocus(here);
  here.children[1].focus();
  here.replaceChildren(...days());
  await turn();
  holds(document.activeElement === here.children[1]);
  here.remove();
});

test('the focus is not brought back to where somebody has left', async () => {
  const here = place(button('one'));
  keepFocus(here);
  here.firstChild.focus();
  here.firstChild.blur();
  await turn();
  await turn();
  here.replaceChildren(button('one'));
  await turn();
  holds(document.activeElement === document.body);
  here.remove();
});

test('the focus is given back to what has taken the place of what had it', () => {
  const here = place(button('one'));
  here.firstChild.focus();
  const focusAgain = rememberFocus();
  here.replaceChildren(button('one'));
  focusAgain();
  holds(document.activeElement === here.firstChild);
  here.remove();
});

test('what stays in a list is not touched', () => {
  const [one, two, three, four] = ['1', '2', '3', '4'].map((name) => button(name));
  const here = place(two, three, four);
  three.focus();
  arrange(here, [one, two, three]);
  equal([[...here.children].map(({ textContent }) => textContent), document.activeElement.textContent], [['1', '2', '3'], '3']);
  here.remove();
});

test('a button whose call is locked counts down, keeps the focus, and does nothing', async () => {
  let now = 0;
  let clicks = 0;
  const quota = new Quota(() => now);
  new Locks(quota);
  const needy = el('button', { type: 'button', textContent: 'Accept', 'data-call': 'answer-event', onclick: () => clicks++ });
  const free = el('button', { type: 'button', textContent: 'Edit', 'data-call': 'edit-event', onclick: () => clicks++ });
  const here = place(needy);
  needy.focus();
  quota.lock('answer-event', 598_000);
  equal([needy.textContent, needy.getAttribute('aria-disabled')], ['Accept in 9:58', 'true']);
  const late = here.appendChild(needy.cloneNode());
  here.append(free);
  await turn();
  equal([late.textContent, free.textContent], [' in 9:58', 'Edit']);
  needy.click();
  equal([clicks, document.activeElement === needy], [0, true]);
  free.click();
  now = 598_000;
  quota.clear();
  needy.click();
  equal([clicks, needy.textContent, needy.hasAttribute('aria-disabled')], [2, 'Accept', false]);
  here.remove();
});
