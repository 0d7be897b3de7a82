//! Identity: who is who across exports, by contact id and by e-mail address.

use crate::model::name::Names;
use crate::model::record::Person;

/// Who is known under which id and address.
#[derive(Clone, Debug, Default)]
pub struct Identity {
    emails: Names,
    /// By e-mail number: who has it, and the table that said so first.
    owners: Vec<(Person, u32)>,
    /// By person: the person that it turned out to be; [`Person::NONE`] where nothing is known.
    same_as: Vec<Person>,
}

impl Identity {
    /// The person of a contact id or an e-mail address; a new one when nobody has it.
    pub fn person(&self, people: &mut Names, id: &str) -> Person {
        if id.contains('@') {
            let email = id.to_lowercase();
            let known = self.emails.find(&email).and_then(|e| self.owners.get(e.index()));
            return known.map_or_else(|| people.intern(&email), |&(person, _)| person);
        }
        let person = people.intern(salesforce_15(id));
        self.same_as.get(person.index()).copied().filter(|p| p.is_some()).unwrap_or(person)
    }

    /// The person of a row of a contacts export, and whether another export knew the same address under another id.
    /// Two ids with one address in the *same* table stay two people: shared inboxes exist.
    pub fn contact(&mut self, people: &mut Names, id: Option<&str>, email: Option<&str>, table: u32) -> (Person, bool) {
        let email = email.map(str::to_lowercase);
        let person = match (id, &email) {
            (Some(id), _) => self.person(people, id),
            (None, Some(email)) => self.person(people, email),
            (None, None) => return (Person::NONE, false),
        };
        let Some(email) = email else { return (person, false) };
        let number = self.emails.intern(&email).index();
        if self.owners.len() <= number {
            self.owners.resize(number + 1, (Person::NONE, 0));
        }
        let (owner, first_table) = self.owners[number];
        if owner == Person::NONE {
            self.owners[number] = (person, table);
            return (person, false);
        }
        if owner == person || first_table == table {
            return (person, false);
        }
        if self.same_as.len() <= person.index() {
            self.same_as.resize(person.index() + 1, Person::NONE);
        }
        self.same_as[person.index()] = owner;
        (owner, true)
    }
}

/// A Salesforce id of 18 characters is one of 15 with three that guard its capitals: both spellings name one record.
pub fn salesforce_15(id: &str) -> &str {
    let bytes = id.as_bytes();
    let Some((head, tail)) = bytes.split_at_checked(15).filter(|(_, tail)| tail.len() == 3) else { return id };
    if !bytes.iter().all(u8::is_ascii_alphanumeric) {
        return id;
    }
    let guard = |chunk: &[u8]| {
        let capitals =
            chunk.iter().enumerate().fold(0_u8, |bits, (i, b)| bits | (u8::from(b.is_ascii_uppercase()) << i));
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[usize::from(capitals)]
    };
    let right = head.chunks(5).map(guard).eq(tail.iter().map(u8::to_ascii_uppercase));
    if right { &id[..15] } else { id }
}

#[cfg(test)]
mod tests {
    use super::{Identity, salesforce_15};
    use crate::model::name::Names;

    #[test]
    fn both_spellings_of_a_salesforce_id_are_one() {
        assert_eq!(salesforce_15("0061G00000Ja7B6QAJ"), "0061G00000Ja7B6");
        assert_eq!(salesforce_15("0061G00000Ja7B6QAK"), "0061G00000Ja7B6QAK");
        assert_eq!(salesforce_15("plain"), "plain");
    }

    #[test]
    fn an_address_joins_exports_but_not_rows_of_one_table() {
        let (mut identity, mut people) = (Identity::default(), Names::new());
        let (ann, _) = identity.contact(&mut people, Some("11"), Some("Ann@x.com"), 0);
        let (bob, joined) = identity.contact(&mut people, Some("12"), Some("ann@x.com"), 0);
        assert!(bob != ann && !joined);
        assert_eq!(identity.contact(&mut people, Some("00Q1"), Some("ann@X.com"), 1), (ann, true));
        assert_eq!(identity.person(&mut people, "00Q1"), ann);
        assert_eq!(identity.person(&mut people, "ANN@x.com"), ann);
    }
}
