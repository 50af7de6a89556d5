/** What answers requests: the routes, and all that they need. Handlers load it when their first request comes. */
export { dispatch } from './http/call-route.ts'
export { respond } from './http/handle-request.ts'
