# Ürün akışları: yöneticinin komut satırında okudukları.
feeds-refused-stopped = Durduruldu. Yürürlükteki içerik olduğu gibi kaldı.
feeds-refused-slow = Akışın alınması { $most } dakikadan uzun sürüyor. Sınır DEALINK_FEEDS_MINUTES ile belirlenir.
feeds-refused-disk = Disk buna izin vermiyor: { $what }.
feeds-refused-file = Dosya açılamıyor: { $file }
feeds-refused-write = Dizin yazılamadı.
feeds-refused-damaged = Dosya bozuk veya yarım kalmış: { $what }.
feeds-refused-empty = Akış boş.
feeds-refused-page = Bu bir ürün akışı değil, bir web sayfası. Adres hâlâ doğru mu?
feeds-refused-json = Bu bir JSON dosyası. Akışlar CSV veya XML olarak okunur.
feeds-refused-binary = Bu ne bir metin ne de okunan sıkıştırma biçimlerinden biri (gzip, zip).
feeds-refused-header = İlk satırda bilinen sütun adları yok; en azından bağlantı ile bir sütun daha gerekir. Sütunlar alışılmadık bir işaretle ayrılıyorsa --delimiter ile belirtin.
feeds-refused-markup = Bu XML dosyasında teklif yok.
feeds-refused-rows = Akışta { $most } satırdan fazlası var. Sınır DEALINK_FEEDS_ROWS ile belirlenir.
feeds-refused-unpacked = Akış açıldığında { $most } MiB sınırını aşıyor. Sınır DEALINK_FEEDS_UNPACKED_MB ile belirlenir.
feeds-refused-ratio = Akış, sıkıştırılmış hâlinin { $most } katından büyük. Sınır DEALINK_FEEDS_RATIO ile belirlenir.
feeds-refused-archive = Bu zip dosyası okunamıyor.
feeds-refused-archive-empty = Bu zip dosyasında ürün akışı yok.
feeds-refused-definition = Bu dosya bir akış tanımı olarak okunamıyor: { $file }. Akışı kaldırıp yeniden ekleyin.
feeds-refused-many = Zaten { $most } akış var; daha fazlası eklenemez.
feeds-refused-taken = { $name } adında bir akış zaten var. Önce onu kaldırın ya da --name ile başka bir ad verin.
feeds-refused-name = Bu akış için bir ad türetilemedi; --name ile bir ad verin.
feeds-refused-busy = { $name } şu anda yükleniyor; belki bot yüklüyordur.
feeds-refused-busy-index = Dizini şu anda başka bir süreç yazıyor.
feeds-refused-room = Diskte yalnızca { $free } MiB boş yer var; { $keep } MiB boş kalmalı. Sınır DEALINK_FEEDS_KEEP_FREE_MB ile belirlenir.
feeds-refused-connect = Sunucuya ulaşılamıyor: { $address }
feeds-refused-range = Sunucu, indirmenin kesildiği yerden devam etmiyor: { $address }
feeds-refused-status = Sunucu { $status } durum koduyla yanıt veriyor: { $address }
feeds-refused-redirect = Adres başka bir sunucuya yönlendiriyor; kişisel kodunuz oraya gitmesin diye izlenmedi: { $address }
feeds-refused-redirects = Adres durmadan yönlendiriyor: { $address }
feeds-refused-silent = Sunucu artık hiçbir şey göndermiyor: { $address }
feeds-refused-encoding = Sunucu, akışı istenmeyen bir sıkıştırmayla gönderiyor: { $address }
feeds-refused-broken-off = İndirme tekrar tekrar kesiliyor: { $address }
feeds-refused-download = Akış { $most } MiB sınırını aşıyor. Sınır DEALINK_FEEDS_DOWNLOAD_MB ile belirlenir.
feeds-refused-broke-down = İçe aktarma çöktü; yeri günlükte yazıyor.
feeds-refused-no-products = Akışta hiç ürün yok.

feeds-fault-id = ne kimlik sütununda ne de bağlantıda bir AliExpress ürün numarası var.
feeds-fault-no-link = bağlantı yok.
feeds-fault-link = bağlantı bir web adresi değil.
feeds-fault-price = fiyatlardan biri sayı değil.
feeds-fault-columns = ilk satırdakinden fazla sütun var.
feeds-fault-quote = bir tırnak işareti kapatılmamış ya da yanlış yerde.
feeds-fault-long = 256 KiB sınırından uzun.
feeds-fault-encoding = metin UTF-8 değil. Akışın tamamı başka bir kodlamadaysa --encoding ile belirtin.
feeds-fault-markup = XML hatalı.
feeds-fault-unclosed = teklif kapatılmamış.
feeds-fault-line = { $line }. satır: { $why }
feeds-faults-more = { $count ->
    [one] … ve bir tane daha
   *[other] … ve { $count } tane daha
}

feeds-held-broken = { $rows } satırdan { $broken } tanesi bozuk; bu, %5'in üzerinde.
feeds-held-shrunk = Akışta { $products } ürün var; yürürlükte { $before } ürün bulunuyor, yarısından azı kalacaktı.
feeds-held-cut-off = Dosya yarıda bitiyor.

feeds-cli-source = Bu ne bir web adresi ne de var olan bir dosya. Adresler komut satırında tırnak içine yazılmalıdır.
feeds-cli-name = Bir akışın adı en fazla 40 küçük harf (a–z), rakam ve kısa çizgiden oluşur.
feeds-cli-unknown = { $name } adında bir akış yok.
feeds-cli-none = Hiç akış yok. Bir tane ekleyin: dealink feed add ile birlikte bir URL ya da dosya verin.
feeds-cli-added = Eklendi: { $name } · { $source }
feeds-cli-next = Şimdi yüklemek için: dealink feed pull { $name }. Çalışan bir bot bunu bir dakika içinde kendiliğinden yapar.
feeds-cli-removed = Kaldırıldı: { $name }
feeds-cli-product = Bu ne bir ürün numarası ne de bir ürüne giden bağlantı.
feeds-cli-line = { $name }: { $products } ürün, akış tarihi { $date }, içe aktarma { $imported } UTC
feeds-cli-line-none = { $name }: henüz içe aktarılmadı
feeds-cli-line-format = { $name }: dizini dealink’in başka bir sürümü yazmış; çalışan bot akışı kendiliğinden yeniden içe aktarır, `dealink feed pull { $name }` bunu hemen yapar
feeds-cli-line-unreadable = { $name }: dizin okunamıyor; `dealink feed pull { $name }` yenisini oluşturur
feeds-cli-line-hot = Hot ürünler
feeds-cli-line-every = { $count ->
    [one] saatte bir
   *[other] { $count } saatte bir
}
feeds-cli-line-failures = { $count ->
    [one] Son deneme başarısız oldu.
   *[other] Son { $count } deneme başarısız oldu.
}
feeds-cli-unchanged = { $name }: yeni bir şey yok.
feeds-cli-refused = { $name }: { $why }
feeds-cli-held = Yürürlüğe konmadı:
feeds-cli-held-force = Yine de yürürlüğe koymak için: dealink feed pull --force { $name }

feeds-digest-title = { $name }: { $date } tarihli akış
feeds-digest-title-increment = { $name }: { $date } tarihli değişiklikler
feeds-digest-rows = Satır: { $rows }, bozuk: { $broken }
feeds-digest-products = Ürün: { $products }
feeds-digest-against = Ürün: { $products } (önceki: { $before }, { $date })
feeds-digest-doubled = Birden çok kez geçen: { $doubled }
feeds-digest-gone = Kalkan: { $gone }
feeds-digest-took = Süre: { $seconds } sn · dizin: { $size } MB

feeds-progress-download = { $name } · indiriliyor · { $bytes } MB · { $speed } MB/sn · kalan { $left }
feeds-progress-download-open = { $name } · indiriliyor · { $bytes } MB · { $speed } MB/sn
feeds-progress-rows = { $name } · { $rows } satır · { $speed } satır/sn · { $bytes } MB · { $broken } bozuk · kalan { $left }
feeds-progress-finish = { $name } · { $rows } satır sıralanıyor

feeds-show-none = Bu ürün hiçbir akışta yok: { $id }
feeds-show-feed = { $name } · { $date }
feeds-show-hot = Hot ürün
feeds-show-hot-until = Hot ürün, son gün { $date }
feeds-show-price = Fiyat: { $price }
feeds-show-price-plain = Fiyat: { $price } (akış para birimini belirtmiyor)
feeds-show-old-price = Önceki: { $price }
feeds-show-discount = İndirim: { $percent }
feeds-show-rate = Oran: { $percent }
feeds-show-store = Mağaza: { $store }
feeds-show-category = Kategori: { $category }
