//! XLSX workbooks for tests, also such as no spreadsheet program writes.

use std::io::{Cursor, Write};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// A sheet: its name, whether it is hidden, and its `sheetData`.
pub(crate) type TestSheet<'a> = (&'a str, bool, &'a str);

/// The parts of a workbook by their names.
pub(crate) struct WorkbookBuilder(Vec<(String, String)>);

impl WorkbookBuilder {
    pub(crate) fn new(sheets: &[TestSheet<'_>], texts: &[&str]) -> WorkbookBuilder {
        let mut builder = WorkbookBuilder(Vec::new());
        for (at, (_, _, data)) in sheets.iter().enumerate() {
            let sheet =
                format!("{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetData>{data}</sheetData></worksheet>");
            builder = builder.with_part(&format!("xl/worksheets/sheet{}.xml", at + 1), sheet);
        }
        let named: Vec<(&str, bool, usize)> =
            sheets.iter().enumerate().map(|(at, (name, is_hidden, _))| (*name, *is_hidden, at + 1)).collect();
        let texts: String = texts.iter().map(|text| format!("<si><t>{text}</t></si>")).collect();
        // A date is a number with the second of these cell styles.
        let styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>";
        let root =
            format!("<Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/>");
        builder
            .with_part(
                "_rels/.rels",
                format!("{HEAD}<Relationships xmlns=\"{PACKAGE}\">{root}</Relationships>"),
            )
            .with_sheets(&named)
            .with_part("xl/sharedStrings.xml", format!("{HEAD}<sst xmlns=\"{MAIN}\">{texts}</sst>"))
            .with_styles(styles)
    }

    /// A workbook in which so many sheets name the same part.
    pub(crate) fn of_one_part(sheets: usize, data: &str) -> WorkbookBuilder {
        let names: Vec<String> = (0..sheets).map(|number| format!("S{number}")).collect();
        let named: Vec<(&str, bool, usize)> = names.iter().map(|name| (name.as_str(), false, 1)).collect();
        WorkbookBuilder::new(&[("S", false, data)], &[]).with_sheets(&named)
    }

    /// Names, whether each is hidden, and the numbers of the parts.
    fn with_sheets(self, sheets: &[(&str, bool, usize)]) -> WorkbookBuilder {
        let (mut list, mut relations) = (String::new(), String::new());
        for (at, (name, is_hidden, part)) in sheets.iter().enumerate() {
            let state = if *is_hidden { " state=\"hidden\"" } else { "" };
            list += &format!("<sheet name=\"{name}\" sheetId=\"{0}\"{state} r:id=\"r{0}\"/>", at + 1);
            relations += &format!(
                "<Relationship Id=\"r{}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{part}.xml\"/>",
                at + 1
            );
        }
        let book = format!(
            "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{list}</sheets></workbook>"
        );
        let relations = format!("{HEAD}<Relationships xmlns=\"{PACKAGE}\">{relations}</Relationships>");
        self.with_part("xl/workbook.xml", book).with_part("xl/_rels/workbook.xml.rels", relations)
    }

    pub(crate) fn with_styles(self, styles: &str) -> WorkbookBuilder {
        self.with_part("xl/styles.xml", format!("{HEAD}<styleSheet xmlns=\"{MAIN}\">{styles}</styleSheet>"))
    }

    /// Adds a part, or replaces it.
    pub(crate) fn with_part(self, name: &str, content: String) -> WorkbookBuilder {
        let mut builder = self.without(name);
        builder.0.push((name.to_owned(), content));
        builder
    }

    pub(crate) fn without(mut self, name: &str) -> WorkbookBuilder {
        self.0.retain(|(known, _)| known != name);
        self
    }

    /// The file.
    pub(crate) fn pack(&self) -> Vec<u8> {
        pack(self.0.iter().map(|(name, text)| (name.as_str(), text.as_bytes())))
    }
}

pub(crate) fn pack<'a>(parts: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
