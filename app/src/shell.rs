//! The HTML around every page.

use crate::{App, context};
use leptos::{
    hydration::{AutoReload, HydrationScripts},
    nonce::use_nonce,
    prelude::*,
};
use leptos_meta::{HashedStylesheet, MetaTags};

/// The document. Its scripts carry the nonce of the Content-Security-Policy header.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let facts = context::facts().ok();
    let theme =
        facts.as_ref().map_or("system", |facts| crate::layout::theme_of(&facts.visit.viewer)).to_owned();
    // Without the database nobody knows the company's colour.
    let brand =
        facts.map(|facts| format!("/brand.css?v={}", facts.visit.company.updated_at.timestamp_micros()));
    view! {
        <!DOCTYPE html>
        <html lang=crate::words::language().tag() data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="preload" href="/fonts/inter-latin.woff2" r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                <HashedStylesheet options=options.clone()/>
                {brand.map(|href| view! { <link rel="stylesheet" href=href nonce=use_nonce()/> })}
                <link rel="icon" href="/favicon.ico" sizes="32x32"/>
                <link rel="icon" href="/favicon.svg" r#type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
                <AutoReload options=options.clone()/>
                <HydrationScripts options islands=true/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
