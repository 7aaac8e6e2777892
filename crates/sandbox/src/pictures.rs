//! Drawn pictures of the invented products and of files in messages.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::admitad::{AdmitadStandIn, SeedProduct};
use super::responses;

pub(super) fn path(product: &SeedProduct) -> String {
    format!("/img/{}.svg", product.id)
}

/// Pictures of products at `/img/{id}.svg`, and of files at `/img/file/{file_unique_id}`.
pub(super) fn router(admitad: AdmitadStandIn) -> Router {
    Router::new()
        .route("/img/{file}", get(picture))
        .route("/img/file/{file}", get(placeholder))
        .with_state(admitad)
}

async fn picture(State(admitad): State<AdmitadStandIn>, Path(file): Path<String>) -> Response {
    let id = file.strip_suffix(".svg").and_then(|id| id.parse::<u64>().ok());
    match admitad.products().iter().find(|product| Some(product.id) == id) {
        Some(product) => drawing(product.id),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The colour depends on the file id; files with consecutive ids get different colours.
async fn placeholder(Path(file): Path<String>) -> Response {
    let digits = file.bytes().filter(u8::is_ascii_digit).map(|digit| u64::from(digit - b'0'));
    let number = digits.fold(0_u64, |number, digit| number.wrapping_mul(10).wrapping_add(digit));
    drawing(number.wrapping_mul(67))
}

fn drawing(number: u64) -> Response {
    responses::typed("image/svg+xml", draw(number % 360))
}

/// A parcel; `hue` is in degrees.
fn draw(hue: u64) -> String {
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 320 200' role='img'>\
         <rect width='320' height='200' fill='hsl({hue} 45% 88%)'/>\
         <g transform='translate(160 104)' stroke='hsl({hue} 45% 30%)' stroke-width='4' stroke-linejoin='round'>\
         <path d='M-62-24 0-52 62-24 62 38 0 66-62 38z' fill='hsl({hue} 55% 72%)'/>\
         <path d='M-62-24 0 4 62-24M0 4V66' fill='none'/>\
         <path d='M-31-38 31-10V10' fill='none' stroke='hsl({hue} 60% 45%)' stroke-width='10'/></g></svg>"
    )
}
