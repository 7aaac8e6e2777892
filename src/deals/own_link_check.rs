//! A link that is the publisher's own already: checked, not made anew.

use url::Url;

use super::items::MessageProduct;
use super::lookup::NetworkLookup;
use super::product_lookup::NoAnswer;
use dealink_network::affiliate::LinkCheck;
use dealink_network::tracking_link::{self, SubIdSlot};

/// What was found of an own link.
#[derive(Clone, Debug)]
pub struct OwnLinkCheck {
    /// The link as it was pasted, or as the network's shortener led to it.
    pub pasted: Url,
    /// The SubIDs that it carries, in the order of their slots.
    pub carried_subids: Vec<(SubIdSlot, String)>,
    /// The SubIDs that it should carry.
    pub wanted_subids: Vec<(SubIdSlot, String)>,
    /// What the network's link check says of it.
    pub verdict: Result<LinkCheck, NoAnswer>,
}

impl OwnLinkCheck {
    /// Checks an item's link, with the network when there is a `lookup` to ask; `None` for one that is not the publisher's own.
    pub(super) async fn run(
        item: &MessageProduct,
        should: &[(SubIdSlot, String)],
        lookup: Option<&NetworkLookup>,
    ) -> Option<OwnLinkCheck> {
        let pasted = item.link.wrapper.as_ref().filter(|_| item.is_own)?.url.clone();
        let check = match lookup {
            Some(lookup) => lookup.check_link(&pasted).await,
            None => Err(NoAnswer::NotAsked),
        };
        Some(OwnLinkCheck {
            carried_subids: subids_of_link(&pasted),
            wanted_subids: should.to_vec(),
            verdict: check,
            pasted,
        })
    }

    /// Whether it carries the SubIDs that it should; others beside them do no harm.
    pub fn has_wanted_subids(&self) -> bool {
        self.wanted_subids.iter().all(|subid| self.carried_subids.contains(subid))
    }

    /// The link as it should be: the very same where nothing is wrong with its SubIDs.
    pub fn corrected_link(&self) -> Url {
        if self.has_wanted_subids() {
            return self.pasted.clone();
        }
        let wanted = |slot: SubIdSlot| self.wanted_subids.iter().find(|(of, _)| *of == slot);
        let carried = |slot: SubIdSlot| self.carried_subids.iter().find(|(of, _)| *of == slot);
        let subids = SubIdSlot::ALL.into_iter().filter_map(|slot| wanted(slot).or(carried(slot)));
        let subids: Vec<(SubIdSlot, &str)> = subids.map(|(slot, text)| (*slot, text.as_str())).collect();
        tracking_link::with_subids(&self.pasted, &subids)
    }
}

fn subids_of_link(link: &Url) -> Vec<(SubIdSlot, String)> {
    let of = |slot: SubIdSlot| {
        link.query_pairs().find(|(name, _)| name == slot.name()).map(|(_, text)| text.into_owned())
    };
    SubIdSlot::ALL
        .into_iter()
        .filter_map(|slot| Some((slot, of(slot).filter(|text| !text.is_empty())?)))
        .collect()
}
