//! The fields of a client scope are private: nobody writes one down.

use domain::{activity::Origin, actor::ClientScope, id::{ClientId, UserId}};

fn forge(client_id: ClientId, user_id: UserId) -> ClientScope {
    ClientScope { client_id, user_id, contact_id: None, origin: Origin::default() }
}

fn main() {}
