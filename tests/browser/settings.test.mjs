// What an administrator keeps in order: organizations, roles, settings, and what is read there.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SETUP } from "./lib/people.mjs";
import { stage } from "./lib/stage.mjs";

const on = stage(SETUP);

test("an organization is added, and one that is there already is said at its field", async () => {
  const visitor = await on.administrator();
  await visitor.go("/organizations");
  await visitor.looks("organizations");
  const add = "form[aria-labelledby=add-h]";
  await visitor.fill({ external_id: "hooli", name: "Hooli" }, add);
  await visitor.press("Add", { within: add });
  await visitor.sees("The organization is added.");
  await visitor.looks("organization");
  await visitor.go("/organizations");
  await visitor.fill({ external_id: "hooli", name: "Hooli" }, add);
  assert.equal(await visitor.press("Add", { within: add }), 409);
  await visitor.looks("organizations-refused");
});

test("a role is made with and without scripts", async () => {
  for (const scripts of [true, false]) {
    const visitor = await on.administrator({ scripts });
    await visitor.go("/roles");
    if (scripts) await visitor.looks("roles");
    const key = scripts ? "auditor" : "reviewer";
    await visitor.fill({ key, name: key }, "form[aria-labelledby=ar]");
    await visitor.press("Add the role");
    await visitor.go("/roles");
    await visitor.press(key, { within: "main" });
    if (scripts) await visitor.looks("role");
  }
});

test("rules are explained", async () => {
  const visitor = await on.administrator();
  await visitor.go("/rules");
  await visitor.looks("rules");
  await visitor.go("/rules/role-not-found");
  await visitor.looks("rule");
  assert.equal(await visitor.go("/rules/no-such-rule"), 404);
});

test("sign-in by password is switched on with its sum before", async () => {
  const visitor = await on.administrator();
  await visitor.go("/settings");
  await visitor.looks("settings");
  await visitor.go("/settings/password-sign-in");
  await visitor.looks("settings-connection");
  await visitor.press("Switch password sign-in on");
  await visitor.sees("on");
  await visitor.go("/settings/password-sign-in");
  await visitor.looks("settings-connection-on");
});

test("an operator and a token are added; both secrets are shown once", async () => {
  const visitor = await on.administrator();
  await visitor.go("/settings/operators");
  await visitor.looks("operators");
  await visitor.fill({ email: "otto@example.org" });
  await (await visitor.page.$("#operator-kind")).click();
  await visitor.press("Add the operator");
  const [link, secret] = (await visitor.page.content()).match(/\/operators\/links\/(\w+)/);
  await visitor.looks("operator-added");
  await visitor.go("/settings/tokens");
  await visitor.fill({ name: "payroll" });
  await (await visitor.page.$("#token-scope")).click();
  await visitor.press("Make the token");
  const token = (await visitor.text()).match(/adm_\w+/)[0];
  await visitor.looks("token-shown");
  for (const path of ["/settings/operators", "/settings/tokens", "/audit"]) {
    await visitor.go(path);
    const page = await visitor.page.content();
    assert.ok(!page.includes(token) && !page.includes(secret), path);
  }
  await visitor.looks("audit");
  const otto = await on.visitor();
  await otto.becomes("otto@example.org", link);
  assert.equal(otto.path, "/imports");
});

test("mails wait in the outbox, and a code is shown to whoever asks for it", async () => {
  const visitor = await on.administrator();
  await visitor.go("/outbox");
  await visitor.looks("outbox-empty");
  on.server.run("users", "add", "--email", "uma@example.com", "--first-name", "Uma");
  on.server.run("connections", "password", "on");
  const uma = await on.visitor();
  await uma.go("/set-password");
  await uma.fill({ name: "uma@example.com" });
  await uma.press("Send the code");
  await visitor.go("/outbox");
  await visitor.sees("uma@example.com");
  await visitor.looks("outbox");
});
