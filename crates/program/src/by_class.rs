//! The estimate of one order for each class of traffic.

use crate::codes::WarningCode;
use crate::estimate_result::Estimate;
use crate::names::{TrafficClass, TrafficSource};
use crate::request::EstimateRequest;
use crate::rules::Program;

/// Warnings about whether a source may be used. They belong to a source, not to its class.
const OF_SOURCES: [WarningCode; 5] = [
    WarningCode::TrafficForbidden,
    WarningCode::TrafficNeedsApproval,
    WarningCode::TrafficNotNamed,
    WarningCode::TrafficUnknown,
    WarningCode::ExtensionConduct,
];

impl TrafficClass {
    /// A source of this class: `own` where it belongs to the class, else a typical one.
    pub const fn source(self, own: TrafficSource) -> TrafficSource {
        if own.class() as u8 == self as u8 {
            return own;
        }
        match self {
            TrafficClass::Other => TrafficSource::Messenger,
            TrafficClass::Cashback => TrafficSource::Cashback,
            TrafficClass::Dropshipping => TrafficSource::Dropshipping,
            TrafficClass::Subnetwork => TrafficSource::Subnetwork,
        }
    }
}

impl Program {
    /// The estimate for every class, in the order of [`TrafficClass::ALL`]. For its own class the request's source is used. Warnings
    /// about whether a source may be used are left out.
    pub fn estimate_by_class(&self, request: &EstimateRequest) -> Vec<(TrafficClass, Estimate)> {
        let of_class = |class: &TrafficClass| {
            let traffic = class.source(request.traffic);
            let mut estimate = self.estimate(&EstimateRequest { traffic, ..request.clone() });
            estimate.warnings.retain(|warning| !OF_SOURCES.contains(&warning.code));
            (*class, estimate)
        };
        TrafficClass::ALL.iter().map(of_class).collect()
    }
}
