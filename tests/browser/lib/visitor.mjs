// Somebody with a browser: goes to pages, presses what they name, and keeps what the
// browser complained of.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { axeSource, fromEnvironment, puppeteer } from "./environment.mjs";
import { PASSWORD } from "./server.mjs";

const WIDTHS = { wide: { width: 1440, height: 1000 }, narrow: { width: 390, height: 844 } };
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Starts Chromium. */
export function launch() {
  return puppeteer.launch({
    executablePath: fromEnvironment("ADMIT_CHROMIUM"),
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"],
  });
}

export class Visitor {
  /** With cookies of their own. */
  static async come(browser, server, { scripts = true } = {}) {
    const context = await browser.createBrowserContext();
    const visitor = new Visitor(context, server, scripts);
    visitor.page = await visitor.tab();
    return visitor;
  }

  constructor(context, server, scripts) {
    this.context = context;
    this.server = server;
    this.scripts = scripts;
    this.complaints = [];
    this.sizes = new Map();
  }

  /** Another tab of the same browser. */
  async tab() {
    const page = await this.context.newPage();
    await page.setViewport(WIDTHS.wide);
    await page.setJavaScriptEnabled(this.scripts);
    await page.evaluateOnNewDocument(() => {
      addEventListener("securitypolicyviolation", (event) => {
        console.error(`kept out: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    const pages = new Set();
    const complain = (what) => this.complaints.push(`${page.url()}: ${what}`);
    page.on("console", (message) => {
      // A page that says no is answered with a status that says no; that is no complaint.
      const isAnswer = /the server responded with a status of 4\d\d/.test(message.text());
      if (!(isAnswer && pages.has(message.location().url))) complain(`console: ${message.text()} (${message.location().url ?? ""})`);
    });
    page.on("pageerror", (error) => complain(`error: ${error.message}`));
    page.on("dialog", async (dialog) => {
      complain(`dialog: ${dialog.message()}`);
      await dialog.dismiss();
    });
    page.on("request", (request) => {
      const url = request.url();
      if (request.isNavigationRequest()) pages.add(url.split("#")[0]);
      if (!url.startsWith(`${this.server.address}/`)) complain(`asked for ${url}`);
      if (url.endsWith("/csp-reports")) complain("a report of what was kept out");
    });
    page.on("response", (response) => {
      if (response.status() >= 500) complain(`${response.status()} of ${response.url()}`);
    });
    return page;
  }

  /** Goes to an address; answers with the status. */
  async go(path) {
    const url = new URL(path, this.server.address).href;
    const response = await this.page.goto(url, { waitUntil: "load" });
    return response.status();
  }

  /** Where the visitor is. */
  get path() {
    return this.page.url().slice(this.server.address.length);
  }

  /** What the page says, in one line. */
  async text(selector = "main") {
    const text = await this.page.$eval(selector, (element) => element.innerText);
    return text.replace(/\s+/g, " ").trim();
  }

  /** The heading of the page. */
  heading() {
    return this.text("h1");
  }

  /** Fails unless the page says this. */
  async sees(...words) {
    const text = await this.text();
    for (const each of words) {
      assert.ok(text.includes(each), `${this.path} does not say "${each}":\n${text}`);
    }
  }

  /** What can be pressed and begins with this word, in the page or a part of it. */
  async find(name, within = "body") {
    const found = await this.page.evaluateHandle((name, within) => {
      const all = document.querySelectorAll(`${within} :is(a, button, summary, label)`);
      const said = (one) => one.innerText.replace(/\s+/g, " ").trim();
      const shown = [...all].filter((one) => one.checkVisibility());
      return shown.find((one) => said(one) === name) ?? shown.find((one) => said(one).startsWith(name));
    }, name, within);
    const element = found.asElement();
    assert.ok(element, `${this.path} has no "${name}" to press:\n${await this.text()}`);
    return element;
  }

  /** Presses what leads to another page; answers with the status of that. */
  async press(name, { within, count = 1 } = {}) {
    const element = await this.find(name, within);
    const [response] = await Promise.all([
      this.page.waitForNavigation({ waitUntil: "load" }),
      element.click({ count }),
    ]);
    return response?.status();
  }

  /** Presses what stays on the page. */
  async open(name, within) {
    await (await this.find(name, within)).click();
  }

  /** Types into the fields of the page or a part of it, by their names. */
  async fill(values, within = "main") {
    for (const [name, value] of Object.entries(values)) {
      const field = await this.page.$(`${within} [name="${name}"]`);
      assert.ok(field, `${this.path} has no field "${name}"`);
      await field.evaluate((field) => { if (field.select) field.select(); });
      await field.type(value);
    }
  }

  /** Chooses in a list. */
  choose(name, value) {
    return this.page.select(`main [name="${name}"]`, value);
  }

  /** Gives a file to the field of that name. */
  async upload(name, path) {
    const field = await this.page.$(`main input[type=file][name="${name}"]`);
    await field.uploadFile(path);
  }

  /** Waits until the import on this page is at rest. */
  async rests() {
    const isLive = () => this.page.$("[data-live]");
    if (this.scripts) {
      await this.page.waitForSelector("main .page:not(:has([data-live]))", { timeout: 60_000 });
      return;
    }
    while (await isLive()) await this.press("Look again");
  }

  /** Makes the first operator, or another one by a link, and signs in. */
  async becomes(email, link) {
    await this.go(link);
    const isFirst = (await this.page.$("main [name=email]")) !== null;
    await this.fill(isFirst ? { email, password: PASSWORD } : { password: PASSWORD });
    await this.press("Set the password");
    await this.signsIn(email);
  }

  /** Signs in on the page of operators. */
  async signsIn(email, password = PASSWORD) {
    if (!this.path.startsWith("/operators/sign-in")) await this.go("/operators/sign-in");
    await this.fill({ email, password });
    return this.press("Sign in", { within: "main" });
  }

  /** Looks at the page: four pictures of it, and whether everybody can use it. */
  async looks(name) {
    const folder = fromEnvironment("ADMIT_SCREENS");
    mkdirSync(folder, { recursive: true });
    const faults = [];
    for (const [label, size] of Object.entries(WIDTHS)) {
      await this.page.setViewport(size);
      for (const scheme of ["light", "dark"]) {
        await this.page.emulateMediaFeatures([
          { name: "prefers-color-scheme", value: scheme },
          { name: "prefers-reduced-motion", value: "reduce" },
        ]);
        const path = join(folder, `${name}-${size.width}-${scheme}.png`);
        await this.page.screenshot({ path, fullPage: true, captureBeyondViewport: true });
        const isWhole = label === "narrow" || scheme === "light";
        faults.push(...(await this.faults(isWhole)).map((fault) => `${size.width} ${scheme}: ${fault}`));
      }
      const over = await this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) faults.push(`${size.width}: the page is ${over} pixels too wide`);
    }
    await this.page.emulateMediaFeatures([]);
    await this.page.setViewport(WIDTHS.wide);
    assert.deepEqual(faults, [], `${name}, ${this.path}`);
  }

  /** What keeps somebody from using the page; only its contrasts unless all is asked. */
  async faults(isWhole) {
    // What looks for faults is a script, also where the page has none.
    await this.page.setJavaScriptEnabled(true);
    await this.page.evaluate(axeSource);
    const found = await this.page.evaluate(async (only) => {
      const { violations } = await window.axe.run(document, { runOnly: only, resultTypes: ["violations"] });
      return violations.flatMap((one) =>
        one.nodes.map((node) => `${one.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
    }, isWhole ? { type: "tag", values: WCAG } : { type: "rule", values: ["color-contrast"] });
    await this.page.setJavaScriptEnabled(this.scripts);
    return found;
  }

  /** Fails if the browser complained of anything. */
  calm() {
    assert.deepEqual(this.complaints, []);
  }
}
