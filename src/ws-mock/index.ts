// The door of the WebSocket mock: see README.md beside this file.
export { clockOf, createRealClock, type SchedulerLike, type WsClock } from "./clock.ts";
export type { Path } from "./direction.ts";
export { install, type Installed, type InstallOptions, type Route } from "./install.ts";
export type { LinkOptions } from "./link.ts";
export { createWebSocketMock, type MockOptions, type WebSocketMock } from "./mock.ts";
export type { Passage, Pipe, PipeEvents } from "./pipe.ts";
export type { RecordOptions } from "./record.ts";
export { serve, type ServeOptions } from "./server.ts";
export type {
  AcceptOptions,
  MockHandshake,
  MockPeer,
  MockServer,
  Refusal,
} from "./server-types.ts";
