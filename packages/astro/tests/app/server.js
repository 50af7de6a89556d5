import { createApp } from 'astro/app/entrypoint'

const app = createApp()
export const respond = (request) =>
  app.render(request, { addCookieHeader: true, clientAddress: '203.0.113.7' })
