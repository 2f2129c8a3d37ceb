//! Encodings are told apart, or asked about.

use super::*;
use crate::base::spill::scratch::MemoryScratch;
use std::io::Cursor;

fn opened(bytes: &[u8]) -> (Text, String) {
    let source = Box::new(Cursor::new(bytes.to_vec()));
    let mut text = to_utf8(source, None, &MemoryScratch).unwrap();
    let mut all = Vec::new();
    text.source.seek(SeekFrom::Start(text.start)).unwrap();
    text.source.read_to_end(&mut all).unwrap();
    (text, String::from_utf8_lossy(&all).into_owned())
}

fn check(bytes: &[u8], encoding: &str, expected: &str) {
    let (text, all) = opened(bytes);
    assert_eq!((text.encoding.name(), all.as_str()), (encoding, expected));
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16()
        .flat_map(|unit| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        })
        .collect()
}

/// A text in an encoding; nothing if it cannot be written in it.
fn encoded(text: &str, name: &str) -> Option<Vec<u8>> {
    match find(name).unwrap() {
        Charset::Standard(encoding) => {
            let (bytes, _, lossy) = encoding.encode(text);
            (!lossy).then(|| bytes.into_owned())
        }
        Charset::Oem(_, table) => {
            let byte = |letter: char| match u8::try_from(letter) {
                Ok(byte) if byte.is_ascii() => Some(byte),
                _ => {
                    let at = table.iter().position(|known| *known == letter)?;
                    Some(at as u8 + 128)
                }
            };
            text.chars().map(byte).collect()
        }
    }
}

#[test]
fn encodings_are_told_apart() {
    check(
        b"id,email\n1,ana@example.org\n",
        "UTF-8",
        "id,email\n1,ana@example.org\n",
    );
    check("\u{feff}id\nJos\u{e9}".as_bytes(), "UTF-8", "id\nJosé");
    let text = "id,first_name\n1,José\n2,Zoë\n";
    check(&utf16(text, false), "UTF-16LE", text);
    check(&utf16(text, true), "UTF-16BE", text);
    check(&utf16(&format!("\u{feff}{text}"), false), "UTF-16LE", text);
    check(&utf16(&format!("\u{feff}{text}"), true), "UTF-16BE", text);
    check(
        b"id,first_name\n1,Jos\xE9\n2,Zo\xEB\n",
        "windows-1252",
        text,
    );
}

#[test]
fn letters_far_behind_ascii_are_seen() {
    let mut bytes = b"id,name\n".repeat(40_000);
    bytes.extend_from_slice(b"1,Jos\xE9 P\xE9rez\n");
    assert_eq!(opened(&bytes).0.encoding.name(), "windows-1252");
}

#[test]
fn few_broken_rows_leave_a_file_utf_8() {
    let mut bytes = "1,José\n".repeat(5).into_bytes();
    bytes.extend_from_slice(b"2,Zo\xEB\n");
    let (text, _) = opened(&bytes);
    assert_eq!((text.encoding, text.known), (UTF_8, Known::Surely));
}

#[test]
fn a_row_of_utf_8_among_others_is_not_doubled() {
    let check = |text: &str, name: &str| {
        let others = encoded(text, name).unwrap();
        let bytes = [&others[..], "9,José Łukasz\n".as_bytes(), &others[..]].concat();
        let (found, all) = opened(&bytes);
        assert_eq!(found.known, Known::Guessed, "{name}");
        assert_eq!(all, format!("{text}9,José Łukasz\n{text}"), "{name}");
    };
    check("1,José\n2,Zoë\n3,Françoise\n", "windows-1252");
    check(
        "1,Мария Иванова\n2,Пётр Сидоров\n3,Ольга Кузнецова\n4,Егор Лыков\n",
        "windows-1251",
    );
    check(
        "1,すずき ミカ\n2,山田 太郎\n3,たなか はな\n4,さとう けん\n5,渡辺 健一\n6,中村 さくら\n\
         7,高橋 由美子\n",
        "shift_jis",
    );
}

#[test]
fn letters_may_lie_across_blocks() {
    for shift in 0..4 {
        let mut text = "x".repeat(READ_BLOCK_BYTES - shift);
        text.push('\u{1F600}');
        assert!(
            reads_as_utf8(&mut Cursor::new(text.as_bytes())).unwrap(),
            "{shift}"
        );
        let cut = &text.as_bytes()[..text.len() - 1];
        assert!(!reads_as_utf8(&mut Cursor::new(cut)).unwrap(), "{shift}");
        // A line of another encoding that is longer than what is read at once.
        let line = format!(
            "José Zoë,{},Françoise",
            "y".repeat(READ_BLOCK_BYTES + shift)
        );
        check(&encoded(&line, "latin1").unwrap(), "windows-1252", &line);
    }
}

#[test]
fn weak_evidence_is_not_guessed_from() {
    let check = |bytes: &[u8], holds_all_back: bool, lines: u64| {
        let (text, all) = opened(bytes);
        let Known::InDoubt(doubt) = text.known else {
            panic!(
                "{all} is read as {} ({:?})",
                text.encoding.name(),
                text.known
            );
        };
        assert_eq!(
            (doubt.holds_all_back, doubt.lines),
            (holds_all_back, lines),
            "{all}"
        );
    };
    // One damaged row among others, and what bytes of FF are in Latin 1.
    check(b"id,first_name\n1,Ana\n2,Jos\xff\xff\n3,Bo\n", false, 1);
    check(b"id,first_name\n1,Jos\xff\xff\n", true, 1);
    // Ë or Ė.
    check(b"id,first_name\n1,Zo\xEB\n", true, 1);
    check(b"id,first_name\n1,Ana\n2,Bo\n3,Zo\xEB\n", false, 1);
    // The names of the columns are in doubt.
    check(b"id,na\xEFf\n1,Ana\n2,Bo\n3,Cy\n4,Di\n", true, 1);
}

#[test]
fn half_a_letter_at_the_end_speaks_for_no_encoding() {
    let check = |bytes: &[u8], holds_all_back: bool, offers_one: bool| {
        let (text, all) = opened(bytes);
        let Known::InDoubt(doubt) = text.known else {
            panic!("{all} is read as {}", text.encoding.name());
        };
        let found = (doubt.holds_all_back, doubt.candidates.len() == 1);
        assert_eq!(found, (holds_all_back, offers_one), "{all}");
    };
    check(b"id,first_name\n4,Zo\xC3", false, false);
    check(b"id,first_name\n1,Ana\n2,Bo\n3,Cy\n4,Zo\xC3", false, false);
    // It may be a letter of one byte, of several encodings.
    check(b"id,first_name\n4,Zo\xEB", false, false);
    // The line ends behind it, so nothing is cut off.
    check(b"id,first_name\n4,Zo\xC3\n", true, true);
}

#[test]
fn what_is_utf_8_throughout_is_never_questioned() {
    for name in [
        "José™", "Ŵyn", "éé", "Արամ", "Łukasz", "20 °C", "Àþ", "Ϗ", "Íñigo",
    ] {
        let text = format!("id,name\n1,{name}\n");
        check(text.as_bytes(), "UTF-8", &text);
    }
    // Íñ in cp850 is UTF-8 by chance: beside a line that is not, it is in doubt.
    let text = encoded("id,name\n1,Íñigo\n2,Núñez\n", "cp850").unwrap();
    assert!(matches!(opened(&text).0.known, Known::InDoubt(_)));
}

#[test]
fn line_ends_in_cr_speak_for_a_macintosh() {
    check(
        b"id,first_name\r1,J\x9arg\r",
        "macintosh",
        "id,first_name\r1,Jörg\r",
    );
    assert!(matches!(
        opened(b"id,first_name\n1,J\x9arg\n").0.known,
        Known::InDoubt(_)
    ));
}

/// Names of a language, and the encodings that it is written in.
struct People {
    encodings: &'static [&'static str],
    names: &'static [&'static str],
}

const WESTERN: &[&str] = &[
    "windows-1252",
    "iso-8859-15",
    "macintosh",
    "cp850",
    "cp437",
    "windows-1254",
];
const CENTRAL: &[&str] = &["windows-1250", "iso-8859-2", "cp852", "iso-8859-16"];
const BALTIC: &[&str] = &["windows-1257", "iso-8859-13", "iso-8859-4"];
const CYRILLIC: &[&str] = &[
    "windows-1251",
    "koi8-r",
    "koi8-u",
    "iso-8859-5",
    "ibm866",
    "x-mac-cyrillic",
    "cp855",
];

const PEOPLE: &[People] = &[
    People {
        encodings: WESTERN,
        names: &[
            "François",
            "Hélène",
            "Zoë",
            "Noël",
            "Gaëlle",
            "Jérôme",
            "Benoît",
            "Anaïs",
            "Chloé",
            "Céline",
            "Frédéric",
            "Lefèvre",
            "Bélanger",
            "Lemaître",
            "Hervé",
            "Géraldine",
            "Théo",
            "Cédric",
            "Mélanie",
            "Agnès",
            "Stéphane",
            "Garçon",
            "Éric",
            "Loïc",
            "BÉATRICE",
            "Rémi",
            "André",
            "Desprès",
            "Joël",
            "Aurélie",
        ],
    },
    People {
        encodings: WESTERN,
        names: &[
            "Jörg",
            "Müller",
            "Jäger",
            "Weiß",
            "Günther",
            "Schröder",
            "Köhler",
            "Bäcker",
            "Schäfer",
            "Großmann",
            "Lübke",
            "Königs",
            "Jürgen",
            "Käthe",
            "Björn",
            "Sönke",
            "Zöllner",
            "Krämer",
            "Grünwald",
            "Vögele",
            "Häußler",
            "Möller",
            "Österreicher",
            "Ölschläger",
            "MÜLLER",
            "Förster",
            "Röder",
            "Bühler",
            "Jänicke",
            "Nüßlein",
        ],
    },
    People {
        encodings: WESTERN,
        names: &[
            "Muñoz",
            "García",
            "José",
            "Martínez",
            "Núñez",
            "Íñigo",
            "Sofía",
            "Andrés",
            "Begoña",
            "Álvaro",
            "Gómez",
            "Peña",
            "Hernández",
            "Ramírez",
            "Ángel",
            "Belén",
            "Inés",
            "Rubén",
            "Verónica",
            "Óscar",
            "PEÑA",
            "López",
            "Ibáñez",
            "Raúl",
            "Agüero",
            "Zúñiga",
            "Mónica",
            "Víctor",
            "Jesús",
            "Ordóñez",
        ],
    },
    People {
        encodings: &["windows-1252", "iso-8859-15", "macintosh", "cp850"],
        names: &[
            "João",
            "Conceição",
            "Gonçalves",
            "Antônio",
            "Inês",
            "Luís",
            "Guimarães",
            "Araújo",
            "Lourenço",
            "Brandão",
            "Mendonça",
            "Magalhães",
            "Fátima",
            "Vitória",
            "Estêvão",
            "Falcão",
            "Patrício",
            "Bragança",
            "Leão",
            "Simões",
        ],
    },
    People {
        encodings: &[
            "windows-1252",
            "iso-8859-15",
            "macintosh",
            "cp850",
            "iso-8859-10",
        ],
        names: &[
            "Åsa",
            "Björk",
            "Östen",
            "Märta",
            "Sjöberg",
            "Håkan",
            "Göran",
            "Hägglund",
            "Pär",
            "Ångström",
            "Lindström",
            "Åkesson",
            "Särkkä",
            "Mäkinen",
            "Töölö",
            "Kärnä",
            "Yrjö",
            "Söderberg",
            "Blåfield",
            "Fällman",
        ],
    },
    People {
        encodings: &[
            "windows-1252",
            "iso-8859-15",
            "macintosh",
            "cp850",
            "iso-8859-10",
        ],
        names: &[
            "Søren",
            "Kjær",
            "Åse",
            "Bjørn",
            "Jørgensen",
            "Nygård",
            "Sørensen",
            "Mærsk",
            "Håkon",
            "Ødegård",
            "Bøe",
            "Grønn",
            "Lærke",
            "Skjærvø",
            "Gjærum",
            "Rødland",
            "Ærø",
            "Haakøy",
        ],
    },
    People {
        encodings: CENTRAL,
        names: &[
            "Łukasz",
            "Wąsik",
            "Małgorzata",
            "Źródło",
            "Święty",
            "Wójcik",
            "Zając",
            "Dąbrowski",
            "Kamiński",
            "Piątek",
            "Paweł",
            "Grażyna",
            "Wiśniewska",
            "Żak",
            "Stępień",
            "Jabłoński",
            "Bożena",
            "Gołąb",
            "Michał",
            "Mikołaj",
            "Kozłowski",
            "Świątek",
            "Kędzierska",
            "Gąsior",
            "Wróbel",
            "Głowacki",
            "Ćwik",
            "Śliwa",
            "Łapiński",
            "Król",
        ],
    },
    People {
        encodings: CENTRAL,
        names: &[
            "Dvořák",
            "Černý",
            "Novotný",
            "Přemysl",
            "Růžena",
            "Jiří",
            "Tomáš",
            "Kučera",
            "Vojtěch",
            "Lukáš",
            "Bělohlávek",
            "Hruška",
            "Štěpán",
            "Žižka",
            "Procházka",
            "Matěj",
            "Ondřej",
            "Říha",
            "Šárka",
            "Kateřina",
            "Bartoš",
            "Zdeněk",
            "Háček",
            "Květa",
        ],
    },
    People {
        encodings: CENTRAL,
        names: &[
            "Győző",
            "Szűcs",
            "Erdős",
            "Török",
            "Kovács",
            "Gábor",
            "Zoltán",
            "Fűrész",
            "Lőrinc",
            "Sándor",
            "Böröcz",
            "Jenő",
            "Mészáros",
            "Tünde",
            "Réka",
            "Ágnes",
            "Csüllög",
            "Vörös",
            "Bükki",
            "Ernő",
        ],
    },
    People {
        encodings: BALTIC,
        names: &[
            "Žemaitė",
            "Čiurlionis",
            "Mažvydas",
            "Eglė",
            "Rūta",
            "Gražina",
            "Šimkus",
            "Jūratė",
            "Ąžuolas",
            "Mindaugienė",
            "Živilė",
            "Jonaitytė",
            "Kęstutis",
            "Vytautė",
            "Daukšienė",
            "Ūsas",
            "Bružas",
            "Ramunė",
        ],
    },
    People {
        encodings: BALTIC,
        names: &[
            "Jānis",
            "Bērziņš",
            "Ozoliņa",
            "Kārlis",
            "Pēteris",
            "Līga",
            "Kaķis",
            "Ģirts",
            "Žanis",
            "Krūmiņš",
            "Ilzīte",
            "Vējonis",
            "Šmits",
            "Dārziņa",
            "Āboliņš",
            "Mārtiņš",
        ],
    },
    People {
        encodings: &["windows-1254", "cp850"],
        names: &[
            "Ayşe",
            "Gülşen",
            "İbrahim",
            "Yıldız",
            "Çağlar",
            "Öztürk",
            "Şahin",
            "Işık",
            "Doğan",
            "Türkân",
            "Kılıç",
            "Güneş",
            "Özgür",
            "Çetin",
            "Barış",
            "Ağaoğlu",
            "Gökçe",
            "Tuğba",
        ],
    },
    People {
        encodings: CYRILLIC,
        names: &[
            "Иван",
            "Мария",
            "Пётр",
            "Ольга",
            "Кузнецова",
            "Сидоров",
            "Анна",
            "Дмитрий",
            "Смирнов",
            "Егор",
            "Щукин",
            "Наталья",
            "Юлия",
            "Фёдор",
            "Лебедев",
            "Татьяна",
            "Алексей",
            "Соколова",
            "Михаил",
            "Волков",
            "ИВАН",
            "Зайцев",
            "Екатерина",
            "Павлов",
            "Сергей",
            "Морозов",
            "Эльвира",
            "Жуков",
            "Ксения",
            "Чернов",
        ],
    },
    People {
        encodings: &["windows-1253", "iso-8859-7", "cp737"],
        names: &[
            "Γιώργος",
            "Παπαδόπουλος",
            "Ελένη",
            "Νικολαΐδη",
            "Κώστας",
            "Μαρία",
            "Δημήτρης",
            "Αλεξίου",
            "Σοφία",
            "Ιωάννης",
            "Χρήστος",
            "Κατερίνα",
            "Βασίλης",
            "Άννα",
            "Θωμάς",
            "Ζωή",
            "Οικονόμου",
            "Ξένια",
            "Φωτεινή",
            "Στέλιος",
        ],
    },
    People {
        encodings: &["windows-1255", "iso-8859-8", "cp862"],
        names: &[
            "שלום",
            "דוד",
            "מרים",
            "יוסף",
            "כהן",
            "לוי",
            "רחל",
            "אברהם",
            "משה",
            "שרה",
            "יעקב",
            "חנה",
            "נועה",
            "איתן",
            "גולן",
            "פרץ",
            "ביטון",
            "אסתר",
            "יצחק",
            "תמר",
        ],
    },
    People {
        encodings: &["windows-1256", "iso-8859-6"],
        names: &[
            "محمد",
            "فاطمة",
            "أحمد",
            "خالد",
            "عائشة",
            "يوسف",
            "حسن",
            "علي",
            "مريم",
            "إبراهيم",
            "سعيد",
            "نور",
            "طارق",
            "زينب",
            "عمر",
            "ليلى",
            "منصور",
            "رشيد",
            "سلمى",
            "هشام",
        ],
    },
    People {
        encodings: &["windows-874"],
        names: &[
            "สมชาย",
            "สุดา",
            "ประเสริฐ",
            "วิชัย",
            "มาลี",
            "กิตติ",
            "อรุณ",
            "ศรีสุข",
            "นภา",
            "ธนา",
            "พงษ์ศักดิ์",
            "จันทร์",
            "แก้วตา",
            "บุญมี",
            "เพ็ญศรี",
            "ทองดี",
        ],
    },
    People {
        encodings: &["shift_jis", "euc-jp"],
        names: &[
            "山田",
            "太郎",
            "花子",
            "鈴木",
            "すずき",
            "ミカ",
            "田中",
            "佐藤",
            "健一",
            "さくら",
            "渡辺",
            "伊藤",
            "タナカ",
            "中村",
            "高橋",
            "ひろし",
            "小林",
            "加藤",
            "由美子",
            "吉田",
        ],
    },
    People {
        encodings: &["gb18030"],
        names: &[
            "王伟", "李娜", "张敏", "刘洋", "陈静", "杨勇", "赵丽", "黄磊", "周杰", "吴霞", "徐强",
            "孙燕", "胡军", "朱琳", "高峰", "林涛", "何平", "郭明", "马超", "罗兰",
        ],
    },
    People {
        encodings: &["big5"],
        names: &[
            "陳怡君",
            "林志明",
            "黃淑芬",
            "張家豪",
            "李雅婷",
            "王建國",
            "吳美玲",
            "劉俊傑",
            "蔡佩珊",
            "楊宗翰",
            "許雅雯",
            "鄭文雄",
            "謝欣怡",
            "郭台生",
            "洪麗華",
            "曾國城",
        ],
    },
    People {
        encodings: &["euc-kr"],
        names: &[
            "김철수",
            "이영희",
            "박민수",
            "최지은",
            "정현우",
            "강수진",
            "조성호",
            "윤미래",
            "장동건",
            "임지훈",
            "한예슬",
            "오세훈",
            "서태지",
            "신민아",
            "권지용",
            "황정민",
        ],
    },
];

/// What came of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Came {
    Right,
    Asked,
    Wrong,
}

/// A file of these names, one a row, and what came of it.
fn came(names: &[&str], encoding: &str) -> Option<(Came, String)> {
    let rows = names.iter().enumerate();
    let rows = rows.map(|(row, name)| format!("{row},{name},user{row}@example.com\n"));
    let text = format!("id,first_name,email\n{}", rows.collect::<String>());
    // What is UTF-8 by chance cannot be told.
    let bytes = encoded(&text, encoding).filter(|bytes| std::str::from_utf8(bytes).is_err())?;
    let (found, all) = opened(&bytes);
    let read = format!(
        "{names:?} in {encoding} as {}: {all}",
        found.encoding.name()
    );
    Some(match found.known {
        Known::InDoubt(_) => (Came::Asked, read),
        _ if all == text => (Came::Right, read),
        _ => (Came::Wrong, read),
    })
}

fn of_size(size: usize) -> (usize, usize, Vec<String>) {
    let (mut right, mut asked, mut wrong) = (0, 0, Vec::new());
    for people in PEOPLE {
        for encoding in people.encodings {
            for first in (0..people.names.len()).step_by(size.div_ceil(4)) {
                let names = people.names.iter().cycle().skip(first).take(size);
                let names: Vec<&str> = names.copied().collect();
                match came(&names, encoding) {
                    Some((Came::Right, _)) => right += 1,
                    Some((Came::Asked, _)) => asked += 1,
                    Some((Came::Wrong, read)) => wrong.push(read),
                    None => {}
                }
            }
        }
    }
    (right, asked, wrong)
}

#[test]
fn small_files_are_right_or_asked_about() {
    // How many rows, and which share is to be right at least, in percent.
    for (size, least) in [(1, 25), (2, 60), (3, 75), (6, 85), (12, 95), (24, 95)] {
        let (right, asked, wrong) = of_size(size);
        assert!(
            wrong.is_empty(),
            "{} wrong:\n{}",
            wrong.len(),
            wrong.join("\n")
        );
        let share = right * 100 / (right + asked);
        assert!(share >= least, "{size} rows: {share} % are right");
    }
}
