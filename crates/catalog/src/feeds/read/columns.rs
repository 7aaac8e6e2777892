//! What a column of a table, an element of an offer or a parameter is called, and what it means.
//!
//! Names are those seen in the network's own exports, in AliExpress' feeds and in Google Merchant's format. Capitals, blanks,
//! underscores and prefixes such as `g:` make no difference.

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    Title,
    Model,
    Link,
    Picture,
    Category,
    CategoryId,
    Currency,
    Price,
    SalePrice,
    OldPrice,
    Discount,
    Rate,
    Store,
    Param,
    Available,
    Deleted,
    Until,
}

/// How many there are.
pub(super) const COLUMNS: usize = Column::Until as usize + 1;

/// Longer names have no meaning.
const LONGEST: usize = 24;

impl Column {
    /// All of them, each at its own place.
    pub(super) const ALL: [Column; COLUMNS] = [
        Column::Id,
        Column::Title,
        Column::Model,
        Column::Link,
        Column::Picture,
        Column::Category,
        Column::CategoryId,
        Column::Currency,
        Column::Price,
        Column::SalePrice,
        Column::OldPrice,
        Column::Discount,
        Column::Rate,
        Column::Store,
        Column::Param,
        Column::Available,
        Column::Deleted,
        Column::Until,
    ];

    /// By a name as it is written; `None` for one that nothing here needs.
    pub(super) fn named(written: &[u8]) -> Option<Column> {
        let mut plain = [0; LONGEST];
        let mut length = 0;
        for byte in written {
            match byte {
                b' ' | b'_' | b'-' => {}
                b':' => length = 0,
                byte => {
                    *plain.get_mut(length)? = byte.to_ascii_lowercase();
                    length += 1;
                }
            }
        }
        Some(match &plain[..length] {
            b"id" | b"productid" | b"itemid" | b"offerid" => Column::Id,
            b"name" | b"title" | b"productname" | b"producttitle" => Column::Title,
            b"model" => Column::Model,
            b"url" | b"link" | b"deeplink" | b"producturl" | b"promotionlink" => Column::Link,
            b"picture" | b"image" | b"imagelink" | b"imageurl" | b"pictureurl" | b"productmainimageurl" => {
                Column::Picture
            }
            b"category" | b"categoryname" | b"producttype" => Column::Category,
            b"categoryid" | b"googleproductcategory" => Column::CategoryId,
            b"currencyid" | b"currency" | b"currencycode" => Column::Currency,
            b"price" => Column::Price,
            b"saleprice" => Column::SalePrice,
            b"oldprice" | b"priceold" | b"originalprice" => Column::OldPrice,
            b"discount" => Column::Discount,
            b"commissionrate" | b"commission" => Column::Rate,
            b"shopid" | b"storeid" => Column::Store,
            b"param" | b"params" => Column::Param,
            b"available" | b"availability" => Column::Available,
            b"deleted" | b"isdeleted" | b"removed" => Column::Deleted,
            b"enddate" => Column::Until,
            _ => return None,
        })
    }
}

/// The values of one row or offer by column; empty where there is none.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a>([&'a str; COLUMNS]);

impl<'a> Fields<'a> {
    pub(super) fn new() -> Fields<'a> {
        Fields([""; COLUMNS])
    }

    pub(super) fn of(&self, column: Column) -> &'a str {
        self.0[column as usize]
    }

    /// The first value of a column counts.
    pub(super) fn put(&mut self, column: Column, value: &'a str) {
        let field = &mut self.0[column as usize];
        if field.is_empty() {
            *field = value.trim_ascii();
        }
    }
}
