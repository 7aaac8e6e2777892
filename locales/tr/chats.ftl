# Gruplar ve kanallar: orada söylenenler, ayar kartı ve yöneticilere özel sohbette bildirilenler.
chats-welcome-group =
    <b>Merhaba! Burada fırsatları paylaşıyorum.</b>

    Biri AliExpress ürün bağlantısı gönderdiğinde ürünün başlığı, fiyatı ve affiliate bağlantısıyla yanıt veririm. Başka hiçbir mesaja karışmam. Ne yapacağımı ve kimlerin bağlantılarını alacağımı yöneticiler ayarlardan seçer.
chats-welcome-channel =
    <b>Artık kanalınızdayım.</b>

    Gönderileri yerinde düzenlerim: AliExpress ürün bağlantıları sizin affiliate bağlantılarınız olur, geri kalan her şey aynı kalır. Her gönderinin rakamlarını size buradan yazarım. Bunu ayarlardan kapatabilirsiniz.
chats-help =
    AliExpress ürün bağlantılarına başlık, fiyat ve affiliate bağlantısıyla yanıt veririm.

    /favori ve bir ad: bu grubun kayıtlı fırsatı; ad yazılmazsa tümü

    Yöneticiler için:
    /baglanti ve bir bağlantı ya da bir mesaja yanıt olarak: ayarlardan bağımsız olarak o fırsat
    /kaydet, /adlandir, /sil: bu grubun kayıtlı fırsatları
    /ayarlar: burada ne yaptığım
    /yetkiler: burada neleri yapabildiğim
    /izinver ve /izinkaldir, bir üyeye yanıt olarak: üyeler seçiliyorsa kimlerin bağlantılarını alacağım
chats-fault = “{ $title }” sohbetinde bir yanıtı tamamlayamadım. Bot yöneticisi için numara: <code>{ $id }</code>
chats-no-link = “{ $title }” sohbetinde şu anda affiliate bağlantısı oluşturamadığım için orada bir şey yazmadım. Bunu size en fazla saatte bir bildiririm.
chats-no-link-now = Bunun için şu anda affiliate bağlantısı oluşturamıyorum. Lütfen daha sonra yeniden deneyin.
chats-cannot-delete = “{ $title }” sohbetinde mesaj silme yetkim olmadığı için hiçbir şeyi değiştirmedim: Özgün mesaj yerinde duruyor. Bana “Mesajları silme” yetkisi verin veya başka bir mod seçin.
chats-too-long = “{ $title }” sohbetindeki bir mesaj, yeni bağlantılarıyla Telegram'ın sınırını aşacağı için olduğu gibi kaldı.
chats-not-reposted = “{ $title }” sohbetinde Telegram bir mesajı yeni bağlantılarıyla kabul etmediği için özgün mesaj yerinde kaldı.
chats-cannot-write = Oraya yazamıyorum.
chats-paused = <b>“{ $title }” sohbetinde duraklatıldım</b>: Orada işimi yapamıyorum; bu değişene kadar hiçbir şey denemem.
chats-resumed = “{ $title }” sohbetinde yeniden çalışıyorum.
chats-is-paused = ⏸ Duraklatıldı: Burada işimi yapamıyorum. Yetkilere bakın.
chats-about = 📍 <b>{ $title }</b>
chats-link-usage = Komuttan sonra bir ürün bağlantısı yazın veya bağlantı içeren bir mesajı yanıtlayın.
chats-allow-usage = Bu komutu üyenin bir mesajına yanıt olarak yazın.
chats-allowed = Bundan sonra şu üyenin bağlantılarını alacağım: { $name }
chats-denied = Artık şu üyenin bağlantılarını almayacağım: { $name }
chats-allow-without-effect = Bu, yalnızca ayarlarda “yöneticiler ve seçilen üyeler” seçiliyse etkili olur.
chats-not-admin = Bunu yalnızca o sohbetin yöneticileri yapabilir.
chats-ask-in-private = Bu, özel sohbette yazılır: Ayarları orada /sohbetler ile açın.
chats-forgotten = Bu sohbet hakkında sakladığım her şey silindi.
chats-suggest-start-me = Size özel sohbetten yazamadım. Önce beni orada başlatın, sonra bunu seçin.
chats-list = { $count ->
    [one] <b>Grubunuz veya kanalınız</b>
   *[other] <b>Gruplarınız ve kanallarınız</b>
}
chats-none =
    <b>Henüz grup veya kanal yok</b>

    Beni bir gruba ya da yönetici olarak bir kanala ekleyin; ayarları burada görünür.
chats-choose = Yönetici olduğunuz başka bir sohbetin ayarlarını açmak için onu mesaj alanının altından seçin.
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
    • Yerine paylaş: Mesajı sizin bağlantılarınızla yeniden gönderir, yazarını belirtir, özgün mesajı ancak bundan sonra silerim. Metin, biçim, medya ve konu aynı kalır; bir şey ters giderse özgün mesaj durur.
    • Öner: Fırsatı size özel sohbette gösteririm; tek dokunuşla paylaşırsınız.
chats-mode-choose-channel =
    <b>Bu kanalın gönderilerini düzenleyeyim mi?</b>

    Metindeki, açıklamalardaki ve düğmelerdeki ürün bağlantıları sizin affiliate bağlantılarınız olur. Geri kalan her şey aynı kalır.
chats-whose = 🙋 Kimlerin bağlantıları: { $value }
chats-whose-admins = yalnızca yöneticiler
chats-whose-chosen = yöneticiler ve seçilen üyeler
chats-whose-all = herkes
chats-whose-choose = <b>Kimlerin bağlantılarını alayım?</b>
chats-whose-count = { $count ->
    [0] Henüz üye seçilmedi. Grupta bir üyenin mesajını /izinver ile yanıtlayın.
    [one] 1 üye seçili. Üyenin mesajına yanıt olarak yazılan /izinver ve /izinkaldir bunu değiştirir.
   *[other] { $count } üye seçili. Üyenin mesajına yanıt olarak yazılan /izinver ve /izinkaldir bunu değiştirir.
}
chats-account = 👤 Bağlantıların hesabı: { $value }
chats-account-keeper = beni kuran yöneticinin ayarları
chats-account-nobody = henüz kimsenin ayarları değil
chats-account-mine = Benim ayarlarımı ve SubID'mi kullan
chats-account-sender = gönderenin ayarları
chats-account-choose =
    <b>Bağlantılar kimin trafik kaynağını, para birimini ve SubID'sini kullansın?</b>

    Şu anda: { $value }

    Rakamlar, ayarları kullanılan kişiye gösterilir. “Benim ayarlarımı kullan” derseniz o kişi siz olursunuz.
chats-subids = 🏷 SubID: { $value }
chats-subids-of-account = hesabınki
chats-subids-about =
    <b>Bu sohbetin bağlantılarındaki SubID</b>: { $value }

    Aralarında boşluk bırakarak en fazla beş tane. Şu alanlar doldurulur:
chats-subids-label = <code>{ "{chat}" }</code> burada “{ $label }” olur. <code>{ "{user}" }</code>, yöneticiler ve seçilen üyeler için bir numaradır; herkesin bağlantısını alıyorsam “member” yazılır: Üç gün içinde 100.000 farklı değer aşılırsa ağ, SubID'ye göre gruplamayı durdurur.
chats-subids-count = Aralarında boşluk bırakarak en az bir, en fazla { $most } SubID yazın.
chats-subids-place = “{ $pattern }” içindeki alanı tanımıyorum.
chats-subids-wrong = SubID en fazla { $longest } karakter olabilir ve %00 içeremez.
chats-subids-saved = Kaydedildi. “{ $title }” sohbetinin bağlantıları artık şunları taşıyor:
chats-ask-subids = “{ $title }” sohbetinin bağlantıları hangi SubID değerlerini taşısın? Aralarında boşluk bırakarak en fazla beş tane yazın. Vazgeçmek için herhangi bir komut gönderin.
chats-ask-subids-hint = {"{chat} {topic} {date}"}
chats-template = 📝 Paylaşım: { $value }
chats-template-own = kendi şablonunuz
chats-template-usual = olağan şablon
chats-template-about =
    <b>Fırsatların nasıl paylaşıldığı</b>

    Kendi sözleriniz (örneğin bir etiket veya bağlantının affiliate bağlantısı olduğunu belirten bir not) ve şu alanlar:
chats-template-preview = Uydurma bir ürünle şöyle görünür:
chats-template-no-link = Şablonda {"{link}"} alanı olmalı. Lütfen yeniden gönderin.
chats-template-unknown = “{ $place }” alanını tanımıyorum. Kullanılabilecek alanlar: {"{title}, {price}, {link}"}. Lütfen yeniden gönderin.
chats-template-too-long = Şablon çok uzun: En fazla { $longest } karakter olabilir. Lütfen daha kısasını gönderin.
chats-ask-template = “{ $title }” sohbetindeki paylaşımların şablonunu gönderin. Vazgeçmek için herhangi bir komut gönderin.
chats-ask-template-hint = {"{title} · {price} · {link}"}
chats-sample-title = Yün hırka
chats-repeat = ⏱ Aynı ürün yeniden: { $value }
chats-repeat-never = her seferinde
chats-repeat-choose = <b>Az önce paylaşılan bir ürün için ne kadar süre yeniden yanıt vermeyeyim?</b>
chats-remove = 🧹 Yanıtların süresi: { $value }
chats-remove-never = kalıcı
chats-remove-choose = <b>Yanıtlarımı ne kadar sonra sileyim?</b>
chats-quiet = 🌙 Sessiz saatler: { $value }
chats-quiet-off = yok
chats-quiet-choose =
    <b>Hangi saatlerde hiçbir şey paylaşmayayım?</b> { $value }

    Türkiye saatine göre (UTC+3).
chats-quiet-from-earlier = başlangıç −1 sa
chats-quiet-from-later = başlangıç +1 sa
chats-quiet-until-earlier = bitiş −1 sa
chats-quiet-until-later = bitiş +1 sa
chats-language = 🌐 Buradaki dil: { $value }
chats-language-choose = <b>Burada hangi dilde konuşayım?</b>
chats-bots = 🤖 Başka botların gönderileri: { $value }
chats-figures = 💵 Her fırsatın rakamları yöneticiye: { $value }
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
chats-button-template-usual = ↩️ Olağan şablon
chats-button-template-save = 💾 Kaydet
chats-button-template-again = ✏️ Değiştir
chats-button-repeat = ⏱ Tekrarlar
chats-button-remove = 🧹 Silme
chats-button-quiet = 🌙 Sessiz saatler
chats-button-language = 🌐 Dil
chats-button-rights = 🛡 Yetkiler
chats-button-again = 🔄 Yeniden bak
chats-button-bots-on = 🤖 Başka botların gönderileri: açık
chats-button-bots-off = 🤖 Başka botların gönderileri: kapalı
chats-button-figures-on = 💵 Her fırsatın rakamları: açık
chats-button-figures-off = 💵 Her fırsatın rakamları: kapalı
chats-button-resume = ▶️ Devam et
chats-button-forget = 🗑 Bu sohbeti unut
chats-button-forget-yes = 🗑 Evet, hepsini sil
chats-forget-ask =
    <b>“{ $title }” hakkında sakladığım her şey silinsin mi?</b>

    Ayarları, kayıtlı fırsatları ve son paylaşılanlar silinir. Siz çıkarana kadar sohbette kalırım.

rights-title = 🛡 <b>“{ $title }” sohbetinde neleri yapabilirim?</b>
rights-write = Mesaj yazma: fırsatlarla yanıt vermek için
rights-read = Mesajları görme: ürün bağlantılarını bulmak için. Yöneticiysem veya gizlilik modu kapalıysa hepsini, değilse yalnızca komutları görürüm
rights-delete = Mesaj silme: yerine paylaştığım mesajı kaldırmak için
rights-admin = Yöneticilik: rakamları yalnızca bir kişiye göstermek için
rights-edit-posts = Mesaj düzenleme: bağlantılarınızı kanalın gönderilerine yerleştirmek için
rights-enough = Gereken her şey var.
rights-missing = 🔴 işaretli yetki eksik. Grubun veya kanalın yöneticileri bunu yönetici listesinden verebilir.

figures-button = 🔒 Rakamlar
figures-wait = Bir saniye…
figures-admins-only = Rakamları yalnızca yöneticiler görebilir.
figures-sent = Rakamlar özel sohbetimizde.
figures-start-me = Önce beni özel sohbette başlatın; sonra rakamları gösterebilirim.

suggest-heading = 💡 <b>“{ $title }” sohbetinde bir bağlantı paylaşıldı. Gönderen: { $name }</b>
suggest-heading-admin = 💡 <b>“{ $title }” sohbetinde bir bağlantı paylaşıldı.</b>
suggest-button-post = ✅ Paylaş
suggest-button-skip = ✖️ Geç
suggest-posted = ✅ Paylaşıldı
suggest-skipped = ✖️ Geçildi
suggest-decided = Buna daha önce karar verilmiş veya öneri çok eski.

command-chats = Gruplar ve kanallar
command-rights = Burada neleri yapabilirim?
command-allow = Bir üyenin bağlantılarını al (yanıt olarak)
command-deny = Artık alma (yanıt olarak)
