//! What a browser has to load of WASM and JS for a client's first page.

use crate::{Arguments, failure::Failure, portal::Server, report::Report, tool};

const KIB: f64 = 250.0;

pub(crate) async fn measure(
    arguments: &Arguments,
    server: &Server,
    session: &str,
    report: &mut Report,
) -> Result<(), Failure> {
    let address = server.url("/portal");
    let loaded = tool::script(&arguments.end2end, "weight.mjs", &[&address, session]).await?;
    let number = |name: &str| loaded[name].as_f64().unwrap_or(f64::NAN);
    println!("loaded: {}", loaded["files"]);
    report.add("first_page_wasm_and_js", number("bytes") / 1024.0, "KiB, brotli", KIB);
    println!("of the staff's side: {}", loaded["staff_islands"]);
    let staff = loaded["staff_islands"].as_array().map_or(f64::NAN, |islands| islands.len() as f64);
    report.add("first_page_staff_islands", staff, "islands of the staff in it", 0.0);
    Ok(())
}
