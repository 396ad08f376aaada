//! The sheet that makes and changes a collection (COL-B): name and place, and who has access.

mod access;
mod below;
mod form;
mod info;
mod save;

use leptos::prelude::*;

use form::Form;

use super::{
    desk::{ACCESS, Desk, INFO, Target},
    items::grants,
    words,
};
use crate::{
    i18n::text::{access as access_text, collections as text},
    pages::{client::access::model, clients::work::Work},
    ui::{Button, Dialog, DialogBody, DialogFoot, Shape, SkeletonText, Tab, TabPanel, Tabs, Variant},
};

/// Id of the tabs.
const TABS: &str = "collection-tabs";

/// The sheet; it is about the target of the desk.
#[component]
pub fn CollectionSheet(desk: Desk) -> AnyView {
    let work = Work::new();
    let title = Signal::derive(move || title(desk));
    // After a lock the sheet may be there before the list is.
    let ready = Memo::new(move |_| desk.data.shelf().is_some());
    view! {
        <Dialog
            open=desk.sheet.open()
            draft=desk.sheet
            title=title
            shape=Shape::Sheet
            strip=desk.data.scope.strip()
            closable=work.idle()
            on_close=work.reset()
        >
            {move || match (ready.get(), desk.target.get()) {
                (true, Some(target)) => content(desk, target, work),
                _ => view! { <DialogBody><SkeletonText lines=6 /></DialogBody> }.into_any(),
            }}
        </Dialog>
    }
    .into_any()
}

fn title(desk: Desk) -> String {
    let named = |key: &str| {
        desk.data.with(|shelf| shelf.tree.find(key).map(|at| words::called(shelf, at))).flatten().unwrap_or_default()
    };
    desk.target.with(|target| match target {
        Some(Target::Edit(key) | Target::Part(key)) => named(key),
        Some(Target::New(_) | Target::Real(_)) | None => text::sheet_new().to_owned(),
    })
}

fn content(desk: Desk, target: Target, work: Work) -> AnyView {
    let form = Form::new(desk, target, work);
    let part = matches!(form.target(), Target::Part(_));
    let tabs = (!part).then(|| {
        let count = Signal::derive(move || form.grants.with(Vec::len));
        let tabs = vec![
            Tab::new(INFO, text::tab_info())
                .wrong(Signal::derive(move || form.name_error().is_some() || form.heirs_error().is_some())),
            Tab::new(ACCESS, text::tab_access())
                .count(count)
                .wrong(Signal::derive(move || form.access_error().is_some())),
        ];
        view! { <Tabs id=TABS label=text::title() value=desk.tab tabs=tabs /> }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save::submit(form);
    };
    let label = if matches!(form.target(), Target::New(_) | Target::Real(_)) { text::create() } else { text::save() };
    view! {
        <form novalidate on:submit=submit>
            {tabs}
            <DialogBody>
                {work.failure_view()} {move || form.changed_view()}
                {if part {
                    info::info(form)
                } else {
                    view! {
                        <TabPanel id=TABS tab=INFO value=desk.tab>
                            {info::info(form)}
                        </TabPanel>
                        <TabPanel id=TABS tab=ACCESS value=desk.tab>
                            {access::access(form)}
                        </TabPanel>
                    }
                        .into_any()
                }}
            </DialogBody>
            <DialogFoot>
                {move || changes(form)}
                <Button disabled=work.busy on_click=move || desk.sheet.open().set(false)>
                    {text::cancel()}
                </Button>
                <Button
                    variant=Variant::Primary
                    submit=true
                    busy=work.busy
                    disabled=Signal::derive(move || !form.can_save())
                >
                    {label}
                </Button>
            </DialogFoot>
        </form>
    }
    .into_any()
}

/// How many lines of the access changed; nothing for something new, where all are.
fn changes(form: Form) -> Option<AnyView> {
    let before = form.before.with(|before| before.as_ref().map(grants))?;
    let count = form.grants.with(|now| model::changes(&before, now));
    let words = access_text::changes(i64::try_from(count).unwrap_or(i64::MAX));
    (count > 0).then(|| view! { <span class="quiet t-12 sheet-changes">{words}</span> }.into_any())
}
