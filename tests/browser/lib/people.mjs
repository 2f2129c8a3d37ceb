// Invented people, the same at every run, and the faults that somebody put into their file.

import { createHash } from "node:crypto";

const FIRST = ["Amara", "Lukas", "Mei", "Noor", "Björn", "Zoë", "Ines", "Tomás", "Akira", "Priya", "Oluwaseun", "Łucja"];
const LAST = ["Okafor", "Lindqvist", "Tanaka", "Haddad", "Marín", "O'Brien", "Novák", "Silva", "Dlamini", "Keller"];
const ORGANIZATIONS = ["acme", "globex", "initech"];
const ROLES = ["member", "member", "member", "analyst", "admin"];

/** What a directory has before its people come. */
export const SETUP = `
[[permissions]]
key = "reports:read"
[[roles]]
key = "member"
name = "Member"
permissions = ["reports:read"]
[[roles]]
key = "analyst"
name = "Analyst"
[[roles]]
key = "admin"
name = "Administrator"
[[organizations]]
external_id = "acme"
name = "Acme"
default = true
[[organizations]]
external_id = "globex"
name = "Globex"
[[organizations]]
external_id = "initech"
name = "Initech"
`;

const COLUMNS = ["id", "email", "first_name", "last_name", "phone", "organization", "role_key"];

/** A figure from 0 up to a bound, always the same for the same words. */
function pick(bound, ...words) {
  return createHash("sha256").update(words.join(" ")).digest().readUInt32BE() % bound;
}

function person(number) {
  const of = (list, what) => list[pick(list.length, what, number)];
  return {
    id: `u-${String(number).padStart(5, "0")}`,
    email: `person.${number}@example.com`,
    first_name: of(FIRST, "first"),
    last_name: of(LAST, "last"),
    phone: `+614${String(10_000_000 + number)}`,
    organization: of(ORGANIZATIONS, "organization"),
    role_key: of(ROLES, "role"),
  };
}

/** The faults: how often, and what each does to a row. */
export const FAULTS = {
  /** A role that nobody knows but a person: the row comes in without it. */
  misspelt: { rows: 68, put: (one) => ({ ...one, role_key: "membr" }) },
  /** A role that is to be made first. */
  unknown: { rows: 12, put: (one) => ({ ...one, role_key: "auditor" }) },
  /** An address that is none. */
  malformed: { rows: 9, put: (one) => ({ ...one, email: one.email.replace("@", ".") }) },
  /** Nothing that says who it is. */
  nobody: { rows: 7, put: (one) => ({ ...one, id: "", email: "", phone: "" }) },
  /** Somebody's address a second time. */
  twice: { rows: 15, put: (one, number) => ({ ...one, email: person(number - 1).email }) },
};

/** A file of so many rows; the faults are spread over it. */
export function file(rows, { faults = FAULTS } = {}) {
  const lines = [COLUMNS.join(",")];
  const wanted = Object.values(faults).flatMap(({ rows, put }) => Array(rows).fill(put));
  const every = Math.floor(rows / Math.max(1, wanted.length));
  for (let number = 1; number <= rows; number += 1) {
    const put = number % every === 0 ? wanted[number / every - 1] : undefined;
    const one = put ? put(person(number), number) : person(number);
    lines.push(COLUMNS.map((column) => cell(one[column])).join(","));
  }
  return `${lines.join("\n")}\n`;
}

/** A value as a cell of a CSV. */
export function cell(value) {
  return /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
