//! Writes products in the formats of the network's feeds.
//!
//! Sources: the network's exports, AliExpress' own parameters, and the special link of a Hot product, which wraps the
//! product page in the portal's `deep_link.htm` inside the tracking link.

use std::fmt::Display;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::admitad::{CODE, TRACKER};
use super::ExportFormat;
use super::entry::FeedEntry;
use super::feed_categories::FeedCategories;
use super::text_output::{between, csv_field, hundredths, xml_text};

pub(super) struct FeedWriter<'a> {
    pub(super) format: ExportFormat,
    /// Part of every link of the feed.
    pub(super) feed_id: u32,
    /// Whether Hot products get their Hot rate and their special link.
    pub(super) hot: bool,
    /// Whether the CSV has the column `available`.
    pub(super) changes: bool,
    pub(super) at: Timestamp,
    pub(super) categories: &'a FeedCategories,
}

impl FeedWriter<'_> {
    pub(super) fn head(&self) -> String {
        match self.format {
            ExportFormat::Csv => {
                let availability = if self.changes { ";available" } else { "" };
                format!("id;name;url;category;currencyId;param;picture;oldprice;price{availability}\n")
            }
            ExportFormat::Yml => format!(
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><!DOCTYPE yml_catalog SYSTEM \"shops.dtd\">\n\
                 <yml_catalog date=\"{}\"><shop><name>Sandbox</name><company>Sandbox</company>\
                 <url>https://www.aliexpress.com</url>\n<currencies><currency id=\"USD\" rate=\"1\"/></currencies>\n\
                 {}<offers>\n",
                self.at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M"),
                self.categories,
            ),
            ExportFormat::Google => "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
                 <rss version=\"2.0\" xmlns:g=\"http://base.google.com/ns/1.0\"><channel><title>Sandbox</title>\
                 <link>https://www.aliexpress.com</link><description>Invented products</description>\n"
                .to_owned(),
        }
    }

    pub(super) fn tail(&self) -> &'static str {
        match self.format {
            ExportFormat::Csv => "",
            ExportFormat::Yml => "</offers></shop></yml_catalog>\n",
            ExportFormat::Google => "</channel></rss>\n",
        }
    }

    pub(super) fn row(&self, entry: &FeedEntry, available: bool) -> String {
        match self.format {
            ExportFormat::Csv => self.csv(entry, available),
            ExportFormat::Yml => self.yml(entry, available),
            ExportFormat::Google => self.google(entry, available),
        }
    }

    fn csv(&self, entry: &FeedEntry, available: bool) -> String {
        let FeedEntry { id, picture, store, .. } = entry;
        let (title, category) = (csv_field(&entry.title), csv_field(entry.category));
        let discount = between("discount|", entry.discount, "%|;");
        let rate = between("commissionRate|", self.rate(entry), "%|;");
        let (before, price) =
            (between("", entry.price_before_discount.map(hundredths), ""), hundredths(entry.price));
        let available = between(";", self.changes.then_some(available), "");
        let link = self.link(entry, "&");
        format!(
            "{id};{title};{link};{category};USD;\"{discount}{rate}shopId|{store}|;\";{picture};{before};{price}{available}\n"
        )
    }

    fn yml(&self, entry: &FeedEntry, available: bool) -> String {
        let FeedEntry { id, picture, store, .. } = entry;
        let (title, category) = (xml_text(&entry.title), self.categories.number(entry.category));
        let modified = self.at.as_second();
        let before = between("<oldprice>", entry.price_before_discount.map(hundredths), "</oldprice>");
        let discount = between("<param name=\"discount\">", entry.discount, "%</param>");
        let rate = between("<param name=\"commissionRate\">", self.rate(entry), "%</param>");
        let (price, link) = (hundredths(entry.price), self.link(entry, "&amp;"));
        format!(
            "<offer available=\"{available}\" id=\"{id}\"><categoryId>{category}</categoryId><currencyId>USD</currencyId>\
             <modified_time>{modified}</modified_time><name>{title}</name>{before}{discount}{rate}\
             <param name=\"shopId\">{store}</param><picture>{picture}</picture><price>{price}</price>\
             <url>{link}</url></offer>\n"
        )
    }

    /// This format has no field for the commission, and its `price` is the price before the discount.
    fn google(&self, entry: &FeedEntry, available: bool) -> String {
        let FeedEntry { id, picture, .. } = entry;
        let (title, category) = (xml_text(&entry.title), xml_text(entry.category));
        let link = self.link(entry, "&amp;");
        let price = hundredths(entry.price_before_discount.unwrap_or(entry.price));
        let sale = entry.price_before_discount.map(|_| hundredths(entry.price));
        let sale = between("<g:sale_price>", sale, " USD</g:sale_price>");
        let availability = if available { "in_stock" } else { "out_of_stock" };
        format!(
            "<item><g:id>{id}</g:id><title>{title}</title><link>{link}</link><g:image_link>{picture}</g:image_link>\
             <g:product_type>{category}</g:product_type><g:price>{price} USD</g:price>{sale}\
             <g:availability>{availability}</g:availability></item>\n"
        )
    }

    fn is_hot(&self, entry: &FeedEntry) -> bool {
        self.hot && entry.is_hot
    }

    /// In percent.
    fn rate(&self, entry: &FeedEntry) -> Option<impl Display> {
        let rate = if self.is_hot(entry) { entry.hot_rate } else { entry.rate };
        rate.map(hundredths)
    }

    /// The tracking link; `and` separates its parameters.
    fn link(&self, entry: &FeedEntry, and: &str) -> String {
        let (id, feed) = (entry.id, self.feed_id);
        let target = if self.is_hot(entry) {
            format!(
                "https%3A%2F%2Fs.click.aliexpress.com%2Fdeep_link.htm%3Faff_short_key%3D_c7saNdbX\
                 %26dl_target_url%3Dhttps%253A%252F%252Fwww.aliexpress.com%252Fitem%252F{id}.html\
                 %253Fpdp_npi%253D4%252540dis%252521USD%26hot_product%3D1"
            )
        } else {
            format!("https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F{id}.html")
        };
        format!("https://{TRACKER}/g/{CODE}/?ulp={target}{and}i=5{and}f_id={feed}")
    }
}
