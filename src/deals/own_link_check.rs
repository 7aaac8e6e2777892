//! A pasted link that is already the publisher's own: it is checked and not replaced.

use dealink_network::affiliate::LinkCheck;
use dealink_network::tracking_link::{self, SubIdSlot};
use url::Url;

use super::lookup::NetworkLookup;
use super::product_lookup::NoAnswer;

#[derive(Clone, Debug)]
pub struct OwnLinkCheck {
    /// The link that was pasted, or the target of a short link of the network's shortener.
    pub pasted: Url,
    /// The SubIDs that it carries, in the order of their slots.
    pub carried_subids: Vec<(SubIdSlot, String)>,
    pub wanted_subids: Vec<(SubIdSlot, String)>,
    pub verdict: Result<LinkCheck, NoAnswer>,
}

impl OwnLinkCheck {
    /// Checks a link of the publisher, with the network if there is a `lookup`.
    pub(super) async fn run(
        pasted: &Url,
        wanted_subids: &[(SubIdSlot, String)],
        lookup: Option<&NetworkLookup>,
    ) -> OwnLinkCheck {
        let verdict = match lookup {
            Some(lookup) => lookup.check_link(pasted).await,
            None => Err(NoAnswer::NotAsked),
        };
        OwnLinkCheck {
            pasted: pasted.clone(),
            carried_subids: subids_of_link(pasted),
            wanted_subids: wanted_subids.to_vec(),
            verdict,
        }
    }

    /// Whether it has the wanted SubIDs; further SubIDs do not matter.
    pub fn has_wanted_subids(&self) -> bool {
        self.wanted_subids.iter().all(|subid| self.carried_subids.contains(subid))
    }

    /// The link with the wanted SubIDs; unchanged if it has them already.
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
