# Bir kişinin veya sohbetin adıyla kayıtlı ürünleri.
favourites-save-usage = Bir ad ve bir ürün bağlantısı yazın, örneğin: /kaydet hırka https://www.aliexpress.com/item/… Ya da bağlantı içeren bir mesajı /kaydet ve bir adla yanıtlayın.
favourites-rename-usage = Eski adı, | işaretini ve yeni adı yazın: /adlandir hırka | yün hırka
favourites-delete-usage = Adı komuttan sonra yazın: /sil hırka
favourites-bad-name = Ad en az bir harf veya rakam içermeli, en fazla { $longest } karakter olmalıdır; satır sonu, | veya eğik çizgi içeremez.
favourites-saved = “{ $name }” adıyla kaydedildi. Geri getirmek için: /favori { $name }
favourites-replaced = “{ $name }” adı artık bu ürünü gösteriyor.
favourites-renamed = “{ $from }” adı “{ $to }” olarak değiştirildi.
favourites-deleted = “{ $name }” silindi.
favourites-unknown = “{ $name }” adlı kayıtlı fırsat yok. Tümü için: /favori
favourites-taken = “{ $name }” başka bir kayıtlı fırsatın adı.
favourites-full = Zaten { $most } kayıtlı fırsat var; önce birini silin.
favourites-none = Henüz kayıtlı fırsatınız yok. Kaydetmek için: /kaydet, ardından bir ad ve bir ürün bağlantısı.
favourites-none-chat = Bu grubun henüz kayıtlı fırsatı yok. Yöneticiler şöyle kaydedebilir: /kaydet, ardından bir ad ve bir ürün bağlantısı.
favourites-list =
    <b>Kayıtlı fırsatlar</b>
    { $names }

    Birini getirmek için /favori komutundan sonra adını yazın.

command-deal = Kayıtlı fırsatı adıyla getir
command-save = Fırsatı bir adla kaydet
command-rename = Kayıtlı fırsatı yeniden adlandır
command-delete = Kayıtlı fırsatı sil
