# Products under names, of a person or a chat.
favourites-save-usage = Write a name and a product link, such as /save cardigan https://www.aliexpress.com/item/… Or reply to a message that has a link with /save and a name.
favourites-rename-usage = Write the old name, a | and the new name: /rename cardigan | wool cardigan
favourites-delete-usage = Write the name after the command: /delete cardigan
favourites-bad-name = A name has letters or digits, up to { $longest } characters, and no line break, | or slash.
favourites-saved = Saved as “{ $name }”. /deal { $name } brings it back.
favourites-replaced = “{ $name }” now stands for this product.
favourites-renamed = “{ $from }” is called “{ $to }” now.
favourites-deleted = “{ $name }” is deleted.
favourites-unknown = There is no saved deal called “{ $name }”. /deal lists them.
favourites-taken = “{ $name }” is the name of another saved deal.
favourites-full = There are { $most } saved deals already; delete one first.
favourites-none = You have no saved deals yet. Save one with /save, a name and a product link.
favourites-none-chat = This group has no saved deals yet. Its admins save one with /save, a name and a product link.
favourites-list =
    <b>Saved deals</b>
    { $names }

    Write /deal and a name to get one.

command-deal = A saved deal by its name
command-save = Save a deal under a name
command-rename = Rename a saved deal
command-delete = Delete a saved deal
