# Bot yöneticisinin okudukları: başlangıç mesajları ve komut satırı.
operator-faults = { $count ->
    [one] dealink başlatılamıyor: bir ayar eksik veya hatalı.
   *[other] dealink başlatılamıyor: { $count } ayar eksik veya hatalı.
}
operator-fault-missing = eksik.
operator-fault-url = bir web adresi değil (http veya https).
operator-fault-number = izin verilen aralıkta bir sayı değil.
operator-fault-hours = izin verilen aralıkta bir saat sayısı da değil, off da değil.
operator-fault-switch = on veya off değil.
operator-fault-language = tr veya en değil.
operator-fault-ids = Telegram kullanıcı kimliklerinden oluşan bir liste değil (aralarında virgül olan sayılar).
operator-fault-token = bir bot anahtarına benzemiyor (rakamlar, iki nokta üst üste, ardından en az 20 harf ve rakam).
operator-fault-base = ağın bir affiliate bağlantısı değil (https://…/g/KOD/).
operator-fault-secret-file = için verilen dosya okunamıyor: { $file } ({ $what }).
operator-fault-file-read = okunamıyor ({ $what }).
operator-fault-file-form = geçerli bir TOML değil; hatalı satır: { $what }.
operator-fault-file-key = içinde bilinmeyen bir anahtar var: { $what }.
operator-fault-file-value = içinde ne metin ne de sayı olan bir değer var: { $what }.
operator-fault-program-read = için verilen dosya okunamıyor: { $file } ({ $what }).
operator-fault-program-file = için verilen dosyada hata var: { $file }, { $place }: { $what }
operator-fault-program-twice = aynı program ({ $campaign }) için iki dosya veriyor; ikincisi: { $file }.
operator-fault-program-none = olarak { $campaign } verilmiş, ancak bu programı anlatan bir program dosyası yok. Başka dosyalar DEALINK_PROGRAM_FILES ile verilir.
operator-where-TELEGRAM_BOT_TOKEN = Telegram'da BotFather verir: /newbot; mevcut bir bot için /token.
operator-where-TELEGRAM_API_URL = Telegram'ın kendi sunucusu için boş bırakın.
operator-where-TELEGRAM_SENDS_PER_SECOND = 1 ile 1000 arasında; boş bırakılırsa 30.
operator-where-ADMITAD_CLIENT_ID = Ağın panelinde: hesap ayarları, “API and apps”, “Show credentials”.
operator-where-ADMITAD_CLIENT_SECRET = Ağın panelinde: hesap ayarları, “API and apps”, “Show credentials”.
operator-where-ADMITAD_API_URL = Ağın kendi sunucusu için boş bırakın.
operator-where-ADMITAD_WEBSITE_ID = Reklam alanınızın numarası; paneldeki sayfasının adresinde yazar.
operator-where-ADMITAD_CAMPAIGN_ID = Programın numarası; AliExpress TR (14289) için boş bırakın.
operator-where-DEALINK_PROGRAM_FILES = Program dosyalarının yolları; nasıl yazıldıklarını docs/PROGRAM_FILES.md anlatır, “dealink program check” bir dosyayı kontrol eder.
operator-where-ADMITAD_DEEPLINK_BASE = Programın paneldeki sayfasında yer alan affiliate bağlantınız. Yalnızca bu verilirse bağlantılar kontrol edilmeden oluşturulur.
operator-where-DEALINK_DATA_DIR = dealink'in yazabileceği bir klasör.
operator-where-DEALINK_FEEDS_EVERY = Saat olarak 1 ile 8760 arası, ya da off; yazılmazsa 6.
operator-where-DEALINK_FEEDS_WHOLE_DAYS = Gün olarak 0 ile 365 arası; yazılmazsa 7. 0 ise akış her seferinde bütünüyle yüklenir.
operator-where-DEALINK_FEEDS_DOWNLOAD_MB = MiB olarak, en az 1; yazılmazsa 8192.
operator-where-DEALINK_FEEDS_UNPACKED_MB = MiB olarak, en az 1; yazılmazsa 32768.
operator-where-DEALINK_FEEDS_RATIO = 1 ile 1100 arası; yazılmazsa 100.
operator-where-DEALINK_FEEDS_ROWS = 1 ile 1000000000 arası; yazılmazsa 20000000.
operator-where-DEALINK_FEEDS_KEEP_FREE_MB = MiB olarak; yazılmazsa 1024.
operator-where-DEALINK_FEEDS_PATIENCE = Saniye olarak 1 ile 3600 arası; yazılmazsa 60.
operator-where-DEALINK_DEFAULT_LANGUAGE = tr veya en.
operator-where-DEALINK_RESOLVE_SHORT_LINKS = on veya off; boş bırakılırsa on.
operator-where-DEALINK_ADMINS = Örneğin 123456789,987654321. Sohbetten kimse liste yüklemeyecekse boş bırakın.
operator-where-RUST_LOG = Örneğin info veya dealink=debug.
operator-where-dealink-toml = Anahtarlar, ayar adlarının küçük harfle yazılmış hâlidir.
operator-token-refused = Telegram bot anahtarını kabul etmiyor. TELEGRAM_BOT_TOKEN ayarını kontrol edin; geçerli anahtarı BotFather /token komutuyla gösterir.
operator-program-ok = Hatasız: { $name }, { $id }, kampanya { $campaign }, { $currency }; tablolar: { $tables }, rakamlar: { $figures }, sınıflardan önce gelen kurallar: { $overrides }, davranış kuralları: { $conduct }.
operator-program-none = Bu programı anlatan bir program dosyası yok: { $campaign }. Başka dosyalar DEALINK_PROGRAM_FILES ile verilir.
operator-store-fails = ⚠️ Veri klasörüne yazılamıyor. Hiçbir şey kaybolmaz: Yazılabilene kadar yeni mesajlar Telegram'da bekler. Nedeni günlükte yazıyor.
operator-store-works = ✅ Veri klasörüne yeniden yazılabiliyor.
operator-set-aside-deaths = ⚠️ <code>{ $id }</code> numaralı güncelleme kenara ayrıldı: dealink bunu işlerken iki kez sonlandı. Sunucuda: <code>dealink inbox list</code>
operator-set-aside-too-long = ⚠️ <code>{ $id }</code> numaralı güncelleme kenara ayrıldı: İşlenmesi süre sınırını aştı. Sunucuda: <code>dealink inbox list</code>
operator-repair-flow = { $count ->
    [one] ⚠️ Gelen kutusu veritabanı bozulmuştu. Okunabilen bir kayıt aktarıldı, okunamayanlar kayboldu. Bozuk dosyalar “damaged” klasöründe.
   *[other] ⚠️ Gelen kutusu veritabanı bozulmuştu. Okunabilen { $count } kayıt aktarıldı, okunamayanlar kayboldu. Bozuk dosyalar “damaged” klasöründe.
}
operator-repair-corrected = { $count ->
    [0] ⚠️ Ayar veritabanının bozuk bir dosyası “damaged” klasörüne taşındı. Hiçbir şey kaybolmadı.
    [one] ⚠️ Ayar veritabanındaki bir kayıt, değişiklik günlüğünden düzeltildi. Hiçbir şey kaybolmadı.
   *[other] ⚠️ Ayar veritabanındaki { $count } kayıt, değişiklik günlüğünden düzeltildi. Hiçbir şey kaybolmadı.
}
operator-repair-restored = { $count ->
    [one] ⚠️ Bozulan ayar veritabanı değişiklik günlüğünden yeniden oluşturuldu: bir kayıt, hiçbir şey kaybolmadı.
   *[other] ⚠️ Bozulan ayar veritabanı değişiklik günlüğünden yeniden oluşturuldu: { $count } kayıt, hiçbir şey kaybolmadı.
}
operator-repair-partly = { $count ->
    [one] ⚠️ Ayar veritabanı ve değişiklik günlüğü bozulmuştu. Bir kayıt geri getirildi, diğerleri kayboldu.
   *[other] ⚠️ Ayar veritabanı ve değişiklik günlüğü bozulmuştu. { $count } kayıt geri getirildi, diğerleri kayboldu.
}
operator-repair-copy = { $count ->
    [one] ⚠️ Ayarlar bulunamadı. Önceki kopyadan bir kayıt geri getirildi; sonraki değişiklikler kayboldu.
   *[other] ⚠️ Ayarlar bulunamadı. Önceki kopyadan { $count } kayıt geri getirildi; sonraki değişiklikler kayboldu.
}
operator-repair-form1 = { $count ->
    [one] ⚠️ Önceki sürümün veritabanı bozulmuştu. Son kopyalarından bir kayıt aktarıldı; bekleyen mesajlar ve sonraki değişiklikler kayboldu.
   *[other] ⚠️ Önceki sürümün veritabanı bozulmuştu. Son kopyalarından { $count } kayıt aktarıldı; bekleyen mesajlar ve sonraki değişiklikler kayboldu.
}
operator-repair-journal = { $count ->
    [one] ⚠️ Ayarların değişiklik günlüğü bozulmuştu; veritabanından yeniden yazıldı: bir kayıt.
   *[other] ⚠️ Ayarların değişiklik günlüğü bozulmuştu; veritabanından yeniden yazıldı: { $count } kayıt.
}
inbox-empty = Kenara ayrılmış mesaj yok.
inbox-line-deaths = { $number }  { $kind }, { $bytes } bayt, { $hours } saat önce kenara ayrıldı: dealink bunu işlerken iki kez sonlandı
inbox-line-too-long = { $number }  { $kind }, { $bytes } bayt, { $hours } saat önce kenara ayrıldı: İşlenmesi süre sınırını aştı
inbox-unknown = { $number } numarasıyla kenara ayrılmış mesaj yok.
inbox-retried = { $number } yeniden işlenecek.
inbox-dropped = { $number } silindi.
