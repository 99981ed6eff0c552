//! The WASM that wakes the islands.

// The islands are exported by their crate; this reference links it.
use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page's script once the WASM is there. Islands are woken one by one, those marked lazy by a file of their own.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
