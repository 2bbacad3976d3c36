// The sources themselves for a browser: every module as JavaScript, without a bundle in between.
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
const isModule = /^\/(?:src|tests\/support)\/[\w./-]+\.ts$/;

/** What a browser can load: types blanked out, aliases as addresses. */
const toJavaScript = (text: string): string =>
  stripTypeScriptTypes(text).replace(/(from|import) "#/g, '$1 "/src/');

/** Serves /src and /tests/support as modules and an empty page for every other path. */
export function createSourceServer(): Server {
  return createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    response.setHeader("Access-Control-Allow-Origin", "*");
    if (!isModule.test(path) || path.includes("..")) {
      response.setHeader("Content-Type", "text/html").end("<!doctype html><title>empty</title>");
      return;
    }
    readFile(fileURLToPath(new URL(`.${path}`, root)), "utf8").then(
      (text) => response.setHeader("Content-Type", "text/javascript").end(toJavaScript(text)),
      () => response.writeHead(404).end(),
    );
  });
}
