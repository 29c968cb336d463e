// Node loads this before the Playground (`node --require`).
"use strict";

// The Playground names no address to listen on, and Node then listens on every network.
// A trial is for this machine alone.
const net = require("node:net");
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  const local = { port: Number(port?.port ?? port), host: "127.0.0.1" };
  return Number.isNaN(local.port) ? listen.call(this, port, ...rest) : listen.call(this, local, ...rest);
};

// Its standard input ends when the bot is gone, however that came about; then it goes too.
process.stdin.on("end", () => process.exit()).resume();
