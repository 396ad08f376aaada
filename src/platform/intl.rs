//! The browser's own knowledge of languages (`Intl`): no locale data in our bundle.
//!
//! Formatters are kept per thread: making one costs more than using it a thousand times.

use std::cell::RefCell;

use js_sys::{Array, Function, Intl, JsString, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    static NUMBER: RefCell<Option<(String, Function)>> = const { RefCell::new(None) };
    static PLURAL: RefCell<Option<(String, Intl::PluralRules)>> = const { RefCell::new(None) };
    static RELATIVE: RefCell<Option<(String, Intl::RelativeTimeFormat)>> = const { RefCell::new(None) };
    static DATE_TIME: RefCell<Option<(String, Function)>> = const { RefCell::new(None) };
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        // Setting a property on a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    object
}

fn locales(locale: &str) -> Array {
    Array::of1(&JsValue::from_str(locale))
}

fn cached<T: Clone>(
    cell: &'static std::thread::LocalKey<RefCell<Option<(String, T)>>>,
    locale: &str,
    make: impl FnOnce() -> T,
) -> T {
    cell.with_borrow_mut(|slot| match slot {
        Some((known, value)) if known == locale => value.clone(),
        _ => {
            let value = make();
            *slot = Some((locale.to_owned(), value.clone()));
            value
        }
    })
}

fn call(format: &Function, argument: &JsValue) -> String {
    format.call1(&JsValue::UNDEFINED, argument).ok().and_then(|v| v.as_string()).unwrap_or_default()
}

/// A whole number, grouped.
pub fn number(locale: &str, value: i64) -> String {
    let format = cached(&NUMBER, locale, || Intl::NumberFormat::new(&locales(locale), &Object::new()).format());
    #[allow(clippy::cast_precision_loss)] // counts of people and seats, far below 2^53
    call(&format, &JsValue::from_f64(value as f64))
}

/// The name of the CLDR plural form.
pub fn plural(locale: &str, value: i64) -> String {
    let rules = cached(&PLURAL, locale, || Intl::PluralRules::new(&locales(locale), &Object::new()));
    #[allow(clippy::cast_precision_loss)] // as above
    let form: JsString = rules.select(value as f64);
    form.into()
}

/// Day and time in the person's own time zone.
pub fn date_time(locale: &str, millis: f64) -> String {
    let format = cached(&DATE_TIME, locale, || {
        let style = options(&[("dateStyle", "long"), ("timeStyle", "short")]);
        Intl::DateTimeFormat::new(&locales(locale), &style).format()
    });
    call(&format, &js_sys::Date::new(&JsValue::from_f64(millis)))
}

/// Day in the person's own time zone.
pub fn date(locale: &str, millis: f64) -> String {
    let format = Intl::DateTimeFormat::new(&locales(locale), &options(&[("dateStyle", "long")])).format();
    call(&format, &js_sys::Date::new(&JsValue::from_f64(millis)))
}

/// The moment that a date of the wire (ISO 8601) names, in milliseconds since 1970 UTC.
#[must_use]
pub fn moment(text: &str) -> Option<f64> {
    Some(js_sys::Date::parse(text)).filter(|millis| millis.is_finite())
}

/// A moment as the wire wants it: ISO 8601 in UTC.
#[must_use]
pub fn iso(millis: f64) -> String {
    js_sys::Date::new(&JsValue::from_f64(millis)).to_iso_string().into()
}

/// A moment as the date fields of a browser want it, in the person's own time: `2026-11-01T10:00`.
#[must_use]
pub fn local(millis: f64) -> String {
    let offset = js_sys::Date::new(&JsValue::from_f64(millis)).get_timezone_offset() * 60_000.0;
    iso(millis - offset).chars().take(16).collect()
}

/// "3 days ago", "yesterday", "in 2 hours": `value` units from now.
pub fn relative(locale: &str, value: f64, unit: &str) -> String {
    let options = options(&[("numeric", "auto")]);
    let format = cached(&RELATIVE, locale, || Intl::RelativeTimeFormat::new(&locales(locale), &options));
    format.format(value, unit).into()
}

/// Now, in milliseconds since 1970 UTC.
#[must_use]
pub fn now() -> f64 {
    js_sys::Date::now()
}

/// "a, b and c".
pub fn list(locale: &str, items: &[String]) -> String {
    let array: Array = items.iter().map(|item| JsValue::from_str(item)).collect();
    let constructor = Reflect::get(&js_sys::global(), &"Intl".into())
        .and_then(|intl| Reflect::get(&intl, &"ListFormat".into()))
        .and_then(JsCast::dyn_into::<Function>);
    let formatted = constructor.and_then(|constructor| {
        let format = Reflect::construct(&constructor, &locales(locale))?;
        let method: Function = Reflect::get(&format, &"format".into())?.dyn_into()?;
        method.call1(&format, &array)
    });
    formatted.ok().and_then(|v| v.as_string()).unwrap_or_else(|| items.join(", "))
}
