//! Products of the sandbox's seed by the case they are for; the ids are in `seed.tsv`.

pub const CARDIGAN: u64 = 1_005_009_000_000_012;
pub const NOT_AFFILIATE: u64 = 1_005_009_000_000_017;
pub const CHECK_SAYS_YES: u64 = 1_005_009_000_000_019;
pub const CHECK_SAYS_NO: u64 = 1_005_009_000_000_021;
pub const CHECK_REFUSES: u64 = 1_005_009_000_000_023;
pub const NO_REWARD: u64 = 1_005_009_000_000_026;
pub const NO_RATE: u64 = 1_005_009_000_000_029;
pub const HOT: u64 = 1_005_009_000_000_032;
pub const NASTY_TITLE: u64 = 1_005_009_000_000_050;
pub const RTL_TITLE: u64 = 1_005_009_000_000_051;
pub const EMOJI_TITLE: u64 = 1_005_009_000_000_052;
pub const LONG_TITLE: u64 = 1_005_009_000_000_053;
pub const ABOVE_CAP: u64 = 1_005_009_000_000_056;
pub const NOBODY_KNOWS: u64 = 1_005_009_000_009_999;

/// The page of a product of the seed.
pub fn page(id: u64) -> String {
    format!("https://www.aliexpress.com/item/{id}.html")
}
