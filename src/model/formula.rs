//! The formula language of metrics: `+ - * / ( )` over names, with one number reading here and one sentence reading.
//! The third reading, a live spreadsheet formula, is made by `render` from the same tree.

use std::fmt;

use super::unit::Dimension;

/// A parsed formula.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Formula {
    /// A measure, a metric or a setting by id.
    Name(String),
    /// Two formulas joined by an operator.
    Join(Box<Formula>, Operator, Box<Formula>),
}

/// The four operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

impl Operator {
    /// The character in a template.
    pub fn sign(self) -> char {
        match self {
            Operator::Add => '+',
            Operator::Subtract => '-',
            Operator::Multiply => '*',
            Operator::Divide => '/',
        }
    }

    /// `left` and `right` joined.
    ///
    /// # Errors
    /// A division by zero; `divisor` is what stands on the right.
    pub fn join(self, left: f64, right: f64, divisor: &Formula) -> Result<f64, Missing> {
        match self {
            Operator::Add => Ok(left + right),
            Operator::Subtract => Ok(left - right),
            Operator::Multiply => Ok(left * right),
            Operator::Divide if right == 0.0 => Err(Missing::DividesByZero(divisor.to_string())),
            Operator::Divide => Ok(left / right),
        }
    }

    fn binds(self) -> u8 {
        match self {
            Operator::Add | Operator::Subtract => 1,
            Operator::Multiply | Operator::Divide => 2,
        }
    }
}

/// Where a formula cannot be read: the byte position and what was expected there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FormulaError {
    /// Byte position in the text.
    pub at: usize,
    /// What was found there; empty at the end.
    pub found: String,
}

/// Why a figure cannot be given. It is shown as an empty cell with a note, never as 0.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Missing {
    /// A denominator is zero: its formula.
    DividesByZero(String),
    /// No export gave this measure.
    NotGiven(String),
}

impl Formula {
    /// Reads a formula.
    ///
    /// # Errors
    /// The first place that is not `+ - * / ( )` or a name of lower-case letters, digits, `_` and `.`.
    pub fn parse(text: &str) -> Result<Formula, FormulaError> {
        let mut reader = Reader { text, at: 0, depth: 0 };
        let formula = reader.joined(1)?;
        reader.skip_blanks();
        if reader.at == text.len() { Ok(formula) } else { Err(reader.error()) }
    }

    /// The number reading. `value` gives the number of a name.
    ///
    /// # Errors
    /// What `value` reports, or a division by zero.
    pub fn number(&self, value: &mut impl FnMut(&str) -> Result<f64, Missing>) -> Result<f64, Missing> {
        match self {
            Formula::Name(name) => value(name),
            Formula::Join(left, operator, right) => {
                let (l, r) = (left.number(value)?, right.number(value)?);
                operator.join(l, r, right)
            }
        }
    }

    /// The dimension, if the units agree. `of` gives the dimension of a name.
    ///
    /// # Errors
    /// The part of the formula that adds or subtracts unlike units, or the unknown name.
    pub fn dimension(&self, of: &impl Fn(&str) -> Option<Dimension>) -> Result<Dimension, String> {
        match self {
            Formula::Name(name) => of(name).ok_or_else(|| name.clone()),
            Formula::Join(left, operator, right) => {
                let (l, r) = (left.dimension(of)?, right.dimension(of)?);
                match operator {
                    Operator::Add | Operator::Subtract if l != r => Err(self.to_string()),
                    Operator::Add | Operator::Subtract => Ok(l),
                    Operator::Multiply => Ok(l.times(r, 1)),
                    Operator::Divide => Ok(l.times(r, -1)),
                }
            }
        }
    }

    /// Every name in it, in reading order, repeats kept.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Formula::Name(name) => vec![name],
            Formula::Join(left, _, right) => [left.names(), right.names()].concat(),
        }
    }

    /// Numerator and denominator, when the formula is one quotient at the top.
    pub fn quotient(&self) -> Option<(&Formula, &Formula)> {
        match self {
            Formula::Join(left, Operator::Divide, right) => Some((left, right)),
            _ => None,
        }
    }

    /// Prints the formula with `name` for each name, `sign` for each operator and the fewest parentheses.
    pub fn print(&self, name: &impl Fn(&str) -> String, sign: &impl Fn(Operator) -> String) -> String {
        match self {
            Formula::Name(n) => name(n),
            Formula::Join(left, operator, right) => {
                let part = |side: &Formula, loose: bool| match side {
                    Formula::Join(_, inner, _)
                        if inner.binds() < operator.binds() || (loose && inner.binds() == operator.binds()) =>
                    {
                        format!("({})", side.print(name, sign))
                    }
                    _ => side.print(name, sign),
                };
                let right_is_loose = matches!(operator, Operator::Subtract | Operator::Divide);
                format!("{} {} {}", part(left, false), sign(*operator), part(right, right_is_loose))
            }
        }
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.print(&ToOwned::to_owned, &|o| o.sign().to_string()))
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u8,
}

impl Reader<'_> {
    fn joined(&mut self, least: u8) -> Result<Formula, FormulaError> {
        let mut left = self.single()?;
        while let Some(operator) = self.peek_operator().filter(|o| o.binds() >= least) {
            self.at += 1;
            let right = self.joined(operator.binds() + 1)?;
            left = Formula::Join(Box::new(left), operator, Box::new(right));
        }
        Ok(left)
    }

    fn single(&mut self) -> Result<Formula, FormulaError> {
        self.skip_blanks();
        if self.text[self.at..].starts_with('(') && self.depth < 100 {
            self.at += 1;
            self.depth += 1;
            let inner = self.joined(1)?;
            self.skip_blanks();
            if !self.text[self.at..].starts_with(')') {
                return Err(self.error());
            }
            self.at += 1;
            self.depth -= 1;
            return Ok(inner);
        }
        let rest = &self.text[self.at..];
        let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.';
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        if !rest.starts_with(|c: char| c.is_ascii_lowercase()) {
            return Err(self.error());
        }
        self.at += end;
        Ok(Formula::Name(rest[..end].to_owned()))
    }

    fn peek_operator(&mut self) -> Option<Operator> {
        self.skip_blanks();
        match self.text.as_bytes().get(self.at)? {
            b'+' => Some(Operator::Add),
            b'-' => Some(Operator::Subtract),
            b'*' => Some(Operator::Multiply),
            b'/' => Some(Operator::Divide),
            _ => None,
        }
    }

    fn skip_blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn error(&self) -> FormulaError {
        FormulaError { at: self.at, found: self.text[self.at..].chars().take(12).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Formula, Missing};

    fn number(text: &str) -> Result<f64, Missing> {
        Formula::parse(text).map_err(|e| Missing::NotGiven(e.found))?.number(&mut |name| match name {
            "six" => Ok(6.0),
            "two" => Ok(2.0),
            _ => Ok(0.0),
        })
    }

    #[test]
    fn reads_with_the_usual_order_of_operations() {
        assert_eq!(number("six - two - two"), Ok(2.0));
        assert_eq!(number("six + two * two"), Ok(10.0));
        assert_eq!(number("six / (two + two)"), Ok(1.5));
        assert_eq!(number("six / zero"), Err(Missing::DividesByZero("zero".into())));
    }

    #[test]
    fn prints_what_it_reads() {
        for text in ["a - (b - c)", "(a - b) / c", "a / (b / c)", "a * b / c", "a - b + c"] {
            assert_eq!(Formula::parse(text).map(|f| f.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn refuses_with_the_place() {
        assert_eq!(Formula::parse("spend / 2").map_err(|e| e.at), Err(8));
        assert_eq!(Formula::parse("spend /").map_err(|e| e.at), Err(7));
        assert_eq!(Formula::parse("(spend").map_err(|e| e.at), Err(6));
    }
}
