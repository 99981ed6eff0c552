//! The company's clients, their contacts and accounts, from the table beside this file.

use super::{accounts::Passwords, maker::Maker};
use chrono::{DateTime, Utc};
use domain::{
    demo::{Client, Contact, User},
    id::UserId,
};
use serde::Deserialize;

/// The client on the screenshots.
pub(super) const SHOWCASE: &str = "Fairwater Ferries";
/// The client that had an account shortly before the bulk run reached it.
pub(super) const FIRST_IN: &str = "Birch & Tallow";
/// One person is the portal user of the first and a contact of the second.
pub(super) const PAIR: [&str; 2] = ["Casa Rivas Hotels", "Rivas Wine Export"];

/// The day on which the portal was opened to clients, counted from today: the bulk invitation run.
pub(super) const OPENING: i64 = -132;

/// How far a client has come with the portal.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Portal {
    Enabled,
    Disabled,
    Invited,
    Expired,
    Revoked,
    /// The mail server refused the invitation.
    Failed,
    Never,
    NoEmail,
    Inactive,
    /// What is on file is no address.
    Malformed,
    /// Another client has the same address.
    Shared,
}

/// A row of the table.
#[derive(Debug, Deserialize)]
struct Row {
    portal: Portal,
    name: String,
    domain: String,
    country: String,
    city: String,
    region: String,
    postal_code: String,
    address: String,
    phone: String,
    currency: String,
    /// `Name|Title;Name|Title`.
    people: String,
}

/// Somebody who gets in, or did.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) user_id: UserId,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) since: DateTime<Utc>,
}

/// A client with all that belongs to access.
pub(super) struct Customer {
    pub(super) portal: Portal,
    pub(super) client: Client,
    pub(super) contacts: Vec<Contact>,
    /// The portal user first.
    pub(super) people: Vec<Person>,
}

/// The clients, and their accounts.
pub(super) struct Customers {
    pub(super) all: Vec<Customer>,
    pub(super) users: Vec<User>,
}

impl Customers {
    pub(super) fn make(maker: &mut Maker, passwords: &Passwords) -> Result<Self, csv::Error> {
        let mut customers = Self { all: Vec::new(), users: Vec::new() };
        for (row, number) in
            csv::Reader::from_reader(include_str!("clients.csv").as_bytes()).deserialize().zip(1..)
        {
            customers.add(maker, passwords, &row?, number);
        }
        customers.link_pair(maker);
        Ok(customers)
    }

    pub(super) fn named(&self, name: &str) -> Option<&Customer> {
        self.all.iter().find(|customer| customer.client.name == name)
    }

    fn add(&mut self, maker: &mut Maker, passwords: &Passwords, row: &Row, number: u32) {
        let has_account = matches!(row.portal, Portal::Enabled | Portal::Disabled);
        let days = maker.between(220..=900);
        let created_at = maker.moment(maker.day(-days));
        let people: Vec<(&str, &str)> =
            row.people.split(';').filter_map(|person| person.split_once('|')).collect();
        let address_of = |name: &str| format!("{}@{}.example", mailbox(name), row.domain);
        let client_email = match row.portal {
            Portal::NoEmail => None,
            Portal::Malformed => Some(format!("accounts(at){}.example", row.domain)),
            Portal::Enabled | Portal::Disabled => people.first().map(|(name, _)| address_of(name)),
            _ => Some(format!("office@{}.example", row.domain)),
        };
        let mut customer = Customer {
            portal: row.portal,
            client: Client {
                id: maker.id(created_at),
                external_id: format!("K{:04}", 1000 + number),
                name: row.name.clone(),
                email: client_email,
                phone: row.phone.clone(),
                address: row.address.clone(),
                city: row.city.clone(),
                region: row.region.clone(),
                postal_code: row.postal_code.clone(),
                country: row.country.clone(),
                currency: row.currency.clone(),
                is_active: row.portal != Portal::Inactive,
                portal_enabled: row.portal == Portal::Enabled,
                portal_user_id: None,
                created_at,
            },
            contacts: Vec::new(),
            people: Vec::new(),
        };
        for (position, &(name, title)) in people.iter().enumerate() {
            let email = (row.portal != Portal::NoEmail).then(|| address_of(name));
            // The portal user, and of those who have two people every other time the second as a contact.
            let is_in = has_account && (position == 0 || (position == 1 && number % 2 == 1));
            let user_id =
                is_in.then(|| self.open_account(maker, passwords, &mut customer, name, &address_of(name)));
            if position == 0 {
                customer.client.portal_user_id = user_id;
            }
            customer.contacts.push(Contact {
                id: maker.id(created_at),
                client_id: customer.client.id,
                external_id: format!("{}-{}", customer.client.external_id, position + 1),
                name: name.to_owned(),
                title: title.to_owned(),
                email,
                phone: if position == 0 { row.phone.clone() } else { String::new() },
                is_active: true,
                // The third person of the showcase is invited and has not come yet.
                portal_access: is_in || (row.name == SHOWCASE && position == 2),
                user_id,
                created_at,
            });
        }
        self.all.push(customer);
    }

    fn open_account(
        &mut self,
        maker: &mut Maker,
        passwords: &Passwords,
        customer: &mut Customer,
        name: &str,
        email: &str,
    ) -> UserId {
        let delay = match (customer.client.name.as_str(), customer.people.is_empty()) {
            (FIRST_IN, true) => -1,
            (SHOWCASE, true) => 0,
            (_, true) => maker.between(0..=6),
            (_, false) => maker.between(12..=40),
        };
        let opened_at = maker.moment(maker.day(OPENING + delay));
        let user_id = maker.id(opened_at);
        self.users.push(User {
            id: user_id,
            kind: "client",
            role: None,
            email: email.to_owned(),
            name: name.to_owned(),
            phone: String::new(),
            password_hash: passwords.client.clone(),
            password_changed_at: opened_at,
            is_active: true,
            created_at: opened_at,
        });
        customer.people.push(Person {
            user_id,
            name: name.to_owned(),
            email: email.to_owned(),
            since: opened_at,
        });
        user_id
    }

    /// Makes the portal user of the first a contact of the second as well.
    fn link_pair(&mut self, maker: &mut Maker) {
        let [first, second] = PAIR;
        let Some(person) = self.named(first).and_then(|customer| customer.people.first().cloned()) else {
            return;
        };
        let Some(customer) = self.all.iter_mut().find(|customer| customer.client.name == second) else {
            return;
        };
        let at = maker.moment(maker.day(OPENING + 20));
        customer.contacts.push(Contact {
            id: maker.id(at),
            client_id: customer.client.id,
            external_id: format!("{}-{}", customer.client.external_id, customer.contacts.len() + 1),
            name: person.name.clone(),
            title: "Shareholder".to_owned(),
            email: Some(person.email.clone()),
            phone: String::new(),
            is_active: true,
            portal_access: true,
            user_id: Some(person.user_id),
            created_at: at,
        });
        customer.people.push(Person { since: at, ..person });
    }
}

/// `Lucía Ferrer` has the mailbox `lucia.ferrer`.
fn mailbox(name: &str) -> String {
    let plain = |c: char| match c {
        'á' | 'à' | 'â' | 'ã' | 'å' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'õ' | 'ø' | 'ö' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ł' => 'l',
        'ń' | 'ñ' => 'n',
        'ż' | 'ź' => 'z',
        ' ' => '.',
        other => other,
    };
    name.to_lowercase()
        .chars()
        .map(plain)
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::mailbox;

    #[test]
    fn mailboxes_are_ascii() {
        assert_eq!(mailbox("Lucía Ferrer"), "lucia.ferrer");
        assert_eq!(mailbox("Brendan O'Shea"), "brendan.oshea");
        assert_eq!(mailbox("Piotr Zieliński"), "piotr.zielinski");
    }
}
