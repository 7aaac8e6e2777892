// What the bot may do in a group or channel, to be given and taken.

import { el } from "./dom.js";
import { act } from "./server.js";
import { openSheet, toast } from "./sheets.js";
import { open, t } from "./state.js";
import { refresh } from "./world.js";

const STATUSES = { channel: ["administrator", "left"], supergroup: ["administrator", "member", "restricted", "left"], group: ["administrator", "member", "left"] };
const RIGHTS = { channel: ["can_edit_messages", "can_post_messages", "can_delete_messages"], supergroup: ["can_delete_messages"], group: ["can_delete_messages"] };

export async function rightsSheet() {
  await refresh().catch(() => {});
  draw();
}

function draw() {
  const { chat } = open();
  const { status, rights } = chat.bot;
  // Who was sent away and who left are added in the same way.
  const now = status === "kicked" ? "left" : status;
  const choice = (other) => el("li", { role: "presentation" }, el("button", { class: "entry choice", type: "button", role: "radio", "aria-checked": String(other === now), dataset: { testid: "bot-status", status: other }, on: { click: () => other !== now && employ(other, other === "administrator" ? RIGHTS[chat.kind] : []) } },
    el("span", { class: "dot", "aria-hidden": "true" }), el("strong", {}, t(`bot_${other}`)), el("span", {}, t(`bot_${other}_about`))));
  const toggle = (right) => {
    const given = rights.includes(right);
    return el("li", {}, el("button", { class: "entry switch", type: "button", role: "switch", "aria-checked": String(given), dataset: { testid: "right", right }, on: { click: () => employ(now, given ? rights.filter((other) => other !== right) : [...rights, right]) } },
      el("strong", {}, t(right)), el("span", { class: "track", "aria-hidden": "true" })));
  };
  openSheet(t("rights_of", chat.title), [
    el("p", { class: "hint" }, t("rights_hint")),
    el("ul", { class: "list", role: "radiogroup", "aria-label": t("rights_status") }, STATUSES[chat.kind].map(choice)),
    ...(now === "administrator" ? [el("h3", {}, t("rights_given")), el("ul", { class: "list" }, RIGHTS[chat.kind].map(toggle))] : []),
  ]);
}

/** The owner gives and takes; the sheet shows what came of it. */
async function employ(status, rights) {
  const { chat } = open();
  const owner = chat.people.find((person) => person.status === "creator") ?? chat.people[0];
  try {
    await act("/api/bot", { user_id: owner.id, status, rights });
    await refresh();
    const focused = document.activeElement?.dataset;
    draw();
    const again = focused?.right ? `[data-right="${focused.right}"]` : `[data-status="${status}"]`;
    document.querySelector(`#sheet ${again}`)?.focus();
  } catch (error) {
    toast(t("failed", error.message));
  }
}
