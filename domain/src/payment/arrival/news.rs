//! Who is told of money that came, and what the log says of it.

use super::Attempt;
use crate::{
    activity::{ActivityKind, NewActivity, Origin, Subject, record},
    error::Result,
    notification::{self, NewNotification},
    payment::{Allocation, Attention, describe},
};
use sqlx::PgConnection;

impl Attempt {
    /// One line for each invoice, so that each is found by its own.
    pub(super) async fn log(&self, connection: &mut PgConnection, asked: &[Allocation]) -> Result<()> {
        let origin = Origin::default();
        for part in asked {
            let activity = NewActivity {
                kind: ActivityKind::PayInvoice,
                client_id: Some(self.client),
                user_id: self.user,
                staff_id: None,
                subject: Some(Subject { kind: "invoice", id: part.invoice.0, label: &part.number }),
                origin: &origin,
            };
            record(&mut *connection, activity).await?;
        }
        Ok(())
    }

    pub(super) async fn tell(
        &self,
        connection: &mut PgConnection,
        asked: &[Allocation],
        received: &str,
        attention: Option<Attention>,
    ) -> Result<()> {
        let title = format!("{}: {received} was received", describe(asked));
        let href = match asked {
            [only] => format!("/portal/invoices/{}", only.invoice),
            _ => format!("/portal/payments/{}", self.id),
        };
        let notice = NewNotification { kind: "payment_received", title: &title, href: &href };
        notification::notify_client(connection, self.client, None, &notice).await?;
        let title = match attention {
            Some(attention) => format!("{title}. Please look: {}", attention.label()),
            None => title,
        };
        let href = format!("/staff/payments/{}", self.id);
        let notice = NewNotification { kind: "payment_received", title: &title, href: &href };
        notification::notify_staff(connection, self.client, &notice).await
    }
}
