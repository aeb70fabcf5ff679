//! What comes from outside, field by field.

use std::time::Duration;

use twinpool::Invalid;
use twinpool::input::{Fields, Value, millis_of};

fn fields(value: Value) -> Fields {
    Fields::of("box", Value::Object(vec![("side".to_owned(), value)])).unwrap()
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Every kind of value, as an error shows it.
fn everything() -> Vec<(Value, &'static str)> {
    vec![
        (Value::Null, "null"),
        (Value::Bool(true), "true"),
        (Value::Number(1.5), "1.5"),
        (Value::Number(-3.0), "-3"),
        (Value::Number(f64::NAN), "NaN"),
        (Value::Number(f64::INFINITY), "Infinity"),
        (Value::Number(f64::NEG_INFINITY), "-Infinity"),
        (Value::Number(1e308), "1e308"),
        (text("3"), "\"3\""),
        (Value::List(Vec::new()), "an array"),
        (Value::Object(Vec::new()), "an object"),
        (Value::Other("a function"), "a function"),
    ]
}

fn refused_with<T: std::fmt::Debug>(result: Result<T, Invalid>, message: &str) {
    let error = result.unwrap_err();
    assert_eq!(error.to_string(), message);
    assert_eq!(error.path(), "box.side");
}

#[test]
fn a_whole_number_is_nothing_else() {
    let allowed = "box.side must be a whole number from 1 to 1,000";
    for (value, shown) in everything() {
        refused_with(
            fields(value).whole("side", 1..=1_000),
            &format!("{allowed}; got {shown}"),
        );
    }
    assert_eq!(fields(Value::Number(1_000.0)).whole("side", 1..=1_000), Ok(Some(1_000)));
    refused_with(
        fields(Value::Number(0.0)).whole("side", 1..=1_000),
        &format!("{allowed}; got 0"),
    );
    refused_with(
        fields(Value::Number(1_001.0)).whole("side", 1..=1_000),
        &format!("{allowed}; got 1001"),
    );
}

#[test]
fn a_whole_number_or_null_says_what_null_means() {
    let allowed = "box.side must be a whole number from 0 to 9, or null for none";
    let read = |value| fields(value).whole_or_null("side", 0..=9, "for none");
    assert_eq!(read(Value::Null), Ok(Some(None)));
    assert_eq!(read(Value::Number(0.0)), Ok(Some(Some(0))));
    refused_with(read(Value::Number(10.0)), &format!("{allowed}; got 10"));
    refused_with(read(text("x")), &format!("{allowed}; got \"x\""));
}

#[test]
fn a_number_is_within_its_range() {
    let read = |value| fields(value).number("side", 1.0..=2.0, "a number from 1 to 2");
    assert_eq!(read(Value::Number(1.5)), Ok(Some(1.5)));
    for (value, shown) in everything()
        .into_iter()
        .filter(|(value, _)| *value != Value::Number(1.5))
    {
        refused_with(
            read(value),
            &format!("box.side must be a number from 1 to 2; got {shown}"),
        );
    }
}

#[test]
fn a_duration_is_a_number_of_milliseconds() {
    let read = |value| fields(value).millis("side", Duration::from_secs(60));
    assert_eq!(read(Value::Number(1.5)), Ok(Some(Duration::from_micros(1_500))));
    assert_eq!(read(Value::Number(0.000_001)), Ok(Some(Duration::from_nanos(1))));
    assert_eq!(read(Value::Number(60_000.0)), Ok(Some(Duration::from_secs(60))));
    for (value, shown) in everything()
        .into_iter()
        .filter(|(value, _)| *value != Value::Number(1.5))
    {
        let message = format!("box.side must be a number of milliseconds from 0 to 60,000; got {shown}");
        refused_with(read(value), &message);
    }
    let read = |value| fields(value).millis_or_null("side", Duration::from_secs(60), "for no end");
    assert_eq!(read(Value::Null), Ok(Some(None)));
    let allowed = "box.side must be a number of milliseconds from 0 to 60,000, or null for no end";
    refused_with(read(Value::Number(60_000.5)), &format!("{allowed}; got 60000.5"));
}

#[test]
fn whole_milliseconds_are_exact_up_to_the_longest() {
    for millis in [1_u32, 3, 999, 86_400_000, u32::MAX] {
        let read = fields(Value::Number(f64::from(millis))).millis("side", Duration::from_secs(1_000_000_000));
        assert_eq!(read, Ok(Some(Duration::from_millis(u64::from(millis)))));
    }
    let longest = fields(Value::Number(1e12)).millis("side", Duration::from_secs(1_000_000_000));
    assert_eq!(longest, Ok(Some(Duration::from_secs(1_000_000_000))));
}

#[test]
fn a_flag_is_true_or_false() {
    assert_eq!(fields(Value::Bool(false)).flag("side"), Ok(Some(false)));
    for (value, shown) in everything()
        .into_iter()
        .filter(|(value, _)| !matches!(value, Value::Bool(_)))
    {
        refused_with(
            fields(value).flag("side"),
            &format!("box.side must be true or false; got {shown}"),
        );
    }
}

#[test]
fn a_choice_is_one_of_its_words() {
    let read = |value| fields(value).choice("side", &[("left", 1), ("right", 2)]);
    assert_eq!(read(text("right")), Ok(Some(2)));
    for (value, shown) in everything() {
        refused_with(
            read(value),
            &format!("box.side must be one of \"left\", \"right\"; got {shown}"),
        );
    }
    assert!(read(text("Left")).is_err(), "case matters");
}

#[test]
fn what_is_left_out_is_none() {
    let mut fields = Fields::of("", Value::Object(Vec::new())).unwrap();
    assert_eq!(fields.whole("a", 0..=1), Ok(None));
    assert_eq!(fields.whole_or_null("b", 0..=1, ""), Ok(None));
    assert_eq!(fields.number("c", 0.0..=1.0, ""), Ok(None));
    assert_eq!(fields.millis("d", Duration::MAX), Ok(None));
    assert_eq!(fields.flag("e"), Ok(None));
    assert_eq!(fields.choice("f", &[("x", 1)]), Ok(None));
    assert!(fields.object("g").unwrap().is_none());
    fields.finish().unwrap();
}

#[test]
fn an_unknown_field_is_refused_with_those_that_are_known() {
    let value = Value::Object(vec![("wdith".to_owned(), Value::Null)]);
    let mut fields = Fields::of("box.lid", value).unwrap();
    fields.whole("width", 0..=1).unwrap();
    fields.flag("open").unwrap();
    let error = fields.finish().unwrap_err();
    assert_eq!(error.to_string(), "box.lid.wdith is not known; known here: width, open");
    assert!(error.is_wrong_type());
}

#[test]
fn only_an_object_has_fields() {
    for (value, shown) in everything()
        .into_iter()
        .filter(|(value, _)| !matches!(value, Value::Object(_)))
    {
        let error = Fields::of("box", value.clone()).unwrap_err();
        assert_eq!(error.to_string(), format!("box must be an object; got {shown}"));
        let error = Fields::of("", value.clone()).unwrap_err();
        assert_eq!(error.to_string(), format!("the options must be an object; got {shown}"));
        refused_with(
            fields(value).object("side"),
            &format!("box.side must be an object; got {shown}"),
        );
    }
}

#[test]
fn wrong_types_are_told_from_numbers_out_of_range() {
    assert!(fields(text("3")).whole("side", 1..=2).unwrap_err().is_wrong_type());
    assert!(
        !fields(Value::Number(3.0))
            .whole("side", 1..=2)
            .unwrap_err()
            .is_wrong_type()
    );
    assert!(
        !fields(Value::Number(f64::NAN))
            .millis("side", Duration::MAX)
            .unwrap_err()
            .is_wrong_type()
    );
}

#[test]
fn a_long_text_is_shown_by_its_beginning() {
    let error = fields(text(&"ä".repeat(1_000))).flag("side").unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("box.side must be true or false; got \"{}…\"", "ä".repeat(40))
    );
}

#[test]
fn a_missing_field_says_what_it_must_be() {
    let error = Invalid::missing("seed", "a whole number").inside("scenario");
    assert_eq!(error.to_string(), "scenario.seed is missing; it must be a whole number");
}

#[test]
fn milliseconds_come_out_as_they_went_in() {
    for ms in [0.0, 1e-6, 0.1, 4.1, 9.7, 1_234.567_891, 1e9 + 0.1, 1e12, 1e12 + 1.0] {
        let read = Fields::of("", Value::object(vec![("ms", Value::Number(ms))]))
            .and_then(|mut fields| fields.millis("ms", Duration::from_secs(10_000_000_000)));
        assert_eq!(read.unwrap().map(millis_of), Some(ms));
    }
}
