// A real ElizaOS server with two agents that have no model, for the tests. `server.py` starts it.
// The server itself reads SERVER_HOST and SERVER_PORT, and takes the next port where that one is in use.
import path from "node:path";
import { createInterface } from "node:readline";
import { AgentServer } from "@elizaos/server";

// AgentServer's own handler waits up to 5 s for open connections; nothing here is worth the wait.
process.on("SIGTERM", () => process.exit(0));

// A line on stdin says how many minutes the server's clock is ahead from now on: no session can expire in less than one,
// and no test shall wait for it. What expires, the server tells by Date.now alone.
const clock = Date.now;
let ahead = 0;
Date.now = () => clock() + ahead;
createInterface({ input: process.stdin })
  .on("line", (minutes) => {
    ahead = Number(minutes) * 60_000;
    console.log(JSON.stringify({ minutesAhead: Number(minutes) }));
  })
  // The end of stdin tells that whoever started the server has gone, even if it was killed.
  .on("close", () => process.exit(0));

const agent = (name) => ({ character: { name, bio: [`${name} is silent.`], plugins: [], settings: {} } });

const server = new AgentServer();
await server.start({ dataDir: path.resolve("data"), agents: [agent("Ada"), agent("Grace")] });

const { port } = server.server.address();
const agents = server.getAllAgents().map(({ agentId }) => agentId);
console.log(JSON.stringify({ ready: true, port, agents }));
