//! Only the access rule calls the constructor.

use domain::actor::ClientScope;

fn main() {
    let _forge = ClientScope::new;
}
