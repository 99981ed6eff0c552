//! A portal query without a client scope does not compile (SPEC section 3).

#[test]
fn a_portal_query_without_a_client_scope_does_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}
