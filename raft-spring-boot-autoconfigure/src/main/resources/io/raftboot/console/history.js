// Who led when, and what happened.

import { byId, duration, make, number, setData, setText, showList } from './text.js';

const EVENT_TEXTS = {
  SNAPSHOT_TAKEN: 'Snapshot taken: ',
  SNAPSHOT_INSTALLED: 'Snapshot installed: ',
  NODE_FAILED: 'This node has failed: ',
};

export function showTerms(state) {
  const now = Date.parse(state.now);
  const list = byId('terms');
  const added = list.children.length !== state.terms.length;
  showList(list, state.terms, (term) => {
    const item = make('li');
    item.append(make('span', 'who', term.leader ?? 'No leader'), make('span', 'when'));
    setData(item, 'leader', term.leader ? 'known' : 'none');
    return item;
  }, (term) => [term.term, term.leader, term.since]);
  state.terms.forEach((term, index) => {
    const item = list.children[index];
    const millis = (term.until ? Date.parse(term.until) : now) - Date.parse(term.since);
    setText(item.querySelector('.when'), `term ${number(term.term)} · ${duration(millis)}`);
    item.style.flexGrow = String(Math.max(1, Math.log2(2 + millis / 1000)));
    if (term.until) {
      item.removeAttribute('aria-current');
    } else {
      item.setAttribute('aria-current', 'true');
    }
  });
  if (added) {
    list.scrollLeft = list.scrollWidth;
  }
}

export function showEvents(state) {
  const latestFirst = [...state.events].reverse();
  showList(byId('events'), latestFirst, (event) => {
    const item = make('li');
    const at = new Date(event.at);
    const time = make('time', '', at.toLocaleTimeString('en-GB'));
    time.dateTime = event.at;
    time.title = at.toLocaleString('en-GB');
    const term = event.term ? ` (term ${number(event.term)})` : '';
    const index = event.index ? ` (entry ${number(event.index)})` : '';
    item.append(time, make('span', 'text', `${EVENT_TEXTS[event.type] ?? ''}${event.text}${term}${index}`));
    setData(item, 'kind', event.type === 'NODE_FAILED' || event.type === 'STATE_DIVERGED' ? 'alarm' : 'news');
    return item;
  }, (event) => [event.at, event.type, event.text]);
}
