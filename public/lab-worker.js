// The service worker of the labs: it looks at requests below <base>lab/ and leaves all others alone.
// Mock Service Worker would pass others on through the page; here the browser never asks it.
const labs = new URL("lab/", self.location.href).href;

addEventListener("fetch", (event) => {
  if (!event.request.url.startsWith(labs)) event.stopImmediatePropagation();
});

// A page that was loaded past the worker (Shift + reload) asks to be taken on without a reload.
addEventListener("message", (event) => {
  if (event.data === "CLAIM") event.waitUntil(self.clients.claim());
});

importScripts("mockServiceWorker.js");
