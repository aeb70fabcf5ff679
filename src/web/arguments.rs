//! Arguments that are numbers. Bindings would make a number of anything: 3 of "3", and 0 of null.

use std::ops::RangeInclusive;
use std::time::Duration;

use wasm_bindgen::prelude::*;

use super::convert::{error_of, value_of};
use crate::input::{Fields, Invalid, Value, duration_from_millis};

pub(super) fn number_of(name: &'static str, value: &JsValue, allowed: &'static str) -> Result<f64, JsValue> {
    let wrong = || error_of(&Invalid::wrong_type(name, value_of(value), allowed));
    value.as_f64().ok_or_else(wrong)
}

/// A whole number in a range.
pub(super) fn whole_of(name: &'static str, value: &JsValue, range: RangeInclusive<u64>) -> Result<u64, JsValue> {
    let whole = || {
        let mut fields = Fields::of("", Value::Object(vec![(name.to_owned(), value_of(value))]))?;
        let whole = fields.whole(name, range)?;
        fields.finish()?;
        Ok(whole.unwrap_or_default())
    };
    whole().map_err(|invalid: Invalid| error_of(&invalid))
}

/// A time in milliseconds.
pub(super) fn time_of(name: &'static str, ms: &JsValue) -> Result<f64, JsValue> {
    let allowed = "a number of milliseconds from 0 to 10^15";
    let ms = number_of(name, ms, allowed)?;
    if (0.0..=1e15).contains(&ms) {
        return Ok(ms);
    }
    Err(error_of(&Invalid::new(name, ms, allowed)))
}

pub(super) fn duration_of(name: &'static str, ms: &JsValue) -> Result<Duration, JsValue> {
    Ok(duration_from_millis(time_of(name, ms)?))
}
