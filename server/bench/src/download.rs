//! A stored document through the portal, with its session check and its line in the log, beside `ServeDir`, which gives the same file
//! to anybody. Of a small file the session check and the log are most of the work, which `pages` measures.

use crate::{
    Arguments,
    failure::Failure,
    portal::{Bare, Installation, cookie, email},
    report::{Goal, Report, median},
    upload::{self, MIB},
    wrk,
};
use std::ffi::OsStr;

const CLIENTS: u32 = 10;
const BYTES: u64 = 8 * MIB;
/// How long a round is, in seconds.
const ROUND_SECONDS: u32 = 4;
const RATIO: f64 = 0.8;

pub(crate) async fn measure(arguments: &Arguments, report: &mut Report) -> Result<(), Failure> {
    let installation = Installation::of_clients(arguments, "download", CLIENTS, true).await?;
    let server = installation.serve(None).await?;
    let session = server.sign_in(&email(1)).await?;
    let folder = installation.documents();
    let bare = Bare::start(&installation, &[OsStr::new("--files"), folder.as_os_str()]).await?;
    let document = upload::send(&server, &session, BYTES).await?;
    let ours = server.url(&format!("/portal/documents/{document}/download"));
    let theirs = bare.url(&format!("/files/{}", upload::key(&document).display()));
    for url in [&ours, &theirs] {
        let ask = server.http.get(url).header("cookie", cookie(&session));
        let length = ask.send().await?.error_for_status()?.bytes().await?.len() as u64;
        if length != BYTES {
            return Err(Failure::told(format!("{url} has {length} bytes in place of {BYTES}")));
        }
    }
    let (portal, files) = wrk::in_turn(arguments, (&ours, &theirs), &session, ROUND_SECONDS).await?;
    let unit = "downloads a second, against ServeDir";
    report.compare("download_8_mib", median(&portal), unit, median(&files), Goal::RatioAtLeast(RATIO));
    drop(bare);
    server.stop().await
}
