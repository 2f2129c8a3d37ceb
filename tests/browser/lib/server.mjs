// A server of the program itself, in a folder of its own, and the first operators.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromEnvironment } from "./environment.mjs";

const READY_WITHIN_MS = 30_000;

/** The password of every operator here. */
export const PASSWORD = "nine green bottles";

export class Server {
  /** Starts one that knows the organizations and roles of a setup file. */
  static async start(setup = "") {
    const folder = mkdtempSync(join(tmpdir(), "admit-browser-"));
    const server = new Server(folder);
    if (setup !== "") {
      writeFileSync(join(folder, "setup.toml"), setup);
      server.run("setup", join(folder, "setup.toml"));
    }
    await server.#serve();
    return server;
  }

  constructor(folder) {
    this.folder = folder;
    this.database = `sqlite:${join(folder, "admit.db")}`;
    this.log = join(folder, "server.log");
  }

  /** Runs a command beside the server; answers with what it printed. */
  run(...words) {
    const command = [...words, "--database", this.database];
    const options = { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] };
    return execFileSync(fromEnvironment("ADMIT"), command, options).trim();
  }

  async #serve() {
    const words = ["serve", "--data", this.folder, "--listen", "127.0.0.1:0", "--log", "warn"];
    const stdio = ["ignore", openSync(this.log, "w"), openSync(this.log, "a")];
    this.process = spawn(fromEnvironment("ADMIT"), words, { stdio });
    const end = () => this.process.kill("SIGKILL");
    process.on("exit", end);
    const latest = Date.now() + READY_WITHIN_MS;
    while (true) {
      const said = readFileSync(this.log, "utf8");
      this.address = said.match(/Admit is at (http:\S+)\. /)?.[1];
      this.firstLink = said.match(/^ +(http:\S+\/operators\/links\/\S+)$/m)?.[1];
      if (this.address && (await this.#isReady())) return;
      if (Date.now() > latest || this.process.exitCode !== null) throw new Error(said);
      await new Promise((again) => setTimeout(again, 20));
    }
  }

  async #isReady() {
    try {
      return (await fetch(`${this.address}/health/ready`)).ok;
    } catch {
      return false;
    }
  }

  /** A link with which an operator of this kind sets a password. */
  linkFor(email, kind) {
    const words = ["operators", "add", email, "--kind", kind, "--base-url", this.address];
    return this.run(...words).match(/http:\S+/)[0];
  }

  /** A token of the API. */
  token(...scopes) {
    const words = scopes.flatMap((scope) => ["--scope", scope]);
    return this.run("tokens", "add", `browser-${scopes.join("-").replaceAll(":", "-")}`, ...words);
  }

  /** One of the numbers that the server counts. */
  async meter(name) {
    this.watcher ??= this.token("settings:write");
    const headers = { authorization: `Bearer ${this.watcher}` };
    const text = await (await fetch(`${this.address}/metrics`, { headers })).text();
    const line = text.split("\n").find((line) => line.startsWith(name));
    return Number(line?.split(" ").at(-1) ?? 0);
  }

  /** Asks the API for JSON. */
  async get(path) {
    this.reader ??= this.token("imports:read", "users:read", "access:read");
    const headers = { authorization: `Bearer ${this.reader}` };
    return (await fetch(`${this.address}/api/v1${path}`, { headers })).json();
  }

  /** What it logged of what it must not come to. */
  complaints() {
    const lines = readFileSync(this.log, "utf8").split("\n");
    return lines.filter((line) => /"level":"ERROR"|panicked|kept something out/.test(line));
  }

  /** Ends it and removes its folder. */
  stop() {
    this.process?.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}
