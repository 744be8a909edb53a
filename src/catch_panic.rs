//! Catches panics in work the program can do without, and in a library that parses untrusted text.
//!
//! A panic hook cannot know whether a panic will be caught. So [`catch`] marks the thread beforehand, and for a marked
//! thread the hook prints nothing and leaves the screen alone.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;

thread_local! {
    /// Set while panics in this thread are caught: the message of the last one.
    static EXPECTED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Installs a hook that stays silent about panics that are caught.
static HOOK: Once = Once::new();

/// Runs `work`. If it panics, returns an error that says what happened and where.
pub(crate) fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !is_expected(info) {
                before(info);
            }
        }));
    });
    let outer = EXPECTED.replace(Some(String::new()));
    // Anything that `work` shares with other threads is behind a lock or a channel, which handle panics themselves.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    let what = EXPECTED.replace(outer).unwrap_or_default();
    result.map_err(|_| what)
}

/// For panic hooks: whether this panic will be caught. If so, stores its message.
pub(crate) fn is_expected(info: &PanicHookInfo<'_>) -> bool {
    let place = info.location().map(|place| format!(" ({place})")).unwrap_or_default();
    let what = info.payload_as_str().unwrap_or("a panic");
    EXPECTED
        .try_with(|expected| match expected.try_borrow_mut().as_deref_mut() {
            Ok(Some(message)) => {
                *message = format!("{what}{place}");
                true
            }
            _ => false,
        })
        .unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_with_its_message() {
        let error = catch::<()>(|| panic!("no luck")).unwrap_err();
        assert!(error.starts_with("no luck (src/catch_panic.rs:"), "{error}");
        assert_eq!(catch(|| 7), Ok(7));
    }

    #[test]
    fn nested_catches_keep_their_own_messages() {
        let outer = catch::<()>(|| {
            assert!(catch::<()>(|| panic!("inner")).unwrap_err().starts_with("inner"));
            panic!("outer")
        });
        assert!(outer.unwrap_err().starts_with("outer"));
    }
}
