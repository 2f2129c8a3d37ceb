import assert from "node:assert/strict";
import { test } from "node:test";
import { ADMINISTRATOR, stage } from "./lib/stage.mjs";
import { PASSWORD } from "./lib/server.mjs";

const on = stage();

test("the first operator comes by the link, once", async () => {
  const visitor = await on.visitor();
  assert.equal(await visitor.go("/imports"), 200);
  assert.equal(visitor.path, "/operators/sign-in?to=%2Fimports");
  await visitor.looks("sign-in");

  await visitor.go(on.server.firstLink);
  await visitor.looks("link-first");
  await visitor.fill({ email: ADMINISTRATOR, password: "short" });
  assert.equal(await visitor.press("Set the password"), 422);
  await visitor.looks("link-refused");
  assert.equal(await visitor.page.$eval("[name=email]", (field) => field.value), ADMINISTRATOR);
  await visitor.fill({ password: PASSWORD });
  assert.equal(await visitor.press("Set the password"), 200);
  await visitor.sees("Your password is set");
  await visitor.looks("sign-in-password-set");
  on.hasFirst = true;

  assert.equal(await visitor.go(on.server.firstLink), 404);
  await visitor.looks("link-used");
});

test("a wrong password is said, and the right one leads to the page that was asked for", async () => {
  const visitor = await on.visitor();
  await visitor.go("/imports/new");
  await visitor.signsIn(ADMINISTRATOR, "another password");
  await visitor.sees("That address and password do not go together");
  assert.equal(await visitor.page.$eval("[name=email]", (field) => field.value), ADMINISTRATOR);
  await visitor.looks("sign-in-wrong");
  await visitor.signsIn(ADMINISTRATOR);
  assert.equal(visitor.path, "/imports/new");
});

test("a password is shown where somebody wants to see it", async () => {
  const visitor = await on.visitor();
  await visitor.go("/operators/sign-in");
  await visitor.fill({ password: "seen" });
  await visitor.open("Show the password");
  assert.equal(await visitor.page.$eval("[name=password]", (field) => field.type), "text");
});

test("each kind of operator is offered what it may do, and refused the rest", async () => {
  for (const [kind, mayImport] of [["viewer", false], ["importer", true], ["administrator", true]]) {
    const visitor = await on.visitor();
    const email = `${kind}@example.org`;
    const link = on.server.linkFor(email, kind);
    await visitor.go(link);
    if (kind === "viewer") await visitor.looks("link");
    await visitor.becomes(email, link);
    assert.equal(visitor.path, "/imports");
    const offers = await visitor.page.$$eval("main a", (all) => all.map((one) => one.getAttribute("href")));
    assert.equal(offers.includes("/imports/new"), mayImport, kind);
    if (kind !== "importer") await visitor.looks(`imports-empty-${kind}`);
    await visitor.open(email);
    if (kind === "viewer") await visitor.looks("menu");
    assert.equal(await visitor.go("/imports/new"), mayImport ? 200 : 403, kind);
    if (!mayImport) await visitor.looks("fault-403");
    assert.equal(await visitor.go("/imports/00000000-0000-7000-8000-000000000000"), 404);
    if (kind === "viewer") await visitor.looks("fault-404");
  }
});

test("the appearance stays as it was chosen, with and without scripts", async () => {
  for (const scripts of [true, false]) {
    const visitor = await on.visitor({ scripts });
    await visitor.go("/operators/sign-in");
    if (scripts) await visitor.open("Dark");
    else await visitor.press("Dark");
    const theme = () => visitor.page.$eval("html", (root) => root.dataset.theme);
    assert.equal(await theme(), "dark");
    await visitor.go("/operators/sign-in");
    assert.equal(await theme(), "dark");
    const paper = await visitor.page.$eval("body", (body) => getComputedStyle(body).backgroundColor);
    const [red] = paper.match(/\d+/g).map(Number);
    assert.ok(red < 80, paper);
  }
});
