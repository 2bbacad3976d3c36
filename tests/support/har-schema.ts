// The whole of HAR 1.2 as a schema: every object and member that the format knows, required or
// optional as its text says (http://www.softwareishard.com/blog/har-12-spec/, "HAR Data Structure").
// The package `har-schema` is JSON Schema alone: it cannot say that `time` is the sum of the timings.
import { z } from "astro/zod";

const comment = { comment: z.string().optional() };
const size = z.number().int().min(-1);
/** Milliseconds that may be unknown or not apply: −1 then. */
const maybe = z.number().min(-1).optional();
/** Milliseconds of what every request has. */
const always = z.number().min(0);
const moment = z.iso.datetime({ offset: true });

const named = z.strictObject({ name: z.string(), version: z.string(), ...comment });

const page = z.strictObject({
  startedDateTime: moment,
  id: z.string(),
  title: z.string(),
  pageTimings: z.strictObject({ onContentLoad: maybe, onLoad: maybe, ...comment }),
  ...comment,
});

const cookie = z.strictObject({
  name: z.string(),
  value: z.string(),
  path: z.string().optional(),
  domain: z.string().optional(),
  expires: moment.optional(),
  httpOnly: z.boolean().optional(),
  secure: z.boolean().optional(),
  ...comment,
});

const pair = z.strictObject({ name: z.string(), value: z.string(), ...comment });

const parameter = z.strictObject({
  name: z.string(),
  value: z.string().optional(),
  fileName: z.string().optional(),
  contentType: z.string().optional(),
  ...comment,
});

const postData = z.strictObject({
  mimeType: z.string(),
  params: z.array(parameter),
  text: z.string(),
  ...comment,
});

const request = z.strictObject({
  method: z.string(),
  url: z.url(),
  httpVersion: z.string(),
  cookies: z.array(cookie),
  headers: z.array(pair),
  queryString: z.array(pair),
  postData: postData.optional(),
  headersSize: size,
  bodySize: size,
  ...comment,
});

const content = z.strictObject({
  size: z.number().int().min(0),
  compression: z.number().int().optional(),
  mimeType: z.string(),
  text: z.string().optional(),
  encoding: z.string().optional(),
  ...comment,
});

const response = z.strictObject({
  status: z.number().int(),
  statusText: z.string(),
  httpVersion: z.string(),
  cookies: z.array(cookie),
  headers: z.array(pair),
  content,
  redirectURL: z.string(),
  headersSize: size,
  bodySize: size,
  ...comment,
});

const cached = z
  .strictObject({
    expires: moment.optional(),
    lastAccess: moment,
    eTag: z.string(),
    hitCount: z.number().int().min(0),
    ...comment,
  })
  .nullable()
  .optional();

const timings = z.strictObject({
  blocked: maybe,
  dns: maybe,
  connect: maybe,
  send: always,
  wait: always,
  receive: always,
  ssl: maybe,
  ...comment,
});

/** "Following must be true in case there are no -1 values": ssl lies inside connect. */
const sumOf = ({
  blocked = -1,
  dns = -1,
  connect = -1,
  send,
  wait,
  receive,
}: z.infer<typeof timings>): number =>
  [blocked, dns, connect, send, wait, receive].reduce((sum, each) => sum + Math.max(0, each), 0);

const entry = z
  .strictObject({
    pageref: z.string().optional(),
    startedDateTime: moment,
    time: always,
    request,
    response,
    cache: z.strictObject({ beforeRequest: cached, afterRequest: cached, ...comment }),
    timings,
    serverIPAddress: z.string().optional(),
    connection: z.string().optional(),
    ...comment,
  })
  .refine(({ time, timings: parts }) => Math.abs(time - sumOf(parts)) < 1e-6, {
    message: "time is not the sum of the timings",
  })
  .refine(({ timings: { ssl = -1, connect = -1 } }) => ssl <= connect, {
    message: "ssl is not inside connect",
  });

/** A .har file's JSON, checked whole. */
export const har = z
  .strictObject({
    log: z.strictObject({
      version: z.literal("1.2"),
      creator: named,
      browser: named.optional(),
      pages: z.array(page).optional(),
      entries: z.array(entry),
      ...comment,
    }),
  })
  .refine(
    ({ log: { pages = [], entries } }) =>
      entries.every(
        ({ pageref }) => pageref === undefined || pages.some(({ id }) => id === pageref),
      ),
    { message: "a pageref names no page" },
  );
