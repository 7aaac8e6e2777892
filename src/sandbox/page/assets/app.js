// The chat page: follows the sandbox's events, draws them as Telegram would, and sends what the person does.
//
// What always holds: text of a message reaches the page as text nodes, never as markup; only http, https and tg
// addresses become links; nothing is loaded from another host; what is shown follows from the events alone, so a
// replay from the beginning (after a lost connection) gives the same page.

import { strings } from "./strings.js";

const $ = (id) => document.getElementById(id);
const MESSAGE_LIMIT = 4096; // of the Bot API, in UTF-16 units
const TYPING_MS = 5000; // how long Telegram shows a chat action
const PRESS_TIMEOUT_MS = 15000; // a button that nobody answers is not busy for ever

/** An element with properties (`class`, `dataset`, `on`, attributes) and children; empty children are left out. */
function el(tag, { dataset, on, ...attributes } = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  Object.assign(node.dataset, dataset);
  for (const [event, handler] of Object.entries(on ?? {})) node.addEventListener(event, handler);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

function icon(name, className) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.setAttribute("aria-hidden", "true");
  if (className) svg.setAttribute("class", className);
  svg.append(use);
  return svg;
}

// ---- what the page remembers ----

const state = {
  language: "en",
  bot: null,
  chats: new Map(), // chat id → {chat, messages: Map(message id → entry), unread}; an entry is {message, fromBot, edited, node}
  current: null, // the open chat's id
  connected: true,
  samples: [],
  editing: null, // the message id under edit
  draft: "", // what stood in the text box before the edit
  previews: new Map(), // address → promise of a preview or null
  pressed: new Map(), // "chat:message:data" → {query, timer}
  answers: new Map(), // answers that came before we knew the query's id
  missed: 0, // new messages below the visible part
};

const settings = {
  read: (key) => { try { return localStorage.getItem(`dealink.${key}`); } catch { return null; } },
  write: (key, value) => {
    try { value === null ? localStorage.removeItem(`dealink.${key}`) : localStorage.setItem(`dealink.${key}`, value); } catch { /* private window */ }
  },
};

const open = () => state.chats.get(state.current);
const me = () => open()?.chat.people[0];
const titleOf = ({ kind, title }) => (kind === "private" ? (state.bot?.first_name ?? title) : title);

// ---- the server ----

async function call(path, body, signal) {
  const request = body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  let response;
  try {
    response = await fetch(path, { ...request, signal });
  } catch {
    throw new Error(t("no_server"));
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer?.error ?? `HTTP ${response.status}`);
  return answer;
}

/** In the open chat, as its person. */
const act = (path, body) => call(path, { chat_id: state.current, user_id: me().id, ...body });

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function follow() {
  let after = 0;
  let begun = false;
  let delay = 400;
  for (;;) {
    try {
      if (!begun) {
        enter(await call("/api/world"));
        connection(true);
      }
      const { events, next } = await call(`/api/events?after=${after}`, undefined, AbortSignal.timeout(40000));
      take(events, !begun);
      [after, begun, delay] = [next, true, 400];
    } catch {
      connection(false);
      await pause(delay);
      // Another server may answer next time, so the story is read again from its beginning.
      [after, begun, delay] = [0, false, Math.min(delay * 1.6, 4000)];
    }
  }
}

function connection(up) {
  state.connected = up;
  if (up) $("banner").hidden = true;
  else setTimeout(() => { $("banner").hidden = state.connected; }, 1200); // a short gap is not worth a banner
}

function enter(world) {
  const was = state.current;
  state.bot = world.bot;
  state.chats = new Map(world.chats.map((chat) => [chat.id, { chat, messages: new Map(), unread: 0 }]));
  state.current = state.chats.has(was) ? was : world.chats[0].id;
  const person = me();
  if (person && person.language_code !== state.language) tellLanguage();
  drawChat();
  loadSamples();
}

// ---- languages and themes ----

function t(key, ...values) {
  const text = strings[state.language][key];
  return typeof text === "function" ? text(...values) : text;
}

function speak(language) {
  state.language = language;
  document.documentElement.lang = language;
  document.title = t("page_title");
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-t-label]")) {
    const text = t(node.dataset.tLabel);
    node.setAttribute("aria-label", text);
    if (node.matches("button")) node.title = text;
    if (node.matches("textarea")) node.placeholder = text;
  }
  for (const node of document.querySelectorAll("[data-language]")) node.setAttribute("aria-pressed", String(node.dataset.language === language));
  labelTheme();
  labelSend();
  if (state.current !== null) drawChat();
  drawSideSamples();
}

function firstLanguage() {
  const known = [settings.read("language"), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return known.find((language) => language in strings) ?? "en";
}

function tellLanguage() {
  const person = me();
  person.language_code = state.language;
  call("/api/language", { user_id: person.id, language_code: state.language }).catch((error) => toast(t("failed", error.message)));
}

const systemDark = matchMedia("(prefers-color-scheme: dark)");
const dark = () => (document.documentElement.dataset.theme ?? (systemDark.matches ? "dark" : "light")) === "dark";

/** `null` follows the system. */
function wear(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  labelTheme();
}

function labelTheme() {
  $("theme").querySelector("use").setAttribute("href", dark() ? "#i-sun" : "#i-moon");
  $("theme").title = t(dark() ? "to_light" : "to_dark");
  $("theme").setAttribute("aria-label", $("theme").title);
  document.querySelector("meta[name=theme-color]").content = getComputedStyle(document.querySelector(".bar")).backgroundColor;
}

function switchTheme() {
  const wanted = dark() ? "light" : "dark";
  const system = systemDark.matches ? "dark" : "light";
  const theme = wanted === system ? null : wanted; // back at the system's choice, follow the system again
  settings.write("theme", theme);
  wear(theme);
}

// ---- text with entities ----

/** The address if a browser may be sent there, else null. A bare "example.com/x" is an address too. */
function safeAddress(address) {
  const bare = !/^[a-z][a-z0-9+-]*:/i.test(address);
  try {
    const url = new URL(bare ? `https://${address}` : address);
    return ["http:", "https:", "tg:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function link(address, children, className) {
  const href = safeAddress(address);
  return href ? el("a", { href, target: "_blank", rel: "noopener noreferrer", class: className }, children) : el("span", {}, children);
}

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
      return el("a", { class: "command", role: "button", tabindex: 0, on: { click: () => say(raw), keydown: pressLike(() => say(raw)) } }, children);
    case "hashtag": case "cashtag": case "email": case "phone_number": case "text_mention":
      return el("span", { class: "tagged" }, children);
    default: // custom_emoji and what the Bot API may add: their text is meant to be shown
      return el("span", {}, children);
  }
}

/** Enter and space do what a click does. */
const pressLike = (action) => (event) => {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  action();
};

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
function drawText(text, entities = []) {
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

const textOf = (message) => message.text ?? message.caption ?? "";
const entitiesOf = (message) => message.entities ?? message.caption_entities ?? [];

// ---- link previews ----

function previewAddress(message) {
  const options = message.link_preview_options ?? {};
  if (options.is_disabled) return null;
  if (options.url) return safeAddress(options.url);
  for (const entity of [...entitiesOf(message)].sort((a, b) => a.offset - b.offset)) {
    if (entity.type === "text_link") return safeAddress(entity.url);
    if (entity.type === "url") return safeAddress(textOf(message).slice(entity.offset, entity.offset + entity.length));
  }
  return null;
}

function findPreview(address) {
  if (!state.previews.has(address)) state.previews.set(address, call(`/api/preview?url=${encodeURIComponent(address)}`).catch(() => null));
  return state.previews.get(address);
}

async function addPreview(bubble, text, message) {
  const address = previewAddress(message);
  if (!address?.startsWith("http")) return;
  const found = await findPreview(address);
  if (!found || !bubble.isConnected) return;
  const options = message.link_preview_options ?? {};
  const image = found.image?.startsWith("/") && !found.image.startsWith("//") ? found.image : null;
  const words = el("span", { class: "words" },
    el("span", { class: "site" }, new URL(address).hostname.replace(/^www\./, "")),
    found.title ? el("strong", {}, found.title) : "",
    found.description ? el("span", { class: "about" }, found.description) : "");
  const card = link(address, [words, image ? el("img", { src: image, alt: "" }) : ""].filter(Boolean), "preview");
  card.dataset.testid = "preview";
  card.classList.toggle("large", Boolean(image && options.prefer_large_media));
  card.classList.toggle("above", Boolean(options.show_above_text));
  if (options.show_above_text) text.before(card);
  else {
    text.after(card);
    card.after(text.querySelector(":scope > .meta") ?? "");
  }
}

// ---- a message ----

const clock = (seconds) => new Date(seconds * 1000).toLocaleTimeString(state.language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

function dayName(date) {
  const midnight = (day) => new Date(day.getFullYear(), day.getMonth(), day.getDate());
  const ago = Math.round((midnight(new Date()) - midnight(date)) / 86400000);
  if (ago === 0) return t("today");
  if (ago === 1) return t("yesterday");
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return date.toLocaleDateString(state.language, { day: "numeric", month: "long", year });
}

function summary(message) {
  return textOf(message).replace(/\s+/g, " ").slice(0, 160) || (message.document ? (message.document.file_name ?? t("file")) : message.photo ? t("photo") : t("unsupported"));
}

/** Whose message it is, as a name. */
const authorOf = (message) => message.sender_chat?.title ?? message.from?.first_name ?? titleOf(open().chat);
const isMine = (entry) => !entry.fromBot && entry.message.from?.id === me()?.id;

function drawMessage(entry) {
  const { message } = entry;
  const own = isMine(entry);
  const time = el("time", { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date));
  const mark = entry.edited ? el("span", { class: "edited", dataset: { testid: "edited" } }, t("edited")) : "";
  const attached = message.document ? ["file", message.document.file_name ?? t("file")] : message.photo ? ["file", t("photo")] : null;
  const words = drawText(textOf(message), entitiesOf(message));
  const text = el("div", { class: "text", dir: "auto", dataset: { testid: "text" } },
    textOf(message) || attached ? words : el("em", {}, t("unsupported")),
    el("span", { class: "meta" }, mark, time));
  const bubble = el("div", { class: "bubble" },
    message.reply_to_message ? drawReply(message.reply_to_message) : "",
    attached ? el("p", { class: "attached" }, icon(attached[0]), attached[1]) : "",
    text);
  const keys = drawKeyboard(message);
  const named = open().chat.kind !== "private" && !own ? el("p", { class: "sender" }, authorOf(message)) : "";
  const column = el("div", { class: keys ? "column with-keys" : "column" }, named, bubble, keys);
  const node = el("article", { class: `message ${own ? "own" : "theirs"}`, dataset: { testid: "message", id: message.message_id, from: own ? "me" : entry.fromBot ? "bot" : "other" } },
    own ? moreButton(message) : "", column);
  entry.node = node;
  addPreview(bubble, text, message);
  return node;
}

function drawReply(original) {
  const mine = original.from?.id === me()?.id;
  return el("button", { class: "reply", type: "button", dataset: { testid: "reply" }, on: { click: () => {
    const node = open().messages.get(original.message_id)?.node;
    node?.scrollIntoView({ block: "center", behavior: "smooth" });
    flash(node);
  } } }, el("strong", {}, mine ? t("you") : authorOf(original)), el("span", {}, summary(original)));
}

function flash(node) {
  if (!node) return;
  node.classList.remove("flash");
  void node.offsetWidth; // so that a second flash starts again
  node.classList.add("flash");
}

function moreButton(message) {
  return el("button", { class: "icon-button more", type: "button", "aria-label": t("message_menu"), "aria-haspopup": "menu", "aria-expanded": "false", dataset: { testid: "message-more" },
    on: { click: (event) => openMessageMenu(event.currentTarget, message) } }, icon("more"));
}

// ---- inline keyboards ----

const pressKey = (message, data) => `${message.chat.id}:${message.message_id}:${data}`;

function drawKeyboard(message) {
  const rows = message.reply_markup?.inline_keyboard?.filter((row) => row.length > 0) ?? [];
  if (rows.length === 0) return null;
  return el("div", { class: "keyboard" }, rows.map((row) => el("div", { class: "keys" }, row.map((button) => drawKey(message, button)))));
}

function drawKey(message, button) {
  const label = el("span", { class: "label", dir: "auto" }, button.text);
  const key = (kind, sign, click) => el("button", { class: "key", type: "button", dataset: { testid: "inline-button", kind }, on: { click } }, label, sign ? icon(sign, "kind") : "");
  if (button.callback_data !== undefined) {
    const node = key("callback", null, () => press(message, button.callback_data));
    node.dataset.press = pressKey(message, button.callback_data);
    showBusy(node, state.pressed.has(node.dataset.press));
    return node;
  }
  if (button.url && safeAddress(button.url)) {
    const node = link(button.url, [label, icon("open", "kind")], "key");
    Object.assign(node.dataset, { testid: "inline-button", kind: "url" });
    return node;
  }
  if (button.copy_text) return key("copy_text", "copy", () => copy(button.copy_text.text));
  const here = button.switch_inline_query_current_chat;
  const query = here ?? button.switch_inline_query ?? button.switch_inline_query_chosen_chat?.query;
  if (query !== undefined) return key("share", "share", () => shareSheet(query, here !== undefined));
  return key("other", null, () => toast(t("button_unsupported")));
}

function showBusy(node, busy) {
  node.setAttribute("aria-busy", String(busy));
  node.querySelector(".spinner")?.remove();
  if (busy) node.append(el("span", { class: "spinner", "aria-hidden": "true" }));
}

/** The keyboard may be drawn anew while the answer is awaited, so the button is found by what was pressed. */
function setBusy(key, busy) {
  for (const node of document.querySelectorAll(".key[data-press]")) if (node.dataset.press === key) showBusy(node, busy);
}

async function press(message, data) {
  const key = pressKey(message, data);
  if (state.pressed.has(key)) return;
  state.pressed.set(key, { query: null, timer: setTimeout(() => release(key), PRESS_TIMEOUT_MS) });
  setBusy(key, true);
  try {
    const { callback_query_id: query } = await act("/api/press", { message_id: message.message_id, data });
    const waiting = state.pressed.get(key);
    if (waiting) waiting.query = query;
    const early = state.answers.get(query);
    if (early) answered(early);
  } catch (error) {
    release(key);
    toast(t("failed", error.message));
  }
}

function release(key) {
  clearTimeout(state.pressed.get(key)?.timer);
  state.pressed.delete(key);
  setBusy(key, false);
}

function answered(answer) {
  const key = [...state.pressed].find(([, { query }]) => query === answer.callback_query_id)?.[0];
  if (key === undefined) return void state.answers.set(answer.callback_query_id, answer);
  state.answers.delete(answer.callback_query_id);
  release(key);
  if (!answer.text) return;
  if (answer.show_alert) alertSheet(answer.text);
  else toast(answer.text);
}

// ---- the thread ----

const scroller = $("scroller");
let pinned = true; // the last message is in view and stays so

const toEnd = (behavior = "instant") => scroller.scrollTo({ top: scroller.scrollHeight, behavior });

function drawChat() {
  const { chat, messages } = open();
  $("title").textContent = titleOf(chat);
  $("avatar").dataset.kind = chat.kind;
  $("avatar").replaceChildren(icon(chat.kind === "private" ? "logo" : chat.kind));
  $("back").hidden = state.chats.size < 2;
  $("messages").replaceChildren(...[...messages.values()].map(drawMessage));
  arrange();
  drawChats();
  stopTyping();
  if (pinned) toEnd();
}

/** Day separators and the grouping of neighbours; the order is that of arrival. */
function arrange() {
  const list = $("messages");
  for (const old of list.querySelectorAll(".day")) old.remove();
  let before = null;
  for (const entry of open().messages.values()) {
    const date = new Date(entry.message.date * 1000);
    const newDay = !before || date.toDateString() !== new Date(before.message.date * 1000).toDateString();
    if (newDay) entry.node.before(el("p", { class: "day" }, dayName(date)));
    const joined = before && !newDay && before.message.from?.id === entry.message.from?.id && entry.message.date - before.message.date < 300;
    entry.node.classList.toggle("first", !joined);
    before?.node.classList.toggle("last", !joined);
    before = entry;
  }
  before?.node.classList.add("last");
  $("welcome").hidden = open().chat.kind !== "private" || before !== null;
  $("empty").hidden = open().chat.kind === "private" || before !== null;
  $("messages").hidden = before === null;
}

/** The events of one answer of the server; `replay` when they are the story so far. */
function take(events, replay) {
  const arrived = [];
  $("messages").setAttribute("aria-busy", String(replay)); // a replay is not news to be read aloud
  for (const event of events) {
    const chat = state.chats.get(event.chat_id);
    const shown = event.chat_id === state.current;
    if (event.kind === "message" && chat) {
      const entry = { message: event.message, fromBot: event.from_bot, edited: Boolean(event.message.edit_date) };
      chat.messages.set(event.message.message_id, entry);
      if (!shown) chat.unread += replay ? 0 : 1;
      else {
        if (entry.fromBot) stopTyping();
        $("messages").append(drawMessage(entry));
        arrived.push(entry);
      }
    } else if (event.kind === "edited" && chat?.messages.has(event.message.message_id)) {
      const entry = chat.messages.get(event.message.message_id);
      Object.assign(entry, { message: event.message, edited: true });
      if (shown) {
        const old = entry.node;
        old.replaceWith(drawMessage(entry));
        if (!replay) flash(entry.node);
      }
    } else if (event.kind === "deleted" && chat?.messages.has(event.message_id)) {
      remove(chat, event.message_id, shown && !replay);
    } else if (event.kind === "action" && shown && event.action === "typing") {
      startTyping();
    } else if (event.kind === "callback_answer") {
      answered(event);
    }
  }
  arrange();
  drawChats();
  if (replay) {
    pinned = true;
    toEnd();
  } else if (arrived.length > 0) {
    for (const { node } of arrived) node.classList.add("arriving");
    reveal(arrived);
  }
  $("messages").setAttribute("aria-busy", "false");
}

function remove(chat, id, gently) {
  const { node } = chat.messages.get(id);
  chat.messages.delete(id);
  if (state.editing === id) stopEditing();
  if (!node) return;
  if (!gently) return void node.remove();
  node.classList.add("leaving");
  setTimeout(() => node.remove(), 180);
}

/** Brings news into view if the person is at the end or has just written; a message longer than the view is shown from its beginning. */
function reveal(arrived) {
  const first = arrived.find((entry) => !isMine(entry));
  if (pinned || arrived.some(isMine)) {
    const tall = first && first.node.offsetHeight > scroller.clientHeight - 24;
    if (!tall) {
      pinned = true;
      return toEnd("smooth");
    }
    pinned = false;
    first.node.scrollIntoView({ block: "start", behavior: "smooth" });
  } else {
    state.missed += arrived.length;
  }
  showNewer();
}

function showNewer() {
  const below = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
  $("newer").hidden = below < 80;
  $("newer-text").textContent = state.missed > 0 ? t("new_messages", state.missed) : "";
  $("newer").setAttribute("aria-label", state.missed > 0 ? t("new_messages", state.missed) : t("to_latest"));
}

let lastTop = 0;
scroller.addEventListener("scroll", () => {
  const below = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
  // Only a move upwards lets go: on a smooth way down the end is not reached yet, but meant.
  if (below < 60) [pinned, state.missed] = [true, 0];
  else if (scroller.scrollTop < lastTop - 1) pinned = false;
  lastTop = scroller.scrollTop;
  showNewer();
}, { passive: true });

// A preview that arrives late or a keyboard on the screen must not push the end out of view.
const watchSize = new ResizeObserver(() => { if (pinned) toEnd(); else showNewer(); });
watchSize.observe($("thread"));
watchSize.observe(scroller);
new ResizeObserver(() => document.documentElement.style.setProperty("--composer", `${$("composer").offsetHeight}px`)).observe($("composer"));

let typingTimer;
function startTyping() {
  clearTimeout(typingTimer);
  typingTimer = setTimeout(stopTyping, TYPING_MS);
  $("typing").hidden = false;
  $("status").textContent = t("typing");
  $("status").classList.add("live");
}

function stopTyping() {
  clearTimeout(typingTimer);
  $("typing").hidden = true;
  $("status").textContent = `${open().chat.kind === "private" ? t("bot") : t(`kind_${open().chat.kind}`)} · ${t("sandbox")}`;
  $("status").classList.remove("live");
}

// ---- the chat list ----

function drawChats() {
  $("chats").replaceChildren(...[...state.chats.values()].map(({ chat, messages, unread }) => {
    const latest = [...messages.values()].at(-1);
    return el("li", {}, el("button", { class: "chat-item", type: "button", "aria-current": String(chat.id === state.current), dataset: { testid: "chat-item", kind: chat.kind }, on: { click: () => openChat(chat.id) } },
      el("span", { class: "avatar", role: "img", "aria-label": t(`kind_${chat.kind}`), title: t(`kind_${chat.kind}`), dataset: { kind: chat.kind } }, icon(chat.kind)),
      el("span", { class: "name", dir: "auto" }, titleOf(chat)),
      latest ? el("time", {}, clock(latest.message.date)) : "",
      el("span", { class: "latest", dir: "auto" }, latest ? summary(latest.message) : t("no_messages")),
      unread > 0 ? el("span", { class: "unread" }, String(unread)) : ""));
  }));
}

function openChat(id) {
  stopEditing();
  state.current = id;
  state.missed = 0;
  open().unread = 0;
  pinned = true;
  $("app").dataset.view = "chat";
  drawChat();
  toEnd();
}

// ---- writing ----

const box = $("text");

function fit() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 152)}px`;
  box.style.overflowY = box.scrollHeight > 152 ? "auto" : "hidden";
  $("send").disabled = box.value.trim() === "";
}

function fill(text) {
  $("app").dataset.view = "chat";
  box.value = text;
  fit();
  box.focus();
  box.setSelectionRange(text.length, text.length);
}

/** In pieces that one message can hold, cut where a line or a word ends. */
function pieces(text) {
  if (text.length <= MESSAGE_LIMIT) return [text];
  const room = text.slice(0, MESSAGE_LIMIT);
  const cut = [room.lastIndexOf("\n"), room.lastIndexOf(" "), MESSAGE_LIMIT].find((at) => at > MESSAGE_LIMIT / 2);
  return [text.slice(0, cut), ...pieces(text.slice(cut).trimStart())];
}

/** Whether it was sent. */
async function say(text) {
  $("app").dataset.view = "chat";
  try {
    for (const piece of pieces(text)) await act("/api/say", { text: piece });
    return true;
  } catch (error) {
    toast(t("not_sent", error.message));
    return false;
  }
}

async function submit() {
  const text = box.value.trim();
  if (text === "" || state.current === null) return;
  if (state.editing !== null) {
    const id = state.editing;
    if (text === textOf(open().messages.get(id).message)) return stopEditing();
    try {
      await act("/api/edit", { message_id: id, text });
      stopEditing();
    } catch (error) {
      toast(t("not_sent", error.message));
    }
    return;
  }
  fill("");
  if (!(await say(text)) && box.value === "") fill(text);
}

function startEditing(message) {
  if (state.editing === null) state.draft = box.value;
  state.editing = message.message_id;
  $("editing").hidden = false;
  $("editing-text").textContent = summary(message);
  labelSend();
  fill(textOf(message));
}

function stopEditing() {
  if (state.editing === null) return;
  state.editing = null;
  $("editing").hidden = true;
  labelSend();
  fill(state.draft);
}

function labelSend() {
  $("send").title = t(state.editing === null ? "send" : "save");
  $("send").setAttribute("aria-label", $("send").title);
}

$("composer").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
box.addEventListener("input", fit);
box.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit();
  } else if (event.key === "Escape") {
    stopEditing();
  } else if (event.key === "ArrowUp" && box.value === "" && state.editing === null && state.current !== null) {
    const last = [...open().messages.values()].filter(isMine).at(-1);
    if (!last) return;
    event.preventDefault();
    startEditing(last.message);
  }
});

// ---- the menu of an own message ----

const menu = $("message-menu");
let menuFor = null; // {message, button}

function openMessageMenu(button, message) {
  menuFor = { message, button };
  menu.showPopover();
  const at = button.getBoundingClientRect();
  const below = at.bottom + 6 + menu.offsetHeight < innerHeight - 8;
  menu.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - menu.offsetHeight - 4)}px`;
  menu.style.left = `${Math.max(8, Math.min(at.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8))}px`;
  $("menu-edit").focus();
}

menu.addEventListener("toggle", (event) => menuFor?.button.setAttribute("aria-expanded", String(event.newState === "open")));
menu.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  event.preventDefault();
  (document.activeElement === $("menu-edit") ? $("menu-copy") : $("menu-edit")).focus();
});
$("menu-edit").addEventListener("click", () => { menu.hidePopover(); startEditing(menuFor.message); });
$("menu-copy").addEventListener("click", () => { menu.hidePopover(); copy(textOf(menuFor.message)); });

// ---- sheets and toasts ----

const sheet = $("sheet");

function openSheet(title, children, { alert = false } = {}) {
  $("sheet-title").textContent = title;
  $("sheet-body").replaceChildren(...children);
  sheet.classList.toggle("alert", alert);
  sheet.setAttribute("role", alert ? "alertdialog" : "dialog");
  if (!sheet.open) sheet.showModal();
  (sheet.querySelector("[data-first]") ?? $("sheet-close")).focus({ focusVisible: false });
}

const closeSheet = () => sheet.close();
$("sheet-close").addEventListener("click", closeSheet);
sheet.addEventListener("click", (event) => { if (event.target === sheet) closeSheet(); });

const primary = (text, click) => el("button", { class: "primary", type: "button", dataset: { first: "" }, on: { click } }, text);

function alertSheet(text) {
  openSheet(t("alert"), [el("p", { class: "alert-text", dataset: { testid: "alert" } }, text), primary(t("ok"), closeSheet)], { alert: true });
}

function shareSheet(query, here) {
  const text = `@${state.bot.username} ${query}`;
  openSheet(t("share"), [
    el("p", { class: "hint" }, t(here ? "share_here" : "share_other")),
    el("p", { class: "quoted", dataset: { testid: "shared" } }, text),
    primary(t("copy_text"), () => { closeSheet(); copy(text); }),
  ]);
}

async function commandSheet() {
  try {
    const { commands } = await call(`/api/commands?chat_id=${state.current}&user_id=${me().id}`);
    const entry = ({ command, description }) => el("li", {}, el("button", { class: "entry", type: "button", dataset: { testid: "command" }, on: { click: () => { closeSheet(); say(`/${command}`); } } },
      el("strong", {}, `/${command}`), el("span", { dir: "auto" }, description)));
    openSheet(t("commands"), commands.length > 0 ? [el("ul", { class: "list" }, commands.map(entry))] : [el("p", { class: "hint" }, t("no_commands"))]);
  } catch (error) {
    toast(t("failed", error.message));
  }
}

async function loadSamples() {
  ({ samples: state.samples } = await call("/api/samples").catch(() => ({ samples: [] })));
  drawSideSamples();
}

function sampleEntry(sample) {
  const label = sample[`label_${state.language}`];
  return el("li", { class: "sample" },
    el("button", { class: "entry", type: "button", dataset: { testid: "sample" }, on: { click: () => { closeSheet(); say(sample.text); } } }, el("strong", {}, label), el("span", {}, sample.text)),
    el("button", { class: "icon-button", type: "button", "aria-label": t("sample_edit", label), title: t("sample_edit", label), dataset: { testid: "sample-edit" }, on: { click: () => { closeSheet(); fill(sample.text); } } }, icon("edit")));
}

function drawSideSamples() {
  $("side-samples").replaceChildren(...state.samples.map(sampleEntry));
}

function sampleSheet() {
  const list = el("ul", { class: "list" }, state.samples.map(sampleEntry));
  openSheet(t("samples"), [el("p", { class: "hint" }, t(state.samples.length > 0 ? "samples_hint" : "no_samples")), list]);
}

function toast(text) {
  const node = el("p", { class: "toast", dataset: { testid: "toast" } }, text);
  $("toasts").append(node);
  if ($("toasts").childElementCount > 3) $("toasts").firstElementChild.remove();
  setTimeout(() => node.remove(), 2500 + text.length * 45);
}

async function copy(text) {
  const done = await navigator.clipboard?.writeText(text).then(() => true, () => false) ?? copyOldWay(text);
  toast(t(done ? "copied" : "copy_failed"));
}

/** Without the clipboard API: it exists only on https and loopback, and the sandbox may listen elsewhere. */
function copyOldWay(text) {
  const area = el("textarea", { readonly: true });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

// ---- start ----

$("menu").addEventListener("click", commandSheet);
$("samples").addEventListener("click", sampleSheet);
$("start").addEventListener("click", () => say("/start"));
$("edit-cancel").addEventListener("click", stopEditing);
$("theme").addEventListener("click", switchTheme);
$("back").addEventListener("click", () => { $("app").dataset.view = "list"; });
$("newer").addEventListener("click", () => { pinned = true; state.missed = 0; toEnd("smooth"); });
systemDark.addEventListener("change", labelTheme);
for (const node of document.querySelectorAll("[data-language]")) {
  node.addEventListener("click", () => {
    if (node.dataset.language === state.language) return;
    settings.write("language", node.dataset.language);
    speak(node.dataset.language);
    if (me()) tellLanguage();
  });
}

wear(settings.read("theme"));
speak(firstLanguage());
if (matchMedia("(hover: hover)").matches) box.focus(); // on a phone it would open the keyboard
follow();
