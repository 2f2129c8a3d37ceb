// What each file of tests begins and ends with: a server, a browser, nothing to complain of.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { Server } from "./server.mjs";
import { launch, Visitor } from "./visitor.mjs";

export const ADMINISTRATOR = "ines@example.org";

/** Sets the stage of a file of tests; what it needs may be prepared beside the server. */
export function stage(setup, prepare = () => {}) {
  const stage = {
    visitors: [],
    async visitor(options) {
      const visitor = await Visitor.come(stage.browser, stage.server, options);
      stage.visitors.push(visitor);
      return visitor;
    },
    /** An administrator who is signed in; the first one comes by the first link. */
    async administrator(options) {
      const visitor = await stage.visitor(options);
      if (stage.hasFirst) {
        await visitor.signsIn(ADMINISTRATOR);
      } else {
        stage.hasFirst = true;
        await visitor.becomes(ADMINISTRATOR, stage.server.firstLink);
      }
      return visitor;
    },
  };
  before(async () => {
    stage.server = await Server.start(setup);
    await prepare(stage.server);
    stage.browser = await launch();
  });
  after(async () => {
    const reports = await stage.server.meter("admit_csp_reports_total");
    const complaints = stage.server.complaints();
    await stage.browser?.close();
    stage.server.stop();
    assert.deepEqual(complaints, []);
    assert.equal(reports, 0);
    for (const visitor of stage.visitors) visitor.calm();
  });
  return stage;
}
