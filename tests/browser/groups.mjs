// Walks through the groups and channels of the sandbox: a group with topics as member, admin and anonymous admin, a channel with its
// discussion group, inline results there, the bot's rights, and the ways from one place to another.
//
// As in check.mjs nothing knows the bot's wording: a figure is known by its sign, a button by its own.

/** `kit` is what check.mjs uses itself; `products` are pages that were not shared yet, one for each use. */
export async function groups(kit, chat, products) {
  const { check, expect, until, layout, accessible, message, openChat, typeInline, pressed } = kit;
  const { page, name } = chat;
  const [first, second, third, fourth] = products;
  const input = page.getByTestId("input");
  const here = (selector) => page.locator(`[data-testid=message]${selector}`);
  const alone = page.locator("[data-testid=message]:has([data-testid=alone])");
  const settle = (ms = 400) => page.waitForTimeout(ms);
  const figures = /💵|📊/; // estimate and rate, which are the publisher's alone
  /** The words of a message without its addresses, which are full of percent signs. */
  const words = async (node) => (await node.getByTestId("text").textContent()).replace(/https?:\/\/\S+/g, "");

  const voice = async (which) => {
    await page.locator(`[data-testid=voice][data-voice=${which}]`).click();
    await settle(150);
  };
  const topic = async (n) => {
    await page.getByTestId("topic").nth(n).click();
    await settle(150);
  };
  const ids = () => page.evaluate(() => [...document.querySelectorAll("[data-testid=message]")].map(({ dataset }) => Number(dataset.id)).filter(Number.isFinite));
  const last = async () => Math.max(0, ...(await ids()));
  /** The first message after `id` that is from the bot, from whoever speaks, or from somebody else. */
  const after = (id, from) => until(`a message from ${from}`, () => page.evaluate(([than, who]) =>
    [...document.querySelectorAll(`[data-testid=message][data-from=${who}]`)].map(({ dataset }) => Number(dataset.id)).find((other) => other > than), [id, from]));
  const send = async (text) => {
    const before = await last();
    await input.fill(text);
    await input.press("Enter");
    return message(chat, await after(before, "me"));
  };
  const idOf = async (node) => Number(await node.getAttribute("data-id"));
  const answerTo = async (mine) => message(chat, await after(await idOf(mine), "bot"));
  const menu = async (node, item) => {
    await node.hover();
    await node.getByTestId("message-more").click();
    await page.getByTestId(`menu-${item}`).click();
  };
  const closeAlert = async () => {
    const alert = page.getByTestId("alert");
    const text = await alert.textContent();
    await page.getByTestId("sheet-close").click();
    return text;
  };
  const keyOn = (node, label) => node.locator("[data-kind=callback]").filter({ hasText: label });

  await check(`${name} group: topics, people and what happened are shown`, async () => {
    await openChat(chat, "group");
    expect((await page.getByTestId("topic").count()) === 3 && (await page.getByTestId("voice").count()) === 3, "three topics, three voices");
    expect((await page.getByTestId("service").count()) >= 1, "nobody was added");
    expect((await page.getByTestId("sender").count()) >= 1, "no name above the bot's message");
    await chat.shot("20-group");
    await layout(chat, "group");
    await accessible(chat, "group");
  });

  let asked;
  let answer;
  await check(`${name} group: a member's link is answered in its topic, without figures`, async () => {
    await topic(2);
    await voice("member");
    asked = await send(first);
    answer = await answerTo(asked);
    await settle(1200);
    expect((await answer.getByTestId("reply").count()) === 1 && (await answer.locator(".text a[href^=http]").count()) >= 1, "no answer with a link");
    expect(!figures.test(await words(answer)), `figures for everybody: ${await words(answer)}`);
    expect((await alone.count()) === 0, "the member sees what is for the admin alone");
    await chat.shot("21-member");
    await layout(chat, "member's link");
    await accessible(chat, "member's link");
    const [mine, its] = [await idOf(asked), await idOf(answer)];
    await topic(1);
    expect((await message(chat, mine).count()) + (await message(chat, its).count()) === 0, "it stands in another topic too");
    await topic(2);
  });

  await check(`${name} group: the admin alone sees the figures`, async () => {
    await voice("creator");
    const shown = await alone.count();
    await chat.shot("22-admin");
    await layout(chat, "admin");
    await accessible(chat, "admin");
    if (shown === 0) return "below the button";
    expect(figures.test(await words(alone.last())), "no figure");
    await voice("anonymous");
    expect((await alone.count()) === shown, "behind the group the same person sees less");
    return "as a message of their own";
  });

  await check(`${name} group: the button with the figures opens for admins only`, async () => {
    await voice("member");
    // Where figures come as a message of their own, the button is there from the first edit on.
    await menu(asked, "edit");
    await input.fill(`Bak: ${first}`);
    await page.getByTestId("send").click();
    await asked.getByTestId("edited").waitFor();
    const button = answer.locator("[data-kind=callback]").last();
    await button.waitFor();
    await settle(600);
    await button.click();
    await page.getByTestId("alert").waitFor();
    await settle(300);
    await chat.shot("23-member-pop-up");
    await layout(chat, "pop-up");
    await accessible(chat, "pop-up");
    const refused = await closeAlert();
    expect(!figures.test(refused), `figures for a member: ${refused}`);
    await voice("anonymous");
    const before = await alone.count();
    await button.click();
    const alert = page.getByTestId("alert");
    await until("the figures", async () => (await alert.isVisible()) || (await alone.count()) > before);
    await settle(500);
    await chat.shot("24-admin-figures");
    const told = (await alert.isVisible()) ? await closeAlert() : await words(alone.last());
    expect(figures.test(told), `no figure: ${told}`);
    return before < (await alone.count()) ? "as a message of their own" : "as a pop-up";
  });

  await check(`${name} group: an anonymous admin writes under the group's name`, async () => {
    await topic(0);
    await voice("anonymous");
    const mine = await send("Merhaba, sorusu olan?");
    expect((await mine.getByTestId("sender").textContent()).startsWith("Deal hunters"), "another name");
    await voice("member");
    expect((await mine.getAttribute("data-from")) === "other" && !(await mine.textContent()).includes("Deniz"), "the member sees who it is");
    await chat.shot("25-anonymous");
    await layout(chat, "anonymous");
    await accessible(chat, "anonymous");
    // A member may only answer it, its author may edit and delete it as well.
    const items = async () => {
      await mine.hover();
      await mine.getByTestId("message-more").click();
      const shown = await page.locator("#message-menu button:visible").count();
      await page.keyboard.press("Escape");
      return shown;
    };
    expect((await items()) === 2, "another menu for the member");
    await voice("creator");
    expect((await items()) === 4, "another menu for the author");
  });

  await check(`${name} group: an answer to a message, and its deletion`, async () => {
    // Not by the member, whose links are answered only now and then.
    await voice("creator");
    const asks = await send(`Sence? ${second}`);
    await answerTo(asks);
    await settle();
    await menu(asks, "reply");
    await chat.shot("26-replying");
    await layout(chat, "replying");
    const command = await send("/link");
    expect((await command.getByTestId("reply").count()) === 1 && (await page.getByTestId("replying").isHidden()), "it answers nothing");
    const deal = await answerTo(command);
    expect((await deal.locator(".text a[href^=http]").count()) >= 1, "no link for the admin");
    const gone = await idOf(command);
    await menu(command, "delete");
    await until("the deletion", async () => (await message(chat, gone).count()) === 0);
    expect((await page.locator(`[data-testid=service][data-id="${gone}"]`).count()) === 1, "no trace of it");
  });

  await check(`${name} group: /settings of an admin, and a repost takes the member's message away`, async () => {
    const mode = async (label) => {
      const card = await answerTo(await send("/settings"));
      await pressed(chat, keyOn(card, "🔁").first());
      const choice = keyOn(card, label);
      await choice.first().waitFor();
      await chat.shot("27-mode");
      await pressed(chat, choice.first());
      await settle();
      return card;
    };
    await voice("creator");
    await topic(1);
    await mode(/repost|yeniden/i);
    await chat.shot("27-settings");
    await layout(chat, "settings");
    await accessible(chat, "settings");
    await voice("member");
    const before = await last();
    await input.fill(`Çok güzel ${third}`);
    await input.press("Enter");
    const repost = message(chat, await after(before, "bot"));
    const trace = page.locator("[data-testid=service].gone").last();
    await trace.waitFor();
    await settle(700);
    expect((await repost.textContent()).includes("Ece") && (await repost.textContent()).includes("Çok güzel"), "the repost says neither who nor what");
    expect(Number(await trace.getAttribute("data-id")) > before, "another message is gone");
    expect(!figures.test(await words(repost)), "figures for everybody");
    await chat.shot("28-reposted");
    await layout(chat, "reposted");
    await accessible(chat, "reposted");
    await voice("creator");
    await mode(/^\W*(reply|fırsatla|yanıt)/i);
  });

  await check(`${name} group: inline results go into the open topic`, async () => {
    await topic(1);
    await voice("member");
    await (await typeInline(chat, /\d{8,}/.exec(first)[0])).first().waitFor();
    await settle(300);
    await chat.shot("29-inline");
    await layout(chat, "inline results in the group");
    const before = await last();
    await page.getByTestId("inline-result").first().click();
    const posted = message(chat, await after(before, "me"));
    expect((await posted.getByTestId("via").count()) === 1, "it does not say through whom");
  });

  await check(`${name} channel: a post is edited in place, its copy in the discussion stays alone`, async () => {
    await openChat(chat, "channel");
    await voice("member");
    expect((await page.getByTestId("silent").isVisible()) && (await input.isHidden()), "a subscriber can write");
    await chat.shot("30-channel-subscriber");
    await layout(chat, "channel as subscriber", ["composer", "theme-switch", "language-switch"]);
    await accessible(chat, "channel as subscriber");
    await voice("creator");
    const post = await send(`Günün fırsatı: ${fourth}`);
    await post.getByTestId("edited").waitFor();
    await settle(700);
    const link = await post.locator(".text a[href^=http]").first().getAttribute("href");
    expect(link !== fourth, "the link stays");
    expect((await here("[data-from=bot]").count()) === 0, "the bot writes in the channel");
    await chat.shot("31-channel");
    await layout(chat, "channel");
    await accessible(chat, "channel");
    await page.getByTestId("linked").click();
    await settle();
    const copy = page.getByTestId("message").last();
    expect((await copy.getByTestId("forwarded").count()) === 1 && (await copy.textContent()).includes("Günün fırsatı"), "the copy is not the last message");
    await chat.shot("32-discussion");
    await layout(chat, "discussion");
    await accessible(chat, "discussion");
  });

  await check(`${name} channel: the figures lead from the private chat to the post`, async () => {
    await openChat(chat, "private");
    const report = here("[data-from=bot]").last();
    await report.locator("[data-kind=deep_link]").last().click();
    await settle();
    expect(await page.getByTestId("linked").isVisible(), "no channel");
    const post = page.locator("[data-testid=message].flash");
    expect((await post.textContent()).includes("Günün fırsatı"), "another post");
  });

  await check(`${name} group: a button with the bot's address starts it in the private chat`, async () => {
    await openChat(chat, "group");
    await topic(0);
    await voice("anonymous");
    await here("[data-from=bot]").first().locator("[data-kind=deep_link]").click();
    await settle();
    expect(await page.locator("#place").isHidden(), "no private chat");
    const start = here("[data-from=me]").last();
    expect((await start.textContent()).includes("/start chat_"), "nothing is started");
    const card = await answerTo(start);
    expect((await card.getByTestId("text").textContent()).includes("Deal hunters"), "another card");
    await settle();
    await chat.shot("33-settings-in-private");
    await layout(chat, "settings in the private chat");
  });

  await check(`${name} private: a button below the text box chooses a chat`, async () => {
    const before = await last();
    await input.fill("/chats");
    await input.press("Enter");
    const choice = page.getByTestId("choice");
    await choice.first().waitFor();
    await settle(700);
    await chat.shot("34-choices");
    await layout(chat, "choices");
    await accessible(chat, "choices");
    await choice.first().click();
    const places = page.getByTestId("place-choice");
    await places.first().waitFor();
    await settle(300);
    await chat.shot("35-chooser");
    await layout(chat, "chooser");
    await accessible(chat, "chooser");
    expect((await places.count()) === 2, `${await places.count()} groups`);
    await places.first().click();
    await until("the chosen chat", async () => (await page.getByTestId("service").count()) >= 1 && (await choice.count()) === 0);
    await until("its card", async () => (await here("[data-from=bot]").last().locator("[data-kind=callback]").count()) > 3 && (await last()) > before);
  });

  await check(`${name} rights: what the bot may do is given and taken`, async () => {
    await openChat(chat, "group");
    const button = page.getByTestId("rights");
    const set = async (selector) => {
      const before = await page.locator("#sheet-body").innerHTML();
      await page.locator(selector).click();
      await until("the change", async () => (await page.locator("#sheet-body").innerHTML()) !== before);
    };
    await button.click();
    await settle(300);
    await chat.shot("36-rights");
    await layout(chat, "rights");
    await accessible(chat, "rights");
    await set("[data-testid=right][data-right=can_delete_messages]");
    expect((await page.locator("[data-right=can_delete_messages]").getAttribute("aria-checked")) === "false", "it stays");
    await set("[data-testid=bot-status][data-status=restricted]");
    expect((await button.getAttribute("data-status")) === "restricted", "the row says something else");
    await page.getByTestId("sheet-close").click();
    await settle(900);
    await chat.shot("37-restricted");
    await openChat(chat, "private");
    await settle();
    await chat.shot("38-paused");
    await openChat(chat, "group");
    await button.click();
    await set("[data-testid=bot-status][data-status=left]");
    await set("[data-testid=bot-status][data-status=administrator]");
    await page.getByTestId("sheet-close").click();
    await topic(0);
    await settle(1500);
    expect((await here("[data-from=bot]").last().locator("[data-kind=deep_link]").count()) === 1, "no greeting when it is back");
    await chat.shot("39-back");
    await layout(chat, "the bot is back");
  });
}
