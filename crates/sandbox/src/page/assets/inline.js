// Inline results: what the bot offers while somebody types its name and words into any chat.

import { $, el, icon } from "./dom.js";
import { act } from "./server.js";
import { openBot } from "./addresses.js";
import { stopReply } from "./sending.js";
import { toast } from "./sheets.js";
import { state, t } from "./state.js";

const PAUSE_MS = 250; // between the last letter and the question
const panel = $("inline");
const list = $("inline-list");

let asked = 0; // the newest question; older answers come too late
let timer = null;
let shown = null; // {query, id, next}: what the results answer

/** The words behind the bot's name, or null for any other text. */
function queryIn(text) {
  const [first, ...rest] = text.trimStart().split(/\s/);
  const named = state.bot && first.toLowerCase() === `@${state.bot.username}`.toLowerCase();
  return named && state.editing === null ? rest.join(" ").trim() : null;
}

/** Follows what stands in the text box. */
export function follow(text) {
  const query = queryIn(text);
  if (query === null) return close();
  clearTimeout(timer);
  if (shown?.query === query && shown.chat === state.current) return;
  asked += 1;
  timer = setTimeout(() => ask(query, ""), PAUSE_MS);
}

export function close() {
  clearTimeout(timer);
  asked += 1;
  shown = null;
  panel.hidden = true;
  list.replaceChildren();
}

/** Sends the first result, if there is one; what enter does. */
export function chooseFirst() {
  const first = list.querySelector("[data-testid=inline-result]");
  first?.click();
  return !panel.hidden;
}

async function ask(query, offset) {
  asked += 1;
  const mine = asked;
  panel.hidden = false;
  panel.setAttribute("aria-busy", "true");
  try {
    const answer = await act("/api/inline", { query, offset });
    if (mine !== asked) return;
    draw(query, offset, answer);
  } catch (error) {
    if (mine !== asked) return;
    close();
    toast(t("failed", error.message));
  }
  panel.setAttribute("aria-busy", "false");
}

function draw(query, offset, { query_id: id, results, next_offset: next, button }) {
  const rows = results.map((result) => el("li", {}, drawResult(id, result)));
  if (offset === "") {
    list.replaceChildren(...rows);
    panel.scrollTop = 0;
  } else list.append(...rows);
  $("inline-button").hidden = !button;
  $("inline-button").textContent = button?.text ?? "";
  $("inline-button").onclick = button ? () => enter(button.start_parameter) : null;
  $("inline-nothing").hidden = Boolean(button) || list.childElementCount > 0;
  shown = { query, id, next, chat: state.current };
}

function drawResult(id, result) {
  return el("button", { class: "entry result", type: "button", dataset: { testid: "inline-result" }, on: { click: () => choose(id, result.id) } },
    thumbnail(result.thumbnail_url),
    el("span", { class: "words" }, el("strong", { dir: "auto" }, result.title ?? t("photo")), result.description ? el("span", { dir: "auto" }, result.description) : ""));
}

/** Where the picture of this address is drawn, or null for what is none: the page loads nothing from other hosts. */
export function pictureAt(address) {
  if (!URL.canParse(address)) return null;
  const { origin, pathname } = new URL(address);
  if (origin === location.origin) return pathname.startsWith("/img/") ? pathname : null;
  if (!/\.(jpe?g|png|webp|avif|gif|svg)$/i.test(pathname)) return null;
  const number = [...pathname].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)) % 1000003, 7);
  return `/img/file/${number}.svg`;
}

function thumbnail(address) {
  const path = pictureAt(address ?? "");
  return path ? el("img", { class: "thumb", src: path, alt: "" }) : el("span", { class: "thumb", "aria-hidden": "true" }, icon("photo"));
}

async function choose(query_id, result_id) {
  try {
    await act("/api/choose", { query_id, result_id });
    stopReply();
    close();
    $("text").value = "";
    $("text").dispatchEvent(new Event("input"));
  } catch (error) {
    toast(t("not_sent", error.message));
  }
}

/** Into the private chat with the bot, as the button above the results leads there. */
function enter(parameter) {
  close();
  $("text").value = "";
  $("text").dispatchEvent(new Event("input"));
  openBot(parameter);
}

panel.addEventListener("scroll", () => {
  const near = panel.scrollHeight - panel.scrollTop - panel.clientHeight < 120;
  if (near && shown?.next && panel.getAttribute("aria-busy") !== "true") ask(shown.query, shown.next);
}, { passive: true });
