//! The spreadsheet functions that formulas may use: each is known to Excel 2007 and later, LibreOffice, and our engine.

use super::expression::Expression;

/// A function.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Function {
    /// Sum of numbers.
    Sum,
    /// Sum where all criteria hold.
    SumIfs,
    /// Count where all criteria hold.
    CountIfs,
    /// If, then, else.
    If,
    /// The first, unless it is an error.
    IfError,
    /// Away from zero, to so many decimals.
    RoundUp,
    /// To so many decimals, halves away from zero.
    Round,
    /// Smallest number.
    Min,
    /// Largest number.
    Max,
    /// Without its sign.
    Abs,
    /// Square root.
    SquareRoot,
    /// The first to the power of the second.
    Power,
    /// How many numbers.
    Count,
    /// The year of a day.
    Year,
    /// The number of a day's month.
    Month,
    /// The same day so many months later, or the last day of that month.
    MonthsOn,
    /// What grows at compound interest: rate, periods, paid in each, there at first; the result with the other sign.
    FutureValue,
    /// Up to which value of a gamma distribution so large a share lies: share, shape, scale.
    GammaInverse,
    /// The chance of at most so many events: number, mean, 1 for at most.
    Poisson,
    /// Text with one part replaced by another wherever it stands.
    Substitute,
}

impl Function {
    /// The name in a formula.
    pub fn name(self) -> &'static str {
        match self {
            Function::Sum => "SUM",
            Function::SumIfs => "SUMIFS",
            Function::CountIfs => "COUNTIFS",
            Function::If => "IF",
            Function::IfError => "IFERROR",
            Function::RoundUp => "ROUNDUP",
            Function::Round => "ROUND",
            Function::Min => "MIN",
            Function::Max => "MAX",
            Function::Abs => "ABS",
            Function::SquareRoot => "SQRT",
            Function::Power => "POWER",
            Function::Count => "COUNT",
            Function::Year => "YEAR",
            Function::Month => "MONTH",
            Function::MonthsOn => "EDATE",
            Function::FutureValue => "FV",
            Function::GammaInverse => "GAMMAINV",
            Function::Poisson => "POISSON",
            Function::Substitute => "SUBSTITUTE",
        }
    }

    /// The function applied.
    pub fn of(self, arguments: impl IntoIterator<Item = Expression>) -> Expression {
        Expression::Call(self, arguments.into_iter().collect())
    }
}
