export { proxy } from './auth.ts'
export const config = { matcher: ['/((?!_next/static|_next/image|auth/).*)'] }
