// A real ElizaOS server with two agents that have no model, for the tests. `server.py` starts it.
// The server reads SERVER_HOST and SERVER_PORT, and uses the next port if this one is in use.
import path from "node:path";
import { createInterface } from "node:readline";
import { AgentServer } from "@elizaos/server";

// AgentServer's own handler waits up to 5 s for open connections, which tests do not need.
process.on("SIGTERM", () => process.exit(0));

// A line on stdin sets the number of minutes that the server's clock is ahead, because no session expires in less than
// a minute, and tests must not wait. The server checks expiry with Date.now only.
const clock = Date.now;
let ahead = 0;
Date.now = () => clock() + ahead;
createInterface({ input: process.stdin })
  .on("line", (minutes) => {
    ahead = Number(minutes) * 60_000;
    console.log(JSON.stringify({ minutesAhead: Number(minutes) }));
  })
  // stdin closes when the process that started the server ends, even if it was killed.
  .on("close", () => process.exit(0));

const agent = (name) => ({ character: { name, bio: [`${name} is silent.`], plugins: [], settings: {} } });

const server = new AgentServer();
await server.start({ dataDir: path.resolve("data"), agents: [agent("Ada"), agent("Grace")] });

const { port } = server.server.address();
const agents = server.getAllAgents().map(({ agentId }) => agentId);
console.log(JSON.stringify({ ready: true, port, agents }));
