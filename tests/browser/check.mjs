// Walks through the sandbox's chat page as a newcomer would, in Chromium.
//
//   node check.mjs --url http://127.0.0.1:PORT --shots DIR [--link PRODUCT_URL] [--chromium PATH]
//
// The caller starts a fresh sandbox. One line a check, at the end `N passed, M failed`; exits 1 if any failed.
// Nothing here knows the bot's wording, only that it answers, edits, and offers buttons.

import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { groups } from "./groups.mjs";
import * as story from "./story.mjs";

const { values: options } = parseArgs({
  options: {
    url: { type: "string" },
    shots: { type: "string", default: "shots" },
    link: { type: "string", default: "https://www.aliexpress.com/item/1005006123456789.html" },
    chromium: { type: "string", default: "/usr/bin/chromium" },
  },
});
if (!options.url) {
  console.error("usage: node check.mjs --url http://127.0.0.1:PORT --shots DIR [--link PRODUCT_URL] [--chromium PATH]");
  process.exit(2);
}

const ANSWER_MS = 15000;
const FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split(" ");
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };
const origin = new URL(options.url).origin;
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
await mkdir(options.shots, { recursive: true });
const { bot: { username } } = await fetch(`${origin}/api/world`).then((answer) => answer.json());

let passed = 0;
let failed = 0;
/** Runs one check; the rest goes on after a failure. */
async function check(name, action) {
  try {
    const note = await action();
    passed += 1;
    console.log(`ok    ${name}${note ? ` (${note})` : ""}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${name}: ${String(error.message ?? error).split("\n").slice(0, 4).join(" | ")}`);
  }
}
const expect = (truth, message) => { if (!truth) throw new Error(message); };

async function until(what, probe, ms = ANSWER_MS) {
  const end = Date.now() + ms;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${ms / 1000} s for ${what}`);
    await new Promise((done) => setTimeout(done, 60));
  }
}

// ---- the page, as the checks see it ----

const browser = await chromium.launch({ executablePath: options.chromium, args: FLAGS });

async function visit(size, theme, language, prepare = async () => {}) {
  const context = await browser.newContext({
    viewport: SIZES[size], hasTouch: size === "phone", isMobile: size === "phone",
    colorScheme: theme, locale: language === "tr" ? "tr-TR" : "en-US", permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  const seen = { errors: [], strangers: [] };
  page.on("pageerror", (error) => seen.errors.push(error.message));
  page.on("console", (message) => {
    const expected = message.location().url.includes("/api/preview"); // a link without a preview is a 404
    if (message.type() === "error" && !expected) seen.errors.push(`${message.text()} ${message.location().url}`);
  });
  page.on("request", (request) => {
    const { protocol } = new URL(request.url());
    if (!request.url().startsWith(`${origin}/`) && protocol !== "data:" && protocol !== "blob:") seen.strangers.push(request.url());
  });
  await page.addInitScript({ content: axe });
  await prepare(page);
  await page.goto(options.url);
  await page.getByTestId("message-list").waitFor({ state: "attached" });
  const chat = {
    page, size, name: `${size}-${theme}-${language}`, seen, messages: page.getByTestId("message"),
    shot: (what) => page.screenshot({ path: join(options.shots, `${chat.name}-${what}.png`) }),
    close: () => context.close(),
  };
  await until("the chat's state", () => page.locator("#status").textContent());
  await page.waitForTimeout(400); // the history, previews and animations
  return chat;
}

const lastId = (chat) => chat.page.evaluate(() => Math.max(0, ...[...document.querySelectorAll("[data-testid=message]")].map(({ dataset }) => Number(dataset.id)).filter(Number.isFinite)));

/** The locator of the first message of the bot after `id`. */
async function botAfter(chat, id) {
  const found = await until("an answer of the bot", () => chat.page.evaluate((after) =>
    [...document.querySelectorAll("[data-testid=message][data-from=bot]")].map((node) => Number(node.dataset.id)).find((other) => other > after), id));
  return message(chat, found);
}

const message = (chat, id) => chat.page.locator(`[data-testid=message][data-id="${id}"]`);

/** Writes and sends; gives the bot's answer. */
async function ask(chat, text) {
  const before = await lastId(chat);
  await chat.page.getByTestId("input").fill(text);
  await chat.page.getByTestId("input").press("Enter");
  const mine = await until("my message", () => chat.page.evaluate((after) =>
    [...document.querySelectorAll("[data-testid=message][data-from=me]")].map((node) => Number(node.dataset.id)).find((other) => other > after), before));
  const answer = await botAfter(chat, mine);
  await chat.page.waitForTimeout(900); // further parts, previews, animations
  return { mine: message(chat, mine), answer };
}

/** What the list and the notices show, without times and spinners, to see that something changed. */
const shown = (chat) => chat.page.evaluate(() => [
  ...[...document.querySelectorAll("[data-testid=message]")].map((node) => node.dataset.id + node.querySelector("[data-testid=text]").textContent + [...node.querySelectorAll(".key .label")].map((key) => key.textContent)),
  ...[...document.querySelectorAll("[data-testid=toast], dialog[open] [data-testid=alert]")].map((node) => node.textContent),
].join("\n"));

/** Presses a callback button and waits for an edit, a toast, an alert or a new message. */
async function pressed(chat, button) {
  const before = await shown(chat);
  await button.click();
  const after = await until("a visible effect of the button", async () => {
    const now = await shown(chat);
    return now !== before && now;
  });
  const alert = chat.page.getByTestId("alert");
  if (await alert.isVisible()) await chat.page.getByTestId("sheet-close").click();
  return after;
}

// ---- checks that hold on every screen ----

/** `fixed` is what stands in the view whatever is scrolled. */
async function geometry(page, fixed) {
  return page.evaluate((fixed) => {
    const faults = [];
    const name = (node) => `<${node.tagName.toLowerCase()} ${node.dataset.testid ?? node.id ?? ""} ${node.className.baseVal ?? node.className}> "${node.textContent.trim().slice(0, 30)}"`;
    if (document.documentElement.scrollWidth > innerWidth) faults.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    for (const node of document.querySelectorAll("body *")) {
      if (node.closest("svg") || node.closest("noscript") || !node.checkVisibility({ visibilityProperty: true })) continue;
      const box = node.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      if (box.left < -0.5 || box.right > innerWidth + 0.5) faults.push(`${name(node)} spans ${box.left.toFixed()}–${box.right.toFixed()} px`);
      const style = getComputedStyle(node);
      if (node.scrollWidth > node.clientWidth + 1 && style.overflowX !== "visible" && style.overflowX !== "hidden" && style.display !== "inline") faults.push(`${name(node)} scrolls sideways`);
      // Links and commands within a text are as high as its lines (WCAG 2.5.8, inline exception).
      const inText = node.closest(".text") && !node.matches("button");
      if (node.matches("button, textarea, a[href], [role=button], summary, input, select") && !inText && box.height < 43.5) faults.push(`${name(node)} is ${box.height.toFixed(1)} px high`);
    }
    for (const id of fixed) {
      const box = document.querySelector(`[data-testid=${id}]`).getBoundingClientRect();
      if (box.top < -0.5 || box.bottom > innerHeight + 0.5) faults.push(`${id} is outside the view`);
    }
    return faults;
  }, fixed);
}

async function layout(chat, what, fixed = ["composer", "menu", "send", "theme-switch", "language-switch"]) {
  await check(`${chat.name} ${what}: fits, nothing sideways, targets of 44 px`, async () => {
    const faults = await geometry(chat.page, fixed);
    expect(faults.length === 0, faults.slice(0, 5).join("; "));
  });
}

async function accessible(chat, what) {
  await check(`${chat.name} ${what}: contrast, names and roles`, async () => {
    const faults = await chat.page.evaluate(async () => {
      await Promise.all(document.getAnimations().filter((animation) => animation.effect.getTiming().iterations !== Infinity).map((animation) => animation.finished.catch(() => {})));
      const { violations } = await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
      return violations.map(({ id, nodes }) => `${id} ${nodes.length}× ${nodes.map((node) => node.target).join(", ")} ${nodes[0].any[0]?.message ?? ""}`);
    });
    expect(faults.length === 0, faults.join("; "));
  });
}

async function quiet(chat) {
  await check(`${chat.name}: no error in the console`, () => expect(chat.seen.errors.length === 0, chat.seen.errors.join("; ")));
  await check(`${chat.name}: no request to another host`, () => expect(chat.seen.strangers.length === 0, chat.seen.strangers.join("; ")));
}

const everyLook = async (action, prepare) => {
  for (const size of ["phone", "desktop"]) for (const theme of ["light", "dark"]) for (const language of ["tr", "en"]) {
    const chat = await visit(size, theme, language, prepare);
    await action(chat);
    await quiet(chat);
    await chat.close();
  }
};

// ---- inline results ----

/** Types the bot's name and words, and gives what is offered. */
async function typeInline(chat, words) {
  const input = chat.page.getByTestId("input");
  await input.fill("");
  await input.pressSequentially(`@${username} ${words}`, { delay: 15 });
  await chat.page.getByTestId("inline").waitFor();
  return chat.page.getByTestId("inline-result");
}

const mineAfter = (chat, id) => until("my message", () => chat.page.evaluate((after) =>
  [...document.querySelectorAll("[data-testid=message][data-from=me]")].map((node) => Number(node.dataset.id)).find((other) => other > after), id));

/** In a wide window the list of chats is always there. */
async function openChat(chat, kind) {
  if (chat.size === "phone") await chat.page.locator("#back").click();
  await chat.page.locator(`[data-testid=chat-item][data-kind=${kind}]`).first().click();
  await chat.page.waitForTimeout(250);
}

async function inlineResults(chat) {
  const { page } = chat;
  const product = /\d{8,}/.exec(options.link)[0];
  await check(`${chat.name}: a product is offered while it is typed, and sent with a tap`, async () => {
    const results = await typeInline(chat, product);
    await results.first().waitFor({ timeout: ANSWER_MS });
    await page.waitForTimeout(300);
    await chat.shot("8-inline");
    await layout(chat, "inline results");
    await accessible(chat, "inline results");
    const before = await lastId(chat);
    await results.first().click();
    const posted = message(chat, await mineAfter(chat, before));
    expect((await posted.getByTestId("via").textContent()).includes(username), "it does not say through whom");
    expect((await posted.locator(".text a[href^=http]").count()) === 1, "no link");
    expect((await page.getByTestId("inline").isHidden()) && (await page.getByTestId("input").inputValue()) === "", "the text box is not empty");
  });
  await check(`${chat.name}: other text and escape close what is offered`, async () => {
    await (await typeInline(chat, product)).first().waitFor({ timeout: ANSWER_MS });
    await page.getByTestId("input").press("Escape");
    expect(await page.getByTestId("inline").isHidden(), "still offered");
    await typeInline(chat, product);
    await page.getByTestId("input").fill("hello");
    expect(await page.getByTestId("inline").isHidden(), "still offered");
    await page.getByTestId("input").fill("");
  });
  await check(`${chat.name}: a post goes to another chat`, async () => {
    const { answer } = await ask(chat, "/hot");
    const share = answer.locator("[data-kind=share]").first();
    if ((await share.count()) > 0) {
      await chat.shot("8-hot");
      await share.click();
      await page.waitForTimeout(300);
      await chat.shot("8-post-to");
      await layout(chat, "post to");
      await accessible(chat, "post to");
      await page.locator("[data-testid=share-chat][data-kind=channel]").click();
    } else {
      await openChat(chat, "channel");
      await typeInline(chat, product);
    }
    await page.getByTestId("inline-result").first().waitFor({ timeout: ANSWER_MS });
    await chat.shot("8-channel");
    await page.getByTestId("input").press("Enter");
    const posted = page.getByTestId("message").last();
    await posted.getByTestId("via").waitFor({ timeout: ANSWER_MS });
    await page.waitForTimeout(300);
    await chat.shot("8-posted");
    await layout(chat, "posted");
    await openChat(chat, "private");
    return (await share.count()) > 0 ? "from a card" : "typed";
  });
  await check(`${chat.name}: where nothing is found, a button leads to the bot`, async () => {
    const before = await lastId(chat);
    await typeInline(chat, "zzzzzzzz qqqqqqq");
    await page.getByTestId("inline-start").waitFor({ timeout: ANSWER_MS });
    await page.getByTestId("inline-start").click();
    await botAfter(chat, before);
    await page.waitForTimeout(500);
  });
}

// ---- the walk ----

/** What a newcomer does with the bot; `begin` gets the conversation going. */
async function walk(chat, begin) {
  const { page } = chat;
  await check(`${chat.name}: the bot answers the start`, begin);
  await chat.shot("2-started");

  let product;
  await check(`${chat.name}: the bot answers a product link with a link`, async () => {
    product = await ask(chat, options.link);
    await until("a link in the answer", () => product.answer.locator(".text a[href^=http], a.key").count());
  });
  await chat.shot("3-product");

  await check(`${chat.name}: an inline button is answered`, async () => {
    const button = chat.page.locator("[data-testid=message][data-from=bot]").last().locator("[data-kind=callback]").first();
    const fallback = page.locator("[data-testid=inline-button][data-kind=callback]").last();
    await pressed(chat, (await button.count()) > 0 ? button : fallback);
    await until("the button to be free again", async () => (await page.locator("[aria-busy=true].key").count()) === 0);
  });
  await chat.shot("4-pressed");

  await check(`${chat.name}: a copy button fills the clipboard`, async () => {
    const button = page.locator("[data-testid=inline-button][data-kind=copy_text]").last();
    expect((await button.count()) > 0, "no message has a copy button");
    await page.evaluate(() => navigator.clipboard.writeText(""));
    await button.click();
    const text = await until("the clipboard", () => page.evaluate(() => navigator.clipboard.readText()));
    expect(await page.getByTestId("toast").last().isVisible(), "no toast says so");
    return text.slice(0, 40);
  });

  await check(`${chat.name}: the card of /settings switches the language`, async () => {
    const { answer } = await ask(chat, "/settings");
    const card = message(chat, await answer.getAttribute("data-id"));
    const before = await card.getByTestId("text").textContent();
    await chat.shot("5-settings");
    const labels = () => card.locator("[data-kind=callback] .label").allTextContents();
    const named = /türkçe|turkish|english|ingilizce|\bTR\b|\bEN\b/i;
    let open = (await labels()).filter((label) => named.test(label));
    if (open.length === 0) {
      const door = (await labels()).findIndex((label) => /language|\bdil|🌐/i.test(label));
      expect(door >= 0, `no language button on the card: ${(await labels()).join(", ")}`);
      await pressed(chat, card.locator("[data-kind=callback]").nth(door));
      open = (await labels()).filter((label) => named.test(label));
    }
    // One of the offered languages is the other one: the words of the card change with it.
    for (const label of open) {
      const button = card.locator("[data-kind=callback]").nth((await labels()).indexOf(label));
      if ((await button.count()) === 0) continue;
      await pressed(chat, button).catch(() => {});
      await page.waitForTimeout(500);
      const after = (await card.count()) > 0 ? await card.getByTestId("text").textContent() : "";
      if (after !== before) return label.trim();
    }
    throw new Error(`the card stays as it was after ${open.join(", ")}`);
  });
  await chat.shot("6-language");

  await check(`${chat.name}: a sample is sent and answered`, async () => {
    const before = await lastId(chat);
    if (await page.getByTestId("samples").isVisible()) {
      await page.getByTestId("samples").click();
      await page.waitForTimeout(300);
      await chat.shot("7-samples");
    }
    await page.getByTestId("sample").locator("visible=true").first().click();
    await botAfter(chat, before);
    await page.waitForTimeout(900);
  });
  await chat.shot("8-sample");

  await check(`${chat.name}: sample posts are sent as they are offered`, async () => {
    const offer = async (n) => {
      await page.getByTestId("attach").click();
      const posts = page.getByTestId("post");
      await posts.first().waitFor();
      if (n < (await posts.count())) await posts.nth(n).click();
      else return await page.getByTestId("sheet-close").click();
      return true;
    };
    await page.getByTestId("attach").click();
    await page.getByTestId("post").first().waitFor();
    await page.waitForTimeout(300);
    await chat.shot("8-attach");
    await layout(chat, "attach");
    await accessible(chat, "attach");
    await page.getByTestId("sheet-close").click();
    const mine = () => page.locator("[data-testid=message][data-from=me]").count();
    let sent = 0;
    for (let before = await mine(); await offer(sent); before = await mine(), sent += 1) await until("the post", async () => (await mine()) > before);
    expect(sent === 5, `${sent} posts`);
    expect((await page.getByTestId("album").locator("[data-from=me]").count()) >= 3, "no album of three");
    expect((await page.getByTestId("forwarded").count()) >= 1, "nothing is forwarded");
    expect((await page.locator("[data-from=me] .spoiler").count()) >= 1 && (await page.locator("[data-from=me] .custom-emoji").count()) >= 1, "no formatted text");
    await page.waitForTimeout(1500);
  });
  await chat.shot("8-posts");
  await page.getByTestId("forwarded").first().scrollIntoViewIfNeeded();
  await page.waitForTimeout(300);
  await chat.shot("8-posts-top");
  await layout(chat, "posts");
  await accessible(chat, "posts");

  await check(`${chat.name}: a photo goes with what is typed, unless it is taken back`, async () => {
    const attach = async () => {
      await page.getByTestId("attach").click();
      await page.getByTestId("attach-photo").click();
      await page.getByTestId("attached").waitFor();
    };
    await attach();
    await chat.shot("8-attached");
    await layout(chat, "attached");
    await page.getByTestId("attached").getByRole("button").click();
    expect((await page.getByTestId("attached").isHidden()) && (await page.getByTestId("send").isDisabled()), "still attached");
    await attach();
    await page.getByTestId("input").fill("Bak: shop.com");
    const before = await lastId(chat);
    await page.getByTestId("send").click();
    const id = await until("my photo", () => page.evaluate((after) => Number([...document.querySelectorAll("[data-testid=message][data-from=me]")].find((node) => Number(node.dataset.id) > after)?.dataset.id ?? 0), before));
    const node = message(chat, id);
    expect((await node.locator("[data-testid=media][data-kind=photo]").count()) === 1, "no photo");
    expect((await node.getByTestId("text").textContent()).startsWith("Bak: shop.com"), "no caption");
    expect(await page.getByTestId("attached").isHidden(), "still attached");
    await page.waitForTimeout(900);
  });

  await inlineResults(chat);

  await check(`${chat.name}: an own message can be edited`, async () => {
    const { mine } = await ask(chat, "/help");
    const text = `/help ${Date.now()}`;
    await mine.hover();
    await mine.getByTestId("message-more").click();
    await page.getByTestId("menu-edit").click();
    await chat.shot("9-editing");
    await page.getByTestId("input").fill(text);
    await page.getByTestId("send").click();
    await mine.getByTestId("edited").waitFor({ timeout: ANSWER_MS });
    expect((await mine.getByTestId("text").textContent()).includes(text), "the new text is not shown");
    expect(!(await page.getByTestId("editing").isVisible()), "still editing");
  });

  await check(`${chat.name}: the switches change language and theme`, async () => {
    const [html, send] = [page.locator("html"), page.getByTestId("send")];
    const [language, label] = [await html.getAttribute("lang"), await send.getAttribute("aria-label")];
    const languages = page.getByTestId("language-switch").getByRole("button");
    await languages.and(page.locator("[aria-pressed=false]")).click();
    expect((await html.getAttribute("lang")) !== language && (await send.getAttribute("aria-label")) !== label, "the language stays");
    await languages.and(page.locator("[aria-pressed=false]")).click();
    const ground = () => page.evaluate(() => getComputedStyle(document.querySelector(".bar")).backgroundColor);
    const before = await ground();
    await page.getByTestId("theme-switch").click();
    await until("the other theme", async () => (await ground()) !== before, 2000);
    await page.getByTestId("theme-switch").click();
    await until("the first theme", async () => (await ground()) === before, 2000);
  });
  await layout(chat, "conversation");
  await quiet(chat);
}

// ---- a told story: what the page draws, whatever the bot says ----

async function tell(page) {
  const json = (route, body) => route.fulfill({ json: body });
  await page.route("**/api/world", (route) => json(route, story.world));
  await page.route("**/api/language", (route) => json(route, {}));
  await page.route("**/api/preview?*", (route) => json(route, story.preview));
  // After the story the page waits, as in a long poll.
  await page.route("**/api/events?*", (route) => (route.request().url().endsWith("after=0") ? json(route, { events: story.events, next: story.events.length }) : undefined));
}

await everyLook(async (chat) => {
  const { page } = chat;
  await until("the story", async () => (await chat.messages.count()) > 5);
  await page.waitForTimeout(400);
  const top = (selector) => page.evaluate((wanted) => document.querySelector(wanted).scrollIntoView({ block: "start" }), selector);
  await layout(chat, "story");
  await accessible(chat, "story");
  const { message_id: answer } = story.answer.message;
  const { message_id: hostile } = story.hostile.message;
  await chat.shot("0-story-end");
  await top(`[data-id="${answer}"]`);
  await page.waitForTimeout(200);
  await chat.shot("0-story-answer");
  await top(`[data-id="${story.rightToLeft.message.message_id}"]`);
  await page.waitForTimeout(200);
  await chat.shot("0-story-rtl-and-long");

  await check(`${chat.name} story: markup stays text, only safe addresses are links`, async () => {
    const node = message(chat, hostile);
    expect((await node.getByTestId("text").textContent()).startsWith(story.hostile.message.text), "the text is not shown as it is");
    expect((await node.locator("img, script, a").count()) === 0, "markup or an unsafe link came through");
    const marked = (tag) => node.locator(`.text ${tag}`).allTextContents().then((texts) => texts.join(""));
    expect((await marked("strong")) === "one two" && (await marked("em")) === "two three", `crossing entities: ${await marked("strong")} / ${await marked("em")}`);
  });
  await check(`${chat.name} story: a deleted message is gone, an edited one says so`, async () => {
    expect((await message(chat, story.doomed.message.message_id).count()) === 0, "it is still there");
    expect((await chat.messages.last().getByTestId("edited").count()) === 1, "no mark");
  });
  await check(`${chat.name} story: a spoiler and a long quote open`, async () => {
    const text = message(chat, answer).getByTestId("text");
    await text.locator(".spoiler").click();
    expect((await text.locator(".spoiler.shown").count()) === 1, "the spoiler stays hidden");
    const quote = text.locator("blockquote");
    const before = (await quote.boundingBox()).height;
    await quote.getByRole("button").click();
    expect((await quote.boundingBox()).height > before, "the quote does not grow");
  });
  for (const [what, { message: { message_id: id } }] of [["post", story.channelPost], ["album", story.album[0]], ["files", story.veiled]]) {
    await top(`[data-id="${id}"] [data-testid=media]`);
    await page.waitForTimeout(200);
    await chat.shot(`0-story-${what}`);
    await layout(chat, what);
    await accessible(chat, what);
  }
  await check(`${chat.name} story: a forwarded post shows its origin, picture, marks and buttons`, async () => {
    const node = message(chat, story.channelPost.message.message_id);
    expect((await node.getByTestId("forwarded").textContent()).includes(story.channelPost.message.forward_origin.chat.title), "no origin");
    expect(await node.getByTestId("media").locator("img").evaluate((img) => img.complete && img.naturalWidth > 0), "no picture");
    expect((await node.locator(".text strong").textContent()) === "Kadın Yün Hırka", "no bold");
    expect((await node.locator(".text a").count()) === 2 && (await node.locator("[data-kind=url]").count()) === 2, "links or buttons are missing");
    expect((await node.getByTestId("preview").count()) === 0, "a caption has no card");
  });
  await check(`${chat.name} story: an album is one bubble, its caption below or above the grid`, async () => {
    const boxes = async (first, selector) => {
      const album = page.getByTestId("album").filter({ has: message(chat, first.message.message_id) });
      return Promise.all((await album.locator(selector).all()).map((node) => node.boundingBox()));
    };
    for (const [messages, above] of [[story.album, false], [story.copied, true]]) {
      const files = await boxes(messages[0], "[data-testid=media]");
      const [words] = (await boxes(messages[0], "[data-testid=text]")).filter(Boolean);
      expect(files.length === messages.length, `${files.length} files`);
      expect(new Set(files.map(({ y }) => y)).size === 2, "no two rows");
      expect(above ? files.every(({ y }) => y > words.y) : files.every(({ y }) => y < words.y), "the caption stands elsewhere");
    }
  });
  await check(`${chat.name} story: a veiled film opens, its caption stands above`, async () => {
    const node = message(chat, story.veiled.message.message_id);
    const [text, media] = [await node.getByTestId("text").boundingBox(), await node.getByTestId("media").boundingBox()];
    expect(text.y < media.y, "the caption is below");
    await node.getByTestId("veil").click();
    expect((await node.getByTestId("veil").count()) === 0, "the veil stays");
  });
  await check(`${chat.name} story: a share button shows what would be shared`, async () => {
    await message(chat, answer).locator("[data-kind=share]").click();
    expect((await page.getByTestId("shared").textContent()) === `@${story.world.bot.username} kulaklık`, "another text");
    expect((await page.getByTestId("share-chat").count()) === 1, "no chat to choose");
    await layout(chat, "share sheet");
    await page.getByTestId("sheet-close").click();
  });
}, tell);

await check("a lost connection is announced and comes back by itself", async () => {
  let broken = true;
  const context = await browser.newContext({ viewport: SIZES.phone });
  const page = await context.newPage();
  await page.route("**/api/**", (route) => (broken ? route.abort() : route.continue()));
  await page.goto(options.url);
  await page.getByTestId("banner").waitFor();
  await page.screenshot({ path: join(options.shots, "phone-connection-lost.png") });
  broken = false;
  await page.getByTestId("banner").waitFor({ state: "hidden" });
  await page.getByTestId("start").waitFor();
  await context.close();
});

// Nobody has said anything yet.
await everyLook(async (chat) => {
  await check(`${chat.name}: a newcomer is welcomed`, async () => expect(await chat.page.getByTestId("start").isVisible(), "no Start button: is the sandbox fresh?"));
  await chat.shot("1-welcome");
  await layout(chat, "welcome");
  await accessible(chat, "welcome");
});

const phone = await visit("phone", "light", "tr");
await walk(phone, async () => {
  const before = await lastId(phone);
  expect(await phone.page.getByTestId("start").isVisible(), "no Start button: is the sandbox fresh?");
  await phone.page.getByTestId("start").click();
  await botAfter(phone, before);
  await phone.page.waitForTimeout(600);
});
const kit = { check, expect, until, layout, accessible, message, openChat, typeInline, pressed };
const page = (id) => `https://www.aliexpress.com/item/10050090000000${id}.html`;
await groups(kit, phone, [13, 15, 10, 35].map(page));
await quiet(phone);
await phone.close();

const desktop = await visit("desktop", "dark", "en");
await walk(desktop, async () => {
  const before = await lastId(desktop);
  await desktop.page.getByTestId("menu").click();
  await desktop.page.getByTestId("command").first().waitFor();
  await desktop.page.waitForTimeout(300);
  await desktop.shot("2-commands");
  await desktop.page.getByTestId("command").filter({ hasText: "/help" }).click();
  await botAfter(desktop, before);
  await desktop.page.waitForTimeout(600);
});
await groups(kit, desktop, [2, 6, 32, 50].map((id) => page(String(id).padStart(2, "0"))));
await quiet(desktop);
await desktop.close();

await everyLook(async (chat) => {
  const { page } = chat;
  await check(`${chat.name}: the history is there after a reload`, () => until("the messages", () => chat.messages.count(), 5000).then((n) => `${n} messages`));
  await chat.shot("10-history");
  await layout(chat, "history");
  await accessible(chat, "history");
  await page.evaluate(() => { document.querySelector("[data-testid=message-list]").parentElement.parentElement.scrollTop = 0; });
  await page.waitForTimeout(300);
  await chat.shot("11-history-top");
  await layout(chat, "history, scrolled up");
  await check(`${chat.name}: the way down is offered`, async () => {
    await page.getByTestId("newer").click({ timeout: 3000 });
    await until("the end of the list", () => page.getByTestId("newer").isHidden(), 4000);
  });
  await check(`${chat.name}: the command menu opens`, async () => {
    await page.getByTestId("menu").click();
    await page.getByTestId("command").first().waitFor({ timeout: 5000 });
    await page.waitForTimeout(300);
  });
  await chat.shot("12-commands");
  await layout(chat, "commands");
  await accessible(chat, "commands");
  await page.keyboard.press("Escape");
  for (const [kind, number] of [["group", 13], ["channel", 14]]) {
    await openChat(chat, kind);
    if (kind === "group") await page.getByTestId("topic").nth(2).click();
    await page.waitForTimeout(300);
    await chat.shot(`${number}-${kind}`);
    await layout(chat, kind);
    await accessible(chat, kind);
  }
});

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
