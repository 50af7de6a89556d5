/** What handles requests: the routes, and all that they need. Handlers load it with their first request. */
export { dispatch } from './http/call-route.ts'
export { respond } from './http/handle-request.ts'
