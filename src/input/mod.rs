//! What comes from outside: values without a type yet, read field by field, with errors that name the field's path.
//!
//! JSON and JavaScript objects both become a [`Value`] first, so that the command line, the page and the package refuse
//! the same things in the same words. NaN and infinities, which JSON can't write but JavaScript can, arrive here as they
//! are and are refused by the range of their field.

mod fields;
mod invalid;
mod required;
mod value;

pub use fields::Fields;
#[cfg(all(target_arch = "wasm32", feature = "simulator"))]
pub(crate) use fields::duration_from_millis;
pub use invalid::Invalid;
pub use required::item_path;
pub use value::{Value, millis_of};
