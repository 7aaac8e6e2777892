# Ayarlar kartı.
settings-title = <b>Ayarlar</b>
settings-language = 🌐 Dil: { $value }
settings-traffic = 📣 Trafik kaynağı: { $value }
settings-traffic-unset = seçilmedi (mesajlaşma uygulaması varsayılıyor)
settings-currency = 💱 Ek para birimi: { $value }
settings-subid = 🏷 SubID: { $value }
settings-short = ✂️ Kısa bağlantılar: { $value }
settings-estimate = 💵 Tahmin: { $value }
settings-others = 🤝 Başkalarının affiliate bağlantıları: { $value }
settings-others-ask = her seferinde sor
settings-others-convert = dönüştür
settings-others-leave = olduğu gibi bırak
settings-others-choose =
    <b>Başkalarının affiliate bağlantılarını ne yapayım?</b>

    Dönüştürdüğüm bağlantı sizin affiliate bağlantınız olur; komisyonu sahibinin yerine size gider. Siz seçim yapana kadar her seferinde sorarım.
settings-joined = 📆 Programa kabul tarihi: { $value }
settings-joined-unset = belirtilmedi
settings-joined-choose =
    <b>Reklam alanınız programa ne zaman kabul edildi?</b> { $value }

    Kabulden sonraki ilk günlerde trafiğiniz incelenir; bu sürede Hot oranları uygulanmaz, affiliate olmayan ürünler için komisyon ödenmez. Tarihi belirtirseniz tahminler bunu dikkate alır.
settings-on = açık
settings-off = kapalı
settings-none = yok
settings-program-currency = yok (yalnızca { $code })
settings-language-tr = Türkçe
settings-language-en = English
settings-language-choose = <b>Hangi dilde konuşayım?</b>
settings-currency-choose =
    <b>Tahminler ayrıca hangi para biriminde gösterilsin?</b>

    Programın ödeme para birimi: { $code }; bu tutar her zaman önce yazılır.
settings-traffic-choose =
    <b>Reklam alanınız için hangi trafik kaynağını bildirdiniz?</b>

    ✅ izinli · 🟡 onay gerekir · ⛔ yasak · ❔ programda adı geçmiyor: önce programa danışın
settings-traffic-classes = <b>Trafik türlerine göre ödeme</b>
settings-traffic-chosen = { $mark } <b>{ $source }</b>: { $permission }
settings-subid-choose = <b>SubID</b>: { $value }
settings-button-back = ‹ Geri
settings-button-language = 🌐 Dil
settings-button-traffic = 📣 Trafik kaynağı
settings-button-currency = 💱 Para birimi
settings-button-subid = 🏷 SubID
settings-button-others = 🤝 Başkalarının bağlantıları
settings-button-short-on = ✂️ Kısa bağlantılar: açık
settings-button-short-off = ✂️ Kısa bağlantılar: kapalı
settings-button-estimate-on = 💵 Tahmin: açık
settings-button-estimate-off = 💵 Tahmin: kapalı
settings-button-subid-enter = ✏️ SubID gir
settings-button-subid-remove = 🗑 Kaldır
settings-button-joined = 📆 Kabul tarihi
settings-button-joined-enter = ✏️ Tarih gir
settings-button-joined-remove = 🗑 Kaldır
settings-saved = Kaydedildi
