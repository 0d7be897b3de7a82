//! Money as whole minor units of one currency.

use std::cmp::Ordering;
use std::fmt;

/// An ISO 4217 currency code.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency([u8; 3]);

impl Ord for Currency {
    /// By their letters, all at once: rates are looked up for every amount.
    fn cmp(&self, other: &Currency) -> Ordering {
        let letters = |Currency([first, second, third]): &Currency| u32::from_be_bytes([0, *first, *second, *third]);
        letters(self).cmp(&letters(other))
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Currency) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Currency {
    /// US dollars: what amounts are taken to be in when nothing at all says otherwise.
    pub const USD: Currency = Currency(*b"USD");

    /// Reads a three-letter code in any case; `None` for anything else. Whether the code is in use is not checked.
    pub fn parse(code: &str) -> Option<Currency> {
        let bytes: [u8; 3] = code.trim().as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_alphabetic).then(|| Currency(bytes.map(|b| b.to_ascii_uppercase())))
    }

    /// The code in capitals.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// Decimal places of the minor unit (ISO 4217: KRW 0, USD 2, KWD 3). IDR officially has 2 and keeps them here.
    pub fn digits(&self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF" | b"UGX"
            | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }

    /// Minor units in one major unit: 100 for USD.
    pub fn scale(&self) -> i64 {
        10_i64.pow(self.digits())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount: whole minor units with their currency. Sums of many amounts are kept as `i128` minor units.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Money {
    /// Minor units (cents of USD, whole won of KRW).
    pub minor: i128,
    /// Their currency.
    pub currency: Currency,
}

impl Money {
    /// The amount nearest to `major` units: for showing a computed figure, never for sums.
    pub fn of_major(major: f64, currency: Currency) -> Money {
        #[expect(clippy::cast_possible_truncation, reason = "saturates far beyond any amount of money")]
        let minor = (major * currency.scale() as f64).round() as i128;
        Money { minor, currency }
    }

    /// The amount in major units, for spreadsheets and people only.
    pub fn major(self) -> f64 {
        self.minor as f64 / self.currency.scale() as f64
    }
}
