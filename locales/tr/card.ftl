# Program kartı
program-card-title = <b>{ $name }</b> · Admitad { $number }
program-card-pays = Ödeme para birimi: { $currency }. Kazanç, dönüşüm, onay ve süre rakamları bütün yayıncıların ortalamasıdır.
program-rules-title = <b>Programın izin vermedikleri: { $name }</b>
program-rules-indicators = <b>Reklamverenin trafiği incelediği durumlar</b>
program-button-figures = 📈 Program rakamları
program-button-rules = 📜 Kurallar
