// Stands in for MSW's interceptors of fetch, XMLHttpRequest and WebSocket in the browser: the labs use
// its service worker or call their handlers directly, and never patch what belongs to the page.

/** MSW makes one of these while it loads, so it must be constructible; it is never started. */
const nothing = function NoInterceptor(): void {
  // Nothing is intercepted.
};

export {
  nothing as FetchInterceptor,
  nothing as WebSocketClientConnection,
  nothing as WebSocketInterceptor,
  nothing as WebSocketServerConnection,
  nothing as XMLHttpRequestInterceptor,
};
