// What the page offers to press: the bot's commands, sample messages and sample posts.

import { $, el, icon } from "./dom.js";
import { attachPhoto, fill } from "./composer.js";
import { addressed } from "./entities.js";
import { publish, say, sendFile } from "./sending.js";
import { call } from "./server.js";
import { closeSheet, openSheet, toast } from "./sheets.js";
import { me, state, t } from "./state.js";

export async function commandSheet() {
  try {
    const { commands } = await call(`/api/commands?chat_id=${state.current}&user_id=${me().id}`);
    const entry = ({ command, description }) => el("li", {}, el("button", { class: "entry", type: "button", dataset: { testid: "command" }, on: { click: () => { closeSheet(); say(addressed(`/${command}`)); } } },
      el("strong", {}, `/${command}`), el("span", { dir: "auto" }, description)));
    openSheet(t("commands"), commands.length > 0 ? [el("ul", { class: "list" }, commands.map(entry))] : [el("p", { class: "hint" }, t("no_commands"))]);
  } catch (error) {
    toast(t("failed", error.message));
  }
}

export async function loadSamples() {
  ({ samples: state.samples, posts: state.posts } = await call("/api/samples").catch(() => ({ samples: [], posts: [] })));
  drawSideSamples();
}

function sampleEntry(sample) {
  const label = sample[`label_${state.language}`];
  return el("li", { class: "sample" },
    el("button", { class: "entry", type: "button", dataset: { testid: "sample" }, on: { click: () => { closeSheet(); say(sample.text); } } }, el("strong", {}, label), el("span", {}, sample.text)),
    el("button", { class: "icon-button", type: "button", "aria-label": t("sample_edit", label), title: t("sample_edit", label), dataset: { testid: "sample-edit" }, on: { click: () => { closeSheet(); fill(sample.text); } } }, icon("edit")));
}

export function drawSideSamples() {
  $("side-samples").replaceChildren(...state.samples.map(sampleEntry));
}

export function sampleSheet() {
  const list = el("ul", { class: "list" }, state.samples.map(sampleEntry));
  openSheet(t("samples"), [el("p", { class: "hint" }, t(state.samples.length > 0 ? "samples_hint" : "no_samples")), list]);
}

/** What can go with a message or stand for one: a picture for the text, or a whole post. */
export function attachSheet() {
  const entry = (testid, label, about, click) => el("li", {}, el("button", { class: "entry", type: "button", dataset: { testid }, on: { click: () => { closeSheet(); click(); } } },
    el("strong", {}, label), about ? el("span", {}, about) : ""));
  const write = () => { attachPhoto(true); $("text").focus(); };
  openSheet(t("attach"), [
    el("ul", { class: "list" }, entry("attach-photo", t("attach_photo"), t("attach_photo_hint"), write), entry("attach-file", t("attach_file"), t("attach_file_hint"), sendFile)),
    el("p", { class: "hint" }, t("posts_hint")),
    el("ul", { class: "list" }, state.posts.map((post, n) => entry("post", post[`label_${state.language}`], null, () => publish(n)))),
  ]);
}
