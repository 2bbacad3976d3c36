// Stands in for MSW's interceptors of fetch and XMLHttpRequest in the browser: the labs use its service
// worker or call their handlers directly, and never patch what belongs to the page.
class NoInterceptor {}

export { NoInterceptor as FetchInterceptor, NoInterceptor as XMLHttpRequestInterceptor };
