# Botun özel sohbette, bağlantılara verdiği yanıtlar dışında söyledikleri.
chat-start =
    <b>Bana bir AliExpress ürün bağlantısı gönderin.</b>

    Affiliate bağlantısını oluştururum; ürünün komisyon kazandırıp kazandırmadığını, bir siparişin tahmini komisyonunu ve bunu nelerin azaltabileceğini yazarım.

    Tek mesajda birden çok bağlantı gönderebilirsiniz. AliExpress uygulamasının fiyatlı paylaşım metnini de okurum.

    Tüm seçenekler: /ayarlar. Ayrıntılar: /yardim.
chat-help =
    <b>Neler yapabilirim?</b>

    • Bir veya birden çok AliExpress bağlantısı ya da “₺1.234,56 | Başlık” gibi bir paylaşım metnini bağlantısıyla birlikte gönderin.
    • ✅ affiliate ürün: komisyon kazandırır. ❌ affiliate değil: bazı trafik kaynaklarında hiç kazandırmaz. ❔ doğrulanamadı: kazandırmayabilir.
    • Her oranı kaynağı ve tarihiyle veririm. Bilmediğimi açıkça söylerim.
    • Fiyat yoksa tahmin 100 dolarlık bir sipariş içindir; “Fiyat gir” ile kendi fiyatınıza göre yapılır.

    <b>Komutlar</b>
    /baglanti ve bir bağlantı: bağlantıyı göndermekle aynıdır
    /ayarlar: dil, trafik kaynağı, para birimi, SubID, kısa bağlantılar, tahmin
    /dil, /trafik: doğrudan bu ayarlara gider
    /gizlilik: hakkınızda neler saklanıyor
    /unut: saklananların hepsini siler
chat-no-link = Bu mesajda bağlantı bulamadım. Bir AliExpress ürün bağlantısı gönderin veya /yardim yazın.
chat-no-text = Yalnızca metinleri ve açıklamaları okuyabilirim. Bir AliExpress ürün bağlantısı gönderin veya /yardim yazın.
chat-no-aliexpress = Bu mesajda AliExpress bağlantısı yok. Yalnızca AliExpress için bağlantı oluştururum.
chat-link-usage = Bağlantıyı komuttan sonra yazın: /baglanti https://www.aliexpress.com/item/… Bağlantıyı tek başına göndermek de yeterlidir.
chat-unknown-command = Bu komutu bilmiyorum. Tüm komutlar için /yardim yazın.
chat-old-press = Bu düğme artık geçerli değil.
chat-fault = Benden kaynaklanan bir sorun oluştu, yanıtı tamamlayamadım. Lütfen yeniden gönderin. Sorun sürerse bot yöneticisine şu numarayı bildirin: <code>{ $id }</code>
chat-fault-press = Benden kaynaklanan bir sorun oluştu. Bot yöneticisi için numara: { $id }
chat-privacy =
    <b>Hakkınızda neler saklanıyor?</b>

    • Ayarlarınız: dil, trafik kaynağı, para birimi, SubID, kısa bağlantılar, tahmin.
    • Size son sorduğum ve yanıtını beklediğim soru (fiyat veya SubID).
    • Son mesajlarınızın ve onlara verdiğim yanıtların numaraları; böylece bir mesajı düzenlediğinizde yanıtı da düzenlenir.
    • Mesajınız, yanıtı gönderilene kadar gelen kutumda bekler, ardından silinir.

    Bağlantılar, oluşturulmak ve kontrol edilmek üzere affiliate ağına gider; adınız ve Telegram numaranız gitmez. Mesaj metinleri hiçbir günlüğe yazılmaz.

    /unut bunların hepsini siler.
chat-forgotten = Hakkınızda sakladığım her şey silindi. Dilediğiniz zaman sıfırdan başlayabilirsiniz.
chat-ask-price =
    <b>{ $title }</b>

    Bu ürünün fiyatı nedir? Örneğin: 1.234,56 TL veya 24,90 USD. Para birimi yazmazsanız { $currency } kabul ederim.
chat-ask-price-hint = 1.234,56 TL
chat-ask-price-again = Bunu fiyat olarak okuyamadım. Örneğin: 1.234,56 TL veya 24,90 USD.
chat-ask-subid =
    Bağlantılarınız hangi SubID değerini taşısın? En fazla { $longest } karakter.

    Az sayıda farklı değer kullanın: Üç gün içinde 100.000 farklı değer aşılırsa ağ, SubID'ye göre gruplamayı durdurur. Vazgeçmek için herhangi bir komut gönderin.
chat-ask-subid-hint = kanal-1
chat-ask-subid-again = SubID tek satır ve 1 ile { $longest } karakter arasında olmalı, %00 içermemelidir. Lütfen başka bir değer gönderin.
chat-subid-saved = Kaydedildi. Bağlantılarınız artık <code>{ $subid }</code> SubID değerini taşıyor.
chat-language-saved = Kaydedildi. Artık Türkçe konuşuyorum.

command-start = Bu bot ne yapar?
command-help = Yardım
command-settings = Tüm ayarlar
command-language = Dil
command-traffic = Trafik kaynağı
command-link = Affiliate bağlantısı oluştur
command-privacy = Hakkınızda neler saklanıyor?
command-forget = Saklananların hepsini sil
bot-description =
    Bir AliExpress ürün bağlantısı gönderin; affiliate bağlantısını alın, ürünün komisyon kazandırıp kazandırmadığını ve tahmini komisyonu öğrenin.
bot-short-description = AliExpress affiliate bağlantıları, ürün kontrolü ve tahmini komisyon.
