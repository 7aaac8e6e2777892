//! The programs that are compiled in.

use crate::rules::Program;

pub(crate) const ALIEXPRESS_TR: &str = include_str!("../../../programs/aliexpress-tr.toml");
pub(crate) const ALIEXPRESS_WW: &str = include_str!("../../../programs/aliexpress-ww.toml");
pub(crate) const ALIEXPRESS_RU_CIS: &str = include_str!("../../../programs/aliexpress-ru-cis.toml");

impl Program {
    /// AliExpress TR, from the file that is compiled in.
    pub fn builtin() -> Program {
        Program::parse(ALIEXPRESS_TR).expect("the built-in program file is read by a test")
    }

    /// The programs that are compiled in: AliExpress TR, WW, and RU&CIS.
    pub fn builtins() -> Vec<Program> {
        let read = |text| Program::parse(text).expect("the built-in program files are read by a test");
        [ALIEXPRESS_TR, ALIEXPRESS_WW, ALIEXPRESS_RU_CIS].map(read).into()
    }

    /// The built-in program with this number at its network.
    pub fn by_network_id(network_id: u32) -> Option<Program> {
        Program::builtins().into_iter().find(|program| program.network_id == network_id)
    }
}
