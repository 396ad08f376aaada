//! Our widgets on native HTML. They know nothing of sessions or servers; their styles are in `style/components/`, one
//! file per family. No widget writes a style attribute: the content policy forbids it.

pub mod avatar;
mod badge;
pub mod bar;
mod button;
mod callout;
mod choice;
mod copy;
mod dialog;
pub mod dom;
pub mod draft;
mod empty;
mod field;
mod file;
mod fingerprint;
pub mod icon;
pub mod menu;
mod password;
mod rich;
mod secret_area;
pub mod table;
mod tabs;
pub mod toast;
mod tone;

pub use badge::{Badge, Status};
pub use bar::{SeatsBar, StrengthBar};
pub use button::{Button, IconButton, LinkButton, Size, Variant};
pub use callout::{Callout, ErrorSummary};
pub use choice::{Checkbox, Choice, RadioCards, Select, Switch};
pub use copy::CopyButton;
pub use dialog::{ClientStrip, Dialog, DialogBody, DialogFoot, Shape};
pub use draft::{Draft, Drafts};
pub use empty::{EmptyKind, EmptyState, SkeletonRows, SkeletonText};
pub use field::{TextArea, TextField};
pub use file::FileField;
pub use fingerprint::{FingerprintWords, KeyProof};
pub use icon::{Icon, icon, icon_small};
pub use menu::{Entry, Menu, Trigger};
pub use password::{Password, PasswordField, SecretField};
pub use rich::rich;
pub use secret_area::{Pasted, SecretArea};
pub use table::{Cell, Cells, Column, DataTable, Selection, Sort};
pub use tabs::{Filter, Filters, SearchField, Tab, TabPanel, Tabs};
pub use toast::{ToastStack, Toasts, use_toasts};
pub use tone::Tone;
