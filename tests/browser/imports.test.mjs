import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { FAULTS, SETUP, file } from "./lib/people.mjs";
import { ADMINISTRATOR, stage } from "./lib/stage.mjs";

const ROWS = 12_480;
const REJECTED = FAULTS.malformed.rows + FAULTS.nobody.rows + FAULTS.twice.rows;
const CREATED = ROWS - REJECTED;
const figure = (n) => n.toLocaleString("en");

const on = stage(SETUP);

/** Writes a file into the folder of the server; answers with its path. */
function written(name, text) {
  const path = join(on.server.folder, name);
  writeFileSync(path, text);
  return path;
}

/** Gives a file, and goes on to what will happen with it. */
async function reviewed(visitor, path) {
  await visitor.go("/imports/new");
  await visitor.upload("file", path);
  await visitor.press("Read the file");
  await visitor.rests();
}

/** How many users there are. */
const users = async () => (await on.server.get("/users?limit=1")).total;

test("a dirty file goes the whole way", async () => {
  const visitor = await on.administrator();
  await visitor.press("choose more options");
  await visitor.looks("new");
  await visitor.upload("file", written("users.csv", file(ROWS)));
  await visitor.looks("new-chosen");
  await visitor.press("Read the file");
  await visitor.rests();

  assert.equal(await visitor.heading(), "What will happen");
  await visitor.sees(
    `rows read ${figure(ROWS)}`,
    `Import ${figure(CREATED)} users`,
    `${REJECTED} rows will not be imported`,
  );
  await visitor.looks("review");
  await visitor.press("The columns as they are read");
  await visitor.looks("columns-known");
  await visitor.page.goBack();

  const pressed = Date.now();
  await visitor.press(`Import ${figure(CREATED)} users`);
  const isShown = Date.now() - pressed;
  await visitor.rests();
  console.log(`from pressing Import to its page ${isShown} ms, to the result ${Date.now() - pressed} ms`);
  await visitor.sees(`${REJECTED} rows were not imported`);
  await visitor.looks("result");
  assert.equal(await users(), CREATED);

  await visitor.go("/imports");
  await visitor.looks("imports");
  await visitor.press("users.csv");

  await visitor.open("Undo this import…");
  await visitor.looks("result-undo");
  await visitor.press("Undo the import of users.csv");
  await visitor.rests();
  await visitor.looks("result-undone");
  assert.equal(await users(), 0);
});

test("the same without scripts", async () => {
  const visitor = await on.administrator({ scripts: false });
  await visitor.go("/imports/new");
  await visitor.upload("file", written("plain.csv", file(400, { faults: {} })));
  await visitor.press("Read the file");
  // A quick machine is done before anybody sees it at work.
  if (await visitor.page.$("[data-live]")) await visitor.looks("progress-checking");
  await visitor.rests();
  assert.equal(await visitor.heading(), "What will happen");
  await visitor.looks("review-clean");
  await visitor.press("Import 400 users");
  if (await visitor.page.$("[data-live]")) await visitor.looks("progress-importing");
  await visitor.rests();
  await visitor.looks("result-clean");
  assert.equal(await users(), 400);

  await reviewed(visitor, written("again.csv", file(400, { faults: {} })));
  await visitor.sees("Every row is in the directory as the file says it.");
  await visitor.looks("review-unchanged");
  await visitor.go("/imports");
  await visitor.press("plain.csv");
  await visitor.open("Undo this import…");
  await visitor.press("Undo the import of plain.csv");
  await visitor.rests();
  assert.equal(await users(), 0);
});

test("columns that nobody knows are asked for", async () => {
  const visitor = await on.administrator();
  const text = "Kennung,email,first_name,Shoe size\nu-1,a@example.com,Ana,38\nu-2,b@example.com,Bo,44\n";
  await reviewed(visitor, written("columns.csv", text));
  assert.match(visitor.path, /\/columns$/);
  await visitor.looks("columns");
  await visitor.choose("column:Kennung", "id");
  await visitor.press("Check with these columns");
  await visitor.rests();
  await visitor.press("Import 2 users");
  await visitor.rests();
  const found = await on.server.get("/users?limit=10");
  assert.deepEqual(found.items.map((user) => user.id ?? user.public_id).length, 2);
});

test("a file that cannot be read is said in its place", async () => {
  const visitor = await on.administrator();
  await visitor.go("/imports/new");
  await visitor.upload("file", written("empty.csv", ""));
  await (await visitor.find("Read the file")).click();
  await visitor.page.waitForSelector("#summary");
  await visitor.looks("new-empty-file");
  await reviewed(visitor, written("picture.csv", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0xff, 0xfe])));
  await visitor.looks("review-not-read");
});

test("a file of which no row can come in says so", async () => {
  const visitor = await on.administrator();
  const rows = Array.from({ length: 40 }, (_, n) => `person${n}.example.com,Ana\n`).join("");
  await reviewed(visitor, written("bad.csv", `email,first_name\n${rows}`));
  await visitor.sees("No row can be imported as it is.");
  await visitor.looks("review-bad");
  await visitor.open("Forget this file…");
  await visitor.looks("review-forget");
  await visitor.press("Forget bad.csv");
  assert.equal(visitor.path, "/imports");
});

test("a double click on Import imports once, and the way back leads to the result", async () => {
  const visitor = await on.administrator();
  const before = await users();
  await reviewed(visitor, written("double.csv", file(600, { faults: {} })));
  await visitor.press("Import 600 users", { count: 2 });
  await visitor.rests();
  await visitor.sees("created 600");
  assert.equal(await users(), before + 600);

  await visitor.page.goBack({ waitUntil: "load" });
  await visitor.page.reload({ waitUntil: "load" });
  await visitor.go("/imports");
  await visitor.press("double.csv");
  await visitor.sees("created 600");
  assert.equal(await users(), before + 600);
});

test("a page that is left open in another tab does nothing twice", async () => {
  const visitor = await on.administrator();
  const before = await users();
  await reviewed(visitor, written("tabs.csv", "id,email\nt-1,tabs.1@example.com\nt-2,tabs.2@example.com\n"));
  const first = visitor.page;
  visitor.page = await visitor.tab();
  await visitor.go(first.url().slice(on.server.address.length));
  await visitor.press("Import 2 users");
  await visitor.rests();
  await visitor.page.close();
  visitor.page = first;
  await first.bringToFront();
  await visitor.press("Import 2 users");
  await visitor.rests();
  await visitor.sees("created 2");
  assert.equal(await users(), before + 2);
});

test("a session that ended while something was typed loses nothing", async () => {
  for (const scripts of [true, false]) {
    const visitor = await on.administrator({ scripts });
    const name = scripts ? "lost.csv" : "lost-plain.csv";
    await reviewed(visitor, written(name, "Kennung,email\nl-1,lost.1@example.com\n"));
    await visitor.choose("column:Kennung", "username");
    await visitor.page.deleteCookie(...(await visitor.page.cookies()));
    await visitor.press("Check with these columns");
    assert.equal(await visitor.heading(), "You were signed out");
    await visitor.looks(scripts ? "lost" : "lost-plain");
    await visitor.fill({ email: ADMINISTRATOR, password: "not the right one" });
    await visitor.press("Sign in and go on");
    await visitor.looks("lost-refused");
    await visitor.fill({ email: ADMINISTRATOR, password: "nine green bottles" });
    await visitor.press("Sign in and go on");
    assert.equal(await visitor.heading(), "Send it once more");
    await visitor.looks("lost-again");
    await visitor.press("Go on");
    await visitor.rests();
    await visitor.press("The columns as they are read");
    const chosen = await visitor.page.$eval("[name='column:Kennung']", (field) => field.value);
    assert.equal(chosen, "username");
  }
});

test("a form of an earlier session is sent again, not done", async () => {
  const visitor = await on.administrator();
  const before = await users();
  await reviewed(visitor, written("stale.csv", "id,email\ns-1,stale.1@example.com\n"));
  const first = visitor.page;
  visitor.page = await visitor.tab();
  await visitor.go("/imports");
  await visitor.open(ADMINISTRATOR);
  await visitor.press("Sign out");
  await visitor.signsIn(ADMINISTRATOR);
  visitor.page = first;
  await first.bringToFront();
  await visitor.press("Import 1 user");
  assert.equal(await visitor.heading(), "Send it once more");
  assert.equal(await users(), before);
  await visitor.press("Go on");
  await visitor.rests();
  assert.equal(await users(), before + 1);
});
