//! What waits for the person who looks, on top of the ClientPortal page. Each thing is done right there, where that is possible.

use super::{
    document_requests::{day_due_and_distance, sent_back_because},
    documents_page::UPLOAD_PATH,
    parts::day,
    quote_decision::{ApproveQuote, approval_fields},
};
use crate::{
    conversation::PORTAL_SEND_PATH,
    flash::{self, FormState},
    format,
    ui::{
        ButtonLook, DateText, EmptyState, FormDialog, FormTarget, Icon, IconRef, LinkButton, Money, Section,
        TextArea, Tone, Words,
    },
    words::{SLOTS, filled, say},
};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::{
    dashboard::waiting::{
        Counts, FileToSend, InvoiceToPay, QuoteToDecide, REPLY_CHARS, ReplyToRead, ToDo, Waiting,
    },
    id::ClientId,
};
use leptos::{prelude::*, server_fn::ServerFn};

/// Where a form of the list comes back to.
pub(super) const OVERVIEW: &str = "/portal#for-you";

/// At which client the reader is, and when and where.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    pub(super) client: ClientId,
    pub(super) today: NaiveDate,
    pub(super) now: DateTime<Utc>,
    pub(super) zone: Tz,
}

/// The list.
pub(super) fn for_you(waiting: Waiting, reader: Reader) -> impl IntoView {
    if waiting.items.is_empty() {
        let (title, text) = (say!("for-you-nothing"), say!("for-you-nothing-text"));
        return view! {
            <Section id="for-you" title=say!("for-you-title") icon=icondata::LuInbox flush=true>
                <EmptyState icon=icondata::LuCircleCheck title text/>
            </Section>
        }
        .into_any();
    }
    let rows = waiting.items.into_iter().map(|one| row(one, reader)).collect_view();
    view! {
        <Section
            id="for-you"
            title=say!("for-you-title")
            icon=icondata::LuInbox
            count=waiting.total.unsigned_abs()
            tone=Tone::Accent
            flush=true
        >
            <ul class="rows for-you">{rows}</ul>
            {more(waiting.more)}
        </Section>
    }
    .into_any()
}

/// Links to what does not fit.
fn more(more: Counts) -> impl IntoView {
    let link = |count: i64, words: Words, href: &'static str| {
        (count > 0).then(|| view! { <a href=href>{words}</a> })
    };
    let Counts { quotes, invoices, files, replies } = more;
    (more.sum() > 0).then(|| {
        view! {
            <p class="for-you-more dots">
                {link(quotes, say!("for-you-more-quotes", count = quotes), "/portal/quotes?status=sent&sort=valid-until")}
                {link(invoices, say!("for-you-more-invoices", count = invoices), "/portal/invoices?status=pending&sort=due")}
                {link(files, say!("for-you-more-files", count = files), "/portal/documents#requests")}
                {link(replies, say!("for-you-more-replies", count = replies), "/portal/messages")}
            </p>
        }
    })
}

fn row(one: ToDo, reader: Reader) -> AnyView {
    let look = if one.is_pressing(reader.today) { ButtonLook::Primary } else { ButtonLook::Secondary };
    match one {
        ToDo::Quote(quote) => quote_row(&quote, look, reader.today).into_any(),
        ToDo::Invoice(invoice) => invoice_row(invoice, look, reader.today).into_any(),
        ToDo::File(file) => file_row(file, look, reader.today).into_any(),
        ToDo::Reply(reply) => reply_row(reply, reader).into_any(),
    }
}

/// What a row says; buttons and dialogs go beside it.
struct Line {
    /// Of what names the row.
    about: String,
    icon: IconRef,
    href: String,
    name: String,
    title: String,
    details: AnyView,
    amount: Option<String>,
}

fn line(line: Line, actions: AnyView) -> impl IntoView {
    let Line { about, icon, href, name, title, details, amount } = line;
    view! {
        <li class="row">
            <Icon icon/>
            <div class="row-main">
                <div id=about>
                    <a class="row-link" href=href dir="auto">{name}</a>
                    {(!title.is_empty()).then(|| view! { " "<span class="soft" dir="auto">{title}</span> })}
                </div>
                <span class="row-sub dots">{details}</span>
            </div>
            {amount.map(|amount| view! { <div class="row-side"><Money text=amount/></div> })}
            {actions}
        </li>
    }
}

fn quote_row(one: &QuoteToDecide, look: ButtonLook, today: NaiveDate) -> impl IntoView + use<> {
    let quote = one.quote.clone();
    let id = quote.id.to_string();
    let href = format!("/portal/quotes/{id}");
    let form = flash::form_about(ApproveQuote::PATH, "quote_id", Some(&id));
    let details = quote.valid_until.map(|until| {
        let left = format::days_left(today, until).map(|left| view! { <span class="strong">{left}</span> });
        let [slot, _] = SLOTS;
        let until = filled(&say!("quote-valid-until-day", day = slot), [day(until).into_any()]);
        view! { <span>{until}</span>{left} }
    });
    let target = FormTarget {
        action: format!("{}#for-you", ApproveQuote::PATH),
        fields: vec![
            ("quote_id", id.clone()),
            ("revision", one.revision.to_string()),
            ("from_overview", "true".to_owned()),
        ],
        has_files: false,
    };
    let about = format!("for-you-quote-{id}");
    let terms = one.has_terms.then(|| format!("{href}#terms"));
    let (label, suffix) = (say!("for-you-your-name"), format!("-{id}"));
    let fields = approval_fields(&quote, one.revision, &form, terms, (label, &suffix));
    let to_quote = href.clone();
    let dialog = view! {
        <FormDialog
            id=format!("approve-{id}")
            label=say!("quote-approve")
            title=say!("for-you-approve-title", number = quote.number.clone())
            send=say!("quote-approve-button")
            icon=icondata::LuCheck
            target
            about=about.clone()
            look
            is_refused=form.error.is_some()
            refusal=form.message()
        >
            {fields}
            <p class="small"><a href=to_quote>{say!("for-you-read-quote")}</a></p>
        </FormDialog>
    };
    let said = Line {
        about,
        icon: icondata::LuFilePenLine,
        href,
        name: say!("quote-heading", number = quote.number).into_owned(),
        title: quote.title,
        details: details.into_any(),
        amount: Some(format::money(quote.total)),
    };
    line(said, dialog.into_any())
}

fn invoice_row(one: InvoiceToPay, look: ButtonLook, today: NaiveDate) -> impl IntoView {
    let InvoiceToPay { invoice, open } = one;
    let href = format!("/portal/invoices/{}", invoice.id);
    let about = format!("for-you-invoice-{}", invoice.id);
    let pay = view! {
        <div class="actions">
            <LinkButton href=format!("{href}#pay") look small=true attr:aria-describedby=about.clone()>{say!("for-you-pay")}</LinkButton>
        </div>
    };
    let said = Line {
        about,
        icon: icondata::LuReceiptText,
        href,
        name: say!("for-you-invoice", number = invoice.number).into_owned(),
        title: invoice.title,
        details: due(invoice.due_on, today),
        amount: Some(format::money(open)),
    };
    line(said, pay.into_any())
}

/// By when, and how far that is.
fn due(day_due: Option<NaiveDate>, today: NaiveDate) -> AnyView {
    day_due
        .map(|due| {
            let tone = (due < today).then_some("danger");
            view! { <span class="request-due" data-tone=tone>{day_due_and_distance(due, today)}</span> }
        })
        .into_any()
}

fn file_row(file: FileToSend, look: ButtonLook, today: NaiveDate) -> impl IntoView {
    let FileToSend { id, title, note, due_on, sent_back, max_megabytes } = file;
    let refusal = flash::upload_refusal(UPLOAD_PATH, &id.to_string());
    let about = format!("for-you-file-{id}");
    let target = FormTarget {
        action: UPLOAD_PATH.to_owned(),
        fields: vec![("request_id", id.to_string()), ("from_overview", "true".to_owned())],
        has_files: true,
    };
    let said_before = sent_back.clone().map(|reason| {
        view! { <p class="request-note" data-tone="danger">{sent_back_because(reason)}</p> }
    });
    let note = (!note.is_empty()).then(|| view! { <p class="request-note" dir="auto">{note}</p> });
    let is_refused = refusal.is_some();
    let dialog = view! {
        <FormDialog
            id=format!("send-{id}")
            label=say!("upload-button")
            title=say!("for-you-upload-title", title = title.clone())
            send=say!("upload-button")
            icon=icondata::LuUpload
            target
            about=about.clone()
            look
            is_refused
        >
            {said_before}
            {note}
            {file_field(&format!("f-file-{id}"), refusal, max_megabytes)}
        </FormDialog>
    };
    let sent_back = sent_back
        .map(|_| view! { <span class="request-due" data-tone="danger">{say!("for-you-sent-back")}</span> });
    let said = Line {
        about,
        icon: icondata::LuUpload,
        href: format!("/portal/documents?request={id}#upload"),
        name: title,
        title: String::new(),
        details: view! { <span>{say!("for-you-file-needed")}</span>{sent_back}{due(due_on, today)} }
            .into_any(),
        amount: None,
    };
    line(said, dialog.into_any())
}

fn file_field(id: &str, error: Option<String>, max_megabytes: i32) -> impl IntoView + use<> {
    let (error_id, hint_id) = (format!("{id}-error"), format!("{id}-hint"));
    let described_by = if error.is_some() { format!("{error_id} {hint_id}") } else { hint_id.clone() };
    let is_wrong = error.is_some();
    view! {
        <div class="field">
            <label for=id.to_owned()>{say!("upload-files")}</label>
            <input
                class="field-control"
                id=id.to_owned()
                name="file"
                type="file"
                multiple=true
                required=true
                autofocus=is_wrong
                aria-invalid=is_wrong.then_some("true")
                aria-describedby=described_by
            />
            {error.map(|error| view! { <p class="field-error" id=error_id><Icon icon=icondata::LuCircleAlert/>{error}</p> })}
            <p class="field-hint" id=hint_id>{say!("upload-size-hint", megabytes = max_megabytes)}</p>
        </div>
    }
}

fn reply_row(reply: ReplyToRead, reader: Reader) -> impl IntoView {
    let ReplyToRead { topic, project, last, draft } = reply;
    let project_id = topic.project().map(|id| id.to_string());
    let form: FormState = flash::form_about(PORTAL_SEND_PATH, "project_id", project_id.as_deref());
    let key = project_id.clone().unwrap_or_else(|| "general".to_owned());
    let about = format!("for-you-reply-{key}");
    let href = topic.portal_path();
    let mut fields = vec![("client_id", reader.client.to_string()), ("from_overview", "true".to_owned())];
    fields.extend(project_id.map(|id| ("project_id", id)));
    let target = FormTarget { action: PORTAL_SEND_PATH.to_owned(), fields, has_files: true };
    let error = form.error_at("body");
    let value = form.value("body").unwrap_or(draft);
    let when = format::when(last.sent_at, reader.now, reader.zone);
    let is_cut = last.text.chars().count() >= REPLY_CHARS;
    let text = if is_cut { format!("{}…", last.text.trim_end()) } else { last.text };
    let excerpt: String = text.chars().take(EXCERPT).collect();
    let excerpt =
        if text.chars().nth(EXCERPT).is_some() { format!("{}…", excerpt.trim_end()) } else { excerpt };
    let title = say!("for-you-answer-title", author = last.author.clone());
    let to_conversation = format!("{href}#newest");
    let dialog = view! {
        <FormDialog
            id=format!("answer-{key}")
            label=say!("for-you-answer")
            title
            send=say!("message-send")
            icon=icondata::LuSend
            target
            about=about.clone()
            look=ButtonLook::Secondary
            is_refused=form.error.is_some()
            refusal=form.message().filter(|_| error.is_none())
        >
            <blockquote class="quoted prose" dir="auto">{text}</blockquote>
            <p class="small"><a href=to_conversation>{say!("for-you-whole-conversation")}</a></p>
            <TextArea label=say!("message-label") name="body" id=format!("f-body-{key}") value error required=true/>
        </FormDialog>
    };
    let said = Line {
        about,
        icon: icondata::LuMessageCircle,
        href: format!("{href}#newest"),
        name: say!("for-you-message-from", author = last.author).into_owned(),
        title: project.unwrap_or_else(|| say!("message-general").into_owned()),
        details: view! {
            <span class="excerpt" dir="auto">{excerpt}</span>
            <DateText iso=last.sent_at.to_rfc3339() text=when/>
        }
        .into_any(),
        amount: None,
    };
    line(said, dialog.into_any())
}

/// Characters of a message that its row shows.
const EXCERPT: usize = 140;
