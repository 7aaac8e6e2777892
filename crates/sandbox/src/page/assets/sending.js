// What the person says goes to the server.

import { $ } from "./dom.js";
import { act, upload } from "./server.js";
import { toast } from "./sheets.js";
import { state, t } from "./state.js";

const MESSAGE_LIMIT = 4096; // of the Bot API, in UTF-16 units

/** In pieces that one message can hold, cut where a line or a word ends. */
function pieces(text) {
  if (text.length <= MESSAGE_LIMIT) return [text];
  const room = text.slice(0, MESSAGE_LIMIT);
  const cut = [room.lastIndexOf("\n"), room.lastIndexOf(" "), MESSAGE_LIMIT].find((at) => at > MESSAGE_LIMIT / 2);
  return [text.slice(0, cut), ...pieces(text.slice(cut).trimStart())];
}

export function stopReply() {
  state.reply = null;
  $("replying").hidden = true;
}

/** What is sent answers the chosen message, what follows does not. */
function answering(send) {
  const sent = send();
  stopReply();
  return sent;
}

/** Whether it was sent; with a picture the text is its caption. */
export async function say(text, photo = false) {
  $("app").dataset.view = "chat";
  try {
    for (const [n, piece] of pieces(text).entries()) await answering(() => act("/api/say", { text: piece, photo: photo && n === 0 }));
    return true;
  } catch (error) {
    toast(t("not_sent", error.message));
    return false;
  }
}

/** Sends a file that the person chooses. */
export function sendFile() {
  const input = document.createElement("input");
  input.type = "file";
  input.addEventListener("change", async () => {
    $("app").dataset.view = "chat";
    try {
      for (const file of input.files) await answering(() => upload(file));
    } catch (error) {
      toast(t("not_sent", error.message));
    }
  });
  input.click();
}

/** Sends the sample post of this number, in the page's language. */
export async function publish(sample) {
  $("app").dataset.view = "chat";
  try {
    await answering(() => act("/api/post", { sample, language: state.language }));
  } catch (error) {
    toast(t("not_sent", error.message));
  }
}
