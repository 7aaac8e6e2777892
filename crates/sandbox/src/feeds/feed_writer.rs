//! Writes products in the formats of the network's feeds.
//!
//! Sources: the network's exports, AliExpress' own parameters, and the special link of a Hot product, which wraps the
//! product page in the portal's `deep_link.htm` inside the tracking link.

use std::fmt::Write;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::admitad::{CODE, TRACKER};
use super::ExportFormat;
use super::entry::FeedEntry;
use super::feed_categories::FeedCategories;
use super::text_output::{push_csv_field, push_hundredths, push_integer, push_xml_text};

/// Writes the head, the rows and the tail of one feed.
pub(super) struct FeedWriter<'a> {
    pub(super) format: ExportFormat,
    /// Part of every link of the feed.
    pub(super) feed_id: u32,
    /// Whether Hot products get their Hot rate and their special link.
    pub(super) hot: bool,
    /// Whether the CSV has the column `available`.
    pub(super) changes: bool,
    pub(super) at: Timestamp,
    /// Written at the beginning of a YML feed.
    pub(super) categories: &'a FeedCategories,
}

impl FeedWriter<'_> {
    pub(super) fn head(&self, out: &mut String) {
        match self.format {
            ExportFormat::Csv => {
                out.push_str("id;name;url;category;currencyId;param;picture;oldprice;price");
                out.push_str(if self.changes { ";available\n" } else { "\n" });
            }
            ExportFormat::Yml => {
                let day = self.at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M");
                let _ = write!(
                    out,
                    "<?xml version=\"1.0\" encoding=\"utf-8\"?><!DOCTYPE yml_catalog SYSTEM \"shops.dtd\">\n\
                     <yml_catalog date=\"{day}\"><shop><name>Sandbox</name><company>Sandbox</company>\
                     <url>https://www.aliexpress.com</url>\n<currencies><currency id=\"USD\" rate=\"1\"/></currencies>\n"
                );
                self.categories.write(out);
                out.push_str("<offers>\n");
            }
            ExportFormat::Google => out.push_str(
                "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
                 <rss version=\"2.0\" xmlns:g=\"http://base.google.com/ns/1.0\"><channel><title>Sandbox</title>\
                 <link>https://www.aliexpress.com</link><description>Invented products</description>\n",
            ),
        }
    }

    pub(super) fn tail(&self, out: &mut String) {
        match self.format {
            ExportFormat::Csv => {}
            ExportFormat::Yml => out.push_str("</offers></shop></yml_catalog>\n"),
            ExportFormat::Google => out.push_str("</channel></rss>\n"),
        }
    }

    pub(super) fn row(&self, out: &mut String, entry: &FeedEntry, available: bool) {
        match self.format {
            ExportFormat::Csv => self.csv(out, entry, available),
            ExportFormat::Yml => self.yml(out, entry, available),
            ExportFormat::Google => self.google(out, entry, available),
        }
    }

    fn csv(&self, out: &mut String, entry: &FeedEntry, available: bool) {
        push_integer(out, entry.id);
        out.push(';');
        push_csv_field(out, &entry.title);
        out.push(';');
        self.link(out, entry, "&");
        out.push(';');
        push_csv_field(out, entry.category);
        out.push_str(";USD;\"");
        if let Some(discount) = entry.discount {
            out.push_str("discount|");
            push_integer(out, discount.into());
            out.push_str("%|;");
        }
        if let Some(rate) = self.rate(entry) {
            out.push_str("commissionRate|");
            push_hundredths(out, rate.into());
            out.push_str("%|;");
        }
        out.push_str("shopId|");
        push_integer(out, entry.store);
        out.push_str("|;\";");
        out.push_str(&entry.picture);
        out.push(';');
        if let Some(before) = entry.price_before_discount {
            push_hundredths(out, before);
        }
        out.push(';');
        push_hundredths(out, entry.price);
        if self.changes {
            out.push_str(if available { ";true" } else { ";false" });
        }
        out.push('\n');
    }

    fn yml(&self, out: &mut String, entry: &FeedEntry, available: bool) {
        out.push_str(if available {
            "<offer available=\"true\" id=\""
        } else {
            "<offer available=\"false\" id=\""
        });
        push_integer(out, entry.id);
        out.push_str("\"><categoryId>");
        push_integer(out, self.categories.number(entry.category));
        out.push_str("</categoryId><currencyId>USD</currencyId><modified_time>");
        push_integer(out, self.at.as_second().unsigned_abs());
        out.push_str("</modified_time><name>");
        push_xml_text(out, &entry.title);
        out.push_str("</name>");
        if let Some(before) = entry.price_before_discount {
            out.push_str("<oldprice>");
            push_hundredths(out, before);
            out.push_str("</oldprice>");
        }
        if let Some(discount) = entry.discount {
            out.push_str("<param name=\"discount\">");
            push_integer(out, discount.into());
            out.push_str("%</param>");
        }
        if let Some(rate) = self.rate(entry) {
            out.push_str("<param name=\"commissionRate\">");
            push_hundredths(out, rate.into());
            out.push_str("%</param>");
        }
        out.push_str("<param name=\"shopId\">");
        push_integer(out, entry.store);
        out.push_str("</param><picture>");
        out.push_str(&entry.picture);
        out.push_str("</picture><price>");
        push_hundredths(out, entry.price);
        out.push_str("</price><url>");
        self.link(out, entry, "&amp;");
        out.push_str("</url></offer>\n");
    }

    /// This format has no field for the commission, and its `price` is the price before the discount.
    fn google(&self, out: &mut String, entry: &FeedEntry, available: bool) {
        out.push_str("<item><g:id>");
        push_integer(out, entry.id);
        out.push_str("</g:id><title>");
        push_xml_text(out, &entry.title);
        out.push_str("</title><link>");
        self.link(out, entry, "&amp;");
        out.push_str("</link><g:image_link>");
        out.push_str(&entry.picture);
        out.push_str("</g:image_link><g:product_type>");
        push_xml_text(out, entry.category);
        out.push_str("</g:product_type><g:price>");
        push_hundredths(out, entry.price_before_discount.unwrap_or(entry.price));
        out.push_str(" USD</g:price>");
        if entry.price_before_discount.is_some() {
            out.push_str("<g:sale_price>");
            push_hundredths(out, entry.price);
            out.push_str(" USD</g:sale_price>");
        }
        out.push_str(if available {
            "<g:availability>in_stock</g:availability></item>\n"
        } else {
            "<g:availability>out_of_stock</g:availability></item>\n"
        });
    }

    fn is_hot(&self, entry: &FeedEntry) -> bool {
        self.hot && entry.is_hot
    }

    fn rate(&self, entry: &FeedEntry) -> Option<u16> {
        if self.is_hot(entry) { entry.hot_rate } else { entry.rate }
    }

    /// The tracking link; `and` separates its parameters.
    fn link(&self, out: &mut String, entry: &FeedEntry, and: &str) {
        for part in ["https://", TRACKER, "/g/", CODE, "/?ulp="] {
            out.push_str(part);
        }
        if self.is_hot(entry) {
            out.push_str(
                "https%3A%2F%2Fs.click.aliexpress.com%2Fdeep_link.htm%3Faff_short_key%3D_c7saNdbX\
                 %26dl_target_url%3Dhttps%253A%252F%252Fwww.aliexpress.com%252Fitem%252F",
            );
            push_integer(out, entry.id);
            out.push_str(".html%253Fpdp_npi%253D4%252540dis%252521USD%26hot_product%3D1");
        } else {
            out.push_str("https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F");
            push_integer(out, entry.id);
            out.push_str(".html");
        }
        out.push_str(and);
        out.push_str("i=5");
        out.push_str(and);
        out.push_str("f_id=");
        push_integer(out, self.feed_id.into());
    }
}
