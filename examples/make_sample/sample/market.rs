//! The four markets: what they pay in, how long they decide, who sells there, and how people are called.

/// One market.
pub(crate) struct Market {
    /// As the plan names it.
    pub(crate) name: &'static str,
    /// As campaign names begin.
    pub(crate) code: &'static str,
    /// As GA4 and most of HubSpot write it, then how sales people typed it in HubSpot.
    pub(crate) exported: [&'static str; 3],
    /// Currency of its deals, and how many US dollars a million of it buys.
    pub(crate) currency: (&'static str, i64),
    /// Share of leads, in thousandths.
    pub(crate) share: i64,
    /// Shortest and longest days from opportunity to close.
    pub(crate) cycle: (i64, i64),
    /// Customers lost a month, in thousandths.
    pub(crate) churn: i64,
    /// Sales people.
    pub(crate) sellers: [&'static str; 2],
    /// Given names.
    pub(crate) given: &'static [&'static str],
    /// Family names.
    pub(crate) family: &'static [&'static str],
    /// Given and family name in the market's own script, with what stands in the e-mail address.
    pub(crate) native: &'static [(&'static str, &'static str, &'static str)],
    /// Company: what the name is, and its domain; `{}` is a stem.
    pub(crate) companies: &'static [(&'static str, &'static str)],
    /// Companies in the market's own script, with their domain.
    pub(crate) native_companies: &'static [(&'static str, &'static str)],
}

/// Stems of company names, shared by all markets.
pub(crate) const STEMS: [&str; 40] = [
    "Siam",
    "Nusa",
    "Hana",
    "Blue",
    "Metro",
    "Rapid",
    "Orchid",
    "Delta",
    "Lotus",
    "Summit",
    "Prime",
    "Union",
    "Golden",
    "River",
    "Coast",
    "Star",
    "Pioneer",
    "Atlas",
    "Harbor",
    "North",
    "Southern",
    "Evergreen",
    "Swift",
    "Crown",
    "Royal",
    "Global",
    "Pacific",
    "Inter",
    "Next",
    "First",
    "Silver",
    "Green",
    "Nova",
    "Apex",
    "Merit",
    "Vertex",
    "Cedar",
    "Falcon",
    "Mango",
    "Bright",
];

/// Thailand, Indonesia, Korea, the United States.
pub(crate) const MARKETS: [Market; 4] = [
    Market {
        name: "Thailand",
        code: "TH",
        exported: ["Thailand", "thailand", "TH"],
        currency: ("THB", 28_000),
        share: 340,
        cycle: (18, 75),
        churn: 7,
        sellers: ["Niran Chaiyasit", "Kanya Srisuk"],
        given: &[
            "Somchai",
            "Malee",
            "Anong",
            "Preecha",
            "Siriporn",
            "Wichai",
            "Nattapong",
            "Kamonwan",
            "Thanakorn",
            "Pimchanok",
            "Chatchai",
            "Suda",
            "Arthit",
            "Jintana",
            "Pongsakorn",
            "Rattana",
        ],
        family: &[
            "Jaidee",
            "Wongsawat",
            "Srisai",
            "Boonmee",
            "Rattanakul",
            "Thongchai",
            "Saetang",
            "Phromma",
            "Kittisak",
            "Suwan",
            "Charoensuk",
            "Intharat",
        ],
        native: &[
            ("สมชาย", "ใจดี", "somchai.j"),
            ("ปิยะดา", "ศรีสุข", "piyada.s"),
            ("ณัฐพล", "วงศ์สวัสดิ์", "nattaphon.w"),
            ("กัญญา", "บุญมี", "kanya.b"),
        ],
        companies: &[
            ("{} Logistics Co., Ltd.", "logistics.co.th"),
            ("{} Express (Thailand)", "express.co.th"),
            ("{} Foods Public Company", "foods.co.th"),
        ],
        native_companies: &[
            ("บริษัท ส่งไว จำกัด", "songwai.co.th"),
            ("บริษัท ขนส่งสยาม จำกัด", "khonsongsiam.co.th"),
            ("ห้างหุ้นส่วน ทางด่วนขนส่ง", "tangduan.co.th"),
        ],
    },
    Market {
        name: "Indonesia",
        code: "ID",
        exported: ["Indonesia", "indonesia", "ID"],
        currency: ("IDR", 62),
        share: 220,
        cycle: (22, 90),
        churn: 26,
        sellers: ["Dewi Lestari", "Agus Pratama"],
        given: &["Budi", "Siti", "Rizky", "Ayu", "Putri", "Andi", "Wayan", "Fitri", "Hendra", "Maya", "Joko", "Ratna"],
        family: &[
            "Santoso", "Wijaya", "Saputra", "Hartono", "Nugroho", "Kusuma", "Halim", "Siregar", "Utami", "Gunawan",
        ],
        native: &[("Suharti", "", "suharti"), ("Ni Luh", "Ayu Ó. Dewanti", "niluh.dewanti")],
        companies: &[
            ("PT {} Kargo", "kargo.co.id"),
            ("PT {} Antar Nusantara", "antar.co.id"),
            ("CV {} Mandiri", "mandiri.co.id"),
        ],
        native_companies: &[
            ("PT Maju \"Jaya\" Logistik", "majujaya.co.id"),
            ("Toko Sumber Rejeki, Tbk", "sumberrejeki.co.id"),
        ],
    },
    Market {
        name: "Korea",
        code: "KR",
        exported: ["South Korea", "Korea, Republic of", "KR"],
        currency: ("KRW", 700),
        share: 240,
        cycle: (30, 110),
        churn: 6,
        sellers: ["Kim Min-ji", "Lee Dong-hyun"],
        given: &[
            "Ji-hoon", "Seo-yeon", "Min-jun", "Ha-eun", "Do-yun", "Yu-na", "Hyun-woo", "Eun-ji", "Sung-min", "Ji-woo",
        ],
        family: &["Kim", "Lee", "Park", "Choi", "Jung", "Kang", "Cho", "Yoon", "Jang", "Lim"],
        native: &[
            ("민준", "김", "minjun.kim"),
            ("서연", "박", "seoyeon.park"),
            ("지훈", "이", "jihoon.lee"),
            ("하은", "최", "haeun.choi"),
        ],
        companies: &[
            ("{} Logis", "logis.co.kr"),
            ("{} Delivery Korea", "delivery.kr"),
            ("{} Trading Co.", "trading.co.kr"),
        ],
        native_companies: &[
            ("(주)한빛물류", "hanbit-logis.co.kr"),
            ("주식회사 빠른길", "fastroad.co.kr"),
            ("대성유통㈜", "daesung.co.kr"),
        ],
    },
    Market {
        name: "United States",
        code: "US",
        exported: ["United States", "USA", "united states"],
        currency: ("USD", 1_000_000),
        share: 200,
        cycle: (14, 60),
        churn: 9,
        sellers: ["Jordan Ellis", "Priya Raman"],
        given: &[
            "Megan", "Tyler", "Ashley", "Carlos", "Emily", "Brandon", "Nicole", "Derek", "Rachel", "Kevin", "Dana",
            "Luis",
        ],
        family: &[
            "Hart", "Johnson", "Rivera", "Novak", "O'Brien", "Patel", "Schmidt", "Walker", "Nguyen", "Brooks", "García",
        ],
        native: &[("José", "Muñoz", "jose.munoz"), ("Renée", "D’Angelo", "renee.dangelo")],
        companies: &[
            ("{} Freight Inc.", "freight.com"),
            ("{} Last Mile LLC", "lastmile.com"),
            ("{} Grocery Group", "grocery.com"),
        ],
        native_companies: &[("Smith, Kline & Sons", "smithkline-sons.com"), ("Café Roma Distribution", "caferoma.com")],
    },
];
