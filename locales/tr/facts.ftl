# Bir ürün hakkında bilinenler ve bunları kimin bildirdiği.
facts-source-message = mesajınız
facts-source-network = affiliate ağı
facts-source-feed = ürün akışı
facts-source-shop = AliExpress
facts-said-by = { $source }, { $date }

facts-price = Fiyat: { $price }
facts-price-converted = Fiyat: { $price } ≈ { $money } ({ $rate })
facts-price-discount = { $percent } indirim
facts-price-before = önceki fiyat: { $price }

facts-known = Ürün hakkında bilinenler
facts-name-rate = Komisyon oranı:
facts-name-hot-rate = Hot oranı:
facts-name-price = Fiyat:
facts-name-category = Kategori:
facts-name-store = Mağaza:
facts-differs = farklı bilgi:
facts-not-hot = Hot ürün değil
facts-category = { $name } – { $group }
facts-category-open = { $name } – komisyon tablosundaki grubu bilinmiyor
facts-affiliate-disputed = { $date } tarihli ürün akışında affiliate ürün olarak yer alıyor. Ağ ise şu anda aksini bildiriyor; ağın bildirdiği esas alındı.
facts-affiliate-by-feed = { $date } tarihli ürün akışında yer alıyor; akışlarda yalnızca affiliate ürünler bulunur.
facts-affiliate-agreed = { $date } tarihli ürün akışında da yer alıyor.
