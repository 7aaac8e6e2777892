//! The shop's own categories as the commission tables group them.
//!
//! The shop and the network use two sets of names, and nobody publishes how one maps onto the other. So only a name that
//! plainly is a group's, or that plainly can be none but "all other categories", has a group; of the rest (`Home & Garden`,
//! whose goods may be interior accessories or not) it stays unknown. Each name stands here as the shop writes it.

use super::names::Category;
use super::terms::{category_named, name_words};

/// Names that are not the group's own.
const NAMES: &[(Category, &[&str])] = &[
    (Category::MobilePhone, &["Cellphones", "Smartphones", "Refurbished Phones", "Feature Phones"]),
    (
        Category::PhoneAccessories,
        &[
            "Mobile Phone Accessories",
            "Phone Bags & Cases",
            "Phone Cases & Covers",
            "Mobile Phone Cables",
            "Mobile Phone Chargers",
            "Phone Screen Protectors",
            "Phone Holders & Stands",
            "Power Bank",
        ],
    ),
    (Category::ComputerPeripherals, &["Computer Peripherals", "Mouse & Keyboards", "Keyboards", "Mice"]),
    (Category::Tablets, &["Tablets", "Tablet PC"]),
    (Category::Laptop, &["Laptops", "Notebooks", "Gaming Laptops"]),
    (Category::Desktop, &["Desktops", "Desktop Computers", "Mini PC"]),
    (Category::HomeAudioVideo, &["Home Audio & Video", "Home Audio & Video Equipments", "TV Receivers"]),
    (Category::ExternalStorage, &["External Storage", "External Hard Drives", "USB Flash Drives"]),
    (Category::InternalStorage, &["Internal Storage", "Internal Solid State Drives", "Internal Hard Drives"]),
    (Category::GardenSupplies, &["Garden Supplies"]),
    (Category::WomensClothing, &["Women's Clothing", "Women's Clothings"]),
    (Category::MensClothing, &["Men's Clothing", "Men's Clothings"]),
    (
        Category::ChildrensClothing,
        &["Children's Clothing", "Kids' Clothing", "Boys' Clothing", "Girls' Clothing"],
    ),
    (
        Category::Special,
        &[
            "Special Category",
            "Virtual Products",
            "Gift Cards",
            "Gift Cards & Coupons",
            "Coupons",
            "Travel & Vacations",
            "Travel and Coupon Services",
            "Books",
            "Books & Magazines",
        ],
    ),
    (
        Category::Other,
        &[
            "Automobiles & Motorcycles",
            "Automobiles, Parts & Accessories",
            "Beauty & Health",
            "Camera & Photo",
            "Education & Office Supplies",
            "Electronic Components & Supplies",
            "Food",
            "Furniture",
            "Hair Extensions & Wigs",
            "Home Appliances",
            "Jewelry & Accessories",
            "Lights & Lighting",
            "Luggage & Bags",
            "Motorcycle Equipments & Parts",
            "Musical Instruments",
            "Security & Protection",
            "Shoes",
            "Sports & Entertainment",
            "Tools",
            "Toys & Hobbies",
            "Watches",
        ],
    ),
];

/// The product group that a category of the shop belongs to, by its name or its path (` > ` between the names, the narrowest
/// last); `None` where the name does not plainly say it.
pub fn map_shop_category(category: &str) -> Option<Category> {
    category.rsplit(" > ").find_map(|name| category_named(name).or_else(|| by_other_name(name)))
}

fn by_other_name(name: &str) -> Option<Category> {
    let asked = name_words(name);
    let (group, _) = NAMES.iter().find(|(_, names)| names.iter().any(|name| name_words(name) == asked))?;
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

    /// What the table's own reading of names knows already must not be said differently here.
    #[test]
    fn the_two_readings_of_a_name_agree() {
        for (group, names) in NAMES {
            for name in *names {
                assert!(category_named(name).is_none_or(|read| read == *group), "{name}");
                assert_eq!(map_shop_category(name), Some(*group), "{name}");
            }
        }
    }
}
