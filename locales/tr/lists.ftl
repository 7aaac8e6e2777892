# Yöneticinin yüklediği listeler: yönetici sohbetinde, komut satırında ve mağazalarla ilgili yanıtlarda.
lists-banned-keywords = Yasaklı anahtar kelimeler

lists-fault-line = { $line }. satır: { $why }
lists-fault-no-store = bu satırda mağaza numarası yok.
lists-fault-store = “{ $value }” bir mağaza numarası değil.
lists-fault-store-length = “{ $value }” bir mağaza numarası değil; mağaza numaraları 5-12 hanelidir.
lists-fault-rounded = “{ $value }” eksik: Tablo programı bazı rakamları atmış. Sütunu metin olarak biçimlendirip dosyayı yeniden kaydedin.
lists-fault-address = “{ $value }” mağaza numarası içeren bir AliExpress adresi değil.
lists-fault-no-keyword = bu satırda anahtar kelime yok.
lists-fault-keyword = “{ $value }” bir anahtar kelime değil.
lists-fault-keyword-length = “{ $value }” çok uzun; bir anahtar kelime en fazla { $longest } karakter olabilir.
lists-faults-more = { $count ->
    [one] … ve bir satır daha
   *[other] … ve { $count } satır daha
}

lists-refused-empty = Dosyada hiç kayıt yok.
lists-refused-size = Dosya çok büyük; en fazla { $most } MB olabilir.
lists-refused-rows = Dosyada çok fazla satır var; en fazla { $most } satır olabilir.
lists-refused-columns = Dosyada birden çok sütun var ve anahtar kelimelerin hangisinde olduğunu gösteren bir başlık yok. O sütuna “anahtar kelime” başlığını verin veya her satıra bir anahtar kelime yazıp .txt olarak gönderin.
lists-refused-old-workbook = Bu çalışma kitabı eski Excel biçiminde veya parolalı. Parolasız olarak .xlsx ya da .csv biçiminde kaydedin.
lists-refused-workbook = Bu dosya, okuyabileceğim bir çalışma kitabı değil. Yeniden .xlsx ya da .csv biçiminde kaydedin.
lists-refused-unpacked = Çalışma kitabı açıldığında çok büyük oluyor. Yalnızca listeyi .csv biçiminde kaydedin.
lists-refused-sheets = Çalışma kitabında çok fazla sayfa var; en fazla { $most } sayfa olabilir. Yalnızca listeyi .csv biçiminde kaydedin.
lists-refused-slow = Dosyanın okunması çok uzun sürüyor. Yalnızca listeyi .csv biçiminde kaydedin.
lists-refused-reader = Dosya okunamadı: Dosyaları okuyan program başlatılamadı veya hata verdi. Nedeni botun günlük kayıtlarında yazıyor.
lists-refused-stopped = Bot kapatıldığı için dosya okunmadı. Lütfen birkaç dakika sonra yeniden gönderin.
lists-refused-binary = Bu bir metin dosyası değil. Listeler .csv, .txt ve .xlsx dosyalarından okunur.
lists-refused-quote = { $line }. satırdaki tırnak işareti kapatılmamış.
lists-refused-date = Listenin tarihi bu olamaz: { $date }.
lists-refused-ending = Listeleri .csv, .txt ve .xlsx dosyalarından okurum. Listeyi bu biçimlerden birinde kaydedip yeniden gönderin.
lists-nothing-changed = Hiçbir şey değiştirilmedi.

lists-preview-title = <b>{ $list }</b> · { $file }
lists-preview-sheet = Sayfa: { $sheet }
lists-preview-count = { $count ->
    [one] Bir kayıt yüklenebilir.
   *[other] { $count } kayıt yüklenebilir.
}
lists-preview-none = Yüklenebilecek kayıt yok.
lists-preview-doubled = { $count ->
    [one] Bir kayıt yineleniyor; bunun bir zararı yok.
   *[other] { $count } kayıt yineleniyor; bunun bir zararı yok.
}
lists-preview-date-file = Dosyadaki tarih: { $date }
lists-preview-date-given = Tarih: { $date }
lists-preview-date-today = Tarih: { $date } (bugün; dosyada tarih yok)
lists-preview-difference = Yürürlükteki listeye ({ $date }) göre: +{ $added } −{ $removed }
lists-preview-first = Henüz böyle bir liste yok.
lists-preview-faults = { $count ->
    [one] Bir satır hatalı:
   *[other] { $count } satır hatalı:
}
lists-preview-choice = Dosyayı düzeltip yeniden gönderin veya yalnızca hatasız satırları yükleyin.
lists-which =
    <b>Bu hangi liste?</b>

    { $file }
lists-loaded = { $count ->
    [one] ✅ <b>{ $list }</b>: bir kayıt, { $date }. Liste artık yürürlükte.
   *[other] ✅ <b>{ $list }</b>: { $count } kayıt, { $date }. Liste artık yürürlükte.
}
lists-left-out = { $count ->
    [one] Hatalı bir satır atlandı.
   *[other] Hatalı { $count } satır atlandı.
}
lists-unchanged = ✅ <b>{ $list }</b>: Bu liste zaten yürürlükte ({ $date }).
lists-cancelled = Hiçbir şey yüklenmedi.
lists-fetch-failed = Dosya Telegram'dan alınamadı. Lütfen yeniden gönderin.

lists-title = <b>Listeler</b>
lists-line = { $count ->
    [one] <b>{ $list }</b>: bir kayıt, { $date }
   *[other] <b>{ $list }</b>: { $count } kayıt, { $date }
}
lists-line-none = <b>{ $list }</b>: yüklenmedi
lists-how = Liste yüklemek için bana bir .csv, .txt veya .xlsx dosyası gönderin; her satırda bir mağaza numarası, mağaza adresi veya anahtar kelime olsun. Hiçbir şeyi değiştirmeden önce nelerin değişeceğini gösteririm.
lists-restore-ask =
    <b>{ $list }</b>

    Yürürlükteki: { $now }
    Yerine gelecek: { $then }
lists-version = { $count ->
    [one] bir kayıt, { $date }
   *[other] { $count } kayıt, { $date }
}
lists-version-none = liste yok
lists-button-load = ✅ Yükle
lists-button-good = { $count ->
    [one] ✅ Hatasız satırı yükle
   *[other] ✅ Hatasız { $count } satırı yükle
}
lists-button-cancel = ✖️ Vazgeç
lists-button-restore = ↩️ Öncekine dön: { $list }
lists-button-restore-sure = ↩️ Geri getir
lists-restored = Geri getirildi

lists-store-on = Yer aldığı liste: “{ $list }” ({ $date }).

lists-cli-locked = Veri klasörü kullanımda, çünkü bot çalışıyor: { $dir }. Dosyayı bir yöneticinin (DEALINK_ADMINS) özel sohbetinden bota belge olarak gönderin veya önce botu durdurun.
lists-cli-file = Dosya okunamıyor: { $file } ({ $what }).
lists-cli-skip = Dosyayı düzeltin veya --skip-bad-rows ile yalnızca hatasız satırları yükleyin.
lists-cli-loaded = { $count ->
    [one] Yüklendi: { $list }, bir kayıt, { $date }.
   *[other] Yüklendi: { $list }, { $count } kayıt, { $date }.
}
lists-cli-unchanged = { $list }: Bu liste zaten yürürlükte ({ $date }).
lists-cli-checked = Hiçbir şey yüklenmedi; bu yalnızca bir denetimdi.
lists-cli-restored = Geri getirildi: { $list }, { $version }.
lists-cli-removed = Kaldırıldı: { $list }. Geri getirilebilecek listeleri “dealink lists history” gösterir.
lists-cli-no-version = Geçmişte bu numarayla bir liste yok: { $list }, { $number }.
lists-cli-nothing = { $list }: Hiç liste yüklenmedi.
lists-cli-history = { $number }: { $version }, yüklendiği gün: { $loaded }
lists-cli-history-now = { $number }: { $version }, yüklendiği gün: { $loaded } (yürürlükte)
