//! Quotation marks in CSV that the reader is kind to, and that a person must see: a mark too few swallows whole rows.

/// What is wrong with the quotation marks of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fault {
    /// The file ends inside of a quoted field.
    NeverClosed,
    /// `"…"x`: something stands between the closing mark and the comma.
    TextAfterMark,
}

/// Looks at the bytes of one row, as RFC 4180 writes rows.
pub(super) fn fault(row: &[u8]) -> Option<Fault> {
    enum At {
        FieldStart,
        Plain,
        Quoted,
        /// The end of the field, or the first of two marks that stand for one.
        Mark,
    }
    let mut at = At::FieldStart;
    for byte in row {
        at = match (at, byte) {
            (At::FieldStart, b'"') | (At::Mark, b'"') => At::Quoted,
            (At::Quoted, b'"') => At::Mark,
            (At::Quoted, _) => At::Quoted,
            (_, b',' | b'\r' | b'\n') => At::FieldStart,
            (At::Mark, _) => return Some(Fault::TextAfterMark),
            (At::FieldStart | At::Plain, _) => At::Plain,
        };
    }
    matches!(at, At::Quoted).then_some(Fault::NeverClosed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_marks_that_do_not_belong_together() {
        for good in
            ["a,b\r\n", "\"a, b\",\"say \"\"hi\"\"\"\n", "5\" pipe,x", "\"a\nb\",c\n", "\"\",\"\"", ""]
        {
            assert_eq!(fault(good.as_bytes()), None, "{good:?}");
        }
        assert_eq!(fault(b"a,\"b\nc,d\n"), Some(Fault::NeverClosed));
        assert_eq!(fault(b"a,\"b\" c,d\n"), Some(Fault::TextAfterMark));
        assert_eq!(fault(b"a,\"b\"\"\n"), Some(Fault::NeverClosed));
    }
}
