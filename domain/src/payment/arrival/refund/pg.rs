//! Taking from the payments what was given back.

use crate::{
    error::Result,
    locale,
    money::Money,
    notification::{self, NewNotification},
    payment::{arrival::Attempt, describe},
    words::sentence,
};
use chrono::NaiveDate;
use sqlx::PgConnection;
use uuid::Uuid;

impl Attempt {
    /// Takes from the payments what was given back; `minor` is the sum of all refunds, so that an old notice changes nothing.
    pub(in crate::payment::arrival) async fn refund(
        &self,
        connection: &mut PgConnection,
        minor: i64,
        today: NaiveDate,
    ) -> Result<bool> {
        if minor <= self.refunded_minor {
            return Ok(false);
        }
        sqlx::query!(
            "update payment_attempts set refunded_minor = $2, attention = 'refunded' where id = $1",
            self.id.0,
            minor,
        )
        .execute(&mut *connection)
        .await?;
        let asked = self.invoices(connection).await?;
        self.take_back(connection, minor, today).await?;
        let ids: Vec<Uuid> = asked.iter().map(|part| part.invoice.0).collect();
        sqlx::query!(
            "update invoices set status = 'sent' where id = any ($1) and status = 'paid' and paid_minor < total_minor",
            &ids
        )
        .execute(&mut *connection)
        .await?;
        let (invoices, amount) =
            (describe(&asked), Money::new(minor - self.refunded_minor, self.amount.currency));
        let title = sentence!(
            |language| "news-payment-refunded",
            invoices = invoices.say(language),
            amount = locale::money(language, amount)
        );
        let href = format!("/portal/payments/{}", self.id);
        let notice = NewNotification { kind: "payment_refunded", title: &title, href: &href };
        notification::notify_client(connection, self.client, None, &notice).await?;
        let href = format!("/staff/payments/{}", self.id);
        notification::notify_staff(connection, self.client, &NewNotification { href: &href, ..notice })
            .await?;
        Ok(true)
    }

    /// From the last payment backwards: what was spread last is the rest.
    pub(in crate::payment::arrival) async fn take_back(
        &self,
        connection: &mut PgConnection,
        minor: i64,
        today: NaiveDate,
    ) -> Result<()> {
        sqlx::query!(
            "with parts as (
                 select id, amount_minor, sum(amount_minor) over (order by invoice_id desc) - amount_minor as before
                   from payments where attempt_id = $1
             )
             update payments p set refunded_minor = greatest(0, least(parts.amount_minor, $2::bigint - parts.before)), refunded_on = $3
               from parts
              where p.id = parts.id and p.refunded_minor < least(parts.amount_minor, $2::bigint - parts.before)",
            self.id.0,
            minor,
            today,
        )
        .execute(connection)
        .await?;
        Ok(())
    }
}
