// The chat page: follows the sandbox's events, draws them as Telegram would, and sends what the person does.
//
// What always holds: text of a message reaches the page as text nodes, never as markup; only http, https and tg
// addresses become links; nothing is loaded from another host; what is shown follows from the events alone, so a
// replay from the beginning (after a lost connection) gives the same page.

import { drawChats } from "./chats.js";
import { labelSend, stopEditing } from "./composer.js";
import { $, pause, settings } from "./dom.js";
import { answered } from "./keyboard.js";
import { labelTheme, switchTheme, systemDark, wear } from "./looks.js";
import { drawMessage, flash } from "./message.js";
import { attachSheet, commandSheet, drawSideSamples, loadSamples, sampleSheet } from "./offers.js";
import { say } from "./sending.js";
import { call } from "./server.js";
import { toast } from "./sheets.js";
import { me, state, t } from "./state.js";
import { strings } from "./strings.js";
import { arrange, drawChat, remove, reveal, startTyping, stopTyping, toEnd } from "./thread.js";

// ---- the story, as the server tells it ----

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
  state.current = state.chats.has(was) ? was : (world.chats.find(({ kind }) => kind === "private") ?? world.chats[0]).id;
  const person = me();
  if (person && person.language_code !== state.language) tellLanguage();
  drawChat();
  drawChats();
  loadSamples();
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
    state.pinned = true;
    toEnd();
  } else if (arrived.length > 0) {
    for (const { node } of arrived) node.classList.add("arriving");
    reveal(arrived);
  }
  $("messages").setAttribute("aria-busy", "false");
}

// ---- the language ----

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
  if (state.current !== null) {
    drawChat();
    drawChats();
  }
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

// ---- start ----

$("menu").addEventListener("click", commandSheet);
$("samples").addEventListener("click", sampleSheet);
$("attach").addEventListener("click", attachSheet);
$("start").addEventListener("click", () => say("/start"));
$("edit-cancel").addEventListener("click", stopEditing);
$("theme").addEventListener("click", switchTheme);
$("back").addEventListener("click", () => { $("app").dataset.view = "list"; });
$("newer").addEventListener("click", () => { state.pinned = true; state.missed = 0; toEnd("smooth"); });
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
if (matchMedia("(hover: hover)").matches) $("text").focus(); // on a phone it would open the keyboard
follow();
