//! Admitad as an affiliate network.

use std::collections::HashMap;

use dealink_core::money::Currency;
use futures::future::{BoxFuture, FutureExt, TryFutureExt};
use jiff::civil::Date;
use url::Url;

use super::client::Admitad;
use super::error::AdmitadError;
use crate::affiliate::{
    AdSpace, AffiliateNetwork, AffiliateProgram, Asked, Deeplink, LinkCheck, NetworkError, ProductRate,
    QuotedRate,
};

impl AffiliateNetwork for Admitad {
    fn warm_up(&self) -> BoxFuture<'_, ()> {
        Admitad::warm_up(self).boxed()
    }

    fn deeplinks<'a>(&'a self, targets: &'a [Url]) -> Asked<'a, Vec<Option<Deeplink>>> {
        Admitad::deeplinks(self, targets).err_into().boxed()
    }

    fn product_rates<'a>(&'a self, pages: &'a [Url]) -> Asked<'a, HashMap<String, ProductRate>> {
        Admitad::product_rates(self, pages).err_into().boxed()
    }

    fn check_link<'a>(&'a self, link: &'a Url) -> Asked<'a, LinkCheck> {
        Admitad::check_link(self, link).err_into().boxed()
    }

    fn shorten<'a>(&'a self, link: &'a Url) -> Asked<'a, Url> {
        Admitad::shorten(self, link).err_into().boxed()
    }

    fn ad_space(&self) -> Asked<'_, AdSpace> {
        Admitad::ad_space(self).err_into().boxed()
    }

    fn program(&self) -> Asked<'_, AffiliateProgram> {
        Admitad::program(self).err_into().boxed()
    }

    fn exchange_rate(&self, from: Currency, to: Currency, today: Date) -> Asked<'_, QuotedRate> {
        Admitad::exchange_rate(self, from, to, today).err_into().boxed()
    }
}

impl From<AdmitadError> for NetworkError {
    fn from(error: AdmitadError) -> Self {
        let detail = error.to_string();
        match error {
            AdmitadError::Busy { .. } => NetworkError::Busy(detail),
            AdmitadError::Unreachable { .. } | AdmitadError::Late { .. } | AdmitadError::Garbled { .. } => {
                NetworkError::Unavailable(detail)
            }
            AdmitadError::Refused { .. } => NetworkError::Refused(detail),
            AdmitadError::Denied { .. } | AdmitadError::NotConnected { .. } => NetworkError::Denied(detail),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::admitad::{ApiMethod, ApiReply};

    #[test]
    fn an_error_says_what_the_caller_can_do_and_keeps_its_text() {
        let at = ApiReply { endpoint: ApiMethod::Check, status: Some(400), error_code: None };
        type Kind = fn(String) -> NetworkError;
        let kinds: [(AdmitadError, Kind); 7] = [
            (AdmitadError::Busy { retry_in: Duration::from_secs(7) }, NetworkError::Busy),
            (AdmitadError::Unreachable { at }, NetworkError::Unavailable),
            (AdmitadError::Late { at }, NetworkError::Unavailable),
            (AdmitadError::Garbled { at }, NetworkError::Unavailable),
            (AdmitadError::Refused { at }, NetworkError::Refused),
            (AdmitadError::Denied { at, scope: Some("validate_links") }, NetworkError::Denied),
            (AdmitadError::NotConnected { at }, NetworkError::Denied),
        ];
        for (error, kind) in kinds {
            let text = error.to_string();
            let told = NetworkError::from(error);
            assert_eq!(told.to_string(), text);
            assert_eq!(told, kind(text));
        }
    }
}
