//! teloxide's own `Bot` against the server.

use teloxide::prelude::*;
use teloxide::types::{
    AllowedUpdate, BotCommand, BotCommandScope, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup,
    LinkPreviewOptions, MessageId, ParseMode, ReplyParameters, UpdateKind,
};
use teloxide::{ApiError, RequestError};

use super::{ServedTelegram, TelegramOptions};

#[tokio::test]
async fn teloxide_understands_the_server_and_the_server_teloxide() {
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let (telegram, chat) = (&served.telegram, ChatId(served.ayse));
    let bot =
        Bot::with_client(telegram.token(), served.http.clone()).set_api_url(served.base.parse().unwrap());
    let me = bot.get_me().await.unwrap();
    assert_eq!(me.username(), "dealink_sandbox_bot");

    let url = "https://s.click.example/e/_x".parse().unwrap();
    let keyboard = InlineKeyboardMarkup::new([
        vec![InlineKeyboardButton::callback("Yenile", "refresh:1"), InlineKeyboardButton::url("Aç", url)],
        vec![InlineKeyboardButton::copy_text_button(
            "Kopyala",
            CopyTextButton { text: "https://x.example".into() },
        )],
    ]);
    let preview = LinkPreviewOptions {
        is_disabled: false,
        url: Some("https://shop.example/1".into()),
        prefer_small_media: false,
        prefer_large_media: true,
        show_above_text: false,
    };
    let sent = bot
        .send_message(chat, "<b>Bağlantı</b>: <a href=\"https://shop.example/1\">ürün</a>")
        .parse_mode(ParseMode::Html)
        .reply_markup(keyboard.clone())
        .link_preview_options(preview.clone())
        .reply_parameters(ReplyParameters::new(MessageId(1)))
        .await
        .unwrap();
    assert_eq!(sent.text(), Some("Bağlantı: ürün"));
    assert_eq!(sent.entities().unwrap().len(), 2);
    assert_eq!(sent.reply_markup(), Some(&keyboard));
    assert_eq!(sent.link_preview_options(), Some(&preview));
    assert_eq!(sent.reply_to_message().unwrap().text(), Some("Merhaba"));

    telegram.press(served.ayse, i64::from(sent.id.0), "Yenile");
    telegram.push_raw_update(serde_json::json!({"a_new_kind": {}}));
    let updates = bot.get_updates().allowed_updates([AllowedUpdate::Message]).timeout(0).await.unwrap();
    let UpdateKind::CallbackQuery(press) = &updates[1].kind else { panic!("{:?}", updates[1]) };
    assert_eq!(press.data.as_deref(), Some("refresh:1"));
    assert_eq!(press.regular_message().unwrap().id, sent.id);
    assert!(matches!(updates[2].kind, UpdateKind::Error(_)));

    let edited = bot.edit_message_text(chat, sent.id, "Yeni").reply_markup(keyboard).await.unwrap();
    assert!(edited.edit_date().is_some());
    bot.edit_message_reply_markup(chat, sent.id).await.unwrap();
    bot.answer_callback_query(press.id.clone()).text("Tamam").show_alert(true).await.unwrap();

    let commands = [BotCommand::new("start", "Başlat"), BotCommand::new("help", "Yardım")];
    let scope = BotCommandScope::AllPrivateChats;
    bot.set_my_commands(commands.clone()).scope(scope.clone()).language_code("tr").await.unwrap();
    assert_eq!(bot.get_my_commands().scope(scope).language_code("tr").await.unwrap(), commands);
    assert_eq!(telegram.menu(served.ayse, served.ayse).unwrap().len(), 2);
    bot.set_my_name().name("Dealink").await.unwrap();
    bot.set_my_description().description("Bağlantılar").language_code("tr").await.unwrap();
    bot.set_my_short_description().short_description("Kısa").await.unwrap();
    assert_eq!(bot.get_my_name().await.unwrap().name, "Dealink");

    bot.send_chat_action(chat, teloxide::types::ChatAction::Typing).await.unwrap();
    assert!(bot.get_chat(chat).await.unwrap().is_private());
    bot.get_webhook_info().await.unwrap();
    bot.delete_webhook().await.unwrap();
    bot.delete_message(chat, sent.id).await.unwrap();

    let refused = bot.edit_message_text(chat, sent.id, "x").await.unwrap_err();
    assert!(matches!(refused, RequestError::Api(ApiError::MessageToEditNotFound)), "{refused}");
    let refused = bot.send_message(ChatId(5), "x").await.unwrap_err();
    assert!(matches!(refused, RequestError::Api(ApiError::ChatNotFound)), "{refused}");
}

#[tokio::test]
async fn teloxide_reads_every_form_of_post() {
    use super::{ForwardOrigin, MediaKind, UserPost};
    let served = ServedTelegram::new(TelegramOptions::default()).await;
    let (telegram, ayse) = (&served.telegram, served.ayse);
    let bot =
        Bot::with_client(telegram.token(), served.http.clone()).set_api_url(served.base.parse().unwrap());
    for kind in MediaKind::ALL {
        telegram.post(ayse, UserPost::media(kind, ""));
    }
    let marks =
        ["bold", "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "cashtag", "phone_number"];
    for kind in marks {
        telegram.post(ayse, UserPost::text("şapka").mark(kind, "şapka"));
    }
    telegram.post(ayse, UserPost::text("şapka").link("şapka", "https://a.example/"));
    let emoji = serde_json::json!({"type": "custom_emoji", "custom_emoji_id": "5368324170671202286"});
    telegram.post(ayse, UserPost::text("🙂").mark_with(emoji, "🙂"));
    let user = telegram.users()[0].clone();
    let origins = [
        ForwardOrigin::User(user),
        ForwardOrigin::HiddenUser("C.".into()),
        ForwardOrigin::channel("Fırsatlar", "firsat"),
    ];
    for origin in origins {
        let post = UserPost::media(MediaKind::Photo, "shop.com")
            .with_caption_above()
            .with_spoiler()
            .forwarded(origin);
        telegram.post(ayse, post.button("A", "https://a.example/").reply_to(1));
    }
    let photo = UserPost::media(MediaKind::Photo, "x");
    let album = telegram.album(ayse, vec![photo.clone(), photo]);
    telegram.edit(ayse, album[0], "y");
    let updates = bot.get_updates().timeout(0).await.unwrap();
    assert_eq!(updates.len(), 1 + 7 + marks.len() + 2 + 3 + 2 + 1);
    for update in &updates {
        assert!(matches!(update.kind, UpdateKind::Message(_) | UpdateKind::EditedMessage(_)), "{update:?}");
    }
    let UpdateKind::Message(animation) = &updates[3].kind else { panic!() };
    assert!(animation.animation().is_some() && animation.document().is_none());
    let UpdateKind::Message(last) = &updates[updates.len() - 2].kind else { panic!() };
    assert_eq!((last.caption(), last.media_group_id().is_some()), (Some("x"), true));

    telegram.post(
        ayse,
        UserPost::text("x").entity(serde_json::json!({"type": "sparkle", "offset": 0, "length": 1})),
    );
    let offset = i32::try_from(updates.last().unwrap().id.0).unwrap() + 1;
    let unknown = bot.get_updates().offset(offset).timeout(0).await.unwrap();
    let UpdateKind::Message(unknown) = &unknown[0].kind else { panic!("{unknown:?}") };
    assert_eq!(unknown.text(), None, "teloxide makes an empty message of one with an entity unknown to it");

    let copy = bot.copy_message(ChatId(ayse), ChatId(ayse), MessageId(2)).caption("z").await.unwrap();
    assert!(copy.0 > album[1] as i32);
}
