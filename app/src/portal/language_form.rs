//! The language in which a person is spoken to.

use super::oneself::Account;
use crate::{
    context,
    error::AppError,
    flash,
    ui::{Button, Choice, FormErrors, Section, Select},
    words::{self, say},
};
use domain::{language::Language, user};
use i18n_embed_fl::fl;
use leptos::{prelude::*, server_fn::ServerFn};

/// Chooses the language in which one is spoken to; empty for that of the browser, and in mails the company's.
///
/// # Errors
/// As [`user::set_language`].
#[server(endpoint = "account/set-language")]
pub async fn set_language(#[server(default)] language: String) -> Result<(), AppError> {
    let account = Account::of_anybody()?;
    let language = Language::of_tag(&language);
    user::set_language(&context::services()?.db, &account.oneself()?, language).await?;
    // The good news is read in the language that was just chosen.
    let saved = fl!(words::of(language.unwrap_or_else(words::language)), "language-saved");
    flash::redirect(account.settings_path(), Some(&saved));
    Ok(())
}

pub(super) fn language_form(chosen: Option<Language>, of_company: Language) -> impl IntoView + use<> {
    let form = flash::form::<SetLanguage>();
    let mut options = vec![Choice::new("", say!("language-of-browser"))];
    options.extend(Language::ALL.map(|language| Choice::new(language.tag(), language.own_name())));
    view! {
        <Section id="language" title=say!("language-heading")>
            <form class="form" method="post" action=format!("{}#language", SetLanguage::PATH)>
                <FormErrors message=form.message()/>
                <Select
                    label=say!("language-label")
                    name="language"
                    options
                    value=chosen.map_or("", Language::tag)
                    hint=say!("language-hint", language = of_company.own_name())
                />
                <div class="form-actions"><Button>{say!("save")}</Button></div>
            </form>
        </Section>
    }
}
