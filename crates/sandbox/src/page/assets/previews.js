// The card below a message with a link.

import { el } from "./dom.js";
import { link, safeAddress } from "./entities.js";
import { entitiesOf, textOf } from "./entries.js";
import { pictureAt } from "./inline.js";
import { mediaOf } from "./media.js";
import { call } from "./server.js";
import { state, t } from "./state.js";

function previewAddress(message) {
  const options = message.link_preview_options ?? {};
  if (options.is_disabled || mediaOf(message)) return null; // a caption has no card
  if (options.url) return safeAddress(options.url);
  for (const entity of [...entitiesOf(message)].sort((a, b) => a.offset - b.offset)) {
    if (entity.type === "text_link") return safeAddress(entity.url);
    if (entity.type === "url") return safeAddress(textOf(message).slice(entity.offset, entity.offset + entity.length));
  }
  return null;
}

function findPreview(address) {
  if (!state.previews.has(address)) state.previews.set(address, call(`/api/preview?url=${encodeURIComponent(address)}`).catch(() => null));
  return state.previews.get(address);
}

export async function addPreview(bubble, text, message) {
  const address = previewAddress(message);
  if (!address?.startsWith("http")) return;
  const picture = pictureAt(address);
  const found = await (picture ? { image: picture } : findPreview(address)); // by then the bubble stands in the page
  if (!found || !bubble.isConnected) return;
  const options = message.link_preview_options ?? {};
  const image = found.image?.startsWith("/") && !found.image.startsWith("//") ? found.image : null;
  const words = picture ? "" : el("span", { class: "words" },
    el("span", { class: "site" }, new URL(address).hostname.replace(/^www\./, "")),
    found.title ? el("strong", {}, found.title) : "",
    found.description ? el("span", { class: "about" }, found.description) : "");
  const card = link(address, [words, image ? el("img", { src: image, alt: words ? "" : t("photo") }) : ""].filter(Boolean), "preview");
  card.dataset.testid = "preview";
  card.classList.toggle("large", Boolean(image && options.prefer_large_media));
  card.classList.toggle("above", Boolean(options.show_above_text));
  if (options.show_above_text) text.before(card);
  else {
    text.after(card);
    card.after(text.querySelector(":scope > .meta") ?? "");
  }
}
