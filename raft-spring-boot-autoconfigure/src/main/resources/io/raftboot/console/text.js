// Helpers of the page. Everything is put into it as text, never as markup.

export const byId = (id) => document.getElementById(id);

export function setText(element, text) {
  const value = String(text);
  if (element.textContent !== value) {
    element.textContent = value;
  }
}

export function setData(element, name, value) {
  if (element.dataset[name] !== value) {
    element.dataset[name] = value;
  }
}

export function number(value) {
  return value === null || value === undefined ? '–' : value.toLocaleString('en');
}

export function bytes(value) {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let amount = value;
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit++;
  }
  return `${amount < 10 && unit > 0 ? amount.toFixed(1) : Math.round(amount)} ${units[unit]}`;
}

export function duration(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (millis < 1000) {
    return `${Math.max(0, Math.round(millis))} ms`;
  }
  if (seconds < 60) {
    return `${seconds} s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  }
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) {
    element.className = className;
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

/** Rebuilds a list only when what it shows has changed. */
export function showList(list, items, build, key) {
  const keys = JSON.stringify(items.map(key));
  if (list.dataset.keys !== keys) {
    list.dataset.keys = keys;
    list.replaceChildren(...items.map(build));
  }
}
