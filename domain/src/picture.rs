//! Pictures of people. What somebody uploads is never stored or served as it came: it is decoded, cut to a square and drawn anew,
//! so that places, serial numbers and whatever else a file can hide stay outside.

use crate::{
    error::{Error, Result},
    words::sentence,
};
use image::{
    DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, Rgb, RgbImage, Rgba,
    codecs::jpeg::JpegEncoder, imageops::FilterType,
};
use std::io::Cursor;
use tokio::sync::Semaphore;

mod pg;
pub use pg::{get, remove, set};

/// Largest file that is taken: a telephone's picture fits.
pub const MAX_BYTES: usize = MAX_MEGABYTES * 1024 * 1024;
const MAX_MEGABYTES: usize = 10;
/// Most pixels that are decoded; a small file can claim to be huge.
const MAX_PIXELS: u64 = 60_000_000;
/// Longest side that is decoded.
const MAX_SIDE: u32 = 20_000;
/// Most memory that decoding takes, in bytes.
const MAX_MEMORY: u64 = 320 * 1024 * 1024;
/// Side of the square that is stored, in pixels.
pub const SIDE: u32 = 256;
/// Of 100.
const QUALITY: u8 = 85;
/// The type of every stored picture.
pub const CONTENT_TYPE: &str = "image/jpeg";
/// The form's field.
pub const FIELD: &str = "picture";

/// Decoding takes memory by the hundred megabytes, so one picture is decoded at a time.
static TURN: Semaphore = Semaphore::const_new(1);

/// The square that is stored, off the async threads.
///
/// # Errors
/// [`Error::Invalid`] at `picture` when it is too large or nothing that we can read.
pub(crate) async fn draw(bytes: Vec<u8>) -> Result<Vec<u8>> {
    if bytes.len() > MAX_BYTES {
        return Err(too_large());
    }
    let _turn = TURN.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(move || redrawn(&bytes)).await.map_err(Error::internal)?
}

fn too_large() -> Error {
    Error::field(FIELD, sentence!("field-picture-size", megabytes = MAX_MEGABYTES))
}

fn redrawn(bytes: &[u8]) -> Result<Vec<u8>> {
    let unreadable = || Error::field(FIELD, sentence!("field-picture-type"));
    let format = image::guess_format(bytes).map_err(|_| unreadable())?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(unreadable());
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    // The header alone is read here.
    let mut decoder = reader.into_decoder().map_err(|_| unreadable())?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Error::field(FIELD, sentence!("field-picture-pixels")));
    }
    let orientation = decoder.orientation().map_err(|_| unreadable())?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| unreadable())?;
    picture.apply_orientation(orientation);
    let square = on_white(&picture.resize_to_fill(SIDE, SIDE, FilterType::Triangle));
    let mut drawn = Vec::new();
    JpegEncoder::new_with_quality(&mut drawn, QUALITY).encode_image(&square).map_err(Error::internal)?;
    Ok(drawn)
}

/// What can be seen through becomes white.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let picture = picture.to_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let Rgba([red, green, blue, alpha]) = *picture.get_pixel(x, y);
        let over = |channel: u8| {
            let (channel, alpha) = (u32::from(channel), u32::from(alpha));
            u8::try_from((channel * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
        };
        Rgb([over(red), over(green), over(blue)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// A JPEG with a segment after its first marker.
    fn with_segment(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&jpeg[..2], &[0xff, marker], &length, content, &jpeg[2..]].concat()
    }

    /// The head of a PNG that claims to be that large, with data that goes on and on.
    fn png_of(width: u32, height: u32) -> Vec<u8> {
        let mut png = encoded(&RgbImage::new(1, 1), ImageFormat::Png);
        png[16..20].copy_from_slice(&width.to_be_bytes());
        png[20..24].copy_from_slice(&height.to_be_bytes());
        let crc = png[12..29].iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(
                crc ^ u32::from(*byte),
                |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 },
            )
        });
        png[29..33].copy_from_slice(&(!crc).to_be_bytes());
        png
    }

    #[test]
    fn every_format_becomes_a_square_jpeg() {
        let wide = RgbImage::from_pixel(640, 200, Rgb([200, 30, 30]));
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let drawn = redrawn(&encoded(&wide, format)).unwrap();
            assert_eq!(image::guess_format(&drawn).unwrap(), ImageFormat::Jpeg, "{format:?}");
            let seen = image::load_from_memory(&drawn).unwrap();
            assert_eq!((seen.width(), seen.height()), (SIDE, SIDE), "{format:?}");
            assert!(drawn.len() < 100_000);
        }
    }

    #[test]
    fn what_is_hidden_in_a_file_stays_outside() {
        let jpeg = encoded(&RgbImage::from_pixel(64, 64, Rgb([9, 99, 199])), ImageFormat::Jpeg);
        let hidden = with_segment(&jpeg, 0xfe, b"<html><script>alert(1)</script>");
        let hidden = [&hidden, b"<script>alert(2)</script>PK\x03\x04".as_slice()].concat();
        let drawn = redrawn(&hidden).unwrap();
        for secret in [b"script".as_slice(), b"PK\x03\x04", b"alert"] {
            assert!(hidden.windows(secret.len()).any(|part| part == secret));
            assert!(!drawn.windows(secret.len()).any(|part| part == secret));
        }
    }

    #[test]
    fn a_picture_stands_upright_and_forgets_how_it_was_taken() {
        // Left half red, and an EXIF block that says: turn by a half.
        let mut picture = RgbImage::from_pixel(64, 64, Rgb([0, 0, 255]));
        for (x, _, pixel) in picture.enumerate_pixels_mut() {
            if x < 32 {
                *pixel = Rgb([255, 0, 0]);
            }
        }
        let exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x03\0\0\0\0\0\0";
        let drawn = redrawn(&with_segment(&encoded(&picture, ImageFormat::Jpeg), 0xe1, exif)).unwrap();
        assert!(!drawn.windows(4).any(|part| part == b"Exif"));
        let seen = image::load_from_memory(&drawn).unwrap().to_rgb8();
        let (left, right) = (seen.get_pixel(20, 128), seen.get_pixel(236, 128));
        assert!(left[2] > 200 && right[0] > 200, "{left:?} {right:?}");
    }

    #[test]
    fn bombs_and_other_files_are_refused_before_they_take_memory() {
        for (what, bytes) in [
            ("nothing", Vec::new()),
            ("HTML", b"<html><script>alert(1)</script>".to_vec()),
            ("SVG", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec()),
            ("GIF", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec()),
            ("a head alone", encoded(&RgbImage::new(9, 9), ImageFormat::Png)[..40].to_vec()),
            ("a broken JPEG", b"\xff\xd8\xff\xe0nonsense".to_vec()),
            ("wide", png_of(60_000, 1)),
            ("huge", png_of(19_000, 19_000)),
            ("the largest", png_of(u32::MAX >> 1, u32::MAX >> 1)),
        ] {
            let refused = redrawn(&bytes);
            assert!(
                matches!(&refused, Err(Error::Invalid(fields)) if fields[0].field == FIELD),
                "{what}: {refused:?}"
            );
        }
        let claim = redrawn(&png_of(19_000, 19_000));
        assert!(format!("{claim:?}").contains("too many pixels"), "{claim:?}");
    }
}
