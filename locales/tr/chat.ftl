# Botun özel sohbette, bağlantılara verdiği yanıtlar dışında söyledikleri.
chat-start =
    <b>Bana bir AliExpress ürün bağlantısı gönderin.</b>

    Affiliate bağlantısını oluştururum; ürünün komisyon kazandırıp kazandırmadığını, bir siparişin tahmini komisyonunu ve bunu nelerin azaltabileceğini yazarım.

    Bir gönderiyi veya albümü gönderir ya da iletirseniz ürün bağlantılarını değiştirip size geri gönderirim. Başkalarının affiliate bağlantılarını size sormadan değiştirmem.

    Tek mesajda birden çok bağlantı gönderebilirsiniz. AliExpress uygulamasının fiyatlı paylaşım metnini de okurum.

    Tüm seçenekler: /ayarlar. Ayrıntılar: /yardim.
chat-setup =
    <b>Henüz affiliate hesabı bağlanmadı</b>

    Hesap olmadan bağlantı oluşturamam. Bot yöneticisi, affiliate ağının erişim bilgilerini veya programdaki kendi affiliate bağlantısını girmelidir; ardından bağlantılar burada, gruplarda, kanallarda ve her sohbette oluşturulur.
chat-help =
    <b>Neler yapabilirim?</b>

    • Bir veya birden çok AliExpress bağlantısı ya da “₺1.234,56 | Başlık” gibi bir paylaşım metnini bağlantısıyla birlikte gönderin.
    • ✅ affiliate ürün: komisyon kazandırır. ❌ affiliate değil: bazı trafik kaynaklarında hiç kazandırmaz. ❔ doğrulanamadı: kazandırmayabilir.
    • Her oranı kaynağı ve tarihiyle veririm. Bilmediğimi açıkça söylerim.
    • Fiyat yoksa tahmin 100 dolarlık bir sipariş içindir; “Fiyat gir” ile kendi fiyatınıza göre yapılır.
    • Gönderdiğiniz veya ilettiğiniz gönderinin yalnızca ürün bağlantıları değişir; metin, biçim ve medya aynı kalır. Mağaza, arama ve kampanya sayfalarının affiliate bağlantılarını ayrıca yazarım.
    • Başkalarının affiliate bağlantılarını size sormadan değiştirmem.

    <b>Komutlar</b>
    /baglanti ve bir bağlantı: bağlantıyı göndermekle aynıdır
    /gonderi ve bir gönderi: gönderi, ürün bağlantıları değiştirilmiş olarak geri gelir. İletilen, biçimlendirilmiş veya birkaç satırlık metinlerde, açıklamalı medyada ve albümlerde komut gerekmez.
    /firsat: komisyonu en yüksek Hot ürünler
    /ara ve kelimeler: kelimeye, fiyata, komisyona ve indirime göre ürünler; kelime yazmazsanız nasıl aranacağını açıklarım. Herhangi bir sohbette kullanıcı adımı ve kelimeleri yazarak orada paylaşabileceğiniz ürünleri bulursunuz.
    /denetle ve bir gönderi: hangi ifadelerin program kurallarına aykırı olabileceğini yazarım. Bir gönderiye yanıt olarak da kullanılır.
    /subid: gönderinin son satırına yazılır, örneğin /subid kanal-1 bahar. Yalnızca o gönderinin bağlantılarına en fazla beş SubID ekler.
    /kaydet, /favori, /adlandir, /sil: bir adla kaydettiğiniz ürünler
    /sohbetler: gruplarınız, kanallarınız ve oradaki ayarlarım
    /ayarlar: dil, trafik kaynağı, para birimi, SubID, kısa bağlantılar, tahmin, başkalarının affiliate bağlantıları, programa kabul tarihi
    /dil, /trafik: doğrudan bu ayarlara gider
    /program: programın rakamları
    /kurallar: programın izin vermedikleri
    /gizlilik: hakkınızda neler saklanıyor
    /unut: saklananların hepsini siler
chat-no-link = Bu mesajda bağlantı bulamadım. Bir AliExpress ürün bağlantısı gönderin veya /yardim yazın.
chat-no-text = Yalnızca metinleri ve açıklamaları okuyabilirim. Bir AliExpress ürün bağlantısı gönderin veya /yardim yazın.
chat-no-aliexpress = Bu mesajda AliExpress bağlantısı yok. Yalnızca AliExpress için bağlantı oluştururum.
chat-link-usage = Bağlantıyı komuttan sonra yazın: /baglanti https://www.aliexpress.com/item/… Bağlantıyı tek başına göndermek de yeterlidir.
chat-post-usage = Gönderiyi komuttan sonra yazın veya bir gönderiyi /gonderi ile yanıtlayın. Ürün bağlantılarını değiştirip size geri gönderirim.
chat-post-refused = Telegram gönderiyi kabul etmediği için geri gönderemedim. Yeni bağlantılar aşağıda.
chat-original-gone = Yanıtladığım mesaj silinmiş. Lütfen yeniden gönderin.
chat-labels-usage = Gönderinin son satırına /subid ve en fazla beş SubID yazın veya bir gönderiyi bu komutla yanıtlayın: /subid kanal-1 bahar
chat-labels-count = /subid komutundan sonra, aralarında boşluk bırakarak en az bir, en fazla { $most } SubID yazın. Bağlantılar değiştirilmedi; lütfen düzeltip yeniden gönderin.
chat-labels-too-long = SubID çok uzun: “{ $label }”. En fazla { $longest } karakter olabilir. Bağlantılar değiştirilmedi; lütfen düzeltip yeniden gönderin.
chat-labels-nul = SubID %00 içeremez. Bağlantılar değiştirilmedi; lütfen düzeltip yeniden gönderin.
chat-unknown-command = Bu komutu bilmiyorum. Tüm komutlar için /yardim yazın.
chat-old-press = Bu düğme artık geçerli değil.
chat-fault = Benden kaynaklanan bir sorun oluştu, yanıtı tamamlayamadım. Lütfen yeniden gönderin. Sorun sürerse bot yöneticisine şu numarayı bildirin: <code>{ $id }</code>
chat-fault-press = Benden kaynaklanan bir sorun oluştu. Bot yöneticisi için numara: { $id }
chat-too-much = Yanıt bekleyen çok sayıda mesajınız birikti. Önce onları yanıtlıyorum; bu sırada gönderdikleriniz işleme alınmaz. Lütfen daha sonra yeniden gönderin.
chat-set-aside = Mesajlarınızdan biri işlenemedi ve <code>{ $id }</code> numarasıyla bot yöneticisi için kenara ayrıldı. Diğer mesajlarınız her zamanki gibi yanıtlanır.
chat-privacy =
    <b>Hakkınızda neler saklanıyor?</b>

    • Ayarlarınız: dil, trafik kaynağı, para birimi, SubID, kısa bağlantılar, tahmin, başkalarının affiliate bağlantılarıyla ilgili seçiminiz, reklam alanınızın programa kabul tarihi.
    • Size son sorduğum ve yanıtını beklediğim soru (fiyat, mağaza, SubID, kabul tarihi, bir grubun SubID değerleri veya paylaşım şablonu ya da kelimeleriyle birlikte bir aramanın filtresi).
    • Bir adla kaydettiğiniz ürünler ve son sorduğunuz on ürünün numarası.
    • Beni bir gruba veya kanala eklediyseniz, oradaki sorumlu yöneticiyseniz, yöneticiler sizi üye olarak seçtiyse veya bağlantınız bir yöneticiye önerildiyse Telegram kimliğiniz. Bu sohbetlerin ayarları, kayıtlı fırsatları ve hangi ürünün ne zaman paylaşıldığı saklanır; mesaj metinleri asla saklanmaz.
    • Son mesajlarınızın ve onlara verdiğim yanıtların numaraları; böylece bir mesajı düzenlediğinizde yanıtı da düzenlenir.
    • Mesajınız ve hazırladığım yanıt, yanıt gönderilene kadar gelen kutumda bekler; ardından ikisi de silinir. İşleyemediğim bir mesaj bot yöneticisi için kenara ayrılır. Başka sohbetlerde kullanıcı adımdan sonra yazdıklarınız yanıtlanır, saklanmaz.

    Bağlantılar, oluşturulmak ve kontrol edilmek üzere affiliate ağına gider. Kısa bağlantıların nereye gittiğini AliExpress'e veya onları kısaltan affiliate ağına sorarım. Adınız ve Telegram kimliğiniz hiçbirine gitmez. Mesaj metinleri hiçbir günlüğe yazılmaz.

    /unut bunların hepsini siler.
chat-forget-ask =
    <b>Hakkınızda sakladığım her şey silinsin mi?</b>

    Şunlar geri getirilemeyecek biçimde silinir:
chat-forget-settings = • ayarlarınız, size son sorduğum soru, son mesajlarınızın ve ürünlerinizin numaraları
chat-forget-favourites = { $count ->
    [one] • kayıtlı bir ürün
   *[other] • kayıtlı { $count } ürün
}
chat-forget-waiting = { $count ->
    [one] • yanıt bekleyen bir mesaj
   *[other] • yanıt bekleyen { $count } mesaj
}
chat-forget-chats = { $count ->
    [one] Şu sohbetin sorumlusu sizsiniz; ayarları kalır, başka bir yönetici devralabilir:
   *[other] Şu { $count } sohbetin sorumlusu sizsiniz; ayarları kalır, başka bir yönetici devralabilir:
}
chat-forget-chat = • { $title }
chat-forget-more = { $count ->
    [one] • bir sohbet daha
   *[other] • { $count } sohbet daha
}
chat-forget-yes = 🗑 Hepsini sil
chat-forget-no = Vazgeç
chat-forget-kept = Hiçbir şey silinmedi.
chat-forgotten = Hakkınızda sakladığım her şey silindi. Dilediğiniz zaman sıfırdan başlayabilirsiniz.
chat-ask-price =
    <b>{ $title }</b>

    Bu ürünün fiyatı nedir? Örneğin: 1.234,56 TL veya 24,90 USD. Para birimi yazmazsanız { $currency } kabul ederim.
chat-ask-price-hint = 1.234,56 TL
chat-ask-price-again = Bunu fiyat olarak okuyamadım. Örneğin: 1.234,56 TL veya 24,90 USD.
chat-ask-store =
    <b>{ $title }</b>

    Bu ürünü hangi mağaza satıyor? Mağazanın numarasını veya bağlantısını gönderin; numara, mağaza sayfasının bağlantısında yazar.
chat-ask-store-hint = 1100123456
chat-ask-store-again = Bunu mağaza numarası olarak okuyamadım. Örneğin: 1100123456.
chat-ask-joined = Reklam alanınız programa hangi gün kabul edildi? Örneğin: 20.11.2026 veya “dün”. Vazgeçmek için herhangi bir komut gönderin.
chat-ask-joined-hint = 20.11.2026
chat-ask-joined-again = Bunu geçmiş bir tarih olarak okuyamadım. Örneğin: 20.11.2026 veya “dün”.
chat-joined-saved = Kaydedildi. Reklam alanınızın programa kabul tarihi: { $date }.
chat-ask-subid =
    Bağlantılarınız hangi SubID değerini taşısın? En fazla { $longest } karakter.

    Az sayıda farklı değer kullanın: Üç gün içinde 100.000 farklı değer aşılırsa ağ, SubID'ye göre gruplamayı durdurur. Vazgeçmek için herhangi bir komut gönderin.
chat-ask-subid-hint = kanal-1
chat-ask-subid-again = SubID tek satır ve 1 ile { $longest } karakter arasında olmalı, %00 içermemelidir. Lütfen başka bir değer gönderin.
chat-subid-saved = Kaydedildi. Bağlantılarınız artık <code>{ $subid }</code> SubID değerini taşıyor.
chat-language-saved = Kaydedildi. Artık Türkçe konuşuyorum.

command-start = Bu bot ne yapar?
command-help = Yardım
command-post = Gönderideki bağlantıları değiştir
command-subid = Tek bir gönderi için SubID
command-settings = Tüm ayarlar
command-program = Programın rakamları
command-rules = Programın izin vermedikleri
command-language = Dil
command-traffic = Trafik kaynağı
command-link = Affiliate bağlantısı oluştur
command-privacy = Hakkınızda neler saklanıyor?
command-forget = Saklananların hepsini sil
command-lists = Mağaza ve anahtar kelime listeleri
bot-description =
    Bir AliExpress ürün bağlantısı gönderin; affiliate bağlantısını alın, ürünün komisyon kazandırıp kazandırmadığını ve tahmini komisyonu öğrenin. Bir gönderinin tamamını gönderirseniz ürün bağlantıları değiştirilmiş olarak geri gelir.
bot-short-description = AliExpress affiliate bağlantıları, ürün kontrolü ve tahmini komisyon.
