// Text with entities. Text of a message reaches the page as text nodes, never as markup; only http, https and tg
// addresses become links.

import { deepLink } from "./addresses.js";
import { el, icon, pressLike } from "./dom.js";
import { say } from "./sending.js";
import { open, state, t } from "./state.js";

/** The address if a browser may be sent there, else null. A bare "example.com/x" is an address too. */
export function safeAddress(address) {
  const bare = !/^[a-z][a-z0-9+-]*:/i.test(address);
  try {
    const url = new URL(bare ? `https://${address}` : address);
    return ["http:", "https:", "tg:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export function link(address, children, className) {
  const href = safeAddress(address);
  if (!href) return el("span", {}, children);
  const open = (event) => {
    const inner = deepLink(href);
    if (!inner) return;
    event.preventDefault();
    inner();
  };
  return el("a", { href, target: "_blank", rel: "noopener noreferrer", class: className, on: { click: open } }, children);
}

/** In a group a command names the bot, as the apps write it: others may have it too. */
export const addressed = (command) => (open().chat.kind.endsWith("group") && !command.includes("@") ? `${command}@${state.bot.username}` : command);

const inlineTag = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };

/** One entity around its already drawn children; `raw` is the text that it covers. */
function entityNode(entity, children, raw) {
  switch (entity.type) {
    case "bold": case "italic": case "underline": case "strikethrough": case "code":
      return el(inlineTag[entity.type], {}, children);
    case "pre":
      return el("pre", { dataset: entity.language ? { language: entity.language } : {} }, el("code", {}, children));
    case "blockquote": case "expandable_blockquote":
      return quote(children, entity.type === "expandable_blockquote");
    case "text_link":
      return link(entity.url, children);
    case "url":
      return link(raw, children);
    case "mention":
      return link(`https://t.me/${raw.replace("@", "")}`, children);
    case "spoiler":
      return spoiler(children);
    case "bot_command":
      return el("a", { class: "command", role: "button", tabindex: 0, on: { click: () => say(addressed(raw)), keydown: pressLike(() => say(addressed(raw))) } }, children);
    case "hashtag": case "cashtag": case "email": case "phone_number": case "text_mention":
      return el("span", { class: "tagged" }, children);
    case "custom_emoji":
      return el("span", { class: "custom-emoji", title: t("custom_emoji") }, children);
    default: // what the Bot API may add: its text is meant to be shown
      return el("span", {}, children);
  }
}

function spoiler(children) {
  const node = el("span", { class: "spoiler", role: "button", tabindex: 0, "aria-label": t("spoiler") }, el("span", {}, children));
  const show = (event) => {
    if (node.classList.contains("shown")) return;
    event?.preventDefault();
    node.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", pressLike(show));
  return node;
}

function quote(children, expandable) {
  const text = el("div", { class: "quote-text" }, children);
  const node = el("blockquote", { class: "quote" }, text);
  if (!expandable) return node;
  const toggle = el("button", { class: "toggle", type: "button", on: { click: () => fold(!node.classList.contains("collapsed")) } }, icon("down"));
  const fold = (collapsed) => {
    node.classList.toggle("collapsed", collapsed);
    node.classList.toggle("opened", !collapsed);
    toggle.setAttribute("aria-expanded", String(!collapsed));
    toggle.setAttribute("aria-label", t(collapsed ? "quote_more" : "quote_less"));
  };
  node.classList.add("expandable");
  node.append(toggle);
  text.addEventListener("focusin", () => fold(false));
  fold(true);
  // A quote of three lines or fewer has nothing to expand; that is known once it is laid out.
  requestAnimationFrame(() => {
    if (text.scrollHeight <= text.clientHeight + 4) {
      toggle.remove();
      node.classList.remove("collapsed", "expandable");
    }
  });
  return node;
}

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/** Text and entities as nodes. Offsets are UTF-16 units, as JavaScript counts; entities may nest or be cut by a parent. */
export function drawText(text, entities = []) {
  const order = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length || BLOCKS.has(b.type) - BLOCKS.has(a.type));
  const draw = (from, to, inside) => {
    const nodes = [];
    const queue = [...inside];
    let at = from;
    while (queue.length > 0) {
      const entity = queue.shift();
      const start = Math.max(entity.offset, at);
      const end = Math.min(entity.offset + entity.length, to);
      if (start >= end) continue;
      nodes.push(text.slice(at, start));
      // What begins within this entity is drawn in it; what reaches beyond is drawn once more, for the rest.
      const within = [];
      while (queue.length > 0 && queue[0].offset < end) within.push(queue.shift());
      queue.unshift(...within.filter((other) => other.offset + other.length > end));
      nodes.push(entityNode(entity, draw(start, end, within), text.slice(start, end)));
      at = end;
      // A block ends its line by itself, the newline after it would be an empty line.
      if (BLOCKS.has(entity.type) && text[at] === "\n") at += 1;
    }
    nodes.push(text.slice(at, to));
    return nodes;
  };
  return draw(0, text.length, order);
}
