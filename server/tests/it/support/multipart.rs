//! Forms with files.

const BOUNDARY: &str = "----boundary7MA4YWxk";
/// What such a form says it is.
pub(crate) const MULTIPART: &str = "multipart/form-data; boundary=----boundary7MA4YWxk";

/// A part of a form that is a file.
pub(crate) fn file(name: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: image/png\r\n\r\n"
    );
    [head.as_bytes(), bytes, b"\r\n"].concat()
}

/// A form with these fields, and then these files.
pub(crate) fn form(fields: &[(&str, &str)], files: &[Vec<u8>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part =
            format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    body.extend(files.concat());
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}
