//! The list of keyboard shortcuts.

use leptos::prelude::*;

use crate::{
    i18n::text,
    ui::{Dialog, DialogBody},
};

#[component]
pub fn Help(open: RwSignal<bool>) -> AnyView {
    view! {
        <Dialog open=open title=text::app::keyboard()>
            <DialogBody>
                <dl class="keys">
                    {[
                        (vec!["Ctrl K", "⌘ K"], text::app::shortcut_palette()),
                        (vec!["/"], text::app::shortcut_search()),
                        (vec!["↓", "j"], text::app::shortcut_next()),
                        (vec!["↑", "k"], text::app::shortcut_previous()),
                        (vec![text::app::key_space()], text::app::shortcut_select()),
                        (vec!["⇧ ↓", "⇧ ↑"], text::app::shortcut_extend()),
                        (vec![text::app::key_enter()], text::app::shortcut_open()),
                        (vec!["Esc"], text::app::shortcut_close()),
                        (vec!["?"], text::app::shortcut_help()),
                    ]
                        .into_iter()
                        .map(|(keys, what)| {
                            view! {
                                <dt>
                                    {keys
                                        .into_iter()
                                        .map(|key| view! { <kbd class="kbd">{key}</kbd> })
                                        .collect::<Vec<_>>()}
                                </dt>
                                <dd>{what}</dd>
                            }
                        })
                        .collect::<Vec<_>>()}
                </dl>
                <p class="quiet">{text::app::shortcut_off()}</p>
            </DialogBody>
        </Dialog>
    }
    .into_any()
}
