import { equal, holds, test, turn } from './harness.js';
import { refused } from '/page/editor/actions.js';
import { Problem } from '/page/feed/problem.js';

const toasts = () => document.querySelectorAll('#toasts .toast');

test('a message about a lock counts down where it is seen, is read out once, and goes with the lock', async () => {
  refused(new Problem(429, {}, 1_400));
  const [message] = toasts();
  const [heard, seen] = message.querySelector('.toast-text').children;
  equal([heard.textContent, seen.textContent], Array(2).fill('The quota for this is used up. It opens again in 0:02.'));
  holds(seen.ariaHidden === 'true');
  while (seen.textContent.endsWith('0:02.')) {
    await turn();
  }
  equal([heard.textContent.slice(-5), seen.textContent.slice(-5)], ['0:02.', '0:01.']);
  while (message.isConnected) {
    await turn();
  }
});

test('other messages stay as they are', () => {
  refused(new Problem(404), 'Shown so in this tab only. ');
  equal(toasts()[0].querySelector('.toast-text').textContent, 'Shown so in this tab only. It is no longer there, or no longer open to you.');
  toasts()[0].remove();
});
