// Inline keyboards and the answers to presses.

import { fill } from "./composer.js";
import { deepLink } from "./addresses.js";
import { el, icon } from "./dom.js";
import { keyOf } from "./entries.js";
import { link, safeAddress } from "./entities.js";
import { act } from "./server.js";
import { shareSheet } from "./share.js";
import { alertSheet, copy, toast } from "./sheets.js";
import { me, open, state, t } from "./state.js";

const PRESS_TIMEOUT_MS = 15000; // a button that nobody answers is not busy for ever

/** Several people may press the same button; each waits for an answer of their own. */
const pressKey = (message, data) => `${me().id}:${message.chat.id}:${keyOf(message)}:${data}`;

export function drawKeyboard(message) {
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
  const inner = button.url && deepLink(button.url);
  if (inner) return key("deep_link", "open", inner);
  if (button.url && safeAddress(button.url)) {
    const node = link(button.url, [label, icon("open", "kind")], "key");
    Object.assign(node.dataset, { testid: "inline-button", kind: "url" });
    return node;
  }
  if (button.copy_text) return key("copy_text", "copy", () => copy(button.copy_text.text));
  const here = button.switch_inline_query_current_chat;
  if (here !== undefined) return key("share", "share", () => fill(`@${state.bot.username} ${here}`));
  const chosen = button.switch_inline_query_chosen_chat;
  const query = button.switch_inline_query ?? (chosen && (chosen.query ?? ""));
  if (query !== undefined) return key("share", "share", () => shareSheet(query, chosen));
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
    const { callback_query_id: query } = await act("/api/press", { message_id: message.message_id, ephemeral_message_id: message.ephemeral_message_id, data });
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

export function answered(answer) {
  const key = [...state.pressed].find(([, { query }]) => query === answer.callback_query_id)?.[0];
  if (key === undefined) return void state.answers.set(answer.callback_query_id, answer);
  state.answers.delete(answer.callback_query_id);
  release(key);
  if (!answer.text) return;
  const presser = open()?.chat.kind === "private" ? null : open()?.chat.people.find(({ id }) => id === answer.user_id);
  if (answer.show_alert) alertSheet(answer.text, presser ? t("alert_to", presser.name) : t("alert"));
  else toast(answer.text);
}
