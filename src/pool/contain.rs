//! Keeps a task's panic from harming the pool.

/// Runs `act`; a panic comes back as its message. On wasm a panic ends the program, so there is nothing to catch; a
/// JavaScript task that throws is caught before it gets here.
#[cfg(panic = "unwind")]
pub(super) fn contain<R>(act: impl FnOnce() -> R) -> Result<R, String> {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    // Unwind safe: after a panic the execution that was called is only ever dropped.
    catch_unwind(AssertUnwindSafe(act)).map_err(|payload| {
        if let Some(message) = payload.downcast_ref::<&str>() {
            (*message).to_owned()
        } else if let Some(message) = payload.downcast_ref::<String>() {
            message.clone()
        } else {
            "a panic without a message".to_owned()
        }
    })
}

/// See the version for targets that unwind.
#[cfg(not(panic = "unwind"))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature where panics unwind")]
#[inline(always)]
pub(super) fn contain<R>(act: impl FnOnce() -> R) -> Result<R, String> {
    Ok(act())
}

/// Runs `act`, which drops something of a task whose end is known. A panic of that drop changes nothing any more, and must
/// not take the worker with it.
#[inline(always)]
pub(super) fn forget_panic(act: impl FnOnce()) {
    let _ = contain(act);
}
