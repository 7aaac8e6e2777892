// Where the person writes, and edits what they wrote.

import { $ } from "./dom.js";
import { authorOf, isEditable, isMine, shownEntries, textOf } from "./entries.js";
import * as inline from "./inline.js";
import { summary } from "./media.js";
import { say, stopReply } from "./sending.js";
import { act } from "./server.js";
import { toast } from "./sheets.js";
import { isAnonymous, me, open, state, t } from "./state.js";

const box = $("text");

function fit() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 152)}px`;
  box.style.overflowY = box.scrollHeight > 152 ? "auto" : "hidden";
  $("send").disabled = box.value.trim() === "" && !state.photo;
  inline.follow(box.value);
}

export function fill(text) {
  $("app").dataset.view = "chat";
  box.value = text;
  fit();
  box.focus();
  box.setSelectionRange(text.length, text.length);
}

async function submit() {
  const text = box.value.trim();
  if ((text === "" && !state.photo) || state.current === null) return;
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
  const { photo, reply } = state;
  attachPhoto(false);
  fill("");
  if (await say(text, photo)) return;
  if (box.value === "") {
    attachPhoto(photo);
    fill(text);
  }
  if (state.reply === null && open().messages.has(reply)) startReply(open().messages.get(reply));
}

/** A picture goes with what is written next, or does not. */
export function attachPhoto(attached) {
  if (attached) stopEditing();
  state.photo = attached;
  $("attached").hidden = !attached;
  fit();
}

/** The next message answers this one. */
export function startReply({ message }) {
  stopEditing();
  state.reply = message.message_id;
  $("replying").hidden = false;
  $("replying-to").textContent = authorOf(message);
  $("replying-text").textContent = summary(message);
  box.focus();
}

export function startEditing(message) {
  attachPhoto(false);
  stopReply();
  if (state.editing === null) state.draft = box.value;
  state.editing = message.message_id;
  $("editing").hidden = false;
  $("editing-text").textContent = summary(message);
  labelSend();
  fill(textOf(message));
}

export function stopEditing() {
  if (state.editing === null) return;
  state.editing = null;
  $("editing").hidden = true;
  labelSend();
  fill(state.draft);
}

/** What stands in the empty box: the bot's hint, or where and as whom one writes. */
let hinted = null;
export function hint(text = null) {
  hinted = text;
  labelBox();
}

export function labelBox() {
  const kind = open()?.chat.kind ?? "private";
  const usual = kind === "private" ? t("write") : kind === "channel" ? t("write_post") : isAnonymous() ? t("write_anonymous") : t("write_as", me().name);
  box.placeholder = hinted ?? usual;
  box.setAttribute("aria-label", usual);
}

export function labelSend() {
  $("send").title = t(state.editing === null ? "send" : "save");
  $("send").setAttribute("aria-label", $("send").title);
}

$("attached-cancel").addEventListener("click", () => { attachPhoto(false); box.focus(); });
$("composer").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
box.addEventListener("input", fit);
box.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    if (!inline.chooseFirst()) submit();
  } else if (event.key === "Escape") {
    inline.close();
    stopEditing();
    attachPhoto(false);
    stopReply();
  } else if (event.key === "ArrowUp" && box.value === "" && state.editing === null && state.current !== null) {
    const last = shownEntries().filter((entry) => !entry.gone && isMine(entry) && isEditable(entry)).at(-1);
    if (!last) return;
    event.preventDefault();
    startEditing(last.message);
  }
});
