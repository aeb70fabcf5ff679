//! Values on their way in, and the errors that they may be.

use std::cell::Cell;

use js_sys::Array;
#[cfg(feature = "simulator")]
use js_sys::Object;
use wasm_bindgen::prelude::*;

use crate::input::{Invalid, Value};

#[wasm_bindgen(module = "/src/web/values.js")]
extern "C" {
    #[wasm_bindgen(js_name = isArray)]
    fn is_array(value: &JsValue) -> bool;

    /// A copy; none if it can't be read.
    #[wasm_bindgen(js_name = itemsOf)]
    fn items_of(array: &JsValue) -> Option<Array>;

    /// Pairs of a name and a value; none if they can't be read.
    #[wasm_bindgen(js_name = entriesOf)]
    fn entries_of(object: &JsValue) -> Option<Array>;

    /// What was thrown when the value was read, or a `TypeError` or a `RangeError` with this message.
    #[wasm_bindgen(js_name = refusalOf)]
    fn refusal_of(message: &str, is_wrong_type: bool) -> JsValue;
}

const UNREADABLE: Value = Value::Other("something that can't be read");

/// Deeper than any input that means something; ends the walk through an object that contains itself.
const DEEPEST: usize = 16;
/// More arrays and objects than any input that means something; ends the walk through one that contains itself many times
/// over, such as a page's `window`.
const MOST_CONTAINERS: usize = 10_000;

/// What JavaScript passed, as a [`Value`]. Fields that are `undefined` count as left out.
pub(super) fn value_of(value: &JsValue) -> Value {
    value_at(value, 0, &Cell::new(0))
}

fn value_at(value: &JsValue, depth: usize, containers: &Cell<usize>) -> Value {
    let inside = |value: &JsValue| value_at(value, depth + 1, containers);
    if depth > DEEPEST || containers.get() > MOST_CONTAINERS {
        Value::Other("something nested too deeply")
    } else if value.is_null() {
        Value::Null
    } else if let Some(flag) = value.as_bool() {
        Value::Bool(flag)
    } else if let Some(number) = value.as_f64() {
        Value::Number(number)
    } else if let Some(text) = value.as_string() {
        Value::Text(text)
    } else if is_array(value) {
        containers.set(containers.get() + 1);
        let list = |items: Array| Value::List(items.iter().map(|item| inside(&item)).collect());
        items_of(value).map_or(UNREADABLE, list)
    } else if value.is_function() {
        Value::Other("a function")
    } else if value.is_undefined() {
        Value::Other("undefined")
    } else if value.is_object() {
        // No matter of which class: it may have no prototype, or be from another window.
        containers.set(containers.get() + 1);
        let field = |entry: JsValue| {
            let entry: Array = entry.unchecked_into();
            let (name, value) = (entry.get(0).as_string()?, entry.get(1));
            (!value.is_undefined()).then(|| (name, inside(&value)))
        };
        let object = |entries: Array| Value::Object(entries.iter().filter_map(field).collect());
        entries_of(value).map_or(UNREADABLE, object)
    } else {
        Value::Other("a BigInt or a symbol")
    }
}

/// The other way round.
#[cfg(feature = "simulator")]
pub(super) fn js_of(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(truth) => (*truth).into(),
        Value::Number(number) => (*number).into(),
        Value::Text(text) => text.into(),
        Value::List(items) => items.iter().map(js_of).collect::<Array>().into(),
        Value::Object(fields) => {
            let pair = |(name, value): &(String, Value)| Array::of2(&name.into(), &js_of(value));
            let entries: Array = fields.iter().map(pair).collect();
            // Fails only for what are no pairs.
            Object::from_entries(&entries).map_or(JsValue::UNDEFINED, JsValue::from)
        }
        Value::Other(_) => JsValue::UNDEFINED,
    }
}

/// A `TypeError` or a `RangeError` with the same message; but where a value threw when it was read, what it threw.
pub(super) fn error_of(invalid: &Invalid) -> JsValue {
    refusal_of(&invalid.message(written), invalid.is_wrong_type())
}

/// As JavaScript writes it.
fn written(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => if *flag { "true" } else { "false" }.to_owned(),
        Value::Number(number) => js_sys::Number::from(*number)
            .to_string_with_radix(10)
            .map(String::from)
            .unwrap_or_default(),
        Value::Text(text) => Value::quote(text),
        Value::List(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        Value::Other(name) => (*name).to_owned(),
    }
}
