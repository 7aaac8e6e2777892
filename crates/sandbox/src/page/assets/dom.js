// Elements, icons, keys and what the browser remembers: what the other modules stand on.

export const $ = (id) => document.getElementById(id);

/** An element with properties (`class`, `dataset`, `on`, attributes) and children; empty children are left out. */
export function el(tag, { dataset, on, ...attributes } = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  Object.assign(node.dataset, dataset);
  for (const [event, handler] of Object.entries(on ?? {})) node.addEventListener(event, handler);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

export function icon(name, className) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.setAttribute("aria-hidden", "true");
  if (className) svg.setAttribute("class", className);
  svg.append(use);
  return svg;
}

/** Enter and space do what a click does. */
export const pressLike = (action) => (event) => {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  action();
};

export const settings = {
  read: (key) => { try { return localStorage.getItem(`dealink.${key}`); } catch { return null; } },
  write: (key, value) => {
    try { value === null ? localStorage.removeItem(`dealink.${key}`) : localStorage.setItem(`dealink.${key}`, value); } catch { /* private window */ }
  },
};

/** Tells other modules what has happened or is wished, without knowing who does something about it. */
export const announce = (what, detail) => document.dispatchEvent(new CustomEvent(what, { detail }));
export const when = (what, action) => document.addEventListener(what, ({ detail }) => action(detail));

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));
