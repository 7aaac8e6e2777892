//! What was repaired when the store was opened, for the log and the operator.

use std::fmt;
use std::path::PathBuf;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repair {
    /// The database of what flows was damaged: everything that could be read was taken over. What could not be read, waiting updates
    /// among it, is lost.
    FlowDamaged { moved_to: PathBuf, restored: usize },
    /// sled's files were damaged or behind the journal, and say the same as the journal again.
    SettingsCorrected { moved_to: Option<PathBuf>, records: usize },
    /// sled could not be read and was made anew from the journal. `complete`: every line of the journal was there.
    SettingsRestored { moved_to: Option<PathBuf>, restored: usize, complete: bool },
    /// Neither sled nor the journal was there; the copy of an earlier journal was restored. Later changes are lost.
    SettingsFromCopy { restored: usize },
    /// The database of the earlier version was broken; the plain copies that it had written were taken over.
    Form1FromCopies { moved_to: PathBuf, restored: usize },
    /// The journal was missing, damaged or behind, and was written anew from sled.
    JournalRewritten { records: usize },
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Repair::FlowDamaged { moved_to, restored } => write!(
                f,
                "the inbox database was damaged and moved to {}; {restored} records could be read and were taken over, the others are lost",
                moved_to.display()
            ),
            Repair::SettingsCorrected { records, .. } => {
                write!(f, "{records} settings were corrected from the journal; nothing is lost")
            }
            Repair::SettingsRestored { restored, complete: true, .. } => {
                write!(
                    f,
                    "the settings database was damaged and made anew from the journal: {restored} records, nothing is lost"
                )
            }
            Repair::SettingsRestored { restored, complete: false, .. } => write!(
                f,
                "the settings database and the journal were damaged; {restored} records could be read and were restored, others are lost"
            ),
            Repair::SettingsFromCopy { restored } => write!(
                f,
                "the settings were gone; {restored} records of an earlier copy were restored, later changes are lost"
            ),
            Repair::Form1FromCopies { moved_to, restored } => write!(
                f,
                "the database of the earlier version was broken and moved to {}; {restored} settings of its last copies were restored, \
                 waiting messages and later changes are lost",
                moved_to.display()
            ),
            Repair::JournalRewritten { records } => {
                write!(f, "the journal of the settings was damaged and written anew: {records} records")
            }
        }
    }
}
