// Who speaks in a group or channel: each of its people, and behind the group whoever may.

import { stopEditing } from "./composer.js";
import { $, announce, el, icon, when } from "./dom.js";
import { isAnonymous, me, open, state, t } from "./state.js";

export function drawVoices() {
  const { chat } = open();
  const shown = chat.kind !== "private";
  $("voices").hidden = !shown;
  $("silent").hidden = !shown || me().speaks !== false;
  $("row").hidden = !$("silent").hidden;
  if (!shown) return;
  $("silent").textContent = t(chat.kind === "channel" ? "silent_channel" : "silent_group", me().name);
  $("voices").replaceChildren(...chat.people.flatMap((person) => [drawVoice(person, false), person.hides ? drawVoice(person, true) : ""]).filter(Boolean));
}

when("world-changed", drawVoices);

function drawVoice(person, anonymous) {
  const chosen = person.id === me().id && anonymous === isAnonymous();
  const role = { creator: t("badge_owner"), administrator: t("badge_admin") }[person.status] ?? t("badge_member");
  const about = anonymous ? t("voice_anonymous", person.name) : `${person.name}, ${role}`;
  return el("button", { class: "voice", type: "button", "aria-pressed": String(chosen), "aria-label": about, title: about, dataset: { testid: "voice", voice: anonymous ? "anonymous" : person.status }, on: { click: () => speakAs(person.id, anonymous) } },
    anonymous ? icon("mask") : el("span", { class: "initial", "aria-hidden": "true", dataset: { initial: [...person.name][0] ?? "?" } }),
    el("span", { dir: "auto" }, anonymous ? t("anonymous") : person.name));
}

/** Another person speaks from now on; what they see may be something else. */
export function speakAs(user, anonymous = false) {
  if (state.voice?.user === user && state.voice.anonymous === anonymous) return;
  stopEditing();
  state.voice = { user, anonymous };
  if (state.current !== null) announce("chat-changed");
}
