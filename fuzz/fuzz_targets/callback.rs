//! Decodes the data of pressed buttons, which a client can choose freely.

#![no_main]

use dealink::telegram::callback::CallbackData;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &str| {
    let Some(decoded) = CallbackData::decode(data) else { return };
    let encoded = decoded.encode().ok();
    // Data that no button can carry is too long for Telegram as well.
    assert!(encoded.is_some() || data.len() > 64, "no button carries {decoded:?}");
    if let Some(encoded) = encoded {
        assert_eq!(CallbackData::decode(&encoded), Some(decoded), "{encoded} has two meanings");
    }
});
