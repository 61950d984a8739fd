// The members of the cluster, a card each.

import { byId, bytes, number, setData, setText } from './text.js';
import { showOperations } from './operations.js';

const ROLE_TEXTS = {
  LEADER: 'Leader',
  FOLLOWER: 'Follower',
  CANDIDATE: 'Candidate',
  PRE_CANDIDATE: 'Candidate',
};

const cards = new Map();

function roleText(member) {
  if (!member.role) {
    return member.self ? 'Not running' : 'No answer';
  }
  if (member.kind === 'NONE') {
    return 'Not a member';
  }
  if (member.kind === 'LEARNER') {
    return 'Learner';
  }
  return member.kind === 'JOINING' ? 'Joining' : ROLE_TEXTS[member.role] ?? member.role;
}

function tone(member) {
  if (!member.role) {
    return 'silent';
  }
  if (member.role === 'LEADER') {
    return 'leader';
  }
  return member.role === 'FOLLOWER' ? 'calm' : 'campaign';
}

function stateText(member) {
  if (!member.log || member.problem) {
    return member.problem ?? '';
  }
  if (member.lagEntries === null) {
    return member.leader ? `Follows ${member.leader}` : 'Knows no leader';
  }
  const unapplied = member.log.commit - member.log.applied;
  const lag = member.lagEntries === 0 ? 'Up to date' : `${number(member.lagEntries)} ${member.lagEntries === 1 ? 'entry' : 'entries'} behind`;
  return unapplied > 0 ? `${lag}, ${number(unapplied)} to apply` : lag;
}

function card(member) {
  let known = cards.get(member.id);
  if (!known) {
    known = byId('node-template').content.firstElementChild.cloneNode(true);
    known.dataset.node = member.id;
    cards.set(member.id, known);
  }
  return known;
}

function showNode(member, scale, state) {
  const element = card(member);
  const part = (name) => element.querySelector(name);
  setData(element, 'tone', tone(member));
  setText(part('.id'), member.id);
  setText(part('.badge'), roleText(member));
  setText(part('.address'), member.self ? `${member.address} · this node` : member.address);
  setText(part('.state'), stateText(member));
  const log = member.log;
  for (const name of ['last', 'commit', 'applied', 'snapshot']) {
    setText(part(`.${name}-index`), number(log ? log[name] : null));
    part(`.bar .${name}`).style.width = log ? `${(100 * (log[name] ?? 0)) / scale}%` : '0';
  }
  setText(part('.node-term'), number(member.term));
  setText(part('.log-bytes'), log ? bytes(log.bytes) : '–');
  part('.bar').setAttribute('aria-label', log ? `Log of ${member.id}: last entry ${log.last}, committed ${log.commit}, applied ${log.applied}, snapshot ${log.snapshot ?? 'none'}` : `Log of ${member.id}: not known`);
  showOperations(part('.operations'), member, state);
  return element;
}

export function showNodes(state) {
  const scale = Math.max(1, ...state.members.map((member) => (member.log ? member.log.last : 0)));
  const elements = state.members.map((member) => showNode(member, scale, state));
  const list = byId('nodes');
  const ids = new Set(state.members.map((member) => member.id));
  for (const id of [...cards.keys()]) {
    if (!ids.has(id)) {
      cards.get(id).remove();
      cards.delete(id);
    }
  }
  elements.forEach((element, index) => {
    if (list.children[index] !== element) {
      list.insertBefore(element, list.children[index] ?? null);
    }
  });
}
