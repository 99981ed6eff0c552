//! `client-portal demo`: fills an empty database with a believable company, so that there is something to look at.
//!
//! Everything is made up here and counted from today; the domain puts it into the tables. The same day gives the same company.

mod accounts;
mod activities;
mod approvals;
mod clients;
mod company;
mod declines;
mod files;
mod invitations;
mod maker;
mod messages;
mod notifications;
mod papers;
mod places;
mod showcase;
mod trade;
mod transfers;

pub use accounts::SignIn;

use crate::storage::{Store, StoreError};
use accounts::{CLIENT_PASSWORD, Passwords, STAFF_PASSWORD};
use activities::Log;
use chrono::{DateTime, Utc};
use clients::{Customers, PAIR, SHOWCASE};
use company::{COMPANY, Staff};
use domain::{
    Db,
    demo::{Benchmark, Demo, fill, fill_for_benchmark, has_accounts},
};
use invitations::Invitations;
use maker::Maker;
use papers::Papers;
use std::io::{self, Write as _};

/// Fill an empty database with a believable company.
///
/// A database with clients or accounts is left as it is. The sign-ins of an administrator, a power user, a member and two
/// clients' people are printed.
#[derive(clap::Args, Clone, Debug)]
pub struct DemoArgs {
    /// A database that has data already is no failure; if they are the demo's, the sign-ins are printed again
    #[arg(long)]
    pub if_empty: bool,
    /// For measuring: this many simple clients instead of the company
    #[arg(long, hide = true, value_name = "N")]
    pub clients: Option<u32>,
    /// With --clients: none has an account, so that all can be invited
    #[arg(long, hide = true, requires = "clients")]
    pub without_accounts: bool,
    /// With --clients: each has messages, payments and what else comes with the years
    #[arg(long, hide = true, requires = "clients", conflicts_with = "without_accounts")]
    pub with_history: bool,
}

/// Why nothing was filled.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("The database has clients or accounts already. The demo only fills an empty one.")]
    NotEmpty,
    #[error("the demo's own table of clients: {0}")]
    Table(#[from] csv::Error),
    #[error(transparent)]
    Domain(#[from] domain::Error),
    #[error("the demo's documents could not be stored: {0}")]
    Store(#[from] StoreError),
    #[error(transparent)]
    Output(#[from] io::Error),
}

/// Fills the database and prints how to sign in.
///
/// # Errors
/// [`DemoError`]; nothing was filled then, except after [`DemoError::Output`].
pub async fn run(args: DemoArgs, db: &Db, store: &Store) -> Result<(), DemoError> {
    let mut out = io::stdout();
    if let Some(clients) = args.clients {
        let benchmark = fill_benchmark(db, clients, &args).await?;
        write!(out, "{clients} clients. Sign in as {}", benchmark.admin_email)?;
        if benchmark.has_accounts {
            write!(out, " or as {} to {}", Benchmark::email(1), Benchmark::email(clients))?;
        }
        return Ok(writeln!(out, " with {STAFF_PASSWORD}")?);
    }
    let (demo, sign_ins) = make(Utc::now())?;
    if fill(db, &demo).await? {
        files::store(store, &demo.documents).await?;
        write!(out, "{}", sign_in_table(&demo, &sign_ins))?;
    } else if !args.if_empty {
        return Err(DemoError::NotEmpty);
    } else if has_accounts(db, &sign_ins.iter().map(|one| one.email.clone()).collect::<Vec<_>>()).await? {
        writeln!(out, "The demo data are there already; passwords are these unless they were changed.")?;
        write!(out, "{}", sign_in_table(&demo, &sign_ins))?;
    } else {
        writeln!(out, "The database has data of its own, and stays as it is.")?;
    }
    Ok(())
}

/// Makes up the company as it is at `now`.
///
/// # Errors
/// [`DemoError::Table`], [`DemoError::Domain`].
pub fn make(now: DateTime<Utc>) -> Result<(Demo, Vec<SignIn>), DemoError> {
    let maker = &mut Maker::new(now, now.with_timezone(&COMPANY.time_zone).date_naive());
    let passwords = Passwords::make()?;
    let staff = Staff::make(maker, &passwords);
    let customers = Customers::make(maker, &passwords)?;

    let mut papers = Papers::default();
    for customer in &customers.all {
        if customer.client.name == SHOWCASE {
            papers.add_showcase(maker, customer);
        } else {
            papers.add_usual(maker, customer);
        }
    }
    papers.number();
    let approvals = approvals::make(maker, &customers.all, &papers);
    let invitations = Invitations::make(maker, &customers.all, staff.inviter());
    let mut notifications = notifications::make(maker, &customers.all, &papers);
    let transfers = transfers::make(maker, &customers.all, &papers);
    let mut log = Log::new(maker);
    log.add_clients(&customers.all, &papers, &approvals);
    log.add_staff(&staff, &customers.all, &invitations);
    let activities = log.activities;
    let declines = declines::make(maker, &customers.all, &papers);
    let talks = messages::make(maker, &customers.all, &papers, &staff);
    messages::attach(&talks, &mut papers.documents);
    notifications.extend(talks.notices);

    let sign_ins = sign_ins(&staff, &customers);
    let mut users = staff.users;
    users.extend(customers.users);
    let (clients, contacts): (Vec<_>, Vec<_>) =
        customers.all.into_iter().map(|customer| (customer.client, customer.contacts)).unzip();
    let demo = Demo {
        company: COMPANY,
        users,
        clients,
        contacts: contacts.into_iter().flatten().collect(),
        projects: papers.projects,
        milestones: papers.milestones,
        quotes: papers.quotes,
        invoices: papers.invoices,
        lines: papers.lines,
        payments: papers.payments,
        transfers,
        approvals,
        declines,
        documents: papers.documents,
        document_requests: papers.document_requests,
        conversations: talks.conversations,
        messages: talks.messages,
        conversation_members: talks.members,
        notifications,
        runs: invitations.runs,
        recipients: invitations.recipients,
        invitations: invitations.invitations,
        activities,
    };
    Ok((demo, sign_ins))
}

fn sign_ins(staff: &Staff, customers: &Customers) -> Vec<SignIn> {
    let of_staff = |who, role| {
        let user = staff.first(role)?;
        Some(SignIn { who, name: user.name.clone(), email: user.email.clone(), password: STAFF_PASSWORD })
    };
    let of_client = |who, client| {
        let person = customers.named(client)?.people.first()?;
        Some(SignIn {
            who,
            name: person.name.clone(),
            email: person.email.clone(),
            password: CLIENT_PASSWORD,
        })
    };
    let all = [
        of_staff("Administrator", "admin"),
        of_staff("Power user", "power_user"),
        of_staff("Member", "member"),
        of_client("Client", SHOWCASE),
        of_client("Client with two companies", PAIR[0]),
    ];
    all.into_iter().flatten().collect()
}

fn sign_in_table(demo: &Demo, sign_ins: &[SignIn]) -> String {
    let mut table = format!(
        "{}: {} clients, {} invoices. Sign in as\n",
        demo.company.name,
        demo.clients.len(),
        demo.invoices.len()
    );
    for SignIn { who, name, email, password } in sign_ins {
        table += &format!("  {who:26} {name:16} {email:44} {password}\n");
    }
    table
}

async fn fill_benchmark(db: &Db, clients: u32, args: &DemoArgs) -> Result<Benchmark, DemoError> {
    let benchmark = Benchmark {
        clients,
        has_accounts: !args.without_accounts,
        has_history: args.with_history,
        admin_email: "admin@bench.example",
        password_hash: Passwords::make()?.staff,
    };
    if fill_for_benchmark(db, &benchmark).await? { Ok(benchmark) } else { Err(DemoError::NotEmpty) }
}
