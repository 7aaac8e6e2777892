# Bir gönderideki sözlerin aykırı olabileceği kurallar.
command-check = Bir gönderinin metnini denetle
words-usage = Gönderiyi komuttan sonra yazın veya bir gönderiyi /denetle ile yanıtlayın. Hangi ifadelerin program kurallarına aykırı olabileceğini yazarım.
words-found = { $count ->
    [one] <b>Bir ifade program kurallarına aykırı olabilir.</b>
   *[other] <b>{ $count } ifade program kurallarına aykırı olabilir.</b>
}
words-none = ✅ <b>Bu metinde program kurallarına aykırı bir ifade bulamadım.</b>
words-quote = “{ $quote }”
words-quotes-more = { $count } ifade daha
words-source = Kaynak: { $source }
words-limits = Yalnızca kelimeleri ve kalıpları karşılaştırırım; görsellere ve bağlantıların gittiği sayfalara bakmam. Bir şey bulamamam, sorun olmadığını garanti etmez.
words-traffic = Denetimde kullanılan trafik kaynağı: { $source }.
words-traffic-assumed = Trafik kaynağı seçmediğiniz için mesajlaşma uygulaması varsayıldı. Kendi kaynağınızı /trafik ile seçin.
words-report = <b>Gönderiyi yayımlamadan önce şu ifadeleri gözden geçirin:</b>
words-report-sources = Bu kuralların kaynakları için gönderiyi /denetle ile yanıtlayın.
operator-words-file = Yasaklı anahtar kelimeler dosyası okunamıyor ({ $what }): { $file }
words-list = Yasaklı anahtar kelimeler listesinden (liste tarihi: { $date }).
