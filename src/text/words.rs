//! Words compared the way a reader would compare them, whichever keyboard they were typed on.

use icu_casemap::CaseMapper;

/// The form in which two words are compared: Turkish case folding (`I`→`ı`, `İ`→`i`), then the dots, cedillas and breves that
/// people leave out on a phone dropped, so that `TÜRKÇE`, `Türkçe` and `turkce` are one word. For comparing, never for showing.
pub fn fold(text: &str) -> String {
    CaseMapper::new()
        .fold_turkic_string(text.trim())
        .chars()
        .map(|c| match c {
            'ı' => 'i',
            'ş' => 's',
            'ğ' => 'g',
            'ç' => 'c',
            'ö' => 'o',
            'ü' => 'u',
            'â' => 'a',
            'î' => 'i',
            'û' => 'u',
            other => other,
        })
        .collect()
}
