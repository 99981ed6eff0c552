//! One conversation with a client.

use super::frame::{failure, frame};
use crate::{
    context,
    conversation::{self, Compose, Side},
    error::AppError,
    flash,
    layout::StaffSection,
    page::page,
    ui::{Alert, Breadcrumbs, Button, ButtonLook, EmptyState, PageHead, Section, Tone},
};
use domain::{
    id::ConversationId,
    message::{GENERAL, staff},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// `/staff/messages/{id}`
#[component]
pub fn ConversationPage() -> impl IntoView {
    page(load())
}

/// Notes that the client waits for no answer.
///
/// # Errors
/// As [`staff::settle`].
#[server(endpoint = "staff/settle-conversation")]
pub async fn settle_conversation(conversation_id: ConversationId) -> Result<(), AppError> {
    let viewer = context::staff()?;
    staff::settle(&context::services()?.db, &viewer.staff, conversation_id).await?;
    flash::redirect(
        &format!("/staff/messages/{conversation_id}"),
        Some("The conversation waits for no answer any more."),
    );
    Ok(())
}

async fn load() -> Result<AnyView, AppError> {
    let viewer = context::staff()?;
    let zone = context::zone()?;
    let id = context::route_id()?;
    let found = staff::view(&context::services()?.db, &viewer.staff, id, conversation::before()).await?;
    let path = format!("/staff/messages/{id}");
    let topic = found.project_name.clone().unwrap_or_else(|| GENERAL.to_owned());
    let settle = found.is_unanswered.then(|| {
        view! {
            <form method="post" action=SettleConversation::PATH>
                <input type="hidden" name="conversation_id" value=id.to_string()/>
                <Button look=ButtonLook::Secondary>"No answer needed"</Button>
            </form>
        }
    });
    let status = found.is_unanswered.then_some(("Unanswered", Tone::Warning));
    let refusal = failure(&[SettleConversation::PATH])
        .map(|error| view! { <Alert tone=Tone::Danger><p>{error.message}</p></Alert> });
    let compose = Compose {
        fields: vec![("conversation_id", id.to_string())],
        text: found.thread.draft.clone(),
        about: None,
        side: Side::Staff,
        key: path.clone(),
        max_megabytes: Some(found.thread.max_megabytes),
    };
    let messages = if found.thread.messages.is_empty() {
        view! { <EmptyState icon=icondata::LuMessagesSquare title="No messages yet" text="What you write appears in the client's portal."/> }
            .into_any()
    } else {
        conversation::messages(found.thread, Side::Staff, &path, zone).into_any()
    };
    let name = found.client_name.clone();
    let client = format!("/staff/clients/{}", found.client_id);
    let head = match status {
        Some(status) => {
            view! { <PageHead title=name.clone() lead=topic status>{settle}</PageHead> }.into_any()
        }
        None => view! { <PageHead title=name.clone() lead=topic>{settle}</PageHead> }.into_any(),
    };
    let content = view! {
        <Breadcrumbs trail=vec![("/staff/messages".to_owned(), "Messages".to_owned())] here=name.clone()/>
        {head}
        {refusal}
        <Section id="conversation" title="Conversation" more=(client, "View the client")>
            {messages}
            {compose.view()}
        </Section>
    };
    Ok(frame(viewer, StaffSection::Messages, &name, content))
}
