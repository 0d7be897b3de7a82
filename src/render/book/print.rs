//! The text reading of a formula: what stands in the file, in the grammar that every spreadsheet program reads.

use std::fmt::Write as _;

use super::Book;
use super::cell::At;
use super::expression::{Expression, Range, Reference, Sign};

impl Book {
    /// The formula as text without the leading `=`, as it stands in a cell of sheet `host`.
    pub fn print(&self, expression: &Expression, host: u16) -> String {
        let mut text = String::with_capacity(256);
        self.write(expression, host, &mut text);
        text
    }

    fn write(&self, expression: &Expression, host: u16, out: &mut String) {
        match expression {
            Expression::Number(number) => out.push_str(&number.to_string()),
            Expression::Text(text) => {
                out.push('"');
                for (i, part) in text.split('"').enumerate() {
                    out.push_str(if i > 0 { "\"\"" } else { "" });
                    out.push_str(part);
                }
                out.push('"');
            }
            Expression::Cell(reference) => {
                self.write_sheet(reference.at.sheet, host, out);
                write_reference(*reference, out);
            }
            Expression::Range(Range { first, last }) => {
                self.write_sheet(first.at.sheet, host, out);
                write_reference(*first, out);
                out.push(':');
                write_reference(*last, out);
            }
            Expression::Join(left, sign, right) => {
                self.write_side(left, binds(*sign), host, out);
                out.push_str(sign_text(*sign));
                let strict = u8::from(matches!(sign, Sign::Subtract | Sign::Divide) || binds(*sign) == 1);
                self.write_side(right, binds(*sign) + strict, host, out);
            }
            Expression::Call(function, arguments) => {
                out.push_str(function.name());
                out.push('(');
                for (i, argument) in arguments.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    self.write(argument, host, out);
                }
                out.push(')');
            }
        }
    }

    fn write_side(&self, side: &Expression, least: u8, host: u16, out: &mut String) {
        let loose = matches!(side, Expression::Join(_, sign, _) if binds(*sign) < least);
        if loose {
            out.push('(');
        }
        self.write(side, host, out);
        if loose {
            out.push(')');
        }
    }

    fn write_sheet(&self, sheet: u16, host: u16, out: &mut String) {
        if sheet != host {
            let name = self.sheet(sheet).map_or("", |s| &s.name);
            if is_plain(name) {
                out.push_str(name);
            } else {
                out.push_str(&quoted(name));
            }
            out.push('!');
        }
    }
}

/// A sheet's name as formulas write it: in quotes unless it is a plain word.
pub fn quoted(name: &str) -> String {
    if is_plain(name) { name.to_owned() } else { format!("'{}'", name.replace('\'', "''")) }
}

fn is_plain(name: &str) -> bool {
    name.len() > 3 && name.bytes().all(|b| b.is_ascii_alphabetic())
}

/// `AB` for column 27.
pub fn letters(column: u16) -> String {
    let mut text = String::new();
    write_letters(u32::from(column) + 1, &mut text);
    text
}

/// `AB` for 28: the letters of larger places first.
fn write_letters(number: u32, out: &mut String) {
    if number > 26 {
        write_letters((number - 1) / 26, out);
    }
    out.push(char::from(b'A' + ((number - 1) % 26) as u8));
}

/// `C5`, for people.
pub fn plain(at: At) -> String {
    format!("{}{}", letters(at.column), at.row + 1)
}

fn write_reference(reference: Reference, out: &mut String) {
    let dollar = |fixed: bool| if fixed { "$" } else { "" };
    out.push_str(dollar(reference.fixed_column));
    write_letters(u32::from(reference.at.column) + 1, out);
    out.push_str(dollar(reference.fixed_row));
    let _ = write!(out, "{}", reference.at.row + 1);
}

fn binds(sign: Sign) -> u8 {
    match sign {
        Sign::Concatenate => 2,
        Sign::Add | Sign::Subtract => 3,
        Sign::Multiply | Sign::Divide => 4,
        _ => 1,
    }
}

fn sign_text(sign: Sign) -> &'static str {
    match sign {
        Sign::Equal => "=",
        Sign::Unequal => "<>",
        Sign::Less => "<",
        Sign::LessOrEqual => "<=",
        Sign::Greater => ">",
        Sign::GreaterOrEqual => ">=",
        Sign::Concatenate => "&",
        Sign::Add => "+",
        Sign::Subtract => "-",
        Sign::Multiply => "*",
        Sign::Divide => "/",
    }
}
