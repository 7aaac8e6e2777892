// Where the person writes, and edits what they wrote.

import { $ } from "./dom.js";
import { textOf } from "./entities.js";
import * as inline from "./inline.js";
import { summary } from "./media.js";
import { say } from "./sending.js";
import { act } from "./server.js";
import { toast } from "./sheets.js";
import { isEditable, isMine, open, state, t } from "./state.js";

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
  const { photo } = state;
  attachPhoto(false);
  fill("");
  if (!(await say(text, photo)) && box.value === "") {
    attachPhoto(photo);
    fill(text);
  }
}

/** A picture goes with what is written next, or does not. */
export function attachPhoto(attached) {
  if (attached) stopEditing();
  state.photo = attached;
  $("attached").hidden = !attached;
  fit();
}

export function startEditing(message) {
  attachPhoto(false);
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
  } else if (event.key === "ArrowUp" && box.value === "" && state.editing === null && state.current !== null) {
    const last = [...open().messages.values()].filter((entry) => isMine(entry) && isEditable(entry.message)).at(-1);
    if (!last) return;
    event.preventDefault();
    startEditing(last.message);
  }
});
