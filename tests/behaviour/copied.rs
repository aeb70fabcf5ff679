//! The Rust that the page gives, to be copied: it compiles, and it runs. `tests/page/share.test.mjs` holds the page
//! against these very files.
#![expect(
    clippy::duration_suboptimal_units,
    reason = "the page writes every duration in milliseconds, or nanoseconds where they are not whole"
)]

mod opening {
    include!("copied/opening.rs");

    #[test]
    fn runs() {
        main();
    }
}

mod everything {
    include!("copied/everything.rs");

    #[test]
    fn runs() {
        main();
    }
}

mod turned {
    include!("copied/turned.rs");

    #[test]
    fn runs() {
        main();
    }
}

mod traced {
    include!("copied/traced.rs");

    #[test]
    fn runs() {
        main();
    }
}
