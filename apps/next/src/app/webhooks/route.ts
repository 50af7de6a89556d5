import { Hono } from 'hono'
import { webhooks } from '../../auth.ts'

const routes = new Hono().route('/webhooks', webhooks.routes)

export const POST = (request: Request) => routes.fetch(request)
