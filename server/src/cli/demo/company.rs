//! The company and its staff.

use super::{accounts::Passwords, maker::Maker};
use domain::{
    demo::{Company, User},
    id::UserId,
};

pub(super) const COMPANY: Company = Company {
    name: "Kestrel Yard",
    time_zone: chrono_tz::Europe::Amsterdam,
    brand_color: "#0b6e63",
    logo: include_str!("logo.svg"),
    support_email: "hello@kestrelyard.example",
    paper_address: "Prinsengracht 812\n1017 JL Amsterdam\nhello@kestrelyard.example",
    paper_footer: "Kestrel Yard B.V. · KvK 00000000 · VAT NL000000000B01",
    bank_account: "NL91 ABNA 0417 1643 00",
    bank_bic: "ABNANL2A",
};

/// Role, name and the part of the address before the at sign.
const STAFF: [(&str, &str, &str); 5] = [
    ("admin", "Ingrid Solberg", "ingrid"),
    ("power_user", "Tomás Figueira", "tomas"),
    ("power_user", "Leonie Brandt", "leonie"),
    ("member", "Hannah Okafor", "hannah"),
    ("member", "Pieter de Wit", "pieter"),
];

/// Who works at the company.
pub(super) struct Staff {
    pub(super) users: Vec<User>,
}

impl Staff {
    pub(super) fn make(maker: &mut Maker, passwords: &Passwords) -> Self {
        let users = STAFF.iter().zip([-700, -640, -300, -500, -220]).map(|(&(role, name, mailbox), day)| {
            let at = maker.moment(maker.day(day));
            User {
                id: maker.id(at),
                kind: "staff",
                role: Some(role),
                email: format!("{mailbox}@kestrelyard.example"),
                name: name.to_owned(),
                phone: String::new(),
                password_hash: passwords.staff.clone(),
                password_changed_at: at,
                is_active: true,
                created_at: at,
            }
        });
        Self { users: users.collect() }
    }

    /// The first with this role.
    pub(super) fn first(&self, role: &str) -> Option<&User> {
        self.users.iter().find(|user| user.role == Some(role))
    }

    /// Who looks after access: the first power user.
    pub(super) fn inviter(&self) -> UserId {
        self.first("power_user").or(self.users.first()).map_or(UserId(uuid::Uuid::nil()), |user| user.id)
    }
}
