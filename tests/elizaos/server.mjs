// A real ElizaOS server with two agents that have no model, for the tests. `server.py` starts it.
// The server itself reads SERVER_HOST and SERVER_PORT, and takes the next port where that one is in use.
import path from "node:path";
import { AgentServer } from "@elizaos/server";

// AgentServer's own handler waits up to 5 s for open connections; nothing here is worth the wait.
process.on("SIGTERM", () => process.exit(0));
// The end of stdin tells that whoever started the server has gone, even if it was killed.
process.stdin.on("end", () => process.exit(0)).resume();

const agent = (name) => ({ character: { name, bio: [`${name} is silent.`], plugins: [], settings: {} } });

const server = new AgentServer();
await server.start({ dataDir: path.resolve("data"), agents: [agent("Ada"), agent("Grace")] });

const { port } = server.server.address();
const agents = server.getAllAgents().map(({ agentId }) => agentId);
console.log(JSON.stringify({ ready: true, port, agents }));
