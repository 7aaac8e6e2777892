// The chat page: follows the sandbox's events, draws them as Telegram would, and sends what the person does.
//
// What always holds: text of a message reaches the page as text nodes, never as markup; only http, https and tg
// addresses become links; nothing is loaded from another host; what is shown follows from the events alone, so a
// replay from the beginning (after a lost connection) gives the same page.

import { drawChats } from "./chats.js";
import { answerGiven, drawChoices, takeKeyboard } from "./choices.js";
import { labelSend, stopEditing } from "./composer.js";
import { $, pause, settings } from "./dom.js";
import * as entries from "./entries.js";
import { answered } from "./keyboard.js";
import { labelTheme, switchTheme, systemDark, wear } from "./looks.js";
import { drawEntry } from "./message.js";
import { attachSheet, commandSheet, drawSideSamples, loadSamples, sampleSheet } from "./offers.js";
import { say, stopReply } from "./sending.js";
import { call } from "./server.js";
import { toast } from "./sheets.js";
import { state, t } from "./state.js";
import { serviceWords } from "./service.js";
import { strings } from "./strings.js";
import { arrange, drawChat, redraw, remove, reveal, startTyping, stopTyping, toEnd } from "./thread.js";
import { drawPlace } from "./topics.js";
import { place, refresh } from "./world.js";

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
  state.chats = new Map(world.chats.map((chat) => [chat.id, place(chat)]));
  state.current = state.chats.has(was) ? was : (world.chats.find(({ kind }) => kind === "private") ?? world.chats[0]).id;
  tellLanguage();
  drawChat();
  drawChats();
  loadSamples();
}

/** The events of one answer of the server; `replay` when they are the story so far. */
function take(events, replay) {
  const arrived = [];
  let changed = false; // who is what where
  $("messages").setAttribute("aria-busy", String(replay)); // a replay is not news to be read aloud
  for (const event of events) {
    const chat = state.chats.get(event.chat_id);
    const here = event.chat_id === state.current;
    if (["message", "ephemeral", "ephemeral_edited"].includes(event.kind) && chat) {
      const known = chat.messages.has(entries.keyOf(event.message));
      const entry = entries.take(chat, event);
      if (!entry.fromBot) answerGiven(chat);
      takeKeyboard(chat, event);
      changed ||= serviceWords(event.message) !== null;
      if (known) redraw(entry, !replay);
      else if (here && entries.isShown(entry)) {
        if (entry.fromBot) stopTyping();
        $("messages").append(drawEntry(entry));
        arrived.push(entry);
      } else if (!replay && entry.receiver === undefined) entries.countUnread(chat, entry.message);
    } else if (event.kind === "edited" && chat?.messages.has(event.message.message_id)) {
      redraw(entries.take(chat, event), !replay);
    } else if (event.kind === "deleted" && chat?.messages.has(event.message_id)) {
      remove(chat, event.message_id, { gently: here && !replay, byBot: event.by_bot === true });
    } else if (event.kind === "ephemeral_deleted" && chat) {
      remove(chat, entries.keyOf(event), { gently: here && !replay });
    } else if (event.kind === "action" && here && event.action === "typing") {
      startTyping();
    } else if (event.kind === "callback_answer") {
      answered(event);
    }
  }
  if (changed && !replay) refresh().catch(() => {}); // the next story brings it
  arrange();
  drawChats();
  drawPlace();
  drawChoices();
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

/** All the people's apps are in the language of the page. */
function tellLanguage() {
  const people = new Map([...state.chats.values()].flatMap(({ chat }) => chat.people).map((person) => [person.id, person]));
  for (const person of people.values()) {
    if (person.language_code === state.language) continue;
    person.language_code = state.language;
    call("/api/language", { user_id: person.id, language_code: state.language }).catch((error) => toast(t("failed", error.message)));
  }
}

// ---- start ----

$("menu").addEventListener("click", commandSheet);
$("samples").addEventListener("click", sampleSheet);
$("attach").addEventListener("click", attachSheet);
$("start").addEventListener("click", () => say("/start"));
$("edit-cancel").addEventListener("click", stopEditing);
$("reply-cancel").addEventListener("click", stopReply);
$("theme").addEventListener("click", switchTheme);
$("back").addEventListener("click", () => { $("app").dataset.view = "list"; });
$("newer").addEventListener("click", () => { state.pinned = true; state.missed = 0; toEnd("smooth"); });
systemDark.addEventListener("change", labelTheme);
for (const node of document.querySelectorAll("[data-language]")) {
  node.addEventListener("click", () => {
    if (node.dataset.language === state.language) return;
    settings.write("language", node.dataset.language);
    speak(node.dataset.language);
    tellLanguage();
  });
}

wear(settings.read("theme"));
speak(firstLanguage());
if (matchMedia("(hover: hover)").matches) $("text").focus(); // on a phone it would open the keyboard
follow();
