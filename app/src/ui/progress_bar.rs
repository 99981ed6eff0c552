//! How far a run has come.

use super::Words;
use leptos::prelude::*;

/// A progress bar in three colours: done, failed, skipped, out of `total`.
///
/// The widths are attributes of SVG rectangles: the Content-Security-Policy allows no inline style.
#[component]
pub fn ProgressBar(
    #[prop(into)] label: Words,
    #[prop(into)] total: Signal<u64>,
    #[prop(into)] done: Signal<u64>,
    #[prop(optional, into)] failed: Signal<u64>,
    #[prop(optional, into)] skipped: Signal<u64>,
) -> impl IntoView {
    let settled = move || done.get() + failed.get() + skipped.get();
    let share = move |part: u64| percent(part, total.get());
    view! {
        <div
            class="progress"
            role="progressbar"
            aria-label=label
            aria-valuemin="0"
            aria-valuemax=move || total.get()
            aria-valuenow=settled
            aria-valuetext=move || format!("{} of {}", settled(), total.get())
        >
            <svg aria-hidden="true">
                <rect class="progress-done" height="100%" width=move || share(done.get())></rect>
                <rect
                    class="progress-failed"
                    height="100%"
                    x=move || share(done.get())
                    width=move || share(failed.get())
                ></rect>
                <rect
                    class="progress-skipped"
                    height="100%"
                    x=move || share(done.get() + failed.get())
                    width=move || share(skipped.get())
                ></rect>
            </svg>
        </div>
    }
}

/// `part` of `total` as `12.3%`. In whole numbers: formatting floats would add kilobytes to the WASM.
fn percent(part: u64, total: u64) -> String {
    let per_mille = part.saturating_mul(1000).checked_div(total).unwrap_or(0).min(1000);
    format!("{}.{}%", per_mille / 10, per_mille % 10)
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn percent_is_exact_and_bounded() {
        assert_eq!(percent(0, 0), "0.0%");
        assert_eq!(percent(1, 3), "33.3%");
        assert_eq!(percent(84, 84), "100.0%");
        assert_eq!(percent(90, 84), "100.0%");
        assert_eq!(percent(u64::MAX, 1), "100.0%");
    }
}
