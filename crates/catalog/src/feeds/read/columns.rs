//! The names of columns, of elements of an offer and of parameters, and their meaning.
//!
//! They are the names in the network's exports, in AliExpress' feeds and in Google Merchant's format. Case, blanks, underscores and
//! prefixes such as `g:` make no difference.

/// The meaning of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FeedColumn {
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
pub(super) const COLUMNS: usize = FeedColumn::Until as usize + 1;

/// Longer names have no meaning.
const LONGEST: usize = 24;

impl FeedColumn {
    /// `None` for a name that is not needed.
    pub(super) fn from_name(written: &[u8]) -> Option<FeedColumn> {
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
            b"id" | b"productid" | b"itemid" | b"offerid" => FeedColumn::Id,
            b"name" | b"title" | b"productname" | b"producttitle" => FeedColumn::Title,
            b"model" => FeedColumn::Model,
            b"url" | b"link" | b"deeplink" | b"producturl" | b"promotionlink" => FeedColumn::Link,
            b"picture" | b"image" | b"imagelink" | b"imageurl" | b"pictureurl" | b"productmainimageurl" => {
                FeedColumn::Picture
            }
            b"category" | b"categoryname" | b"producttype" => FeedColumn::Category,
            b"categoryid" | b"googleproductcategory" => FeedColumn::CategoryId,
            b"currencyid" | b"currency" | b"currencycode" => FeedColumn::Currency,
            b"price" => FeedColumn::Price,
            b"saleprice" => FeedColumn::SalePrice,
            b"oldprice" | b"priceold" | b"originalprice" => FeedColumn::OldPrice,
            b"discount" => FeedColumn::Discount,
            b"commissionrate" | b"commission" => FeedColumn::Rate,
            b"shopid" | b"storeid" => FeedColumn::Store,
            b"param" | b"params" => FeedColumn::Param,
            b"available" | b"availability" => FeedColumn::Available,
            b"deleted" | b"isdeleted" | b"removed" => FeedColumn::Deleted,
            b"enddate" => FeedColumn::Until,
            _ => return None,
        })
    }
}

/// The values of one row or offer by column; empty if there is none.
#[derive(Clone, Copy)]
pub(super) struct RowFields<'a>([&'a str; COLUMNS]);

impl<'a> RowFields<'a> {
    pub(super) fn new() -> RowFields<'a> {
        RowFields([""; COLUMNS])
    }

    /// `values` has one for each column, in their order.
    pub(super) fn from_values(values: [&'a str; COLUMNS]) -> RowFields<'a> {
        RowFields(values.map(str::trim_ascii))
    }

    pub(super) fn get(&self, column: FeedColumn) -> &'a str {
        self.0[column as usize]
    }

    /// The first value of a column counts.
    pub(super) fn set_first(&mut self, column: FeedColumn, value: &'a str) {
        let field = &mut self.0[column as usize];
        if field.is_empty() {
            *field = value.trim_ascii();
        }
    }
}
