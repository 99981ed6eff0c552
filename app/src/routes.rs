//! Every address that shows a page. The isolation test takes its list of routes from here.

use crate::{account, error::AppError, layout::ErrorPage, page::not_found, portal, staff};
use leptos::{either::Either, prelude::*};
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

/// The router. Every page is rendered whole before it is sent, so that its status says what happened.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    // A failure that came before any page, such as a database that is away.
    if let Some(error) = use_context::<AppError>() {
        return Either::Left(view! { <ErrorPage status=error.status message=error.message/> });
    }
    Either::Right(view! {
        <Router>
            <FlatRoutes fallback=not_found>
                <Route path=path!("/login") view=account::SignInPage ssr=SsrMode::Async/>
                <Route path=path!("/login/code") view=account::SignInCodePage ssr=SsrMode::Async/>
                <Route path=path!("/forgot-password") view=account::ForgotPasswordPage ssr=SsrMode::Async/>
                <Route path=path!("/reset-password") view=account::ResetPasswordPage ssr=SsrMode::Async/>
                <Route path=path!("/reset-password/:token") view=account::ResetPasswordLinkPage ssr=SsrMode::Async/>
                <Route path=path!("/invitation") view=account::InvitationPage ssr=SsrMode::Async/>
                <Route path=path!("/invitation/:token") view=account::InvitationLinkPage ssr=SsrMode::Async/>
                <Route path=path!("/portal") view=portal::DashboardPage ssr=SsrMode::Async/>
                <Route path=path!("/portal/projects") view=portal::ProjectsPage ssr=SsrMode::Async/>
                <Route path=path!("/portal/projects/:id") view=portal::ProjectPage ssr=SsrMode::Async/>
                <Route path=path!("/portal/quotes") view=portal::QuotesPage ssr=SsrMode::Async/>
                <Route path=path!("/portal/quotes/:id") view=portal::QuotePage ssr=SsrMode::Async/>
                <Route path=path!("/portal/invoices") view=portal::InvoicesPage ssr=SsrMode::Async/>
                <Route path=path!("/portal/invoices/:id") view=portal::InvoicePage ssr=SsrMode::Async/>
                <Route path=path!("/portal/pay") view=portal::PayPage ssr=SsrMode::Async/>
                <Route path=path!("/portal/payments/:id") view=portal::PaymentPage ssr=SsrMode::Async/>
                <Route path=path!("/portal/statement") view=portal::StatementPage ssr=SsrMode::Async/>
                <Route path=path!("/portal/documents") view=portal::DocumentsPage ssr=SsrMode::Async/>
                <Route path=path!("/portal/documents/:id") view=portal::DocumentPage ssr=SsrMode::Async/>
                <Route path=path!("/portal/messages") view=portal::MessagesPage ssr=SsrMode::Async/>
                <Route path=path!("/portal/messages/:id") view=portal::ProjectMessagesPage ssr=SsrMode::Async/>
                <Route path=path!("/portal/notifications") view=portal::NotificationsPage ssr=SsrMode::Async/>
                <Route path=path!("/portal/people") view=portal::PeoplePage ssr=SsrMode::Async/>
                <Route path=path!("/portal/profile") view=portal::ProfilePage ssr=SsrMode::Async/>
                <Route path=path!("/portal/settings") view=portal::SettingsPage ssr=SsrMode::Async/>
                <Route path=path!("/portal/security") view=portal::SecurityPage ssr=SsrMode::Async/>
                <Route path=path!("/staff") view=staff::StaffHomePage ssr=SsrMode::Async/>
                <Route path=path!("/staff/clients") view=staff::ClientsPage ssr=SsrMode::Async/>
                <Route path=path!("/staff/clients/:id") view=staff::ClientPage ssr=SsrMode::Async/>
                <Route path=path!("/staff/clients/:id/contacts") view=staff::ContactsPage ssr=SsrMode::Async/>
                <Route path=path!("/staff/clients/:id/documents") view=staff::ClientDocumentsPage ssr=SsrMode::Async/>
                <Route path=path!("/staff/clients/:id/quotes") view=staff::ClientQuotesPage ssr=SsrMode::Async/>
                <Route path=path!("/staff/quotes/:id") view=staff::StaffQuotePage ssr=SsrMode::Async/>
                <Route path=path!("/staff/quotes/:id/revise") view=staff::ReviseQuotePage ssr=SsrMode::Async/>
                <Route path=path!("/staff/messages") view=staff::MessagesPage ssr=SsrMode::Async/>
                <Route path=path!("/staff/messages/:id") view=staff::ConversationPage ssr=SsrMode::Async/>
                <Route path=path!("/staff/bulk-invitations") view=staff::BulkInvitationsPage ssr=SsrMode::Async/>
                <Route path=path!("/staff/bulk-invitations/new") view=staff::NewBulkInvitationPage ssr=SsrMode::Async/>
                <Route path=path!("/staff/bulk-invitations/:id") view=staff::RunPage ssr=SsrMode::Async/>
                <Route path=path!("/staff/payments") view=staff::PaymentsPage ssr=SsrMode::Async/>
                <Route path=path!("/staff/payments/:id") view=staff::PaymentPage ssr=SsrMode::Async/>
                <Route path=path!("/staff/activity") view=staff::ActivityPage ssr=SsrMode::Async/>
                <Route path=path!("/staff/api-tokens") view=staff::ApiTokensPage ssr=SsrMode::Async/>
                <Route path=path!("/staff/company") view=staff::CompanyPage ssr=SsrMode::Async/>
                <Route path=path!("/staff/notifications") view=portal::StaffNotificationsPage ssr=SsrMode::Async/>
                <Route path=path!("/staff/profile") view=portal::StaffProfilePage ssr=SsrMode::Async/>
                <Route path=path!("/staff/settings") view=portal::StaffSettingsPage ssr=SsrMode::Async/>
                <Route path=path!("/staff/security") view=portal::StaffSecurityPage ssr=SsrMode::Async/>
            </FlatRoutes>
        </Router>
    })
}
