// Shows what raft/console/state says, twice a second.

import { byId, duration, make, number, setData, setText, showList } from './text.js';
import { showNodes } from './nodes.js';
import { showEvents, showTerms } from './history.js';

const POLL_MILLIS = 500;
const ANSWER_MILLIS_MAX = 2000;

let shown = null;
let lastAnswerMillis = 0;
let failing = false;
let busy = false;

function showSummary(state) {
  const leader = byId('leader');
  setText(leader, state.leader ?? 'None known');
  setData(leader, 'state', state.leader ? 'known' : 'none');
  setText(byId('term'), number(state.term));
  setText(byId('answering'), `${state.members.filter((member) => member.log && !member.problem).length} of ${state.members.length}`);
  setText(byId('seen-from'), state.node);
  setText(byId('cluster'), state.clusterId ? `Cluster ${state.clusterId}` : 'The cluster has not formed yet');
  const problems = state.changing ? [...state.problems, 'The voters are being changed'] : state.problems;
  showList(byId('problems'), problems, (text) => make('li', '', text), (text) => text);
  document.title = `${state.leader ?? 'No leader'} · Raft console`;
}

function announce(state) {
  if (shown && shown.leader !== state.leader) {
    setText(byId('announcement'), state.leader ? `${state.leader} leads in term ${state.term}` : 'No leader is known');
  }
}

export function show(state) {
  announce(state);
  showSummary(state);
  showNodes(state);
  showTerms(state);
  showEvents(state);
  shown = state;
}

async function look() {
  if (busy) {
    return;
  }
  busy = true;
  try {
    const answer = await fetch('raft/console/state', { cache: 'no-store', signal: AbortSignal.timeout(ANSWER_MILLIS_MAX) });
    if (!answer.ok) {
      throw new Error(`status ${answer.status}`);
    }
    show(await answer.json());
    lastAnswerMillis = Date.now();
    failing = false;
  } catch (failure) {
    // The page goes on with what it has
    failing = true;
  } finally {
    busy = false;
  }
  showFreshness();
}

function showFreshness() {
  const freshness = byId('freshness');
  const millis = Date.now() - lastAnswerMillis;
  const live = !failing && lastAnswerMillis > 0 && millis < 2 * ANSWER_MILLIS_MAX;
  if (!failing && lastAnswerMillis === 0) {
    return;
  }
  setData(freshness, 'state', live ? 'live' : 'lost');
  if (live) {
    setText(freshness, 'Live');
  } else {
    setText(freshness, lastAnswerMillis > 0 ? `No answer from this node for ${duration(millis)}` : 'No answer from this node');
  }
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    look();
  }
});
setInterval(() => {
  if (!document.hidden) {
    look();
    showFreshness();
  }
}, POLL_MILLIS);
look();
