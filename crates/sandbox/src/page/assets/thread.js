// The open chat: its messages in order, days and albums, what is in view.

import { dayName } from "./dates.js";
import { $, el, icon, when } from "./dom.js";
import { drawChoices } from "./choices.js";
import { labelBox, stopEditing } from "./composer.js";
import { authorKey, isMine, isOwn, shownEntries } from "./entries.js";
import { drawEntry, flash } from "./message.js";
import { drawVoices } from "./people.js";
import { kindOf, open, state, t, titleOf } from "./state.js";
import { drawPlace } from "./topics.js";

const TYPING_MS = 5000; // how long Telegram shows a chat action

const scroller = $("scroller");

export const toEnd = (behavior = "instant") => scroller.scrollTo({ top: scroller.scrollHeight, behavior });

export function drawChat() {
  const { chat, messages } = open();
  $("title").textContent = titleOf(chat);
  $("avatar").dataset.kind = kindOf(chat);
  $("avatar").replaceChildren(icon(chat.kind === "private" ? "logo" : kindOf(chat)));
  $("back").hidden = state.chats.size < 2;
  for (const entry of messages.values()) entry.node = null; // what is in another topic stands nowhere
  $("messages").replaceChildren(...shownEntries().map(drawEntry));
  drawPlace();
  drawVoices();
  drawChoices();
  labelBox();
  arrange();
  stopTyping();
  if (state.pinned) toEnd();
}

when("chat-changed", drawChat);

/** Neighbours of one album become one bubble: the pictures a grid, the captions below or above it. */
function groupAlbums(list) {
  let album = null;
  for (const entry of shownEntries()) {
    const { message, node, gone } = entry;
    const id = message.media_group_id;
    if (!id || gone || node.parentNode !== list) album = null;
    else if (album?.dataset.album === id && album.nextElementSibling === node) album.append(node);
    else {
      album = el("div", { class: `album ${isOwn(entry) ? "own" : "theirs"}`, role: "group", "aria-label": t("album"), dataset: { testid: "album", album: id } });
      node.before(album);
      album.append(node);
    }
  }
  for (const album of list.querySelectorAll(".album")) {
    const nodes = [...album.children];
    album.classList.toggle("rows", !album.querySelector(".media"));
    album.classList.toggle("odd", nodes.length % 2 === 1);
    // One time stands for all: with the first caption, or at the end.
    const speaker = nodes.find((node) => !node.querySelector(".wordless")) ?? nodes.at(-1);
    for (const node of nodes) node.classList.toggle("speaks", node === speaker);
  }
}

/** Day separators and the grouping of neighbours; the order is that of arrival. */
export function arrange() {
  const list = $("messages");
  for (const old of list.querySelectorAll(".day")) old.remove();
  for (const album of list.querySelectorAll(".album")) album.replaceWith(...album.childNodes);
  let before = null;
  for (const entry of shownEntries()) {
    const date = new Date(entry.message.date * 1000);
    const newDay = !before || date.toDateString() !== new Date(before.message.date * 1000).toDateString();
    if (newDay) entry.node.before(el("p", { class: "day" }, dayName(date)));
    const service = (other) => other.node.classList.contains("service");
    const joined = before && !newDay && !service(before) && !service(entry) && authorKey(before) === authorKey(entry) && entry.message.date - before.message.date < 300;
    entry.node.classList.toggle("first", !joined);
    before?.node.classList.toggle("last", !joined);
    before = entry;
  }
  before?.node.classList.add("last");
  groupAlbums(list);
  $("welcome").hidden = open().chat.kind !== "private" || before !== null;
  $("empty").hidden = open().chat.kind === "private" || before !== null;
  $("messages").hidden = before === null;
}

/** Draws an entry anew that has changed, if it stands in the page. */
export function redraw(entry, news) {
  if (!entry.node) return;
  entry.node.replaceWith(drawEntry(entry));
  if (news) flash(entry.node);
}

/** Takes a message away. Where others saw it, a line stays that tells so: what the bot takes away is worth seeing. */
export function remove(chat, key, { gently, byBot = false }) {
  const entry = chat.messages.get(key);
  if (!entry) return;
  if (state.editing === key) stopEditing();
  if (chat.chat.kind !== "private" && entry.receiver === undefined) {
    entry.gone = { byBot };
    return redraw(entry, false);
  }
  chat.messages.delete(key);
  const { node } = entry;
  if (!node) return;
  if (!gently) return void node.remove();
  node.classList.add("leaving");
  setTimeout(() => node.remove(), 180);
}

/** Brings news into view if the person is at the end or has just written; a message longer than the view is shown from its beginning. */
export function reveal(arrived) {
  const first = arrived.find((entry) => !isMine(entry));
  if (state.pinned || arrived.some(isMine)) {
    const tall = first && first.node.offsetHeight > scroller.clientHeight - 24;
    if (!tall) {
      state.pinned = true;
      return toEnd("smooth");
    }
    state.pinned = false;
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
  if (below < 60) [state.pinned, state.missed] = [true, 0];
  else if (scroller.scrollTop < lastTop - 1) state.pinned = false;
  lastTop = scroller.scrollTop;
  showNewer();
}, { passive: true });

// A preview that arrives late or a keyboard on the screen must not push the end out of view.
const watchSize = new ResizeObserver(() => { if (state.pinned) toEnd(); else showNewer(); });
watchSize.observe($("thread"));
watchSize.observe(scroller);
new ResizeObserver(() => document.documentElement.style.setProperty("--composer", `${$("composer").offsetHeight}px`)).observe($("composer"));

let typingTimer;
export function startTyping() {
  clearTimeout(typingTimer);
  typingTimer = setTimeout(stopTyping, TYPING_MS);
  $("typing").hidden = false;
  $("status").textContent = t("typing");
  $("status").classList.add("live");
}

export function stopTyping() {
  clearTimeout(typingTimer);
  $("typing").hidden = true;
  $("status").textContent = `${open().chat.kind === "private" ? t("bot") : t(`kind_${kindOf(open().chat)}`)} · ${t("sandbox")}`;
  $("status").classList.remove("live");
}
