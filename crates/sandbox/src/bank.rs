//! A stand-in of the central bank: its bulletin with invented rates of the last working day.

use std::collections::VecDeque;
use std::fmt::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::responses;
use dealink_core::clock::Clock;

/// The bulletin's path, as at the bank.
pub const PATH: &str = "/kurlar/today.xml";

/// Code, unit, Turkish and English name, and the lira prices of buying and selling that unit. All invented; the real
/// bulletin has empty prices too.
const RATES: [(&str, u32, &str, &str, &str, &str); 10] = [
    ("USD", 1, "ABD DOLARI", "US DOLLAR", "42.3500", "42.4263"),
    ("EUR", 1, "EURO", "EURO", "49.1005", "49.1890"),
    ("GBP", 1, "İNGİLİZ STERLİNİ", "POUND STERLING", "55.4012", "55.6901"),
    ("CHF", 1, "İSVİÇRE FRANGI", "SWISS FRANK", "52.6033", "52.9410"),
    ("SAR", 1, "SUUDİ ARABİSTAN RİYALİ", "SAUDI RIYAL", "11.2890", "11.3093"),
    ("JPY", 100, "JAPON YENİ", "JAPENESE YEN", "27.1023", "27.2818"),
    ("RUB", 1, "RUS RUBLESİ", "RUSSIAN ROUBLE", "0.5240", "0.5309"),
    ("KRW", 1, "GÜNEY KORE WONU", "SOUTH KOREAN WON", "0.0288", "0.0292"),
    ("IRR", 100, "İRAN RİYALİ", "IRANIAN RIAL", "", ""),
    ("XDR", 1, "ÖZEL ÇEKME HAKKI (SDR)", "SPECIAL DRAWING RIGHT (SDR)", "57.6112", ""),
];

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BulletinFault {
    /// This status with an empty body.
    Status(u16),
    Html,
    Half,
    /// More bytes than the client may read.
    Oversized,
    /// No answer ever comes.
    Hang,
    OfDay(Date),
    Without(&'static str),
    ZeroPrices,
}

/// The stand-in. Clones are cheap and share one state.
#[derive(Clone)]
pub struct BankStandIn(Arc<BankServer>);

struct BankServer {
    clock: Clock,
    state: Mutex<BankState>,
}

#[derive(Default)]
struct BankState {
    calls: usize,
    faults: VecDeque<BulletinFault>,
}

impl BankStandIn {
    /// `clock` gives the day of the bulletin.
    pub fn new(clock: Clock) -> Self {
        BankStandIn(Arc::new(BankServer { clock, state: Mutex::default() }))
    }

    /// Serves the bulletin at [`PATH`].
    pub fn router(&self) -> Router {
        Router::new().route(PATH, get(serve)).with_state(self.clone())
    }

    pub fn calls(&self) -> usize {
        self.state().calls
    }

    /// Spoils the next `times` answers, after the faults that were ordered before.
    pub fn inject_fault(&self, fault: &BulletinFault, times: usize) {
        self.state().faults.extend(std::iter::repeat_n(fault.clone(), times));
    }

    fn state(&self) -> MutexGuard<'_, BankState> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn serve(Shared(bank): Shared<BankStandIn>) -> Response {
    let fault = {
        let mut state = bank.state();
        state.calls += 1;
        state.faults.pop_front()
    };
    let today = working_day(bank.0.clock.today());
    let whole = bulletin(today, |code, price| Some((code, price)));
    let document = match fault {
        None => whole,
        Some(BulletinFault::Status(status)) => {
            return responses::status(status).into_response();
        }
        Some(BulletinFault::Html) => return responses::html_page(),
        Some(BulletinFault::Half) => responses::half(&whole),
        Some(BulletinFault::Oversized) => whole.replace("</Tarih_Date>", &" ".repeat(2 * 1024 * 1024)),
        Some(BulletinFault::Hang) => return std::future::pending().await,
        Some(BulletinFault::OfDay(day)) => bulletin(day, |code, price| Some((code, price))),
        Some(BulletinFault::Without(missing)) => {
            bulletin(today, |code, price| (code != missing).then_some((code, price)))
        }
        Some(BulletinFault::ZeroPrices) => bulletin(today, |code, _| Some((code, "0"))),
    };
    responses::typed("application/xml", document)
}

/// The bank is closed at weekends; the bulletin is then Friday's.
fn working_day(today: Date) -> Date {
    let back = match today.weekday() {
        Weekday::Saturday => 1,
        Weekday::Sunday => 2,
        _ => 0,
    };
    today.checked_sub(back.days()).unwrap_or(today)
}

fn bulletin(
    day: Date,
    change: impl Fn(&'static str, &'static str) -> Option<(&'static str, &'static str)>,
) -> String {
    let mut document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?xml-stylesheet type=\"text/xsl\" href=\"isokur.xsl\"?>\n\
         <Tarih_Date Tarih=\"{}\" Date=\"{}\"  Bulten_No=\"2026/1\" >\n",
        day.strftime("%d.%m.%Y"),
        day.strftime("%m/%d/%Y")
    );
    for (order, (code, unit, turkish, english, buying, selling)) in RATES.iter().enumerate() {
        let (Some((_, buying)), Some((_, selling))) = (change(code, buying), change(code, selling)) else {
            continue;
        };
        let price = |name: &str, price: &str| match price {
            "" => format!("<{name}/>"),
            price => format!("<{name}>{price}</{name}>"),
        };
        let _ = writeln!(
            document,
            "\t<Currency CrossOrder=\"{order}\" Kod=\"{code}\" CurrencyCode=\"{code}\">\n\t\t<Unit>{unit}</Unit>\n\
             \t\t<Isim>{turkish}</Isim>\n\t\t<CurrencyName>{english}</CurrencyName>\n\t\t{}\n\t\t{}\n\
             \t\t<BanknoteBuying/><BanknoteSelling/><CrossRateUSD/><CrossRateOther/>\n\t</Currency>",
            price("ForexBuying", buying),
            price("ForexSelling", selling),
        );
    }
    document + "</Tarih_Date>\n"
}
