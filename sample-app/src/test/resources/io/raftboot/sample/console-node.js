// A node for the page of the console that answers when, and what, a test says. Before the scripts of the page.

window.node = (() => {
  const looks = [];
  const expected = [];
  const orders = [];
  const ticks = [];
  let now = 1767225600000;
  let hidden = false;

  window.setInterval = (tick) => ticks.push(tick);
  window.fetch = (path, options) => new Promise((resolve, reject) => {
    const call = { path, options, resolve, reject };
    if (path !== 'raft/console/state') {
      orders.push(call);
    } else if (expected.length > 0) {
      expected.shift()(call);
    } else {
      looks.push(call);
    }
  });
  Date.now = () => now;
  Object.defineProperty(document, 'hidden', { get: () => hidden });

  // Behind everything that is ready to run
  const settled = () => new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(null);
  });

  // Also one that is still to come: the script of the page may not have begun
  const nextLook = () => (looks.length > 0 ? Promise.resolve(looks.shift()) : new Promise((resolve) => expected.push(resolve)));

  const response = (status, body) => ({
    ok: status < 400,
    status,
    headers: { get: () => (body ? 'application/json' : null) },
    json: () => Promise.resolve(body),
  });

  return {
    looks,
    orders,
    member: (id, more) => ({
      id, address: `${id}:7000`, self: id === 'n1', kind: 'VOTER', role: 'FOLLOWER', leader: 'n2', term: 3,
      log: { first: 1, last: 10, durable: 10, commit: 10, applied: 10, snapshot: null, bytes: 100 },
      lagEntries: 0, problem: null, ...more,
    }),
    state(more) {
      return {
        node: 'n1', clusterId: 'c', now: new Date(now).toISOString(), operations: false, state: 'RUNNING', leader: 'n2', term: 3,
        quorum: true, problems: [], changing: false,
        members: [this.member('n1'), this.member('n2', { role: 'LEADER' }), this.member('n3')],
        terms: [{ term: 3, leader: 'n2', since: '2026-01-01T00:00:00Z', until: null }], events: [], ...more,
      };
    },
    async answer(state) {
      (await nextLook()).resolve(response(200, state));
      await settled();
    },
    async answerStatus(status) {
      (await nextLook()).resolve(response(status, this.state({ leader: 'wrong' })));
      await settled();
    },
    async breaks() {
      (await nextLook()).reject(new TypeError('Failed to fetch'));
      await settled();
    },
    async tick(millis = 500) {
      now += millis;
      ticks.forEach((tick) => tick());
      await settled();
    },
    async hide(value) {
      hidden = value;
      document.dispatchEvent(new Event('visibilitychange'));
      await settled();
    },
    async click(selector) {
      document.querySelector(selector).click();
      await settled();
    },
    async endOrder(status, body) {
      orders.shift().resolve(response(status, body));
      await settled();
    },
    async breakOrder() {
      orders.shift().reject(new TypeError('Failed to fetch'));
      await settled();
    },
    text: (selector) => document.querySelector(selector)?.textContent.trim() ?? null,
    buttons: (id) => [...document.querySelectorAll(`[data-node=${id}] button`)].map((button) => button.dataset.operation),
  };
})();
