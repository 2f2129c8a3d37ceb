// Signing in as one of the people who were imported.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { SETUP } from "./lib/people.mjs";
import { stage } from "./lib/stage.mjs";

// A known answer of bcrypt: the hash of this password.
const PASSWORD = "U*U*U";
const HASH = "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a";

const on = stage(SETUP, (server) => {
  const path = join(server.folder, "people.csv");
  const row = (name, ...rest) => [name, `${name}@example.com`, ...rest].join(",");
  const rows = [
    "id,email,email_verified,first_name,organization,hashed_password,hashing_method,suspended",
    row("ana", "true", "Ana", "acme", HASH, "bcrypt", ""),
    row("bo", "true", "Bo", "globex", "", "", ""),
    row("cleo", "false", "Cleo", "acme", HASH, "bcrypt", ""),
    row("dee", "true", "Dee", "acme", HASH, "bcrypt", "true"),
    row("eli", "true", "Eli", "acme", HASH, "bcrypt", ""),
    row("fay", "true", "Fay", "acme", HASH, "bcrypt", ""),
  ];
  writeFileSync(path, `${rows.join("\n")}\n`);
  server.run("import", path);
});

const switched = (to) => on.server.run("connections", "password", to);

/** The code in the newest mail to somebody. */
function code(email) {
  const mails = JSON.parse(on.server.run("outbox", "--format", "json"));
  const all = Array.isArray(mails) ? mails : mails.items;
  const own = all.filter((mail) => JSON.stringify(mail).includes(email));
  return JSON.stringify(own).match(/\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/)[0];
}

async function tries(visitor, name, password) {
  if (!visitor.path.startsWith("/sign-in")) await visitor.go("/sign-in");
  await visitor.fill({ name, password });
  return visitor.press("Sign in", { within: "main" });
}

test("nobody signs in while sign-in by password is off", async () => {
  switched("off");
  const visitor = await on.visitor();
  await visitor.go("/sign-in");
  await visitor.looks("people-sign-in");
  await tries(visitor, "ana@example.com", PASSWORD);
  await visitor.sees("Sign-in by password is off");
  await visitor.looks("people-sign-in-off");
});

for (const scripts of [true, false]) {
  const how = scripts ? "with scripts" : "without scripts";
  const look = (visitor, name) => (scripts ? visitor.looks(`people-${name}`) : undefined);

  test(`an imported password signs in once it is on, ${how}`, async () => {
    switched("on");
    const visitor = await on.visitor({ scripts });
    const name = scripts ? "ana@example.com" : "ANA@example.com";
    await tries(visitor, name, "another password");
    await visitor.sees("These do not go together");
    await look(visitor, "sign-in-wrong");
    await tries(visitor, name, PASSWORD);
    assert.equal(await visitor.heading(), "You are signed in");
    await look(visitor, "signed-in");
    await visitor.press("Sign out");
    await visitor.sees("You are signed out");
    await look(visitor, "signed-out");
  });

  test(`a new password is set with the code in the mail, ${how}`, async () => {
    switched("on");
    const [name, password] = scripts
      ? ["bo@example.com", "seven brass lanterns"]
      : ["eli@example.com", "eight tin kettles"];
    const visitor = await on.visitor({ scripts });
    await visitor.go("/set-password");
    await look(visitor, "set-password");
    await visitor.fill({ name });
    await visitor.press("Send the code");
    await look(visitor, "code");
    await visitor.fill({ code: "AAAA-AAAA" });
    await visitor.press("Go on");
    await visitor.sees("That is not the code.");
    await look(visitor, "code-wrong");
    await visitor.fill({ code: code(name) });
    await visitor.press("Go on");
    await look(visitor, "new-password");
    await visitor.fill({ password: "password" });
    await visitor.press("Set the password");
    await look(visitor, "new-password-refused");
    await visitor.fill({ password });
    await visitor.press("Set the password");
    await visitor.sees("Your new password is set");
    await look(visitor, "sign-in-set");
    await tries(visitor, name, password);
    assert.equal(await visitor.heading(), "You are signed in");
  });
}

test("a code of another browser says where to go on", async () => {
  const visitor = await on.visitor();
  await visitor.go("/set-password/code");
  await visitor.looks("people-code-elsewhere");
  await visitor.sees("Go on where you asked for the code");
});

test("an address that is not confirmed is confirmed first", async () => {
  switched("on");
  const visitor = await on.visitor();
  await tries(visitor, "cleo@example.com", PASSWORD);
  await visitor.sees("Confirm your email first");
  await visitor.looks("people-confirm-first");
  await visitor.press("Send a code to your email");
  await visitor.fill({ name: "cleo@example.com" });
  await visitor.press("Send the code");
  await visitor.fill({ code: code("cleo@example.com") });
  await visitor.press("Go on");
  await visitor.sees("Your email is confirmed");
  await visitor.looks("people-confirmed");
  await tries(visitor, "cleo@example.com", PASSWORD);
  assert.equal(await visitor.heading(), "You are signed in");
});

test("a suspended account says so only to whoever knows its password", async () => {
  switched("on");
  const visitor = await on.visitor();
  await tries(visitor, "dee@example.com", "another password");
  await visitor.sees("These do not go together");
  await tries(visitor, "dee@example.com", PASSWORD);
  await visitor.sees("This account is suspended");
  await visitor.looks("people-suspended");
});

test("a temporary password leads to a new one in the same dialogue", async () => {
  switched("on");
  const given = on.server.run("users", "temporary-password", "fay@example.com");
  const visitor = await on.visitor();
  await tries(visitor, "fay@example.com", given.split(/\s+/).at(-1));
  assert.equal(await visitor.heading(), "Set a new password");
  await visitor.looks("people-temporary");
  await visitor.fill({ password: "four copper rings" });
  await visitor.press("Set the password");
  await tries(visitor, "fay@example.com", "four copper rings");
  assert.equal(await visitor.heading(), "You are signed in");
});

test("too many attempts lock for some minutes", async () => {
  switched("on");
  const visitor = await on.visitor();
  const statuses = [];
  for (let attempt = 1; attempt <= 6; attempt += 1) {
    statuses.push(await tries(visitor, "nobody@example.com", "another password"));
  }
  await visitor.sees("Too many attempts");
  await visitor.looks("people-locked");
});
