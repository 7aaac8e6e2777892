//! A link that is the publisher's own already: checked, not made anew.

use url::Url;

use super::items::Item;
use super::lookup::{Gap, Lookup};
use dealink_network::admitad::Verdict;
use dealink_network::admitad::tracker::{self, Slot};

/// What was found of an own link.
#[derive(Clone, Debug)]
pub struct Own {
    /// The link as it was pasted, or as the network's shortener led to it.
    pub pasted: Url,
    /// The SubIDs that it carries, in the order of their slots.
    pub carries: Vec<(Slot, String)>,
    /// The SubIDs that it should carry.
    pub should: Vec<(Slot, String)>,
    /// What the network's link check says of it.
    pub check: Result<Verdict, Gap>,
}

impl Own {
    /// Checks an item's link, with the network when there is a `lookup` to ask; `None` for one that is not the publisher's own.
    pub(super) async fn of(item: &Item, should: &[(Slot, String)], lookup: Option<&Lookup>) -> Option<Own> {
        let pasted = item.link.wrapper.as_ref().filter(|_| item.own)?.url.clone();
        let check = match lookup {
            Some(lookup) => lookup.check(&pasted).await,
            None => Err(Gap::NotAsked),
        };
        Some(Own { carries: subids(&pasted), should: should.to_vec(), check, pasted })
    }

    /// Whether it carries the SubIDs that it should; others beside them do no harm.
    pub fn is_labelled(&self) -> bool {
        self.should.iter().all(|subid| self.carries.contains(subid))
    }

    /// The link as it should be: the very same where nothing is wrong with its SubIDs.
    pub fn mended(&self) -> Url {
        if self.is_labelled() {
            return self.pasted.clone();
        }
        let wanted = |slot: Slot| self.should.iter().find(|(of, _)| *of == slot);
        let carried = |slot: Slot| self.carries.iter().find(|(of, _)| *of == slot);
        let subids = Slot::ALL.into_iter().filter_map(|slot| wanted(slot).or(carried(slot)));
        let subids: Vec<(Slot, &str)> = subids.map(|(slot, text)| (*slot, text.as_str())).collect();
        tracker::with_subids(&self.pasted, &subids)
    }
}

fn subids(link: &Url) -> Vec<(Slot, String)> {
    let of = |slot: Slot| {
        link.query_pairs().find(|(name, _)| name == slot.name()).map(|(_, text)| text.into_owned())
    };
    Slot::ALL.into_iter().filter_map(|slot| Some((slot, of(slot).filter(|text| !text.is_empty())?))).collect()
}
