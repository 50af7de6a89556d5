export { proxy as middleware } from '@latchkey/next/proxy'

export const config = { runtime: 'nodejs', matcher: ['/((?!_next/static|_next/image|auth/).*)'] }
