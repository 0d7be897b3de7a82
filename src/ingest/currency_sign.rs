//! Currency signs and codes beside a number, and which currencies each may stand for.

use crate::model::money::Currency;

/// A sign and the codes that it may stand for, the likeliest first; longer signs first where one ends another.
#[rustfmt::skip]
const SIGNS: [(&str, &[&str]); 40] = [
    ("US$", &["USD"]), ("HK$", &["HKD"]), ("NT$", &["TWD"]), ("NZ$", &["NZD"]), ("MX$", &["MXN"]), ("AU$", &["AUD"]),
    ("CA$", &["CAD"]), ("A$", &["AUD"]), ("C$", &["CAD"]), ("S$", &["SGD"]), ("R$", &["BRL"]), ("Rp.", &["IDR"]),
    ("Rp", &["IDR"]), ("RM", &["MYR"]), ("Fr.", &["CHF"]), ("kr", &["SEK", "NOK", "DKK", "ISK"]), ("zł", &["PLN"]),
    ("Kč", &["CZK"]), ("Ft", &["HUF"]), ("lei", &["RON"]), ("บาท", &["THB"]), ("원", &["KRW"]), ("円", &["JPY"]),
    ("元", &["CNY", "TWD", "HKD"]), ("$", &["USD", "CAD", "AUD", "SGD", "HKD", "NZD", "TWD", "MXN", "ARS", "CLP", "COP"]),
    ("€", &["EUR"]), ("£", &["GBP", "EGP"]), ("¥", &["JPY", "CNY"]), ("￥", &["JPY", "CNY"]), ("₩", &["KRW"]),
    ("￦", &["KRW"]), ("฿", &["THB"]), ("₹", &["INR"]), ("₫", &["VND"]), ("₱", &["PHP"]), ("₽", &["RUB"]),
    ("₺", &["TRY"]), ("₪", &["ILS"]), ("₦", &["NGN"]), ("₴", &["UAH"]),
];

/// Codes that stand beside numbers in exports.
#[rustfmt::skip]
const CODES: [&str; 40] = [
    "USD", "EUR", "GBP", "KRW", "THB", "IDR", "JPY", "CNY", "INR", "SGD", "MYR", "VND", "PHP", "HKD", "TWD", "AUD", "NZD",
    "CAD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "MXN", "BRL", "COP", "PEN", "CLP", "ARS", "ZAR", "AED", "SAR",
    "ILS", "TRY", "EGP", "NGN", "RUB", "RON",
];

/// A sign or code that stood beside a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Sign(&'static str);

impl Sign {
    /// Takes a sign off either end of a text that has no blanks there.
    pub(crate) fn off(text: &str) -> Option<(Sign, &str)> {
        let signs = SIGNS.iter().map(|(sign, _)| *sign).chain(CODES);
        signs.into_iter().find_map(|sign| {
            let rest = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign))?;
            Some((Sign(sign), rest.trim()))
        })
    }

    /// Whether it may stand for `currency`.
    pub(crate) fn may_be(self, currency: Currency) -> bool {
        self.codes().any(|c| c == currency)
    }

    /// Whether both may stand for one currency.
    pub(crate) fn agrees(self, other: Sign) -> bool {
        other.codes().any(|c| self.may_be(c))
    }

    /// The currency that it stands for when nothing else says.
    pub(crate) fn likeliest(self) -> Option<Currency> {
        self.codes().next()
    }

    fn codes(self) -> impl Iterator<Item = Currency> {
        let several = SIGNS.iter().find(|(sign, _)| *sign == self.0).map_or(&[][..], |(_, codes)| codes);
        let own = several.is_empty().then_some(self.0);
        several.iter().copied().chain(own).filter_map(Currency::parse)
    }

    /// Whether it is written with numbers grouped by dots, `M` being miliar.
    pub(crate) fn is_rupiah(self) -> bool {
        matches!(self.0, "Rp" | "Rp." | "IDR")
    }

    /// Whether its amounts have no decimals.
    pub(crate) fn is_whole(self) -> bool {
        self.likeliest().is_some_and(|c| c.digits() == 0)
    }
}
