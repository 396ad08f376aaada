//! Icons from the sprite `style/icons.svg`, which stands in the page. They never stand alone: a word or an `aria-label` goes with each.

use leptos::prelude::*;

macro_rules! icons {
    ($($variant:ident => $name:literal),+ $(,)?) => {
        /// One symbol of the sprite.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs)] // the names say it
        pub enum Icon { $($variant),+ }

        impl Icon {
            const fn href(self) -> &'static str {
                match self { $(Icon::$variant => concat!("#icon-", $name)),+ }
            }
        }
    };
}

icons! {
    Arrow => "arrow", At => "at", Building => "building", Check => "check", Checklist => "checklist", Clock => "clock", Copy => "copy",
    Device => "device", Down => "down",
    Download => "download", Edit => "edit", Error => "error", Eye => "eye", EyeOff => "eyeoff",
    File => "file", Folder => "folder", Globe => "globe", Groups => "groups", Right => "right",
    Help => "help", Import => "import", Inbox => "inbox", Info => "info", Key => "key", Left => "left", Lock => "lock", Mail => "mail",
    Menu => "menu", Minus => "minus", More => "more", Off => "off", Pause => "pauseo", People => "people",
    Person => "person", Phone => "phone", Plug => "plug", Plus => "plus", Refresh => "refresh",
    Search => "search", Seat => "seat", Shield => "shield", Sliders => "sliders", Sort => "sort", SortUp => "sortup",
    Success => "success", Sun => "sun", Trash => "trash", Undo => "undo", Unlink => "unlink", UpDown => "updown",
    Warning => "warning", X => "x",
}

/// Draws an icon, hidden from assistive technology.
#[must_use]
pub fn icon(icon: Icon) -> AnyView {
    view! { <svg class="icon" aria-hidden="true"><use href=icon.href() /></svg> }.into_any()
}

/// Draws a smaller icon, for chips, small buttons and lines of 12 px text.
#[must_use]
pub fn icon_small(icon: Icon) -> AnyView {
    view! { <svg class="icon" data-size="s" aria-hidden="true"><use href=icon.href() /></svg> }.into_any()
}

/// The portal's mark: two arches.
#[must_use]
pub fn mark() -> AnyView {
    view! {
        <svg class="mark" viewBox="0 0 20 20" aria-hidden="true">
            <path d="M4 16.500V9.500a6 6 0 0 1 12 0v7M7.500 16.500v-6.200a2.500 2.500 0 0 1 5 0v6.200M2.500 16.500h15" />
        </svg>
    }
    .into_any()
}
