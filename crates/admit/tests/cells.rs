//! Single cells are read as if they held something else: `--set-cell`.

mod support;

use support::Folder;

const USERS: &str = "id,email,first_name\n1,ana@example.org,Ana\n2,bo(at)example.org,Bo\n\
    3,cy(at)example.org,Cy\n";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("users.csv", USERS);
    folder
}

#[test]
fn the_command_that_is_printed_corrects_the_same_cell() {
    let folder = folder();
    let line = "check users.csv --set-cell 3:email=bo@example.org";
    let said = folder.says(line, 1, "1  to reject");
    let option = "admit import users.csv --set-cell \"3:email=bo@example.org\"";
    assert!(said.contains(option), "{said}");
    let line = "import users.csv --set-cell 3:email=bo@example.org";
    folder.says(line, 1, "2  created");
    folder.says(line, 1, "2  unchanged");
    // What there is still to correct says what was corrected, too.
    let line = "import users.csv --set-cell 4:first_name=Cyd --fix-file rows.csv";
    folder.run(line);
    let rows = std::fs::read_to_string(folder.path().join("rows.csv")).unwrap();
    assert!(rows.contains("cy(at)example.org,Cyd"), "{rows}");
}

#[test]
fn what_cannot_be_a_correction_of_a_cell_is_said() {
    let folder = folder();
    folder.write("more.csv", USERS);
    for (line, expected) in [
        (
            "check users.csv --set-cell email=x",
            "write it as ROW:COLUMN=TEXT",
        ),
        (
            "check users.csv --set-cell 3:email=a@example.org --set-cell 3:email=b@example.org",
            "row 3 is corrected to two texts under \"email\"; say which",
        ),
        (
            "check users.csv more.csv --set-cell 3:email=a@example.org",
            "names a cell of one file",
        ),
        (
            "check users.csv --set-cell 3:password_hash=x",
            "\"password_hash\" may be secret",
        ),
        (
            "check users.csv --set-cell 3:password=x",
            "\"password\" may be secret",
        ),
        (
            "check users.csv --map Kontakt=hashed_password --set-cell 3:Kontakt=x",
            "\"Kontakt\" may be secret",
        ),
    ] {
        folder.refused(line, &[expected]);
    }
}
