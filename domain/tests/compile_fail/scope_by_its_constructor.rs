//! Only the access rule calls the constructor.

use domain::{activity::Origin, actor::ClientScope, id::{ClientId, UserId}};

fn forge(client_id: ClientId, user_id: UserId) -> ClientScope {
    ClientScope::new(client_id, user_id, None, Origin::default())
}

fn main() {}
