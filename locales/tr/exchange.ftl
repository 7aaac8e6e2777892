# Döviz kurları: yanıtta, komut satırında, bot yöneticisi için.
exchange-rate = döviz kuru: { $source }, { $date }
exchange-source-network = affiliate ağı
exchange-source-central-bank = Merkez Bankası
exchange-point-old = Kullanılan döviz kuru { $days } gün öncesine ait ({ $source }, { $date }). Çevrilen tutarlar güncel olmayabilir.
exchange-point-none = { $currency } için döviz kuru bulunamadığından tutarlar çevrilmedi.
exchange-line = 1 { $of } = { $rate } { $into } ({ $source }, { $date })
exchange-line-none = { $currency }: döviz kuru yok
operator-fault-bank = ne bir web adresi (http veya https) ne de off.
operator-where-DEALINK_CENTRAL_BANK_URL = Türkiye Cumhuriyet Merkez Bankası için boş bırakın; off yazılırsa yalnızca affiliate ağına sorulur.
