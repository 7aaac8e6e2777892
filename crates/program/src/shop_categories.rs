//! Maps the shop's categories to the categories of the commission tables.
//!
//! The mapping of the network is not published. So only a name that is clearly a category of the tables, or that can only belong
//! to "all other categories", is mapped. Any other (`Home & Garden` may be interior accessories or not) stays unknown. Names are
//! spelled as the shop spells them.

use super::names::Category;
use super::terms::{category_named, name_words};

/// Names that differ from the category's own name.
const NAMES: [(Category, &str); 15] = [
    (Category::MobilePhone, "Cellphones; Smartphones; Refurbished Phones; Feature Phones"),
    (
        Category::PhoneAccessories,
        "Mobile Phone Accessories; Phone Bags & Cases; Phone Cases & Covers; Mobile Phone Cables; \
         Mobile Phone Chargers; Phone Screen Protectors; Phone Holders & Stands; Power Bank",
    ),
    (Category::ComputerPeripherals, "Computer Peripherals; Mouse & Keyboards; Keyboards; Mice"),
    (Category::Tablets, "Tablets; Tablet PC"),
    (Category::Laptop, "Laptops; Notebooks; Gaming Laptops"),
    (Category::Desktop, "Desktops; Desktop Computers; Mini PC"),
    (Category::HomeAudioVideo, "Home Audio & Video; Home Audio & Video Equipments; TV Receivers"),
    (Category::ExternalStorage, "External Storage; External Hard Drives; USB Flash Drives"),
    (Category::InternalStorage, "Internal Storage; Internal Solid State Drives; Internal Hard Drives"),
    (Category::GardenSupplies, "Garden Supplies"),
    (Category::WomensClothing, "Women's Clothing; Women's Clothings"),
    (Category::MensClothing, "Men's Clothing; Men's Clothings"),
    (Category::ChildrensClothing, "Children's Clothing; Kids' Clothing; Boys' Clothing; Girls' Clothing"),
    (
        Category::Special,
        "Special Category; Virtual Products; Gift Cards; Gift Cards & Coupons; Coupons; \
         Travel & Vacations; Travel and Coupon Services; Books; Books & Magazines",
    ),
    (
        Category::Other,
        "Automobiles & Motorcycles; Automobiles, Parts & Accessories; Beauty & Health; \
         Camera & Photo; Education & Office Supplies; Electronic Components & Supplies; Food; \
         Furniture; Hair Extensions & Wigs; Home Appliances; Jewelry & Accessories; \
         Lights & Lighting; Luggage & Bags; Motorcycle Equipments & Parts; Musical Instruments; \
         Security & Protection; Shoes; Sports & Entertainment; Tools; Toys & Hobbies; Watches",
    ),
];

/// The commission category of a shop category, by its name or path (` > ` between names, the narrowest last); `None` where the
/// name is not clear.
pub fn map_shop_category(category: &str) -> Option<Category> {
    category.rsplit(" > ").find_map(|name| category_named(name).or_else(|| by_other_name(name)))
}

fn by_other_name(name: &str) -> Option<Category> {
    let words = name_words(name);
    let (group, _) =
        NAMES.iter().find(|(_, names)| names.split("; ").any(|name| name_words(name) == words))?;
    Some(*group)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_plainly_is_a_group_has_it() {
        for (name, group) in [
            ("Cellphones & Telecommunications > Cellphones", Category::MobilePhone),
            (
                "Phones & Telecommunications > Mobile Phone Accessories > Phone Bags & Cases",
                Category::PhoneAccessories,
            ),
            ("Mobile Phone Accessories > Something New", Category::PhoneAccessories),
            ("women’s clothing", Category::WomensClothing),
            ("Home & Garden > Garden Supplies", Category::GardenSupplies),
            ("Toys & Hobbies > Puzzles", Category::Other),
            ("Books & Magazines", Category::Special),
        ] {
            assert_eq!(map_shop_category(name), Some(group), "{name}");
        }
    }

    #[test]
    fn what_may_be_one_or_the_other_is_unknown() {
        for name in [
            "Kitchen,Dining & Bar",
            "Home & Garden",
            "Computer & Office",
            "Mother & Kids",
            "Phones",
            "",
            " > ",
        ] {
            let expected = (name == "Phones").then_some(Category::MobilePhone);
            assert_eq!(map_shop_category(name), expected, "{name}");
        }
    }

    /// A name that is read as a category already must not be listed with another one.
    #[test]
    fn the_two_readings_of_a_name_agree() {
        for (group, names) in NAMES {
            for name in names.split("; ") {
                assert!(category_named(name).is_none_or(|read| read == group), "{name}");
                assert_eq!(map_shop_category(name), Some(group), "{name}");
            }
        }
    }
}
