//! The invented shop (`shop.toml`, embedded): its categories, and the words of its titles.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Shop {
    pub(crate) adjectives: Vec<String>,
    pub(crate) materials: Vec<String>,
    pub(crate) places: Vec<String>,
    pub(crate) colours: Vec<String>,
    pub(crate) sizes: Vec<String>,
    pub(crate) adjectives_tr: Vec<String>,
    pub(crate) colours_tr: Vec<String>,
    pub(crate) sizes_tr: Vec<String>,
    /// Category paths by the category of the program.
    pub(crate) seed_paths: HashMap<String, Vec<String>>,
    pub(crate) categories: Vec<ShopCategory>,
}

#[derive(Deserialize)]
pub(crate) struct ShopCategory {
    /// The category path, or its name alone.
    pub(crate) path: String,
    /// Commission rate in hundredths of a percent.
    pub(crate) rate: u16,
    /// Lowest and highest price, in cents.
    pub(crate) cents: (u64, u64),
    pub(crate) things: Vec<String>,
    pub(crate) things_tr: Vec<String>,
}

pub(crate) static SHOP: LazyLock<Shop> =
    LazyLock::new(|| toml::from_str(include_str!("shop.toml")).expect("shop.toml is part of the program"));
