// Files in messages, as placeholders: the sandbox keeps no bytes of them, only what they are.

import { el, icon } from "./dom.js";
import { textOf } from "./entries.js";
import { serviceWords } from "./service.js";
import { t } from "./state.js";

const KINDS = ["photo", "video", "animation", "document", "audio", "voice", "sticker"]; // an animation has a document too
const SEEN = new Set(["photo", "video", "animation"]);

/** What kind of file a message carries, or null. */
export const mediaOf = (message) => KINDS.find((kind) => message[kind] !== undefined) ?? null;

/** One line that stands for the message. */
export function summary(message) {
  const kind = mediaOf(message);
  return textOf(message).replace(/\s+/g, " ").slice(0, 160) || (kind ? (message[kind].file_name ?? t(kind)) : (serviceWords(message) ?? t("unsupported")));
}

const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

/** The file of a message as a node, or an empty text. */
export function drawMedia(message) {
  const kind = mediaOf(message);
  if (!kind) return "";
  const dataset = { testid: "media", kind };
  if (kind === "sticker") return el("p", { class: "sticker", role: "img", "aria-label": t("sticker"), dataset }, message.sticker.emoji ?? "🙂");
  if (!SEEN.has(kind)) return attachment(kind, message[kind], dataset);
  const file = kind === "photo" ? message.photo.at(-1) : message[kind];
  const mark = { video: `▶ ${minutes(file.duration ?? 0)}`, animation: "GIF" }[kind];
  const node = el("div", { class: "media", dataset },
    el("img", { src: `/img/file/${encodeURIComponent(file.file_unique_id)}.svg`, alt: t(kind) }),
    mark ? el("span", { class: "media-mark", "aria-hidden": "true" }, mark) : "");
  if (message.has_media_spoiler) node.append(veil());
  return node;
}

function veil() {
  const node = el("button", { class: "veil", type: "button", "aria-label": t("media_spoiler"), dataset: { testid: "veil" }, on: { click: () => node.remove() } });
  return node;
}

function attachment(kind, file, dataset) {
  const about = kind === "document" ? size(file.file_size) : minutes(file.duration ?? 0);
  return el("p", { class: "attached", dataset }, icon(kind === "document" ? "file" : kind),
    el("span", {}, file.file_name ?? file.title ?? t(kind), el("small", {}, about)));
}

const size = (bytes = 0) => `${Math.max(1, Math.round(bytes / 1024))} KB`;

/** "Forwarded from …", or an empty text. */
export function drawOrigin({ forward_origin: origin }) {
  if (!origin) return "";
  const name = origin.chat?.title ?? origin.sender_chat?.title ?? origin.sender_user?.first_name ?? origin.sender_user_name ?? "";
  return el("p", { class: "forwarded", dataset: { testid: "forwarded" } }, icon("forward"), el("span", {}, t("forwarded"), " ", el("strong", { dir: "auto" }, name)));
}
