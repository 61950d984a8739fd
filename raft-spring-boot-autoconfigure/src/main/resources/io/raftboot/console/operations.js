// What an operator may have done, each after a question. Only where the node permits it.

import { byId, make, setText } from './text.js';

const OUTCOME_MILLIS = 8000;

let outcomeTimer = 0;

const OPERATIONS = {
  transfer: {
    label: 'Make leader',
    title: (id) => `Hand leadership to ${id}?`,
    text: 'Writes pause for a moment while it takes over.',
    done: (id) => `${id} was handed the leadership.`,
    offered: (member) => member.kind === 'VOTER' && member.role && member.role !== 'LEADER',
  },
  'step-down': {
    label: 'Step down',
    title: (id) => `Have ${id} give up leadership?`,
    text: 'Another node is elected, which takes about an election timeout. To name the next leader, use “Make leader” there.',
    done: (id) => `${id} has stepped down.`,
    offered: (member) => member.role === 'LEADER',
  },
  snapshot: {
    label: 'Take snapshot',
    title: (id) => `Take a snapshot on ${id}?`,
    text: 'The log of this node is shortened behind it.',
    done: (id) => `${id} has taken a snapshot.`,
    offered: (member) => member.self && member.role,
  },
  promote: {
    label: 'Promote',
    title: (id) => `Make ${id} a voter?`,
    text: 'It votes as soon as it has caught up.',
    done: (id) => `${id} votes.`,
    offered: (member) => member.kind === 'LEARNER',
  },
  demote: {
    label: 'Demote',
    title: (id) => `Make ${id} a learner?`,
    text: 'It keeps all data and counts no more for elections and commits: the cluster survives the loss of fewer nodes.',
    done: (id) => `${id} is a learner now.`,
    offered: (member, state) => member.kind === 'VOTER' && voters(state) > 1,
  },
  remove: {
    label: 'Remove',
    danger: true,
    title: (id) => `Remove ${id} from the cluster?`,
    text: 'It takes no part any more. To come back it needs an empty directory.',
    done: (id) => `${id} is removed.`,
    offered: (member, state) => member.kind !== 'NONE' && state.members.length > 1,
  },
};

function voters(state) {
  return state.members.filter((member) => member.kind === 'VOTER').length;
}

/** Buttons stay the same elements while they are offered, so that the focus stays where it is. */
export function showOperations(group, member, state) {
  const names = state.operations ? Object.keys(OPERATIONS).filter((name) => OPERATIONS[name].offered(member, state)) : [];
  const offered = names.join(' ');
  if (group.dataset.offered === offered) {
    return;
  }
  group.dataset.offered = offered;
  group.setAttribute('aria-label', `Operations on ${member.id}`);
  const focused = document.activeElement;
  const known = new Map([...group.children].map((button) => [button.dataset.operation, button]));
  group.replaceChildren(...names.map((name) => known.get(name) ?? operationButton(name, member.id)));
  if (group.contains(focused)) {
    focused.focus();
  }
}

function operationButton(name, id) {
  const button = make('button', OPERATIONS[name].danger ? 'danger' : '', OPERATIONS[name].label);
  button.type = 'button';
  button.dataset.operation = name;
  button.setAttribute('aria-label', `${OPERATIONS[name].label}: ${id}`);
  button.addEventListener('click', () => confirmOperation(name, id));
  return button;
}

function confirmOperation(name, id) {
  const dialog = byId('confirm');
  const yes = byId('confirm-yes');
  setText(byId('confirm-title'), OPERATIONS[name].title(id));
  setText(byId('confirm-text'), OPERATIONS[name].text);
  setText(yes, OPERATIONS[name].label);
  yes.className = OPERATIONS[name].danger ? 'strong danger' : 'strong';
  yes.onclick = () => {
    dialog.close();
    operate(name, id);
  };
  dialog.showModal();
  byId('confirm-no').focus();
}

async function operate(name, id) {
  showOutcome(`${OPERATIONS[name].label}: ${id} …`);
  const target = name === 'snapshot' || name === 'step-down' ? '' : `?target=${encodeURIComponent(id)}`;
  try {
    const answer = await fetch(`raft/console/operations/${name}${target}`, {
      method: 'POST',
      headers: { 'X-Raft-Console': '1' },
    });
    const type = answer.headers.get('Content-Type') ?? '';
    const body = type.includes('json') ? await answer.json() : null;
    showOutcome(outcomeText(OPERATIONS[name].done(id), answer, body));
  } catch (failure) {
    showOutcome('No answer: it may have been done. Look at the nodes.');
  }
}

function outcomeText(done, answer, body) {
  if (!body || !body.outcome) {
    return answer.ok ? done : `Refused with status ${answer.status}.`;
  }
  if (body.outcome === 'DONE') {
    return done;
  }
  const begin = { RUNNING: 'Begun: ', OUTCOME_UNKNOWN: 'It may have been done: ' }[body.outcome] ?? 'Not done: ';
  return `${begin}${body.message ?? answer.status}`;
}

function showOutcome(text) {
  const outcome = byId('outcome');
  outcome.hidden = false;
  setText(outcome, text);
  clearTimeout(outcomeTimer);
  outcomeTimer = setTimeout(() => {
    outcome.hidden = true;
  }, OUTCOME_MILLIS);
}

byId('confirm-no').addEventListener('click', () => byId('confirm').close());
