# Gruplar ve kanallar: orada söylenenler, ayar kartı ve yöneticilere özel sohbette bildirilenler.
chats-welcome-group =
    <b>Merhaba! Burada fırsatları paylaşıyorum.</b>

    Biri AliExpress ürün bağlantısı gönderdiğinde ürünün başlığı, fiyatı ve affiliate bağlantısıyla yanıt veririm. Başka hiçbir mesaja karışmam. Ne yapacağımı ve kimlerin bağlantılarını işleyeceğimi yöneticiler ayarlardan seçer.
chats-welcome-channel =
    <b>Artık kanalınızdayım.</b>

    Gönderileri yerinde düzenlerim: AliExpress ürün bağlantıları sizin affiliate bağlantılarınız olur, geri kalan her şey aynı kalır. Her gönderinin rakamlarını size buradan yazarım. Bunu ayarlardan kapatabilirsiniz.
chats-help =
    AliExpress ürün bağlantılarıyla ilgilenirim: Ayarlara göre başlık, fiyat ve affiliate bağlantısıyla yanıt verir, mesajı yerine paylaşır veya yöneticiye öneririm.

    /favori ve bir ad: bu grubun kayıtlı fırsatı; ad yazılmazsa tümü

    Yöneticiler için:
    /baglanti ve bir bağlantı, ya da bağlantılı bir mesaja yanıt olarak /baglanti: ayarlar ne olursa olsun fırsatı paylaşırım
    /kaydet, /adlandir, /sil: bu grubun kayıtlı fırsatları
    /ayarlar: bu grubun ayarları
    /yetkiler: buradaki yetkilerim
    /izinver ve /izinkaldir, bir üyenin mesajına yanıt olarak: seçilen üyelere ekler veya çıkarır
chats-fault = “{ $title }” sohbetinde bir yanıtı tamamlayamadım. Bot yöneticisi için numara: <code>{ $id }</code>
chats-no-link = “{ $title }” sohbetinde şu anda affiliate bağlantısı oluşturamadığım için orada bir şey yazmadım. Bunu size en fazla saatte bir bildiririm.
chats-no-link-now = Bunun için şu anda affiliate bağlantısı oluşturamıyorum. Lütfen daha sonra yeniden deneyin.
chats-cannot-delete = “{ $title }” sohbetinde mesaj silme yetkim yok; asıl mesaj yerinde duruyor. Bana “Mesajları sil” yetkisini verin veya başka bir mod seçin.
chats-rights-not-checked = “{ $title }” sohbetindeki yetkilerimi şu anda denetleyemediğim için bir mesaj olduğu gibi kaldı.
chats-passed-over = “{ $title }” sohbetinde bağlantı içeren { $count } mesajı yanıtsız bıraktım. Telegram'ın bir gruba dakikada izin verdiği mesaj hakkını tek bir kişi tüketmesin diye, yönetici olmayan bir üyeye art arda en çok beş kez, sonra 15 saniyede bir yanıt veriyorum. Bunu size en fazla saatte bir bildiririm.
chats-author-not-checked = “{ $title }” sohbetinde bir üyenin yönetici olup olmadığını şu anda denetleyemediğim için bir mesajı yanıtsız bıraktım.
chats-figures-not-checked = “{ $title }” sohbetinde hâlâ yönetici olup olmadığınızı şu anda denetleyemediğim için size şimdilik rakam ve öneri göndermiyorum.
chats-owner-not-checked = “{ $title }” sohbetinde ayarları değiştirme yetkiniz olup olmadığını şu anda denetleyemedim; bu yüzden sohbetin henüz bir sorumlusu yok. Devralmak için ayarları açın.
chats-too-long = “{ $title }” sohbetindeki bir mesaj, yeni bağlantılarıyla Telegram'ın sınırını aşacağı için olduğu gibi kaldı.
chats-not-reposted = “{ $title }” sohbetinde Telegram bir mesajı yeni bağlantılarıyla kabul etmediği için asıl mesaj yerinde kaldı.
chats-not-answered = “{ $title }” sohbetinde Telegram bir yanıtı kabul etmedi: Konu kapatılmış veya silinmiş olabilir.
chats-cannot-write = Oraya yazamıyorum.
chats-paused = <b>“{ $title }” sohbetinde çalışmayı duraklattım</b>: Orada işimi yapamıyorum; bu düzelene kadar hiçbir şey denemem.
chats-resumed = “{ $title }” sohbetinde yeniden çalışıyorum.
chats-is-paused = ⏸ Duraklatıldı: Burada işimi yapamıyorum. Yetkilere bakın.
chats-about = 📍 <b>{ $title }</b>
chats-link-usage = Komuttan sonra bir ürün bağlantısı yazın veya bağlantı içeren bir mesajı yanıtlayın.
chats-allow-usage = Bu komutu üyenin bir mesajına yanıt olarak yazın.
chats-allowed = { $name }: Bundan sonra bu üyenin bağlantılarını işleyeceğim. SubID içindeki kodu: <code>{ $code }</code>
chats-denied = { $name }: Artık bu üyenin bağlantılarını işlemeyeceğim.
chats-allow-without-effect = Bu, yalnızca ayarlarda “yöneticiler ve seçilen üyeler” seçiliyse etkili olur.
chats-not-admin = Bunu yalnızca o sohbetin yöneticileri yapabilir.
chats-not-checked = Telegram yanıt vermediği için yetkilerinizi denetleyemedim ve hiçbir şeyi değiştirmedim. Lütfen yeniden deneyin.
chats-lacks-change-info = Bunun için o sohbette “Bilgileri değiştir” yönetici yetkisine ihtiyacınız var.
chats-lacks-delete-messages = Bunun için o sohbette “Mesajları sil” yönetici yetkisine ihtiyacınız var; çünkü bu modda üyelerin mesajları silinir.
chats-lacks-edit-messages = Bunun için o kanalda “Mesajları düzenle” yönetici yetkisine ihtiyacınız var.
chats-lacks-anonymous = Bunu hangi yöneticinin yazdığını göremiyorum; bu grubun anonim yöneticilerinden bazılarının bunun için gereken yetkisi yok. Lütfen anonimliği kapatıp kendi adınızla yazın.
chats-repost-cannot-delete = Bu mod için “Mesajları sil” yetkisine ihtiyacım var. Önce bana bu yetkiyi verin, sonra bu modu seçin.
chats-ask-in-private = Bu, özel sohbette yazılır: Ayarları orada /sohbetler ile açın.
chats-forgotten = Bu sohbet hakkında sakladığım her şey silindi.
chats-suggest-start-me = Sorumlu yöneticiye özel sohbetten yazamadım. Önce beni orada başlatmalı; sonra bunu seçin.
chats-list = { $count ->
    [one] <b>Grubunuz veya kanalınız</b>
   *[other] <b>Gruplarınız ve kanallarınız</b>
}
chats-none =
    <b>Henüz grup veya kanal yok</b>

    Beni bir gruba ya da yönetici olarak bir kanala ekleyin; ayarları burada görünür.
chats-choose = Yönetici olduğunuz başka bir sohbetin ayarlarını açmak için mesaj alanının altındaki düğmeleri kullanın.
chats-chosen = Bir saniye…
chats-button-choose-group = 👥 Grup seç
chats-button-choose-channel = 📣 Kanal seç
chats-button-add-group = ➕ Gruba ekle
chats-button-add-channel = ➕ Kanala ekle
chats-button-open = ↗️ Mesajı aç
chats-button-settings = ⚙️ Ayarlar

chats-title = ⚙️ <b>{ $title }</b>
chats-mode = 🔁 Mod: { $value }
chats-mode-off = kapalı
chats-mode-reply = fırsatla yanıtla
chats-mode-repost = üyenin mesajının yerine paylaş
chats-mode-suggest = yöneticiye öner
chats-mode-edit = gönderileri düzenle
chats-mode-choose =
    <b>Ürün bağlantılarıyla ne yapayım?</b>

    • Yanıtla: Başlık, fiyat ve affiliate bağlantısıyla yanıt veririm.
    • Yerine paylaş: Mesajı sizin bağlantılarınızla yeniden gönderir, yazarını belirtir, asıl mesajı ancak bundan sonra silerim. Metin, biçim, medya ve konu aynı kalır; bir şey ters giderse asıl mesaj durur.
    • Öner: Fırsatı özel sohbette sorumlu yöneticiye gösteririm; tek dokunuşla paylaşır.
chats-mode-choose-channel =
    <b>Bu kanalın gönderilerini düzenleyeyim mi?</b>

    Metindeki, açıklamalardaki ve düğmelerdeki ürün bağlantıları sizin affiliate bağlantılarınız olur. Geri kalan her şey aynı kalır.
chats-whose = 🙋 Kimlerin bağlantıları: { $value }
chats-whose-admins = yalnızca yöneticiler
chats-whose-chosen = yöneticiler ve seçilen üyeler
chats-whose-all = herkes
chats-whose-choose = <b>Kimlerin bağlantılarını işleyeyim?</b>
chats-whose-count = { $count ->
    [0] Henüz üye seçilmedi. Grupta bir üyenin mesajını /izinver ile yanıtlayın.
    [one] 1 üye seçili. Değiştirmek için bir üyenin mesajını /izinver veya /izinkaldir ile yanıtlayın.
   *[other] { $count } üye seçili. Değiştirmek için bir üyenin mesajını /izinver veya /izinkaldir ile yanıtlayın.
}
chats-account = 👤 Bağlantılarda kullanılan: { $value }
chats-account-keeper = sorumlu yöneticinin ayarları
chats-account-nobody = henüz seçilmedi
chats-no-owner = ⚠️ Bu sohbetin sorumlusu yok: Bağlantılar kimsenin ayarlarını taşımıyor, rakamlar kimseye gitmiyor. Bir yönetici aşağıdaki düğmeyle devralabilir.
chats-owner = 🧑‍💼 Sorumlu: { $value }
chats-owner-former = { $name } (artık yönetici değil)
chats-owner-not-known = şu anda denetlenemedi
chats-account-mine = Benim ayarlarımı kullan
chats-account-sender = gönderenin ayarları
chats-account-choose =
    <b>Bağlantılar kimin trafik kaynağını, para birimini ve SubID'sini kullansın?</b>

    Şu anda: { $value }

    Rakamlar, ayarları kullanılan kişiye gösterilir. “Benim ayarlarımı kullan” derseniz sorumlu yönetici siz olursunuz: öneriler ve uyarılar da size gelir. Gönderenin ayarları kullanılıyorsa gönderenin kendi SubID'si, bu sohbetinkilerden önce gelir.
chats-subids = 🏷 SubID: { $value }
chats-subids-of-account = hesaptaki
chats-subids-about =
    <b>Bu sohbetin bağlantılarındaki SubID</b>: { $value }

    En fazla beş tane; aralarında boşluk bırakın. Şu alanları ben doldururum:
chats-subids-label = <code>{ "{chat}" }</code> burada “{ $label }” olur, <code>{ "{topic}" }</code> konunun numarası (konu dışında “main”), <code>{ "{date}" }</code> o günün tarihidir. <code>{ "{user}" }</code>, gönderen üye için bir koddur; herkesin bağlantılarını işliyorsam yerine “member” yazılır, çünkü üç gün içinde 100.000 farklı değer aşılırsa ağ, SubID'ye göre gruplamayı durdurur.
chats-subids-count = Aralarında boşluk bırakarak en az bir, en fazla { $most } SubID yazın.
chats-subids-place = “{ $pattern }” içindeki alanı tanımıyorum.
chats-subids-wrong = SubID en fazla { $longest } karakter olabilir ve %00 içeremez.
chats-subids-saved = Kaydedildi. “{ $title }” sohbetinin bağlantıları artık şunları taşıyor:
chats-ask-subids = “{ $title }” sohbetinin bağlantıları hangi SubID değerlerini taşısın? Aralarında boşluk bırakarak en fazla beş tane yazın. Vazgeçmek için herhangi bir komut gönderin.
chats-ask-subids-hint = {"{chat} {topic} {date}"}
chats-template = 📝 Paylaşım: { $value }
chats-template-own = kendi şablonunuz
chats-template-usual = varsayılan şablon
chats-template-about =
    <b>Fırsatların nasıl paylaşıldığı</b>

    Kendi metninizi (örneğin bir etiket veya bağlantının affiliate bağlantısı olduğunu belirten bir not) ve şu alanları kullanabilirsiniz:
chats-template-preview = Örnek bir ürünle şöyle görünür:
chats-template-no-link = Şablonda {"{link}"} alanı olmalı. Lütfen yeniden gönderin.
chats-template-unknown = “{ $place }” alanını tanımıyorum. Kullanılabilecek alanlar: {"{title}, {price}, {link}"}. Lütfen yeniden gönderin.
chats-template-too-long = Şablon çok uzun: En fazla { $longest } karakter olabilir. Lütfen daha kısasını gönderin.
chats-ask-template = “{ $title }” sohbetindeki paylaşımların şablonunu gönderin. Vazgeçmek için herhangi bir komut gönderin.
chats-ask-template-hint = {"{title} · {price} · {link}"}
chats-sample-title = Yün hırka
chats-repeat = ⏱ Aynı ürün için bekleme: { $value }
chats-repeat-never = bekleme yok
chats-repeat-choose = <b>Az önce paylaşılan bir ürün için ne kadar süre yeniden yanıt vermeyeyim?</b>
chats-remove = 🧹 Yanıtların kalma süresi: { $value }
chats-remove-never = sınırsız
chats-remove-choose = <b>Yanıtlarım sohbette ne kadar kalsın?</b> Yerine paylaşılan mesajlar hep kalır.
chats-quiet = 🌙 Sessiz saatler: { $value }
chats-quiet-off = yok
chats-quiet-choose =
    <b>Hangi saatlerde hiçbir şey paylaşmayayım?</b> { $value }

    Türkiye saatine göre (UTC+3).
chats-quiet-from-earlier = başlangıç −1 saat
chats-quiet-from-later = başlangıç +1 saat
chats-quiet-until-earlier = bitiş −1 saat
chats-quiet-until-later = bitiş +1 saat
chats-language = 🌐 Buradaki dil: { $value }
chats-language-bot = botun kendi dili
chats-language-choose = <b>Burada hangi dilde konuşayım?</b>
chats-bots = 🤖 Başka botların gönderileri: { $value }
chats-figures = 💵 Rakamlar kendiliğinden gelsin: { $value }
chats-minutes = { $count } dk
chats-hours = { $count } saat
chats-days = { $count ->
    [one] 1 gün
   *[other] { $count } gün
}
chats-button-mode = 🔁 Mod
chats-button-whose = 🙋 Kimler
chats-button-account = 👤 Hesap
chats-button-subids = 🏷 SubID
chats-button-subids-enter = ✏️ SubID gir
chats-button-subids-remove = 🗑 Kaldır
chats-button-template = 📝 Paylaşım
chats-button-template-enter = ✏️ Şablon gir
chats-button-template-usual = ↩️ Varsayılan şablon
chats-button-template-save = 💾 Kaydet
chats-button-template-again = ✏️ Değiştir
chats-button-repeat = ⏱ Aynı ürün
chats-button-remove = 🧹 Silme
chats-button-quiet = 🌙 Sessiz saatler
chats-button-language = 🌐 Dil
chats-button-rights = 🛡 Yetkiler
chats-button-again = 🔄 Yenile
chats-button-bots-on = 🤖 Başka botların gönderileri: açık
chats-button-bots-off = 🤖 Başka botların gönderileri: kapalı
chats-button-figures-on = 💵 Kendiliğinden gelen rakamlar: açık
chats-button-figures-off = 💵 Kendiliğinden gelen rakamlar: kapalı
chats-button-resume = ▶️ Devam et
chats-button-forget = 🗑 Bu sohbeti unut
chats-button-forget-yes = 🗑 Evet, hepsini sil
chats-forget-ask =
    <b>“{ $title }” hakkında sakladığım her şey silinsin mi?</b>

    Ayarları, kayıtlı fırsatları ve son paylaşılanlar silinir. Siz çıkarana veya yeniden açana kadar sohbette kapalı olarak kalırım.

rights-title = 🛡 <b>“{ $title }” sohbetinde neleri yapabilirim?</b>
rights-write = Mesaj yazma: fırsatlarla yanıt vermek için
rights-read = Mesajları görme: ürün bağlantılarını bulmak için. Yöneticiysem veya gizlilik modu kapalıysa hepsini, değilse yalnızca komutları görürüm
rights-delete = Mesaj silme: yeniden paylaştığım üye mesajının aslını kaldırmak için
rights-admin = Yöneticilik: rakamları yalnızca bir kişiye göstermek için
rights-edit-posts = Mesaj düzenleme: bağlantılarınızı kanalın gönderilerine yerleştirmek için
rights-optional = ⚪ işaretliler şu anda zorunlu değil.
rights-not-known = ❔ işaretliler şu anda denetlenemedi; lütfen yeniden deneyin.
rights-enough = Gereken her şey var.
rights-missing = 🔴 işaretliler eksik. Yöneticiler bunları grubun veya kanalın “Yöneticiler” bölümünden verebilir.

figures-button = 🔒 Rakamlar
figures-wait = Bir saniye…
figures-admins-only = Rakamları yalnızca yöneticiler görebilir.
figures-sent = Rakamlar özel sohbetimizde.
figures-start-me = Önce beni özel sohbette başlatın; sonra rakamları gösterebilirim.

suggest-heading = 💡 <b>{ $name }, “{ $title }” sohbetinde bir bağlantı paylaştı.</b>
suggest-heading-admin = 💡 <b>“{ $title }” sohbetinde bir bağlantı paylaşıldı.</b>
suggest-button-post = ✅ Paylaş
suggest-button-skip = ✖️ Atla
suggest-posted = ✅ Paylaşıldı
suggest-skipped = ✖️ Atlandı
suggest-being-decided = Bu öneriye şu anda başka bir yönetici karar veriyor.
suggest-decided = Bu öneri daha önce sonuçlandırılmış veya artık çok eski.

chats-credit = 👤 Bunu { $name } paylaştı.

owner-notice = 🔔 <b>{ $name }, “{ $title }” sohbetinin ayarlarını değiştirdi.</b>
owner-notice-anonymous = 🔔 <b>Anonim bir yönetici “{ $title }” sohbetinin ayarlarını değiştirdi.</b>
owner-notice-several = 🔔 <b>Birden çok yönetici “{ $title }” sohbetinin ayarlarını değiştirdi.</b>
owner-notice-former = 🔔 <b>“{ $title }” sohbetinin ayarları değiştirildi.</b>
owner-notice-former-erased = 🔔 <b>“{ $title }” hakkında sakladığım her şey silindi.</b>
owner-notice-as-before = Sizi ilgilendiren ayarlar şu anda önceki gibi.
owner-notice-replaced = 🧑‍💼 Artık oranın sorumlusu başka biri: Rakamlar, öneriler ve uyarılar size gelmeyecek.
owner-notice-erased = 🔔 <b>{ $name }, “{ $title }” hakkında sakladığım her şeyi sildi.</b> Bir yönetici beni yeniden açana kadar orada hiçbir şey yapmam.
owner-notice-erased-anonymous = 🔔 <b>Anonim bir yönetici “{ $title }” hakkında sakladığım her şeyi sildi.</b> Bir yönetici beni yeniden açana kadar orada hiçbir şey yapmam.

command-chats = Gruplar ve kanallar
command-rights = Botun bu gruptaki yetkileri
command-allow = Bir üyeye izin ver (yanıt olarak)
command-deny = Bir üyenin iznini kaldır (yanıt olarak)
