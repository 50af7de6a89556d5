/** The code that handles requests: the routes and their dependencies. Handlers load it with their first request. */
export { dispatch } from './http/call-route.ts'
export { respond } from './http/handle-request.ts'
